# SPDX-License-Identifier: GPL-3.0-or-later
"""The default reference sample is what its recipe makes, to the byte, and what its README says came out did come out."""
import collections
import csv
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "questionnaires" / "reference"
CULTURE = os.environ.get("CULTURE", ROOT / "build" / "culture")
FACTORS = "learning leadership management work_practice technology finance hr_role employment_terms own_responsibility".split()


def span(values, form):
    return f"{form(min(values))}-{form(max(values))}"


def one(value):
    return f"{value:.1f}"


def two(value):
    return f"{value:.2f}"


def share(value):
    return f"{value:.2f}".lstrip("0")


def first_component(matrix):
    """The share of the largest eigenvalue, by repeated multiplication."""
    vector = [1.0] * len(matrix)
    for _ in range(200):
        product = [sum(a * b for a, b in zip(row, vector)) for row in matrix]
        size = sum(x * x for x in product) ** 0.5
        vector = [x / size for x in product]
    return size / len(matrix)


def between_share(groups):
    """ICC(1) by analysis of variance, groups being (n, mean, SD)."""
    total, count = sum(n for n, _, _ in groups), len(groups)
    grand = sum(n * mean for n, mean, _ in groups) / total
    between = sum(n * (mean - grand) ** 2 for n, mean, _ in groups) / (count - 1)
    within = sum((n - 1) * sd * sd for n, _, sd in groups) / (total - count)
    size = (total - sum(n * n for n, _, _ in groups) / total) / (count - 1)
    return (between - within) / (between + (size - 1) * within)


