# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that bench.py measures on, made with `culture simulate` (seeded) and rewritten where a shape asks for it."""
import os
import pathlib
import random
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", BUILD / "culture")
WORDS = ("never", "seldom", "sometimes", "often", "always")


def questionnaire(factors, items):
    points = ", ".join(f"{point}: {word}" for point, word in enumerate(WORDS, 1))
    lines = ["questionnaire: bench", "scales:", "  s:", f"    points: {{{points}}}", "factors:"]
    for f in range(1, factors + 1):
        lines += [f"  - id: f{f}", "    items:"]
        lines += [f"      - {{id: f{f}_{i}, scale: s, text: item {f} {i}}}" for i in range(1, items + 1)]
    return "\n".join(lines + ["practised: {score: 60, factors: 1, floor: 40}", ""])


class Scenario:
    """Files of one shape, with the questionnaire that belongs to them. ``form`` is what peers are told of the files; a scenario
    that is ``apart`` runs only when it is asked for."""

    def __init__(self, name, what, organisations, respondents, factors=9, items=6, form="plain", apart=False):
        self.name, self.what, self.form, self.apart = name, what, form, apart
        self.organisations, self.respondents, self.factors, self.items = organisations, respondents, factors, items

    @property
    def rows(self):
        return self.organisations * self.respondents

    @property
    def bytes(self):
        return sum(file.stat().st_size for file in self.files)

    def make(self, folder, python):
        self.folder = folder / self.name
        self.folder.mkdir()
        self.questionnaire = self.folder / "q.yaml"
        self.questionnaire.write_text(questionnaire(self.factors, self.items))
        data = self.folder / "data"
        count = f"{self.respondents}-{self.respondents}"
        subprocess.run([CULTURE, "simulate", "-q", self.questionnaire, "-o", data, "--seed", "1", "--organisations", str(self.organisations),
                        "--respondents", count, "--quiet"] + (["--single-file"] if self.form != "folder" else []), check=True)
        (data / "register.csv").unlink()
        for file in data.glob("*.csv"):
            REWRITE.get(self.form, lambda _path, _python: None)(file, python)
        self.files = sorted(data.iterdir())


def rewrite_rows(path, change, encoding="utf-8"):
    """The file anew, each row but the headings as change() makes it of its cells."""
    header, *rows = path.read_text().splitlines()
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(change(row.split(","))) + "\n")


def quoted(path, _python):
    text = path.read_text().splitlines()
    path.write_text("".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text))


def labelled(path, _python):
    words = {str(point): word for point, word in enumerate(WORDS, 1)}
    rewrite_rows(path, lambda row: [row[0]] + [words.get(cell, "") for cell in row[1:]])


def sparse(path, _python):
    """A quarter of the answers is missing."""
    draw = random.Random(1)
    rewrite_rows(path, lambda row: [row[0]] + [cell if draw.random() > 0.25 else "" for cell in row[1:]])


def utf16(path, _python):
    path.write_bytes(path.read_text().encode("utf-16"))


def sav(path, python):
    """Through pyreadstat, which writes with ReadStat; one byte a cell, as SPSS compresses it."""
    program = "import sys, pandas, pyreadstat; pyreadstat.write_sav(pandas.read_csv(sys.argv[1]), sys.argv[2], row_compress=True)"
    subprocess.run([python, "-c", program, path, path.with_suffix(".sav")], check=True)
    path.unlink()


REWRITE = {"quoted": quoted, "labels": labelled, "missing": sparse, "utf16": utf16, "sav": sav}


def scenarios(rows):
    each, fifth = max(20, rows // 65), max(20, rows // 5 // 65)
    many = min(10_000, max(65, rows // 20))
    return [
        Scenario("million", "One large file", 65, each),
        Scenario("daily", "The daily case: a file per organisation", 65, 200, form="folder"),
        Scenario("many", "Many organisations", many, max(20, rows // many)),
        Scenario("short", "20 items", 65, fifth, factors=5, items=4),
        Scenario("long", "200 items", 65, fifth, factors=20, items=10),
        Scenario("missing", "A quarter of the answers missing", 65, fifth, form="missing"),
        Scenario("quoted", "All cells quoted", 65, fifth, form="quoted"),
        Scenario("labels", "Labels in place of numbers", 65, fifth, form="labels"),
        Scenario("utf16", "UTF-16", 65, fifth, form="utf16"),
        Scenario("sav", "A file of SPSS", 65, fifth, form="sav"),
        Scenario("frames", "Data frames in memory", 65, each, form="frames"),
        Scenario("large", "Ten times the large file: memory, and cost by rows", 65, each, form="large", apart=True),
    ]
