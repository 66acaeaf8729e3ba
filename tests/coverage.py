# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests reach of libculture/, from a build with -Db_coverage=true: coverage.py BUILD [suite | fuzz].

  suite   runs all tests, then tells lines and branches per file, the least covered ones first
  fuzz    per fuzz target: its corpus, and what that alone reaches of the files the target is for

`./setup coverage` does both."""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
# What each target must reach nine tenths of; the API's is told for all of the library.
FILES = {
    "questionnaire": ["questionnaire/"],
    "survey": ["answers/csv", "answers/reader", "answers/columns", "answers/headings", "answers/labels", "answers/encoding",
               "answers/rows", "answers/header.c", "answers/next", "answers/plain", "answers/codes", "answers/conduct"],
    "register": ["answers/register"],
    "mapping": ["answers/mapping"],
    "reference": ["reference/read"],
    "tally": ["tally/bytes"],
    "packed": ["base/content", "base/unpack"],
    "data": ["answers/data", "answers/readstat"],
    "frame": ["answers/arrow"],
    "api": [""],
}
FEWEST_LINES, FEWEST_BRANCHES, FEWEST_OF_TARGET = 95, 85, 90


def counts(*words):
    """Per file: (lines, reached, branches, reached)."""
    done = subprocess.run(["gcovr", "--root", str(ROOT), "--json-summary", "--exclude-unreachable-branches", *words],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return {file["filename"]: (file["line_total"], file["line_covered"], file["branch_total"], file["branch_covered"])
            for file in json.loads(done.stdout)["files"]}


def measure(build, parts=("",)):
    """Of the library. Kernels are compiled for several processors, which gcovr cannot add up: the one that is used counts."""
    filters = [word for part in parts for word in ("--filter", f"{ROOT}/libculture/{part}.*")]
    files = counts(*filters, "--exclude-directories", ".*libkernels_.*", str(build))
    for folder in sorted(build.glob("libculture/libkernels_*.p")):
        for name, file in counts(*filters, str(folder)).items():
            if name not in files or (name.endswith("_kernel.c") and file[1] > files[name][1]):
                files[name] = file
    return files


def total(files):
    lines, reached, branches, taken = (sum(file[i] for file in files.values()) for i in range(4))
    return 100 * reached / max(lines, 1), 100 * taken / max(branches, 1)


def forget(build):
    for counts in build.rglob("*.gcda"):
        counts.unlink()


def suite(build):
    forget(build)
    # A test that counts its own processor time, or runs under valgrind, may fail in a build this slow: that is no result here.
    subprocess.run(["meson", "test", "-C", str(build), "--no-rebuild", "--timeout-multiplier", "4"], stdout=subprocess.DEVNULL)
    files = measure(build)
    for name, file in sorted(files.items(), key=lambda entry: total(dict([entry]))[0]):
        lines, branches = total({name: file})
        if lines < FEWEST_LINES or branches < FEWEST_BRANCHES:
            print(f"{name:50} lines {lines:5.1f} %  branches {branches:5.1f} %  of {file[0]} and {file[2]}")
    lines, branches = total(files)
    print(f"libculture, whole suite: lines {lines:.1f} %, branches {branches:.1f} %")
    return lines >= FEWEST_LINES and branches >= FEWEST_BRANCHES


def fuzz(build):
    good = True
    for target, parts in FILES.items():
        forget(build)
        done = subprocess.run([str(build / "tests" / "fuzz" / f"replay_{target}"), str(ROOT / "tests" / "fuzz" / "corpus" / target)],
                              capture_output=True, text=True, errors="replace", check=True)
        files = measure(build, parts)
        lines, branches = total(files)
        print(f"fuzz_{target:15} {done.stdout.strip():12}  lines {lines:5.1f} %  branches {branches:5.1f} %")
        for name, file in files.items():
            if target != "api" and total({name: file})[0] < FEWEST_OF_TARGET:
                print(f"    {name}: lines {total({name: file})[0]:.1f} %")
        good = good and (target == "api" or lines >= FEWEST_OF_TARGET)
    return good


if __name__ == "__main__":
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:] or ["fuzz", "suite"]
    results = [{"suite": suite, "fuzz": fuzz}[word](build) for word in wanted]
    sys.exit(0 if all(results) else 1)
