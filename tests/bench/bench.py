#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
libculture beside its peers, on the same files in the same run: medians of interleaved rounds, after a check that all give the same
n, mean, SD and alpha. bench.py [--rows N] [--rounds N] [--only NAME]... [--keep DIR]; prints the tables of README.md.

Peers that are not installed are named as absent. Python peers run with the interpreter in BENCH_PYTHON, or this one.
"""
import argparse
import contextlib
import csv
import json
import math
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from scenarios import BUILD, CULTURE, HERE, ROOT, scenarios

PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
PASS = os.environ.get("PLAIN_PASS", BUILD / "tests" / "plain_pass")
TIMES_AS_LARGE = 10
MOST_PRIVATE, MOST_COST = 16, 10.5  # the aims of the large file: MB, and how many times the cost of a tenth of it
#: psych::alpha takes tens of milliseconds for each organisation and factor; once on large files and once on small ones is enough.
WITH_PSYCH = ("million", "daily")
#: What has no reader for a form; that of SPSS files is pyreadstat's.
CANNOT = {"utf16": {"polars", "data.table"}, "sav": {"duckdb", "polars", "data.table"}}


class Runner:
    """One way to get the numbers: a command, and how to read what it wrote."""

    def __init__(self, name, command, read=None):
        self.name, self.command, self.read, self.times, self.peak, self.private = name, command, read, [], 0, 0

    def watch(self):
        """A run in which is looked again and again how much memory is the process's own."""
        process = subprocess.Popen(list(map(str, self.command)), stdout=subprocess.DEVNULL)
        while process.poll() is None:
            with contextlib.suppress(OSError, IndexError, ValueError):
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                self.private = max(self.private, int(status.split("RssAnon:")[1].split()[0]))
            time.sleep(0.001)

    def run(self):
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, self.command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        problem = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.times.append(time.perf_counter() - start)
        process.returncode = status
        process.stderr.close()
        # The child of a large parent begins with its size: only what is beyond that says something.
        self.peak = max(self.peak, usage.ru_maxrss)
        if status:
            raise RuntimeError(f"{self.name}: {problem.decode()[-400:]}")


def culture(scenario, threads, out):
    return Runner(f"libculture, command, {threads} thread{'s' * (threads > 1)}",
                  [CULTURE, "score", "-q", scenario.questionnaire, "-r", "none", "-f", "csv", "--precision", "full", "--quiet", "--threads",
                   threads, "-o", out, *scenario.files], lambda: read_culture(out))


def tally(scenario, threads, out):
    return Runner(f"libculture, tally only, {threads} thread{'s' * (threads > 1)}",
                  [CULTURE, "tally", "-q", scenario.questionnaire, "--quiet", "--threads", threads, "-o", out, *scenario.files])


def python_package(scenario, out):
    program = ("import sys, csv, libculture; q, out, *files = sys.argv[1:]\n"
               "scores = libculture.Tally(libculture.Questionnaire.open(q)).add_files(files).scores(precision='full')\n"
               "columns = [scores.get(name) for name in ('respondents', 'mean', 'sd', 'alpha')]\n"
               "factors = [factor.id for factor in libculture.Questionnaire.open(q).factors()]\n"
               "with open(out, 'w') as file:\n"
               "    for o, organisation in enumerate(scores.organisations):\n"
               "        for f, factor in enumerate(factors):\n"
               "            csv.writer(file).writerow([organisation.name, factor, *(c[o][f] for c in columns)])\n")
    return Runner("libculture, Python", ["env", f"PYTHONPATH={ROOT / 'bindings' / 'python'}", PYTHON, "-c", program,
                                         scenario.questionnaire, out, *scenario.files], lambda: read_rows(out))


def peer(tool, scenario, out, name):
    return Runner(name, [PYTHON, HERE / "peers.py", tool, scenario.form, scenario.factors, scenario.items, out, *scenario.files],
                  lambda: read_rows(out))


def data_table(way, scenario, out, name):
    return Runner(name, ["Rscript", HERE / "peers.R", way, scenario.form, scenario.factors, scenario.items, out, *scenario.files],
                  lambda: read_rows(out))


