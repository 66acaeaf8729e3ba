# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package under mypy --strict and ruff."""
import subprocess
import sys
import unittest

import extras

extras.use("mypy", "ruff")


class Style(unittest.TestCase):
    def check(self, *words):
        done = subprocess.run([sys.executable, "-m", *words], cwd=extras.ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_types(self):
        self.check("mypy", "--strict", "--cache-dir", "/dev/null")

    def test_ruff(self):
        self.check("ruff", "check", "--no-cache")


if __name__ == "__main__":
    unittest.main()
