# SPDX-License-Identifier: GPL-3.0-or-later
"""Careless answers against base R: synth54 with careless rows put in as tests/golden/synth54/quality.R does, scored by the
command; and files with durations and unfinished rows."""
import csv
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "golden" / "synth54"
CULTURE = os.environ.get("CULTURE", ROOT / "build" / "culture")
SIGNS = ["longstring", "irv", "even_odd", "answered", "speed"]


def careless_rows():
    """The header and rows of synth54, with a column of durations, after R's recipe."""
    with open(HERE / "synth54.csv", encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    for row in rows:
        for j in range(2, 55, 3):
            row[j] = row[j] and str(max(1, int(row[j]) - 1))
    for i, row in enumerate(rows, 1):
        if i >= 17 and (i - 17) % 97 == 0:
            row[1:] = ["3"] * 54
        if i >= 31 and (i - 31) % 131 == 0:
            row[1:] = ["1", "5"] * 27
        if i >= 45 and (i - 45) % 89 == 0:
            row[21:] = [""] * 34
        if i >= 58 and (i - 58) % 149 == 0:
            row[3:43] = ["4"] * 40
        row.append(str(i * 37 % 400) if i % 5 == 0 else "")
    return header + ["interviewtime"], rows


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def run(*words):
    return subprocess.run([CULTURE, *words], check=True, capture_output=True, encoding="utf-8")


def score(path, *options):
    done = run("score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org", "--format", "json",
               *options, path)
    result = json.loads(done.stdout)
    return {organisation["organisation"]: organisation for organisation in result["organisations"]}


class AgainstR(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.header, cls.rows = careless_rows()
        cls.path = pathlib.Path(cls.folder.name, "careless.csv")
        write(cls.path, cls.header, cls.rows)
        cls.full = score(cls.path, "--precision", "full", "--minimum", "5")
        cls.expected = json.loads((HERE / "quality.json").read_text())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_counts(self):
        self.assertEqual(set(self.full), set(self.expected))
        for name, expected in self.expected.items():
            quality = self.full[name]["quality"]
            for field in ("flagged", "straightliners", "median_answered"):
                self.assertEqual(quality[field], expected[field], (name, field))
            for i, sign in enumerate(SIGNS):
                found = quality["signs"][sign]
                self.assertEqual((found["respondents"], found["shown"]), (expected["known"][i], expected["shown"][i]), (name, sign))
            self.assertEqual(quality["signs"]["distance"]["reason"], "not_asked")

    def test_screen(self):
        """Complete and incomplete rows against all rows."""
        shown = [0, 0]
        for name, organisation in score(self.path, "--precision", "full", "--minimum", "5", "--screen").items():
            expected, quality = self.expected[name], organisation["quality"]
            self.assertEqual(quality["flagged"], expected["screened"], name)
            for i, sign in enumerate(("person_total", "distance")):
                found = quality["signs"][sign]
                self.assertEqual((found["respondents"], found["shown"]),
                                 (expected["second_known"][i], expected["second_shown"][i]), (name, sign))
                shown[i] += found["shown"]
        self.assertTrue(all(shown))

    def test_who_runs_against_means_that_hardly_differ(self):
        """synth54 as it is: R's pnorm(-d'd / sqrt(d'Cd)) of it is 0.426."""
        signs = score(HERE / "synth54.csv", "--minimum", "5", "--screen")["66"]["quality"]["signs"]
        self.assertEqual((signs["person_total"]["reason"], signs["distance"]["reason"]), ("not_asked", None))
        for language, words in (("en", "so little that 43 % of ordinary respondents"), ("nl", "zo weinig dat 43 % van de gewone")):
            done = run("score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org", "--screen",
                       "--language", language, HERE / "synth54.csv")
            self.assertIn(words, done.stderr)

    def test_screen_needs_rows(self):
        folder = pathlib.Path(self.folder.name)
        write(folder / "few.csv", self.header, self.rows[:100])
        common = ["score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org", "-f", "json",
                  "--minimum", "5", "--precision", "full", "--screen"]
        done = run(*common, folder / "few.csv")
        self.assertRegex(done.stderr, r"distances need more than 270 rows for every two items; the fewest of two: \d+\n")
        signs = json.loads(done.stdout)["organisations"][0]["quality"]["signs"]
        self.assertEqual(signs["distance"]["reason"], "not_asked")
        self.assertIsNone(signs["person_total"]["reason"])
        alike = [[*row[:1], "3", *row[2:]] for row in self.rows]
        write(folder / "alike.csv", self.header, alike)
        done = run(*common, folder / "alike.csv")
        self.assertIn("no distances: the items' covariances cannot be inverted", done.stderr)
        signs = json.loads(done.stdout)["organisations"][0]["quality"]["signs"]
        self.assertEqual(signs["distance"]["reason"], "not_asked")
        done = subprocess.run([CULTURE, "tally", "--screen", "--subtract", "x.csv", "-o", "y.tally", "z.csv"],
                              capture_output=True, encoding="utf-8")
        self.assertEqual(done.returncode, 2)

    def test_means_without_the_flagged(self):
        for name, expected in self.expected.items():
            for f in range(9):
                dimension = self.full[name]["dimensions"][f]
                self.assertEqual(dimension["respondents_unflagged"], expected["respondents_unflagged"][f])
                self.assertAlmostEqual(dimension["mean_unflagged"], expected["mean_unflagged"][f], delta=1e-9)
                low, high = dimension["mean_unflagged_low"], dimension["mean_unflagged_high"]
                self.assertTrue(low <= dimension["mean_unflagged"] <= high)

    def test_nothing_of_a_few_flagged_is_published(self):
        shown = hidden = 0
        for name, organisation in score(self.path, "--minimum", "10").items():
            quality = organisation["quality"]
            if organisation["reason"]:
                self.assertIsNone(quality["flagged_share"])
                continue
            if organisation["respondents"] < 20:
                self.assertIsNone(quality["flagged"])
                self.assertEqual(quality["reason"], "suppressed")
                self.assertAlmostEqual(quality["flagged_share"] * 20 % 1, 0)
            for sign in quality["signs"].values():
                few = "too_few" if sign["reason"] == "too_few" else None
                self.assertEqual(sign["counts_reason"], "suppressed" if organisation["respondents"] < 20 else few)
                self.assertEqual((sign["respondents"] is None, sign["shown"] is None), (bool(sign["counts_reason"]),) * 2)
            for dimension, full in zip(organisation["dimensions"], self.full[name]["dimensions"]):
                flagged = full["respondents"] - full["respondents_unflagged"]  # those who are scored on it
                if dimension["mean"] is None:
                    continue
                if 0 < flagged < 10:
                    self.assertIsNone(dimension["mean_unflagged"])
                    self.assertEqual(dimension["reasons"]["mean_unflagged"], "suppressed")
                    hidden += 1
                elif not flagged:
                    self.assertEqual(dimension["mean_unflagged"], dimension["mean"])
                    shown += 1
        self.assertTrue(shown and hidden)

    def test_order_and_split_of_rows_change_nothing(self):
        chance = random.Random(4)
        rows = list(self.rows)
        chance.shuffle(rows)
        folder = pathlib.Path(self.folder.name)
        parts = [folder / f"part{i}.csv" for i in range(3)]
        for i, part in enumerate(parts):
            write(part, self.header, rows[i::3])
        common = ["tally", "-q", HERE / "questionnaire.yaml", "--organisation-column", "org", "--quiet"]
        run(*common, "-o", folder / "whole.tally", self.path)
        run(*common, "-o", folder / "parts.tally", *parts)
        whole = (folder / "whole.tally").read_bytes()
        self.assertEqual(whole, (folder / "parts.tally").read_bytes())
        run(*common, "-o", folder / "two.tally", *parts[:2])
        run(*common, "-o", folder / "rest.tally", folder / "whole.tally", "--subtract", parts[2])
        self.assertEqual((folder / "two.tally").read_bytes(), (folder / "rest.tally").read_bytes())

    def test_table_says_it(self):
        """All flagged are of one organisation, and enough of them."""
        rows = [["9", *row[1:]] for row in self.rows[:200]]
        for i, row in enumerate(rows):
            if i % 10 == 0:
                row[1:55] = [str(1 + i // 10 % 5)] * 54
        path = pathlib.Path(self.folder.name, "one.csv")
        write(path, self.header, rows)
        for language, words in (("en", "with two or more signs of careless answering; without them the factors' scores change by at most"),
                                ("nl", "met twee of meer signalen van onzorgvuldig antwoorden; zonder hen")):
            table = run("score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org", "--language",
                        language, "--details", path).stdout
            self.assertIn(words, " ".join(table.split()))


class Conduct(unittest.TestCase):
    def test_durations_and_unfinished_rows(self):
        with tempfile.TemporaryDirectory() as folder:
            header, rows = careless_rows()
            header[-1] = "Tijd"
            rows = [row for row in rows if row[0] == "66"][:30]
            for i, row in enumerate(rows):
                row[-1] = ["10,5", "12.5", "soon", "", "-3", "500"][i % 6]
                row.append(["1", "0", "Nee", "yes", "FALSE", ""][i % 6])
            rows.append(["66", *[""] * 54, "3", "no"])
            path = pathlib.Path(folder, "a.csv")
            write(path, header + ["Klaar"], rows)
            options = ("--duration-column", "tijd", "--finished-column", "klaar", "--unfinished", "keep", "--precision",
                       "full", "--minimum", "5")
            speed = score(path, *options)["66"]["quality"]["signs"]["speed"]
            self.assertEqual((speed["respondents"], speed["shown"]), (15, 10))
            result = json.loads(run("score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org",
                                    "--format", "json", *options[:6], path).stdout)
            file = result["files"][0]
            self.assertEqual((file["rows"], file["scored"]), (31, 30))
            kinds = {problem["kind"]: problem["count"] for problem in file["problems"]}
            self.assertEqual((kinds["unfinished"], kinds["invalid_duration"]), (15, 10))
            file = json.loads(run("score", "-q", HERE / "questionnaire.yaml", "-r", "none", "--organisation-column", "org",
                                  "--format", "json", *options[:4], path).stdout)["files"][0]
            self.assertEqual((file["rows"], file["scored"]), (31, 15))
            kinds = {problem["kind"]: problem["count"] for problem in file["problems"]}
            self.assertEqual((kinds["unfinished"], kinds.get("invalid_duration", 0)), (15, 0))

    def test_named_columns_must_be_there(self):
        for option in ("--duration-column", "--finished-column"):
            done = subprocess.run([CULTURE, "score", "-q", HERE / "questionnaire.yaml", "--organisation-column", "org", option,
                                   "orgg", HERE / "synth54.csv"], capture_output=True, encoding="utf-8")
            self.assertEqual(done.returncode, 3)
            self.assertIn("there is no column 'orgg'", done.stderr)


if __name__ == "__main__":
    unittest.main()
