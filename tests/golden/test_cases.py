# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of the culture command: a folder each, tests/golden/<room>/<case>/. In it lie the input files and

  arguments      what the command is called with, one line; it runs inside the folder, with LC_ALL=C
  exit           the exit status; 0 when there is no such file
  expected.json  what the JSON on standard output must hold: of an object the keys that are named, of a list every
                 element, numbers to a relative 1e-12
  output.txt     lines that standard output must hold, whole and in this order; others may stand between them; of a line
                 that ends in " ..." only the start
  errors.txt     the whole of standard error; without this file nothing may be said there
  tally          two lines: a survey file of the room, and arguments for `culture tally`, whose tally must have the same
                 bytes as that file's

At least one of the last five is needed. The cases of a room share ../questionnaire.yaml. A new case is a new folder.
What stands in the room's personal.txt, a line each, may not come out anywhere.

  test_cases.py [--update] [ROOM[/CASE]...]

--update, or CULTURE_UPDATE=1, writes errors.txt anew from what the command says; read what changed before it is kept.
The environment variable CULTURE points to the program; without it build/culture is taken."""
import json
import math
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOMS = ("answers", "intake", "register", "reference", "compare")
CULTURE = os.path.abspath(os.environ.get("CULTURE", HERE.parents[1] / "build" / "culture"))
EXPECTATIONS = ("exit", "expected.json", "output.txt", "errors.txt", "tally")
UNWANTED = ("LANG", "LANGUAGE", "NO_COLOR", "TERM")
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in UNWANTED}, "LC_ALL": "C"}
TOLERANCE = 1e-12


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def differences(found, expected, place=""):
    """What differs, as lines that begin with the way to the place."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key in found:
                yield from differences(found[key], value, f"{place}.{key}")
            else:
                yield f"{place}.{key}: is not there, expected {json.dumps(value)}"
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            yield f"{place}: has {len(found)} elements, expected {len(expected)}: {json.dumps(found)[:400]}"
        for i, (one, other) in enumerate(zip(found, expected)):
            yield from differences(one, other, f"{place}[{i}]")
    elif is_number(found) and is_number(expected):
        if not math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=0):
            yield f"{place}: is {found!r}, expected {expected!r}"
    elif type(found) is not type(expected) or found != expected:
        yield f"{place}: is {json.dumps(found)[:400]}, expected {json.dumps(expected)}"


def compare_json(case, out):
    path = case / "expected.json"
    if not path.exists():
        return []
    try:
        found = json.loads(out)
    except ValueError as error:
        return [f"standard output is no JSON: {error}"]
    return list(differences(found, json.loads(path.read_text(encoding="utf-8"))))


def compare_output(case, out):
    path = case / "output.txt"
    lines = iter(out.splitlines())
    for wanted in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        start = wanted[:-4] if wanted.endswith(" ...") else None
        if not any(line == wanted or (start and line.startswith(start)) for line in lines):
            return [f"standard output lacks, here or at all: {wanted}", "standard output is:", *out.splitlines()[:40]]
    return []


def compare_errors(case, errors):
    path = case / "errors.txt"
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    if errors == wanted:
        return []
    return ["standard error is:", *errors.splitlines(), "expected:", *wanted.splitlines()]


def update_errors(case, errors):
    path = case / "errors.txt"
    if errors:
        path.write_bytes(errors.encode())
    elif path.exists():
        path.unlink()


def read_arguments(case):
    lines = (case / "arguments").read_text(encoding="utf-8").splitlines()
    if len(lines) != 1:
        raise ValueError("the file arguments must have one line")
    return shlex.split(lines[0])


def call(case, arguments):
    return subprocess.run([CULTURE, *arguments], cwd=case, env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL,
                          timeout=60)


def tally_of(case, arguments):
    """The bytes of a tally, or what was said in place of it; and all that was said."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "t.tally")
        done = call(case, ["tally", *arguments, "-o", str(path)])
        said = done.stdout.decode() + done.stderr.decode()
        return path.read_bytes() if path.exists() else said.encode(), said


def compare_tally(case):
    """Problems, and what was said."""
    path = case / "tally"
    if not path.exists():
        return [], ""
    base, arguments = path.read_text(encoding="utf-8").splitlines()
    wanted, _ = tally_of(case, ["-q", "../questionnaire.yaml", "../" + base])
    found, said = tally_of(case, shlex.split(arguments))
    return ([] if found == wanted else [f"the tally is another than that of {base}; said was:", *said.splitlines()]), said


def find_personal(case, *said):
    path = case.parent / "personal.txt"
    secrets = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [f"personal data came out: {secret}" for secret in secrets if any(secret in text for text in said)]


def run(case, update):
    """The problems of a case, as lines."""
    if not (case / "arguments").exists() or not any((case / name).exists() for name in EXPECTATIONS):
        return [f"the folder needs a file arguments and one of {', '.join(EXPECTATIONS)}"]
    try:
        done = call(case, read_arguments(case))
        out, errors = done.stdout.decode(), done.stderr.decode()
        status = int((case / "exit").read_text()) if (case / "exit").exists() else 0
        problems = [] if done.returncode == status else [f"the exit status is {done.returncode}, expected {status}"]
        if update:
            update_errors(case, errors)
        tally, said = compare_tally(case)
        problems += tally + find_personal(case, out, errors, said)
        return problems + compare_json(case, out) + compare_output(case, out) + compare_errors(case, errors)
    except (ValueError, OSError, subprocess.TimeoutExpired) as error:
        return [str(error)]


def find_cases(wanted):
    cases = [case for room in ROOMS for case in sorted((HERE / room).iterdir()) if case.is_dir()]
    names = ["/".join(case.parts[-2:]) for case in cases]
    unknown = [name for name in wanted if name not in ROOMS and name not in names]
    if unknown:
        sys.exit(f"there is no case {unknown[0]}")
    if not cases:
        sys.exit("there are no cases")
    return [(name, case) for name, case in zip(names, cases)
            if not wanted or name in wanted or case.parent.name in wanted]


def main(words):
    update = "--update" in words or os.environ.get("CULTURE_UPDATE") == "1"
    cases = find_cases([word for word in words if word != "--update"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: run(case[1], update), cases))
    failed = 0
    for (name, _), problems in zip(cases, results):
        failed += bool(problems)
        if problems:
            print("\n  ".join([f"{name}:", *problems]))
    print(f"{len(cases)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
