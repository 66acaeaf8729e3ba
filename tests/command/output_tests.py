# SPDX-License-Identifier: GPL-3.0-or-later
"""Where output goes: files, full disks, closed pipes, terminals, and what Ctrl-C leaves behind."""
import json
import os
import pty
import re
import signal
import time
import subprocess

from case import CLEAN, CommandTest, CULTURE, survey_rows


class Output(CommandTest):
    def setUp(self):
        super().setUp()
        self.survey = self.write_survey("survey.csv", survey_rows())

    def test_to_a_file(self):
        out = self.folder / "out.json"
        self.assertEqual(self.score("-f", "json", "-o", out, self.survey).out, "")
        self.assertEqual(out.read_text(), self.score("-f", "json", self.survey).out)

    def test_through_a_link_the_file_it_leads_to_is_written(self):
        target, link = self.write("target.json", "old"), self.folder / "link.json"
        link.symlink_to(target)
        self.score("-f", "json", "-o", link, self.survey)
        self.assertTrue(link.is_symlink())
        self.assertEqual(target.read_text(), self.score("-f", "json", self.survey).out)

    def test_into_a_folder_that_is_not_there(self):
        for command, words in (("score", ["-r", "none"]), ("tally", []), ("reference", [])):
            out = self.folder / "absent" / "out"
            done = self.culture(command, "-q", self.questionnaire, *words, "-o", out, self.survey, expect=3)
            self.assertIn("absent/out", done.err)
            self.assertFalse(out.parent.exists())

    def test_a_refused_place_keeps_what_was_there(self):
        folder = self.folder / "out.json"
        folder.mkdir()
        self.score("-f", "json", "-o", folder, self.survey, expect=3)
        self.assertEqual(list(folder.iterdir()), [])
        self.assertEqual([x.name for x in self.folder.iterdir() if x.name.startswith((".", "out"))], ["out.json"])

    def test_failure_leaves_the_old_file(self):
        out = self.write("out.json", "old")
        self.score("-o", out, self.write("bad.csv", "x\n1\n"), expect=3)
        self.assertEqual(out.read_text(), "old")

    def test_full_disk(self):
        for words in (["--help"], ["show"], ["check", self.survey],
                      ["score", "-q", self.questionnaire, "-r", "none", "-f", "json", self.survey]):
            with open("/dev/full", "wb") as full:
                done = self.run_raw(*words, stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 3, words)
            self.assertIn(b"culture: standard output: No space left", done.stderr)

    def test_a_name_that_is_no_utf8(self):
        """JSON is UTF-8 all the same."""
        os.rename(self.survey, os.fsencode(self.folder / "b") + b"\xE9.csv")
        done = self.run_raw("score", "-q", self.questionnaire, "-r", "none", "-f", "json", self.folder, stdout=subprocess.PIPE)
        self.assertIn("b\uFFFD.csv", [json.loads(done.stdout)["files"][0]["path"].split("/")[-1]])

    def test_closed_pipe(self):
        for words in (["show"], ["score", "-q", self.questionnaire, "-r", "none", "-f", "json", self.survey]):
            read, write = os.pipe()
            os.close(read)
            done = self.run_raw(*words, stdout=write, stderr=subprocess.PIPE)
            os.close(write)
            self.assertEqual((done.returncode, done.stderr), (3, b""), words)

    def test_closed_streams(self):
        def with_closed(closing):
            return subprocess.run(["/bin/sh", "-c", f'exec "$@" {closing}', "sh", CULTURE, "score", "-q",
                                   str(self.questionnaire), "-r", "none", str(self.survey)], capture_output=True)
        self.assertEqual(with_closed("<&-").returncode, 0)
        self.assertEqual(with_closed("2>&-").returncode, 0)
        self.assertEqual(with_closed(">&-").returncode, 3)

    def test_control_characters_in_messages(self):
        name = "evil\033[31m\u202e.csv"
        done = self.score(self.write(name, "x\n1\n"), expect=3)
        self.assertNotIn("\033", done.err)
        self.assertNotIn("\u202e", done.err)
        self.assertIn("\\x1B[31m", done.err)

    def test_control_characters_in_tables(self):
        survey = self.write_survey("evil.csv", survey_rows(["a\033[31mb"]))
        self.assertNotIn("\033", self.score(survey).out)
        self.assertNotIn("\033", self.culture("check", "-q", self.questionnaire, survey).out)


class Terminal(CommandTest):
    """With a terminal on standard output or error."""

    def on_terminal(self, *words, streams="12", env=None, stop_at=None):
        main, end = pty.openpty()
        self.addCleanup(os.close, main)
        pipe = subprocess.DEVNULL
        child = subprocess.Popen([CULTURE, *map(str, words)], env={**CLEAN, "TERM": "xterm", **(env or {})},
                                 stdout=end if "1" in streams else pipe, stderr=end if "2" in streams else pipe)
        os.close(end)
        seen = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:  # the other end is closed
                break
            seen += piece
            if stop_at and stop_at in seen:
                child.send_signal(signal.SIGINT)
                stop_at = None
        return child.wait(timeout=60), seen.decode()

    def test_colour(self):
        survey = self.write_survey("survey.csv", survey_rows())
        words = ["score", "-q", self.questionnaire, "-r", "none", survey]
        self.assertIn("\033[", self.on_terminal(*words)[1])
        for quiet in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\033[", self.on_terminal(*words, streams="1", env=quiet)[1])
        self.assertNotIn("\033[", self.on_terminal(*words, "--colour", "never", streams="1")[1])

    def slow_batch(self):
        rows = survey_rows(respondents=7000)
        for i in range(60):
            self.write_survey(f"batch/{i:02}.csv", rows[i:] + rows[:i])
        return ["tally", "-q", self.questionnaire, "-o", self.folder / "t.tally", "--threads", "1", self.folder / "batch"]

    def test_progress_is_shown_and_cleared(self):
        words = self.slow_batch()
        code, seen = self.on_terminal(*words)
        self.assertEqual(code, 0)
        self.assertRegex(seen, r"\rculture: \d+ of 60 files, \d+ rows")
        self.assertIn("\r\033[K", seen)
        self.assertEqual(self.on_terminal(*words, "--quiet"), (0, ""))

    def test_progress_on_a_dumb_terminal(self):
        seen = self.on_terminal(*self.slow_batch(), env={"TERM": "dumb"})[1]
        self.assertIn("files", seen)
        self.assertNotIn("\033", seen)

    def test_interrupt_while_a_pipe_says_nothing(self):
        pipe = self.folder / "pipe.csv"
        os.mkfifo(pipe)
        for number in (signal.SIGINT, signal.SIGTERM):
            child = subprocess.Popen([CULTURE, "score", "-q", str(self.questionnaire), "-r", "none", str(pipe)],
                                     env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(0.5)
            child.send_signal(number)
            out, errors = child.communicate(timeout=20)
            self.assertEqual((child.returncode, out), (128 + number, b""))
            self.assertIn(b"nothing was written", errors)

    def test_interrupt_leaves_no_output(self):
        code, seen = self.on_terminal(*self.slow_batch(), stop_at=b"of 60 files")
        self.assertEqual(code, 130, seen)
        self.assertIn("nothing was written", seen)
        self.assertEqual([x for x in self.folder.iterdir() if "tally" in x.name], [])
