# SPDX-License-Identifier: GPL-3.0-or-later
"""The command under valgrind: no invalid reads, no use of what was never set, nothing left behind. Skipped without valgrind,
and when the command is built with a sanitizer, which does the same work."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
CULTURE = os.environ.get("CULTURE", str(ROOT / "build" / "culture"))
EXAMPLES = ROOT / "questionnaires" / "examples"
SKIPPED = 77


def valgrind(*words):
    command = ["valgrind", "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect,possible",
               "--error-exitcode=99", CULTURE, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True)


class Valgrind(unittest.TestCase):
    def clean(self, *words):
        done = valgrind(*words)
        self.assertNotIn("==", done.stderr, done.stderr[-3000:])
        self.assertIn(done.returncode, (0, 1), done.stderr[-3000:])

    def test_score(self):
        self.clean("score", EXAMPLES, "--organisations", EXAMPLES / "register.csv", "--by", "department", "-f", "json",
                   "--role", "role", "--drivers", "results", "--multiverse")

    def test_table(self):
        self.clean("score", EXAMPLES, "--language", "nl")

    def test_compare(self):
        self.clean("compare", EXAMPLES, EXAMPLES)

    def test_structure(self):
        self.clean("structure", EXAMPLES)

    def test_tally_and_back(self):
        with tempfile.TemporaryDirectory() as folder:
            tally = pathlib.Path(folder) / "all.tally"
            self.clean("tally", EXAMPLES, "-o", tally)
            self.clean("score", tally, "-f", "csv")

    def test_what_is_wrong_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder) / "bad.yaml"
            bad.write_text("questionnaire: a\nfactorz: [\n")
            done = valgrind("check", bad)
            self.assertNotIn("==", done.stderr, done.stderr[-3000:])
            self.assertIn("bad.yaml", done.stdout + done.stderr)


if __name__ == "__main__":
    sanitized = b"__asan" in pathlib.Path(CULTURE).read_bytes()
    if not shutil.which("valgrind") or sanitized:
        print("skipped: " + ("built with a sanitizer" if sanitized else "valgrind is not installed"))
        sys.exit(SKIPPED)
    unittest.main()