def number(text):
    return float(text) if text not in ("", "NA", "nan", "None") else math.nan


def read_rows(path):
    with open(path, newline="") as file:
        return {(row[0], row[1]): tuple(map(number, row[2:6])) for row in csv.reader(file)}


def read_culture(path):
    with open(path, newline="") as file:
        return {(row["organisation"], row["dimension"]): tuple(number(row[c]) for c in ("respondents", "mean", "sd", "alpha"))
                for row in csv.DictReader(file) if row.get("unit", "") == ""}


def check_equal(expected, found, name):
    if expected.keys() != found.keys():
        raise SystemExit(f"{name}: {len(found)} rows where {len(expected)} were expected")
    for key, values in expected.items():
        for one, other in zip(values, found[key]):
            # libculture gives no number that rests on fewer than the minimum of answers.
            if not math.isnan(one) and not abs(one - other) <= 1e-9 * max(1, abs(one)):
                raise SystemExit(f"{name} differs for {key}: {values}, {found[key]}")


def importable(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


def in_r(package):
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True).returncode == 0


def peers_of(scenario, out, absent):
    """The tools that are installed and can read the files; others are named."""
    cannot = CANNOT.get(scenario.form, ())
    runners = []
    for module, tools in (("duckdb", {"duckdb": "DuckDB", "duckdb_typed": "DuckDB, types given"}), ("polars", {"polars": "polars"}),
                          ("pandas", {"pandas": "pandas"})):
        if module in cannot:
            absent.add(f"{module} ({scenario.name}: reads no such files)")
        elif importable(module):
            runners += [peer(tool, scenario, next(out), name) for tool, name in tools.items()
                        if tool != "duckdb_typed" or scenario.form in ("plain", "missing")]
        else:
            absent.add(module)
    if "data.table" in cannot:
        absent.add(f"R data.table ({scenario.name}: reads no such files)")
    elif not in_r("data.table"):
        absent.add("R data.table")
    else:
        runners.append(data_table("formula", scenario, next(out), "R data.table"))
        if scenario.name in WITH_PSYCH and in_r("psych"):
            runners.append(data_table("psych", scenario, next(out), "R data.table + psych"))
        elif scenario.name in WITH_PSYCH:
            absent.add("R psych")
    return runners


def runners_of(scenario, absent):
    out = iter(scenario.folder / f"out{i}" for i in range(20))
    return [culture(scenario, 1, next(out)), culture(scenario, 2, next(out)), tally(scenario, 1, next(out)),
            tally(scenario, 2, next(out)), python_package(scenario, next(out)), *peers_of(scenario, out, absent)]


def measure(scenario, rounds, absent):
    runners = runners_of(scenario, absent)
    limits = [Runner(f"plain pass, {t} thread{'s' * (t > 1)}", [PASS, scenario.files[0], t]) for t in (1, 2)] if len(scenario.files) == 1 else []
    for runner in runners + limits:
        runner.run()  # warm, and checked
        runner.times.clear()
    expected = runners[0].read()
    for runner in runners[1:]:
        if runner.read:
            check_equal(expected, runner.read(), runner.name)
    for _ in range(rounds):
        for runner in runners + limits:
            runner.run()
    return limits + runners


def table(scenario, runners):
    base = next((statistics.median(r.times) for r in runners if r.name == "libculture, command, 2 threads"))
    lines = [heading(scenario), "| | median, ms | x libculture, 2 threads | GB/s | peak, MB |", "|---|---|---|---|---|"]
    for runner in runners:
        median = statistics.median(runner.times)
        lines.append(f"| {runner.name} | {1000 * median:.1f} | {median / base:.2f} | {scenario.bytes / median / 1e9:.2f} | {runner.peak / 1024:.0f} |")
    return "\n".join(lines + [""])


