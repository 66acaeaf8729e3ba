# SPDX-License-Identifier: GPL-3.0-or-later
"""What the package's documents tell a reader to type does what they say: doc strings, the README, the tutorial."""
import contextlib
import doctest
import importlib
import io
import os
import pathlib
import pkgutil
import re
import runpy
import subprocess
import sys
import tempfile
import unittest

import extras

extras.use("pandas", "pyarrow", "polars", "numpy", "jinja2")
os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
PACKAGE = extras.ROOT / "bindings" / "python"
sys.path.insert(0, str(PACKAGE))

import libculture  # noqa: E402


class Documents(unittest.TestCase):
    def setUp(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(extras.ROOT)

    def test_doc_strings(self):
        tried = 0
        for module in [libculture.__name__, *(f"libculture.{x.name}" for x in pkgutil.iter_modules([PACKAGE / "libculture"])
                                              if not x.name.startswith("__") and not x.ispkg)]:
            result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
            self.assertEqual(result.failed, 0, module)
            tried += result.attempted
        self.assertGreater(tried, 20)

    def test_the_readme(self):
        blocks = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.S)
        self.assertGreater(len(blocks), 0)
        told = io.StringIO()
        names = {}
        with contextlib.redirect_stdout(told), tempfile.TemporaryDirectory() as folder:
            # A reader's folder: the examples, and two waves.
            os.chdir(folder)
            os.symlink(extras.ROOT / "questionnaires", "questionnaires")
            for wave, seed in (("2025", "1"), ("2026", "2")):
                subprocess.run([os.environ.get("CULTURE", extras.ROOT / "build" / "culture"), "simulate", "-o", wave, "--organisations", "3",
                                "--respondents", "40-60", "--seed", seed, "--quiet"], check=True)
            for block in blocks:
                exec(compile(block, "README.md", "exec"), names)
            os.chdir(extras.ROOT)
        self.assertIn("Scholengroep Oost", names["frame"].index)

    def test_the_tutorial(self):
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            runpy.run_path(str(PACKAGE / "tutorial.py"), run_name="__main__")
        self.assertTrue(told.getvalue().rstrip().endswith("done: 5 organisations"), told.getvalue())


if __name__ == "__main__":
    unittest.main()
