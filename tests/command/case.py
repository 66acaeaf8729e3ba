# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the culture command share. The environment variable CULTURE points to the program; without it
build/culture is taken. Nothing but the standard library of Python 3.9 is needed."""
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLI = ROOT / "bindings" / "cli"
CULTURE = os.path.abspath(os.environ.get("CULTURE", ROOT / "build" / "culture"))
SANITIZED = b"__asan" in pathlib.Path(CULTURE).read_bytes()  # then it cannot be loaded, limited or brought to crash as usual
COMMANDS = "score report compare check tally reference structure simulate show".split()
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "NO_COLOR", "TERM")}

QUESTIONNAIRE = """questionnaire: pair
version: 1.0.0
title: A pair of factors
scales:
  agreement:
    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}
factors:
  - id: first
    name: First
    items:
      - {id: a1, scale: agreement, text: item a1}
      - {id: a2, scale: agreement, text: item a2, reverse: true}
      - {id: a3, scale: agreement, text: item a3}
  - id: second
    name: Second
    items:
      - {id: b1, scale: agreement, text: item b1}
      - {id: b2, scale: agreement, text: item b2}
practised: {score: 62.5}
"""


def survey_rows(organisations=("north", "south", "east"), respondents=24, seed=1):
    draw = random.Random(seed)
    return [[name, f"team {draw.randrange(2)}"] + [str(draw.randint(1, 5)) for _ in range(5)]
            for name in organisations for _ in range(respondents)]


def options_of(command):
    """The long and short options that the help of a subcommand lists."""
    text = subprocess.run([CULTURE, command, "--help"], capture_output=True, text=True, check=True).stdout
    long = re.findall(r"^ {2}(?:-\w, | {4})--([a-z-]+)", text, re.M)
    short = re.findall(r"^ {2}-(\w), --", text, re.M)
    return long, short


class CommandTest(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.questionnaire = self.write("pair.yaml", QUESTIONNAIRE)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def write_survey(self, name, rows):
        header = "organisation,team,a1,a2,a3,b1,b2"
        return self.write(name, "\n".join([header] + [",".join(row) for row in rows]) + "\n")

    def run_raw(self, *words, **more):
        environment = {**CLEAN, **more.pop("env", {})}
        return subprocess.run([CULTURE, *map(str, words)], env=environment, timeout=120, **more)

    def culture(self, *words, expect=0, **more):
        done = self.run_raw(*words, capture_output=True, **more)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, expect, f"culture {' '.join(map(str, words))}\n{done.err}{done.out[-1500:]}")
        return done

    def score(self, *words, expect=0, **more):
        return self.culture("score", "-q", self.questionnaire, "-r", "none", *words, expect=expect, **more)

    def organisations(self, *words, expect=0):
        return json.loads(self.score("-f", "json", *words, expect=expect).out)["organisations"]

    def tally(self, output, *words, expect=0):
        self.culture("tally", "-q", self.questionnaire, "-o", self.folder / output, *words, expect=expect)
        return self.folder / output
