# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory, files, disk and pipes fail under the command, at every call in turn: it never crashes, says what is wrong, frees
what it had, and its output is whole or absent. The allocations and calls of the libraries fail too."""
import collections
import errno
import os
import shutil
import unittest

from faults import ROOT, FaultTest, main, survey

COUNTS = collections.Counter()
SMALL = ["-q", "../small.yaml"]
SURVEYS = ["../surveys"]
PATHS = {
    "score": ["score", *SMALL, *SURVEYS, "--organisations", "../register.csv", "--by", "team", "-f", "json", "-o", "out"],
    "table": ["score", *SMALL, *SURVEYS, "--multiverse", "--language", "nl", "-o", "out"],
    "csv": ["score", *SMALL, *SURVEYS, "-f", "csv", "-o", "out"],
    "screen": ["score", *SMALL, *SURVEYS, "--screen", "-f", "json", "-o", "out"],
    "tally": ["tally", *SMALL, *SURVEYS, "-o", "out"],
    "resume": ["tally", *SMALL, *SURVEYS, "--resume", "journal", "-o", "out"],
    "subtract": ["tally", *SMALL, *SURVEYS, "--subtract", "../surveys/one.csv", "-o", "out"],
    "compare": ["compare", *SMALL, *SURVEYS, *SURVEYS, "--key", "key", "-f", "json", "-o", "out"],
    "structure": ["structure", *SMALL, *SURVEYS, "-f", "json", "-o", "out"],
    "reference": ["reference", *SMALL, *SURVEYS, "--year", "2026", "-o", "out"],
}
# Real ones are large: only every so many-th call fails.
EXAMPLES = ROOT / "questionnaires" / "examples"
LARGE = {
    "drivers": ["score", EXAMPLES, "--drivers", "results", "-f", "json", "-o", "out"],
    "show": ["show", "nine-factors", "-o", "out"],
}
FILES = "read,write,open,sync,rename"
# "all": every call of every path, as in CI (meson test --setup faults); else every one of the first path only.
EVERY = os.environ.get("CULTURE_FAULTS") == "all"


class Faults(FaultTest):
    def whole_or_absent(self, done, plain, message):
        """The command ended by itself; either all went well or it said why not and left no output."""
        said = done.stderr.decode(errors="replace")
        self.assertGreaterEqual(done.returncode, 0, said)
        self.assertLessEqual(done.blocks, plain.blocks, f"memory is lost: {said}")
        self.assertEqual([name for name in done.files if name.endswith(".part")], [])
        if done.returncode == plain.returncode:
            self.assertEqual(done.files["out"], plain.files["out"])
            return
        self.assertEqual(done.returncode, 3, said)
        self.assertRegex(said, message)
        self.assertNotIn("out", done.files)

    def test_memory_runs_out(self):
        """Reading the questionnaire, with which all commands begin, fails in the first of them."""
        start = 0
        for name, words in PATHS.items():
            for how, step in (("once", 1), ("fail", 7)) if EVERY else (("once", 1 if name == "tally" else 13),):
                COUNTS["memory"] += self.each([*words, "--threads", "1"], self.no_memory, start=start, step=step,
                                              CALLS="memory", HOW=how)
            start = self.in_folder(["show", "../small.yaml", "-o", "out"], CALLS="memory", AT=0).calls // 2

    def no_memory(self, done, plain):
        self.whole_or_absent(done, plain, "memory ran out|Cannot allocate memory|no memory")

    def test_memory_runs_out_with_the_standard_questionnaire(self):
        for words in LARGE.values():
            calls = self.in_folder(words, CALLS="memory", AT=0).calls
            COUNTS["memory"] += self.each(words, self.no_memory, step=calls // (97 if EVERY else 29), CALLS="memory", HOW="once")

    def test_files_cannot_be_read_or_written(self):
        for words in [*PATHS.values(), ["show", "nine-factors", "-o", "out"]]:
            for reason in (errno.EIO, errno.ENOSPC) if EVERY else (errno.EIO,):
                COUNTS["files"] += self.each(words, self.no_file, CALLS=FILES, HOW="once", ERRNO=reason)
            COUNTS["files"] += self.each(words, self.no_file, step=1 if EVERY else 5, CALLS=FILES, HOW="fail", ERRNO=errno.EIO)

    def no_file(self, done, plain):
        """A survey that cannot be read is told and does not stop the others; anything else leaves no output."""
        said = done.stderr.decode(errors="replace")
        self.assertGreaterEqual(done.returncode, 0, said)
        self.assertLessEqual(done.blocks, plain.blocks, f"memory is lost: {said}")
        self.assertEqual([name for name in done.files if name.endswith(".part")], [])
        if done.returncode == 0:
            self.assertEqual(done.files["out"], plain.files["out"])
        elif done.returncode == 1:
            self.assertRegex(said, r"surveys/\w+\.csv: (failed|mislukt): cannot (open|read) the file: ")
            self.assertIn("out", done.files)
        else:
            self.assertEqual(done.returncode, 3, said)
            self.assertRegex(said, "Input/output error|No space left on device|read twice|cannot read the folder|at least")
            self.assertNotIn("out", done.files)

    def test_calls_that_do_less_than_was_asked(self):
        """A few bytes at a time, and every second call interrupted by a signal: nothing changes."""
        for words in PATHS.values():
            plain = self.in_folder(words, CALLS="read,write", AT=0)
            for how, calls in (("short", "read,write"), ("interrupt", "read"), ("interrupt", "write")):
                done = self.in_folder(words, CALLS=calls, AT=1, HOW=how)
                COUNTS["short and interrupted calls"] += done.faults
                self.assertGreater(done.faults, 0)
                self.assertEqual((done.returncode, done.stderr), (plain.returncode, plain.stderr))
                self.assertEqual(done.files["out"], plain.files["out"])

    def test_a_file_shrinks_while_it_is_read(self):
        """The file that is read loses its second half before any of the reads: an error or an output, never a crash."""
        def prepare(folder):
            shutil.copy(self.home / "small.yaml", folder)
            (folder / "surveys").mkdir()
            (folder / "surveys" / "long.csv").write_text(survey("North", 30000))
        words = ["tally", "-q", "./small.yaml", "surveys", "--threads", "1", "-o", "out"]
        COUNTS["files that shrink"] += self.each(words, self.shrunk, prepare=prepare, CALLS="read", HOW="truncate")

    def shrunk(self, done, plain):
        said = done.stderr.decode()
        self.assertIn(done.returncode, (0, 3), said)
        self.assertEqual("out" in done.files, done.returncode == 0, said)

    def test_a_full_device(self):
        for words in (["score", *SMALL, *SURVEYS, "-o", "/dev/full"], ["tally", *SMALL, *SURVEYS, "-o", "/dev/full"]):
            done = self.in_folder(words)
            self.assertEqual(done.returncode, 3, words)
            self.assertIn(b"/dev/full: cannot write the file: No space left on device", done.stderr)


if __name__ == "__main__":
    main(COUNTS)
