#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the example surveys again, to the byte: make_examples.py CULTURE FOLDER. Simulated answers in the shapes that survey tools write."""
import csv
import io
import pathlib
import re
import subprocess
import sys
import tempfile

POINTS = ["Helemaal mee oneens", "Mee oneens", "Niet mee eens, niet mee oneens", "Mee eens", "Helemaal mee eens"]

# Name, simulated organisation, respondents; then the register: headcount, sector, size, training budget and what was spent of it,
# share spent on formal training, days from a need to its solution.
ORGANISATIONS = [
    ("zorggroep-delta", 51, 100, 210, "care", "large", 262500, 131000, "0.91", 75),
    ("gemeente-waterland", 37, 80, 112, "government", "medium", 168000, 97500, "88%", 60),
    ("techniek-noord", 113, 107, 203, "industry", "medium", 304500, 240000, "0.72", 30),
    ("Scholengroep Oost", 50, 80, 128, "education", "medium", 115200, 103000, "0.55", 14),
    ("Hogeschool Rijnstad", 7, 36, 93, "education", "medium", 83700, "", "", ""),
    ("bureau-kade", 1, 7, 11, "services", "small", "", "", "", ""),
]


def simulate(culture):
    """Header and rows per organisation."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([culture, "simulate", "--quiet", "-o", folder, "--seed", "63", "--organisations", "120",
                        "--respondents", "110-110"], check=True)
        found = {}
        for name, number, respondents, *_ in ORGANISATIONS:
            with open(pathlib.Path(folder) / f"organisation-{number:04d}.csv", newline="") as file:
                header, *rows = csv.reader(file)
            found[name] = rows[:respondents]
        return header, found


def texts(culture):
    """The Dutch text of every item, by its id, as `culture show` prints them."""
    shown = subprocess.run([culture, "show", "--language", "nl"], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in shown.splitlines():
        item = re.fullmatch(r" +\d+\. (.*?)(?: \[[^]]*\])? \((\w+)\)", line)
        if item:
            found[item[2]] = item[1]
    return found


def table(rows, end="\n", **options):
    out = io.StringIO()
    csv.writer(out, lineterminator=end, **options).writerows(rows)
    return out.getvalue()


def roles(header, rows):
    """Three roles. HR is taken from those who see the widest gap between what is said and what is done."""
    def mean(row, ambition):
        values = [int(x) for x, item in zip(row, header) if x and item.split("_")[-1].isdigit() and (item.endswith("_6")) == ambition]
        return sum(values) / len(values) if values else 0
    order = sorted(range(len(rows)), key=lambda i: mean(rows[i], False) - mean(rows[i], True))
    given = ["professional"] * len(rows)
    for place, i in enumerate(order[:60]):
        given[i] = "HR" if place % 4 == 0 else "manager" if place % 4 == 2 else "professional"
    return given


def zorggroep(header, rows):
    given = roles(header, rows)
    lines = [["respondent", "role", *header]] + [[i + 1, given[i], *row] for i, row in enumerate(rows)]
    return table(lines).encode()


def waterland(header, rows, text):
    """Excel in a Dutch locale: semicolons, Windows-1252, texts and labels."""
    lines = [["Tijdstempel", "Beëindigd", *(text[item] for item in header)]]
    for i, row in enumerate(rows):
        answers = [POINTS[int(x) - 1] if x else "Weet niet" if (i + j) % 3 == 0 else "" for j, x in enumerate(row)]
        lines.append([f"{12 + i % 15}-03-2026 {9 + i % 8}:{(7 * i) % 60:02d}", "één keer" if i % 5 == 0 else "ja", *answers])
    return table(lines, "\r\n", delimiter=";").encode("cp1252")


def techniek(header, rows):
    """As LimeSurvey: byte order mark, everything quoted, answer codes, a blank line at the end."""
    lines = [["id", "submitdate", "lastpage", "startlanguage", "seed", *(f"Q{i + 1}" for i in range(len(header)))]]
    for i, row in enumerate(rows):
        codes = [f"A{x}" if x else "" for x in row]
        lines.append([i + 1, f"2026-04-{2 + i % 20:02d} 10:{(i + 1) % 60:02d}:00", 9, "nl", 10000 + 37 * (i + 1), *codes])
    return ("\ufeff" + table(lines, "\r\n", delimiter=";", quoting=csv.QUOTE_ALL) + "\r\n").encode()


def onderwijs(header, found):
    """Two organisations in one file, with departments."""
    lines = [["organisation", "department", *header]]
    for name, shares in (("Scholengroep Oost", ((41, "Onderwijs"), (27, "Ondersteuning"), (12, "Staf"))),
                         ("Hogeschool Rijnstad", ((24, "Onderwijs"), (12, "Ondersteuning")))):
        departments = [department for count, department in shares for _ in range(count)]
        lines += [[name, department, *row] for department, row in zip(departments, found[name])]
    return table(lines).encode()


def main(culture, folder):
    header, found = simulate(culture)
    register = [["organisation", "headcount", "sector", "size", "training_budget", "training_spent", "formal_share",
                 "time_to_solution"]]
    register += [[name.title() if name == "zorggroep-delta" else name, *facts] for name, _, _, *facts in ORGANISATIONS]
    files = {
        "zorggroep-delta.csv": zorggroep(header, found["zorggroep-delta"]),
        "gemeente-waterland.csv": waterland(header, found["gemeente-waterland"], texts(culture)),
        "techniek-noord.csv": techniek(header, found["techniek-noord"]),
        "onderwijs.csv": onderwijs(header, found),
        "bureau-kade.csv": table([header, *found["bureau-kade"]]).encode(),
        "register.csv": table(register).encode(),
    }
    for name, data in files.items():
        (pathlib.Path(folder) / name).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