class Recipe(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.surveys = pathlib.Path(folder.name) / "surveys"
        script = (HERE / "make.sh").read_text()
        words = re.search(r'simulate --quiet (.*)', script).group(1).replace('"$folder"', str(cls.surveys)).split()
        subprocess.run([CULTURE, "simulate", "--quiet", *words], check=True)
        scores = [CULTURE, "score", "--format", "json", "--precision", "full", cls.surveys]
        cls.result = json.loads(subprocess.run(scores, check=True, capture_output=True).stdout)
        cls.organisations = [{d["id"]: d for d in o["dimensions"]} for o in cls.result["organisations"]]
        cls.pooled = {d["id"]: d for d in cls.result["pooled"]["dimensions"]}
        rows = re.findall(r"(?m)^\| ([^|]+) \|[^|]+\|[^|]+\| ([^|]+) \|$", (HERE / "README.md").read_text())
        cls.told = dict(rows)

    def means(self, dimension):
        return [organisation[dimension]["mean"] for organisation in self.organisations]

    def tells(self, row, value):
        self.assertEqual(self.told[row], value)

    def test_the_recipe_makes_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder) / "reference.yaml"
            subprocess.run(["/bin/sh", HERE / "make.sh", CULTURE, made], check=True)
            self.assertEqual(made.read_bytes(), (HERE / "nine-factors.yaml").read_bytes())

    def test_means_and_spreads(self):
        self.tells("means of the factors", span([statistics.mean(self.means(f)) for f in FACTORS], one))
        self.assertTrue(all(48 <= statistics.mean(self.means(f)) <= 66 for f in FACTORS))
        self.tells("SD between organisations", span([statistics.stdev(self.means(f)) for f in FACTORS], one))
        self.assertTrue(all(0.18 <= statistics.stdev(self.means(f)) / 25 <= 0.33 for f in FACTORS))
        within = []
        for factor in FACTORS:
            parts = [(o[factor]["respondents"] - 1, o[factor]["points_sd"]) for o in self.organisations]
            within.append((sum(n * sd * sd for n, sd in parts) / sum(n for n, _ in parts)) ** 0.5)
        self.tells("SD within organisations, five points", span(within, two))
        practice = re.compile(r"^(%s)_\d$" % "|".join(FACTORS))
        items = [i["sd"] / 25 for i in self.result["pooled"]["items"] if practice.match(i["id"])]
        self.tells("SD of an item, five points", span(items, two))

    def test_correlations(self):
        matrix = [[1.0 if f == g else statistics.correlation(self.means(f), self.means(g)) for g in FACTORS] for f in FACTORS]
        pairs = [matrix[i][j] for i in range(9) for j in range(i)]
        self.tells("correlations of factors over organisations",
                   f"{share(statistics.mean(pairs))} ({span(pairs, share)})")
        self.tells("factor with the lowest ones", FACTORS[min(range(9), key=lambda i: sum(matrix[i]))])
        self.tells("first principal component", f"{100 * first_component(matrix):.1f} %")
        self.assertTrue(0.2 <= min(pairs) and max(pairs) <= 0.8 and 0.60 <= first_component(matrix) <= 0.68)

    def test_reliability(self):
        groups = [[(o[f]["respondents"], o[f]["mean"], o[f]["sd"]) for o in self.organisations] for f in FACTORS]
        self.tells("ICC(1)", span([between_share(group) for group in groups], share))
        self.assertTrue(all(0.04 <= between_share(group) <= 0.14 for group in groups))
        alphas = [self.pooled[f]["alpha"] for f in FACTORS]
        self.tells("alpha", span(alphas, share))
        self.assertTrue(all(0.75 <= alpha <= 0.93 for alpha in alphas))

    def test_respondents(self):
        counts = [o["respondents"] for o in self.result["organisations"]]
        self.tells("respondents of an organisation", f"{min(counts)}-{max(counts)}")
        straight = people = given = 0
        for path in self.surveys.glob("organisation*.csv"):
            for row in list(csv.reader(path.read_text().splitlines()))[1:]:
                answers = [answer for answer in row if answer]
                people += 1
                given += len(answers)
                straight += len(set(answers)) == 1 and len(answers) > 40
        self.tells("straightliners", f"{100 * straight / people:.1f} %")
        self.assertTrue(0.03 <= straight / people <= 0.05)
        self.tells("missing answers", f"{100 - 100 * given / people / len(row):.1f} %")

    def test_sectors_and_sizes(self):
        rows = list(csv.DictReader((self.surveys / "register.csv").read_text().splitlines()))
        for trait in ("sector", "size"):
            counts = collections.Counter(row[trait] for row in rows).most_common()
            self.tells(f"organisations by {trait}", ", ".join(f"{name} {count}" for name, count in sorted(
                counts, key=lambda x: (-x[1], x[0]))))
        for row in rows:
            headcount = int(row["headcount"])
            self.assertEqual(row["size"], "small" if headcount < 50 else "medium" if headcount < 250 else "large")

    def test_peers_of_a_sector(self):
        """The command that the documents show: part of the sample, and how few they are."""
        words = ["score", "--quiet", "--format", "json", "--peers", "sector=care", self.surveys / "organisation-01.csv"]
        reference = json.loads(subprocess.run([CULTURE, *words], check=True, capture_output=True).stdout)["reference"]
        care = self.told["organisations by sector"].split("care ")[1].split(",")[0]
        self.assertEqual((reference["organisations"], reference["all_organisations"]), (int(care), 65))

    def test_ambition_and_landscape(self):
        gaps = {f: self.pooled[f + ".ambition"]["mean"] - self.pooled[f]["mean"] for f in FACTORS}
        self.tells("ambition higher than practice", f"{sum(gap > 0 for gap in gaps.values())} of 9, by {span(gaps.values(), one)}")
        self.tells("factor with the widest gap", max(gaps, key=gaps.get))
        self.tells("landscape now", one(statistics.mean(self.means("professionalisation.now"))))

    def test_how_many_meet_the_criterion(self):
        practised = sum(o["verdict"]["verdict"] == "practised" for o in self.result["organisations"])
        self.tells("organisations that meet the criterion", f"{practised} of 65")


if __name__ == "__main__":
    unittest.main()
