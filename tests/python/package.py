# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the Python package share. The environment variables CULTURE and LIBCULTURE point to the program and the C library; the
package itself is read from bindings/python."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest
from array import array

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", str(BUILD / "culture"))
LIBRARY = os.environ.setdefault("LIBCULTURE", str(BUILD / "libculture" / "libculture.so"))
PACKAGE = ROOT / "bindings" / "python" / "libculture"
EXAMPLES = ROOT / "questionnaires" / "examples"
REGISTER = EXAMPLES / "register.csv"
sys.path.insert(0, str(PACKAGE.parent))

from libculture import Questionnaire, Tally  # noqa: E402

PAIR = b"""questionnaire: pair
version: 1.2.0
title: {nl: Een paar, en: A pair}
scales:
  agreement:
    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}
factors:
  - id: first
    name: First
    definition: The first of two
    items:
      - {id: a1, scale: agreement, text: item a1}
      - {id: a2, scale: agreement, text: item a2, reverse: true}
  - id: second
    name: Second
    items:
      - {id: b1, scale: agreement, text: item b1}
"""


def pair():
    return Questionnaire.read(PAIR, "pair.yaml")


def matrix_of_int16(rows):
    """A two-dimensional buffer of int16, as numpy would give."""
    flat = array("h", [value for row in rows for value in row])
    return memoryview(flat).cast("B").cast("h", [len(rows), len(rows[0])])


def command(*words, expect=0):
    done = subprocess.run([CULTURE, "score", "--quiet", "-f", "json", *map(str, words)], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def python(code, path=PACKAGE.parent, **environment):
    """Runs a program of its own, in a folder outside the repository. An environment variable that is None is unset."""
    variables = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    variables = {name: value for name, value in variables.items() if value is not None}
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd=folder,
                              env=variables, timeout=60)


class PackageTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.questionnaire = Questionnaire.open()
        cls.pair = pair()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def pair_tally(self, respondents=20, organisation="north"):
        return Tally(self.pair).add_rows([[4, 2, 5], [3, 1, 4]] * (respondents // 2), organisation)
