#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Parts of the work by themselves, without peers: scoring alone, ten thousand tallied organisations, one organisation with the start
included, and the memory of many groups. parts.py [--rounds N] [--only NAME]; prints tables with medians of interleaved rounds: time on
the clock, and processor time (of the process, its threads added up), which other work on the machine disturbs less.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import bench
from scenarios import questionnaire


class Runner:
    """A command, and what its runs took."""

    def __init__(self, name, command):
        self.name, self.command, self.times, self.work, self.peak = name, list(map(str, command)), [], [], 0

    def run(self):
        start = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        self.times.append(time.perf_counter() - start)
        self.work.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss)
        if status:
            raise RuntimeError(f"{self.name}: status {status}")


class Parts:
    """Commands over one set of files."""

    def __init__(self, name, what, organisations, respondents, runners, standard=True):
        self.name, self.what, self.organisations, self.respondents = name, what, organisations, respondents
        self.runners_of, self.standard = runners, standard

    def make(self, folder):
        self.folder = folder / self.name
        self.folder.mkdir()
        self.questionnaire = self.folder / "q.yaml"
        self.questionnaire.write_text((bench.ROOT / "questionnaires" / "nine-factors.yaml").read_text() if self.standard else questionnaire(9, 6))
        count = f"{self.respondents}-{self.respondents}"
        subprocess.run([bench.CULTURE, "simulate", "-q", self.questionnaire, "-o", self.folder / "data", "--seed", "1", "--organisations",
                        str(self.organisations), "--respondents", count, "--single-file", "--quiet"], check=True)
        self.survey, self.tally = self.folder / "data" / "survey.csv", self.folder / "all.tally"

    def measure(self, rounds):
        runners = self.runners_of(self)
        for runner in runners:
            runner.run()  # warm
            runner.times.clear()
            runner.work.clear()
        for _ in range(rounds):
            for runner in runners:
                runner.run()
        lines = [f"### {self.what}", "", "| | median, ms | processor, ms | peak, MB |", "|---|---|---|---|"]
        lines += [f"| {r.name} | {1000 * statistics.median(r.times):.1f} | {1000 * statistics.median(r.work):.1f} | {r.peak / 1024:.0f} |"
                  for r in runners]
        return "\n".join(lines + [""])


def tallied(parts):
    subprocess.run([bench.CULTURE, "tally", "-o", parts.tally, "--quiet", parts.survey], check=True)
    score = [bench.CULTURE, "score", "--quiet", "-o", parts.folder / "out"]
    return [Runner(f"{form}, {reference}, {threads} thread{'s' * (threads > 1)}",
                   score + ["-f", form, "--threads", threads] + (["-r", "none"] if reference == "no reference" else []) + [parts.tally])
            for form in ("csv", "json") for reference in ("no reference", "the reference") for threads in (1, 2)]


def scored(parts):
    subprocess.run([bench.CULTURE, "tally", "-q", parts.questionnaire, "-o", parts.tally, "--quiet", parts.survey], check=True)
    return [Runner(f"csv, {threads} thread{'s' * (threads > 1)}",
                   [bench.CULTURE, "score", "-q", parts.questionnaire, "-r", "none", "-f", "csv", "--precision", "full", "--quiet", "--threads",
                    threads, "-o", parts.folder / "out", parts.tally]) for threads in (1, 2)]


def started(parts):
    score = [bench.CULTURE, "score", "--quiet", "-o", parts.folder / "out"]
    python = ["env", f"PYTHONPATH={bench.ROOT / 'bindings' / 'python'}", bench.PYTHON, "-c"]
    return [Runner("culture --version", [bench.CULTURE, "--version"]),
            Runner("score, everything built in", score + [parts.survey]),
            Runner("score, -q FILE", score + ["-q", parts.questionnaire, parts.survey]),
            Runner("score, -q FILE -r none", score + ["-q", parts.questionnaire, "-r", "none", parts.survey]),
            Runner("python -c pass", python + ["pass"]),
            Runner("python -c 'import libculture'", python + ["import libculture"]),
            Runner("python -c 'import libculture; libculture.Tally'", python + ["import libculture; libculture.Tally"])]


def many_groups(parts):
    return [Runner(f"tally, {threads} thread{'s' * (threads > 1)}",
                   [bench.CULTURE, "tally", "-q", parts.questionnaire, "--quiet", "--threads", threads, "-o", parts.tally, parts.survey])
            for threads in (1, 2)]


def parts():
    return [
        Parts("scored", "Scoring alone: a tally of 65 organisations of 15,384 respondents", 65, 15384, scored, standard=False),
        Parts("tallied", "Scoring and benchmarking a tally of 10,000 organisations of 200 respondents", 10000, 200, tallied),
        Parts("start", "One organisation of 200 respondents, start included", 1, 200, started),
        Parts("groups", "Memory: 100,000 organisations of 10 respondents", 100000, 10, many_groups, standard=False),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--only")
    settings = parser.parse_args()
    for part in parts():
        if settings.only in (None, part.name):
            with tempfile.TemporaryDirectory() as folder:
                part.make(pathlib.Path(folder))
                print(part.measure(settings.rounds), flush=True)


if __name__ == "__main__":
    main()
