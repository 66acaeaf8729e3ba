#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
libculture beside its peers, on the same files in the same run: medians of interleaved rounds, after a check that all give the same
n, mean, SD and alpha. bench.py [--rows N] [--rounds N] [--only NAME] [--keep DIR]; prints the tables of README.md.

Peers that are not installed are named as absent. Python peers run with the interpreter in BENCH_PYTHON, or this one.
"""
import argparse
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

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", BUILD / "culture")
PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
PASS = os.environ.get("PLAIN_PASS", BUILD / "tests" / "plain_pass")


def questionnaire(factors, items):
    lines = ["questionnaire: bench", "scales:", "  s:", "    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}", "factors:"]
    for f in range(1, factors + 1):
        lines += [f"  - id: f{f}", "    items:"]
        lines += [f"      - {{id: f{f}_{i}, scale: s, text: item {f} {i}}}" for i in range(1, items + 1)]
    return "\n".join(lines + ["practised: {score: 60, factors: 1, floor: 40}", ""])


class Scenario:
    """Files of one shape, with the questionnaire that belongs to them."""

    def __init__(self, name, what, organisations, respondents, factors=9, items=6, single=True, wrap=None, peers=True):
        self.name, self.what, self.peers, self.wrap = name, what, peers, wrap
        self.organisations, self.respondents, self.factors, self.items, self.single = organisations, respondents, factors, items, single

    def make(self, folder):
        self.folder = folder / self.name
        self.folder.mkdir()
        self.questionnaire = self.folder / "q.yaml"
        self.questionnaire.write_text(questionnaire(self.factors, self.items))
        data = self.folder / "data"
        count = f"{self.respondents}-{self.respondents}"
        subprocess.run([CULTURE, "simulate", "-q", self.questionnaire, "-o", data, "--seed", "1", "--organisations", str(self.organisations),
                        "--respondents", count, "--quiet"] + (["--single-file"] if self.single else []), check=True)
        (data / "register.csv").unlink()
        self.files = sorted(data.glob("*.csv"))
        if self.wrap:
            for file in self.files:
                self.wrap(file)
        self.bytes = sum(file.stat().st_size for file in self.files)
        self.rows = self.organisations * self.respondents


def quoted(path):
    text = path.read_text().splitlines()
    path.write_text("".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text))


def labelled(path):
    words = dict(zip("12345", ("never", "seldom", "sometimes", "often", "always")))
    header, *rows = path.read_text().splitlines()
    with path.open("w") as file:
        file.write(header + "\n")
        for row in rows:
            name, *cells = row.split(",")
            file.write(",".join([name] + [words.get(cell, "") for cell in cells]) + "\n")


def wide_text(path):
    path.write_bytes(path.read_text().encode("utf-16"))


class Runner:
    """One way to get the numbers: a command, and how to read what it wrote."""

    def __init__(self, name, command, read=None):
        self.name, self.command, self.read, self.times, self.peak = name, command, read, [], 0

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


def peer(tool, scenario, out, name=None):
    return Runner(name or tool, [PYTHON, HERE / "peers.py", tool, scenario.files[0], scenario.factors, scenario.items, out],
                  lambda: read_rows(out))


def data_table(scenario, out):
    return Runner("R data.table", ["Rscript", HERE / "peers.R", scenario.files[0], scenario.factors, scenario.items, out],
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


def has_data_table():
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", "library(data.table)"], capture_output=True).returncode == 0


def runners_of(scenario, absent):
    out = iter(scenario.folder / f"out{i}" for i in range(20))
    runners = [culture(scenario, 1, next(out)), culture(scenario, 2, next(out)), tally(scenario, 1, next(out)),
               tally(scenario, 2, next(out)), python_package(scenario, next(out))]
    if not scenario.peers:
        return runners
    for module, tools in (("duckdb", [("duckdb", "DuckDB"), ("duckdb_typed", "DuckDB, types given")]), ("polars", [("polars", "polars")]),
                          ("pandas", [("pandas", "pandas")])):
        if importable(module):
            runners += [peer(tool, scenario, next(out), name) for tool, name in tools
                        if scenario.wrap is None or tool != "duckdb_typed"]
        else:
            absent.add(module)
    if has_data_table():
        runners.append(data_table(scenario, next(out)))
    else:
        absent.add("R data.table")
    return runners


def measure(scenario, rounds, absent):
    runners = runners_of(scenario, absent)
    limits = [Runner(f"plain pass, {t} thread{'s' * (t > 1)}", [PASS, scenario.files[0], t]) for t in (1, 2)] if scenario.single else []
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
    lines = [f"### {scenario.what}", "", f"{scenario.rows:,} rows, {scenario.factors * scenario.items} items, "
             f"{scenario.organisations:,} organisations, {len(scenario.files)} file{'s' * (len(scenario.files) > 1)}, {scenario.bytes / 1e6:.1f} MB",
             "", "| | median, ms | x libculture, 2 threads | GB/s | peak, MB |", "|---|---|---|---|---|"]
    for runner in runners:
        median = statistics.median(runner.times)
        lines.append(f"| {runner.name} | {1000 * median:.1f} | {median / base:.2f} | {scenario.bytes / median / 1e9:.2f} | {runner.peak / 1024:.0f} |")
    return "\n".join(lines + [""])


def scenarios(rows):
    each = rows // 65
    fifth = max(1, rows // 5)
    return [
        Scenario("million", "One large file", 65, each),
        Scenario("daily", "The daily case: a file per organisation", 65, 200, single=False, peers=False),
        Scenario("many", "Ten thousand organisations", 10000, max(1, rows // 10000), peers=True),
        Scenario("short", "20 items", 65, fifth // 65, factors=5, items=4),
        Scenario("long", "200 items", 65, fifth // 65, factors=20, items=10),
        Scenario("quoted", "All cells quoted", 65, fifth // 65, wrap=quoted),
        Scenario("labels", "Labels in place of numbers", 65, fifth // 65, wrap=labelled, peers=False),
        Scenario("utf16", "UTF-16", 65, fifth // 65, wrap=wide_text, peers=False),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only")
    parser.add_argument("--keep", help="leave the data here")
    settings = parser.parse_args()
    absent = set()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {settings.rounds} rounds\n")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(settings.keep or temporary)
        for scenario in scenarios(settings.rows):
            if settings.only in (None, scenario.name):
                scenario.make(folder)
                print(table(scenario, measure(scenario, settings.rounds, absent)), flush=True)
                if not settings.keep:
                    shutil.rmtree(scenario.folder)
    if absent:
        print("Absent: " + ", ".join(sorted(absent)))


if __name__ == "__main__":
    main()
