# SPDX-License-Identifier: GPL-3.0-or-later
"""The command with faults: what tests/failures/faulty.c does to it, and how it may end."""
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", str(BUILD / "culture"))
FAULTY = BUILD / "tests" / "libfaulty.so"
SKIPPED = 77

QUESTIONNAIRE = """questionnaire: small
scales:
  s:
    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}
    missing: [unknown]
factors:
  - id: f
    items:
      - {id: a, scale: s, text: item a}
      - {id: b, scale: s, text: item b, reverse: true}
      - {id: d, scale: s, text: item d, aspect: ambition}
  - id: g
    items:
      - {id: e, scale: s, text: item e}
      - {id: h, scale: s, text: item h}
practised: {score: 60, factors: 2, floor: 40}
"""


def answers(organisation, respondents, seed):
    """Rows of a survey, the same in every run."""
    chance = random.Random(seed)
    for row in range(respondents):
        values = [chance.randint(1, 5) for _ in range(5)]
        yield [organisation, ("red", "blue")[row % 2], *values, f"p{row}"]


def survey(organisation, respondents=24, seed=1, delimiter=","):
    lines = [["organisation", "team", "a", "b", "d", "e", "h", "key"], *answers(organisation, respondents, seed)]
    return "".join(delimiter.join(map(str, line)) + "\r\n" for line in lines)


class FaultTest(unittest.TestCase):
    """A folder with a small questionnaire and surveys of it in three encodings; a folder of its own for every run."""

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="culture-"))
        self.addCleanup(shutil.rmtree, self.home)
        (self.home / "small.yaml").write_text(QUESTIONNAIRE)
        surveys = self.home / "surveys"
        surveys.mkdir()
        (surveys / "one.csv").write_text(survey("Één", seed=1), "utf-8")
        (surveys / "two.csv").write_text(survey("Café", seed=2, delimiter=";"), "cp1252")
        (surveys / "three.csv").write_text(survey("North", seed=3), "utf-16")
        (self.home / "register.csv").write_text("organisation,headcount\nNorth,60\n")
        self.runs = 0

    def run_culture(self, words, folder, **faults):
        """Runs the command in a folder; CALLS=..., AT=..., HOW=..., ERRNO=... are what goes wrong."""
        environment = dict(os.environ, LD_PRELOAD=str(FAULTY), FAULTY_LOG=str(folder / ".log"))
        environment |= {"FAULTY" + ("" if name == "CALLS" else "_" + name): str(value) for name, value in faults.items()}
        log = folder / ".log"
        log.unlink(missing_ok=True)
        done = subprocess.run([CULTURE, *map(str, words)], cwd=folder, env=environment, capture_output=True, timeout=120)
        done.calls, done.faults, done.blocks = map(int, log.read_text().split()) if log.exists() else (0, 0, 0)
        return done

    def in_folder(self, words, prepare=None, **faults):
        """Runs the command in a new folder; also gives what the folder then holds."""
        with tempfile.TemporaryDirectory(dir=self.home) as name:
            folder = pathlib.Path(name)
            if prepare:
                prepare(folder)
            done = self.run_culture(words, folder, **faults)
            done.files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("[!.]*") if path.is_file()}
            return done

    def each(self, words, check, *, start=0, step=1, prepare=None, **faults):
        """Runs the command once for every call that could fail, and hands the run over to check(). Gives how many did."""
        plain = self.in_folder(words, prepare, AT=0, **faults)
        self.assertGreater(plain.calls, 3)

        def one(at):
            done = self.in_folder(words, prepare, AT=at, **faults)
            with self.subTest(words=words, at=at, **faults):
                check(done, plain)
            return done.faults or done.returncode == -9

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            injected = sum(map(bool, pool.map(one, range(start + 1, plain.calls + 1, step))))
        self.assertGreater(injected, 0)
        return injected


def main(counts):
    """Runs the tests of the calling script, then tells how many faults were injected."""
    if b"__asan" in pathlib.Path(CULTURE).read_bytes() or b"__tsan" in pathlib.Path(CULTURE).read_bytes():
        print("skipped: a sanitizer has its own allocator in front of the command's")
        sys.exit(SKIPPED)
    program = unittest.main(exit=False)
    for what, count in counts.items():
        print(f"{what}: {count} faults injected")
    sys.exit(not program.result.wasSuccessful())
