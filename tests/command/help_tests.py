# SPDX-License-Identifier: GPL-3.0-or-later
"""The command's words: help, manual pages, completions, and what is wrong use."""
import re
import shutil
import subprocess

import readme_output
from case import CLI, COMMANDS, CommandTest, ROOT, options_of


class Help(CommandTest):
    def test_fits_a_screen(self):
        lines = self.culture("--help").out.splitlines()
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines)), 80)
        self.assertEqual(self.culture("-h").out.splitlines(), lines)

    def test_names_every_subcommand(self):
        text = self.culture("--help").out
        self.assertEqual(re.findall(r"^  ([a-z]+) {2,}", text, re.M), COMMANDS)

    def test_of_subcommands_fits_the_width(self):
        for command in COMMANDS:
            lines = self.culture(command, "--help").out.splitlines()
            self.assertLessEqual(max(map(len, lines)), 80, command)
            self.assertTrue(any(line.startswith(f"Usage: culture {command} ") for line in lines), command)

    def test_short_and_long_are_the_same(self):
        for command in COMMANDS:
            self.assertEqual(self.culture(command, "-h").out, self.culture(command, "--help").out)

    def test_comes_before_what_is_missing(self):
        self.culture("tally", "--help")

    def test_version(self):
        self.assertRegex(self.culture("--version").out, r"^culture \d+\.\d+\.\d+\n$")


class HelpAsAWord(CommandTest):
    def test_help_as_a_word(self):
        self.assertEqual(self.culture("help", "score").out, self.culture("score", "--help").out)
        self.assertEqual(self.culture("help").out, self.culture("--help").out)
        self.assertIn("no command 'scoer'", self.culture("help", "scoer", expect=2).err)


class Papers(CommandTest):
    """The manual pages and completions mention every option of the help and no other."""

    def test_manual_pages(self):
        for command in COMMANDS:
            page = (CLI / "man" / f"culture-{command}.1").read_text()
            long, short = options_of(command)
            self.assertEqual(set(re.findall(r"^\.It.* Fl Fl ([a-z-]+)", page, re.M)), set(long), command)
            self.assertEqual(set(re.findall(r"^\.It Fl (\w) ,", page, re.M)), set(short), command)

    def test_manual_of_culture_names_every_subcommand(self):
        page = (CLI / "man" / "culture.1").read_text()
        for command in COMMANDS:
            self.assertIn(f".It Cm {command}\n", page)

    def test_manual_pages_render_without_warnings(self):
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        for page in sorted((CLI / "man").glob("*.1")):
            done = subprocess.run(["groff", "-mdoc", "-Tutf8", "-ww", "-z", str(page)], capture_output=True, text=True)
            self.assertEqual(done.stderr, "", page.name)

    def test_bash_completion(self):
        script = CLI / "completions" / "culture.bash"
        for command in COMMANDS:
            done = subprocess.run(["bash", "-c", 'source "$1"; _culture_options "$2"', "bash", str(script), command],
                                  capture_output=True, text=True, check=True)
            long, short = options_of(command)
            self.assertEqual(set(done.stdout.split()), {f"--{x}" for x in long} | {f"-{x}" for x in short}, command)

    def test_zsh_completion(self):
        text = (CLI / "completions" / "_culture").read_text()
        named = set(re.findall(r"--([a-z-]+)[\[}]", text))
        self.assertEqual(named, set().union(*(options_of(command)[0] for command in COMMANDS)))
        for command in COMMANDS:
            self.assertRegex(text, rf"'{command}:")

    def test_fish_completion(self):
        text = (CLI / "completions" / "culture.fish").read_text()
        for command in COMMANDS:
            lines = [x for x in text.splitlines() if re.search(rf"subcommand_from [a-z ]*\b{command}\b[a-z ]*'", x)]
            named = {re.search(r" -l ([a-z-]+)", line).group(1) for line in lines}
            self.assertEqual(named, set(options_of(command)[0]), command)


class WrongUse(CommandTest):
    def refused(self, *words):
        done = self.culture(*words, expect=2)
        self.assertEqual(done.out, "")
        self.assertEqual(len(done.err.splitlines()), 1, done.err)
        return done.err

    def test_ends_with_the_way_to_help(self):
        self.assertRegex(self.refused("score"), r"^culture score: .*; try 'culture score --help'\n$")
        self.assertRegex(self.refused(), r"^culture: .*; try 'culture --help'\n$")

    def test_unknown_command(self):
        self.assertIn("did you mean 'score'", self.refused("scor"))
        self.assertNotIn("did you mean", self.refused("explain"))

    def test_unknown_option(self):
        self.assertIn("did you mean '--format'", self.refused("score", "--fromat", "json", "x.csv"))
        self.assertIn("did you mean '--colour'", self.refused("score", "--color=auto", "x.csv"))
        self.assertIn("'-x'", self.refused("score", "-x", "x.csv"))

    def test_values(self):
        self.assertIn("needs a value", self.refused("score", "x.csv", "-f"))
        self.assertIn("table|json|csv", self.refused("score", "-f", "xml", "x.csv"))
        self.assertIn("takes no value", self.refused("score", "--quiet=yes", "x.csv"))
        self.refused("score", "-o", "", "x.csv")
        self.assertIn("given twice", self.refused("score", "--by", "team", "--by", "team", "x.csv"))
        for threads in ("-1", "2x", "", "99999999999999999999", "1000"):
            self.refused("score", f"--threads={threads}", "x.csv")
        for respondents in ("5-", "-5", "9-5", "0-5", "a-b", "1-2-3"):
            self.refused("simulate", "-o", self.folder / "out", f"--respondents={respondents}")

    def test_minimum_below_five(self):
        for command in ("score", "reference"):
            self.assertIn("from 5", self.refused(command, "--minimum", "4", "x.csv", "-o", self.folder / "out"))
        self.assertFalse((self.folder / "out").exists())

    def test_missing_output(self):
        for words in (["tally", "x.csv"], ["report", "x.csv"], ["reference", "x.csv"], ["simulate"]):
            self.assertIn("-o is missing", self.refused(*words))

    def test_too_many_arguments(self):
        self.refused("show", "nine-factors", "nine-factors")
        self.refused("simulate", "-o", self.folder / "out", "x")

    def test_unknown_ids(self):
        self.assertIn("nine-factors", self.refused("score", "-q", "nine-factor", "x.csv"))
        self.assertIn("no-such", self.refused("score", "-r", "no-such", "x.csv"))


class Readme(CommandTest):
    def test_it_shows_the_real_output(self):
        """Write it anew with tests/command/readme_output.py."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        start, end = readme_output.block(text)
        self.assertEqual(text[start:end], readme_output.shown())