def heading(scenario):
    return (f"### {scenario.what}\n\n{scenario.rows:,} rows, {scenario.factors * scenario.items} items, {scenario.organisations:,} "
            f"organisations, {len(scenario.files)} file{'s' * (len(scenario.files) > 1)}, {scenario.bytes / 1e6:.1f} MB\n")


def measure_frames(scenario, rounds, absent):
    """Beside the command's counting of the same cells in a file; the aim is that a frame takes at most a quarter more."""
    missing = [name for name in ("numpy", "pandas", "polars", "pyarrow") if not importable(name)]
    if missing:
        absent.update(missing)
        return "### " + scenario.what + "\n\nnot run: " + ", ".join(missing) + " absent\n"
    words = ["env", f"PYTHONPATH={ROOT / 'bindings' / 'python'}", PYTHON, HERE / "frames.py", scenario.questionnaire, scenario.files[0], rounds]
    told = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True).stdout
    commands = [tally(scenario, threads, scenario.folder / "out") for threads in (1, 2)]
    for command in commands * (1 + rounds):
        command.run()
    times = {runner.name: runner.times[1:] for runner in commands} | json.loads(told)
    base = [statistics.median(times[commands[t].name]) for t in (0, 1)]
    lines = ["| | median, ms | speed of the command, 1 thread | 2 threads |", "|---|---|---|---|"]
    for name, found in times.items():
        median = statistics.median(found)
        lines.append(f"| {name} | {1000 * median:.1f} | {100 * base[0] / median:.0f} % | {100 * base[1] / median:.0f} % |")
    return "\n".join([heading(scenario), *lines, ""])


def measure_large(scenario, rounds, _absent):
    """The same rows ten times over: private memory, and the cost of ten times the rows."""
    small = scenario.files[0]
    large = small.with_name("large.csv")
    header, rows = small.read_bytes().split(b"\n", 1)
    with large.open("wb") as file:
        file.write(header + b"\n")
        for _ in range(TIMES_AS_LARGE):
            file.write(rows)
    lines = [f"| | {small.stat().st_size / 1e6:.0f} MB, ms | {large.stat().st_size / 1e6:.0f} MB, ms | times | private memory, MB |",
             "|---|---|---|---|---|"]
    for make in (culture, tally):
        for threads in (1, 2):
            runners = []
            for file in (small, large):
                scenario.files = [file]
                runners.append(make(scenario, threads, scenario.folder / "out"))
            for runner in runners * (1 + rounds):
                runner.run()
            runners[1].watch()
            one, ten = (statistics.median(runner.times[1:]) for runner in runners)
            private, cost = runners[1].private / 1024, ten / one
            missed = " (missed)" if cost > MOST_COST else "", " (missed)" if private >= MOST_PRIVATE else ""
            lines.append(f"| {runners[1].name} | {1000 * one:.1f} | {1000 * ten:.1f} | {cost:.2f}{missed[0]} | {private:.1f}{missed[1]} |")
    scenario.files = [large]
    return "\n".join([heading(scenario).replace(f"{scenario.rows:,}", f"{scenario.rows * TIMES_AS_LARGE:,}"), *lines, ""])


def run(scenario, rounds, absent):
    """The table of a scenario."""
    special = {"frames": measure_frames, "large": measure_large}.get(scenario.form)
    return special(scenario, rounds, absent) if special else table(scenario, measure(scenario, rounds, absent))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=[scenario.name for scenario in scenarios(1)], help="may be repeated")
    parser.add_argument("--keep", help="leave the data here")
    settings = parser.parse_args()
    absent = set()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {settings.rounds} rounds\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(settings.keep or temporary)
        for scenario in scenarios(settings.rows):
            if scenario.name not in settings.only if settings.only else scenario.apart:
                continue
            if scenario.form == "sav" and not importable("pyreadstat"):
                absent.add("pyreadstat (sav: nothing writes the file)")
                continue
            scenario.make(folder, PYTHON)
            print(run(scenario, settings.rounds, absent), flush=True)
            if not settings.keep:
                shutil.rmtree(scenario.folder)
    if absent:
        print("Absent: " + ", ".join(sorted(absent)))


if __name__ == "__main__":
    main()
