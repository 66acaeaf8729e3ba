#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement and alpha at their edges (groups of one to four, all answers alike, items against each other) against R's
multilevel and psych: tests/golden/edge. Every field of edge.json that the library computes; where it differs by choice the
test says how."""
import csv
import json
import math
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "golden" / "edge"
sys.path.insert(0, str(ROOT / "bindings" / "python"))
from libculture import Questionnaire, Tally  # noqa: E402

EXPECTED = json.loads((HERE / "edge.json").read_text())


def score(rows, names, points=5):
    """The scores of rows on one factor, to the last digit and of any number of people."""
    scale = ", ".join(f"{i}: p{i}" for i in range(1, points + 1))
    items = "".join(f"      - {{id: i{i}, scale: s, text: item {i}}}\n" for i in range(1, len(rows[0]) + 1))
    text = f"questionnaire: edge\nscales:\n  s: {{points: {{{scale}}}}}\nfactors:\n  - id: f\n    items:\n{items}"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "edge.yaml")
        path.write_text(text)
        tally = Tally(Questionnaire.open(path)).add_rows(rows, names)
    return tally.scores(minimum=1, precision="full")


def read_groups():
    with open(HERE / "groups.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if any(row[item] for item in ("i1", "i2", "i3"))]
    return [[int(row[item]) if row[item] else None for item in ("i1", "i2", "i3")] for row in rows], [row["grp"] for row in rows]


class Edge(unittest.TestCase):
    def same(self, scores, result, row, expected, place, level="organisation", column=0):
        """None stands for a number that is not given, for whatever reason."""
        value = scores.get(result, level)[row][column]
        if expected is None:
            self.assertTrue(math.isnan(value), f"{place}: {value}")
            return scores.reason(result, row, column, level)
        self.assertTrue(math.isclose(value, expected, rel_tol=1e-11, abs_tol=1e-14), f"{place}: {value} is not {expected}")
        return ""

    def groups(self, scores, table, fields):
        """Every group of one of multilevel's tables, with what multilevel found; columns by the result they are."""
        names = [x.name for x in scores.organisations]
        for i, name in enumerate(EXPECTED[table]["grpid"]):
            for field, result in fields.items():
                yield f"{table} {name} {field}", names.index(name), name, result, EXPECTED[table][field][i]

    def test_agreement_on_three_items(self):
        rows, names = read_groups()
        scores = score(rows, names)
        tables = {"rwgj": {"rwg.j": "rwg_j_uniform"}, "lindell": {"rwg.lindell": "rwg_star_j"}, "admj": {"AD.M": "ad_m"}}
        for table, fields in tables.items():
            for place, row, _, result, expected in self.groups(scores, table, fields):
                self.assertIn(self.same(scores, result, row, expected, place), ("", "too_few"))
        for place, row, name, result, expected in self.groups(scores, "awgj", {"a.wg": "awg_j"}):
            # Group 2 answers each item alike: multilevel gives nothing, we full agreement.
            self.same(scores, result, row, 1 if name == "2" else expected, place)
        # Of group 7 multilevel counts the one item that varies within a_wg's domain; we also those answered alike.
        items = {x.name: scores.get("awg_items")[row][0] for row, x in enumerate(scores.organisations)}
        self.assertEqual({name: items[name] for name in "23457"}, {"2": 3, "3": 3, "4": 3, "5": 3, "7": 2})

    def test_agreement_on_one_item(self):
        rows, names = read_groups()
        kept = [(row[:1], name) for row, name in zip(rows, names) if row[0] is not None]
        scores = score([row for row, _ in kept], [name for _, name in kept])
        tables = {"rwg": {"rwg": "rwg_j_uniform", "gsize": "respondents"}, "adm": {"AD.M": "ad_m"}}
        for table, fields in tables.items():
            for place, row, _, result, expected in self.groups(scores, table, fields):
                self.assertIn(self.same(scores, result, row, expected, place), ("", "too_few"))
        for place, row, name, result, expected in self.groups(scores, "awg", {"a.wg": "awg_j", "nraters": "respondents"}):
            reason = self.same(scores, result, row, 1 if (name, result) == ("2", "awg_j") else expected, place)
            self.assertIn(reason, ("", "too_few", "out_of_range"))
        for place, row, _, _, variance in self.groups(scores, "awg", {"grp.var": "points_sd"}):
            self.same(scores, "points_sd", row, None if variance is None else math.sqrt(variance), place)

    def test_variances_at_random(self):
        """Told by agreement: the variance s^2 of two answers, and r*wg = 1 - s^2 / that variance."""
        expected = EXPECTED["null_variance"]
        for points, uniform in zip(expected["points"], expected["uniform"]):
            scores = score([[1], [points]], ["x", "x"], points)
            found = (points - 1) ** 2 / 2 / (1 - scores.get("rwg_star_j")[0][0])
            self.assertTrue(math.isclose(found, uniform, rel_tol=1e-12), (points, found))
        skewed = 0.5 / (1 - score([[3], [4]], ["x", "x"]).get("rwg_j_skewed")[0][0])
        self.assertTrue(math.isclose(skewed, expected["slight5"], rel_tol=1e-12), skewed)

    def test_alpha(self):
        fields = {"raw_alpha": "alpha", "std.alpha": "alpha_standardised", "G6(smc)": "lambda6", "average_r": "inter_item_r"}
        for case, varying in (("alpha_two_items", 2), ("alpha_negative", 3), ("alpha_zero_variance_item", 3)):
            columns = EXPECTED[case]["data"].values()
            scores = score([list(row) for row in zip(*columns)], ["x"] * 6)
            items = len(columns)
            counted = items / (items - 1) / (varying / (varying - 1))  # psych leaves out what does not vary; alpha counts it
            for field, result in fields.items():
                expected = EXPECTED[case]["r"][field] * (counted if result == "alpha" else 1)
                self.same(scores, result, 0, expected, f"{case} {field}")
            self.assertEqual(scores.get("alpha_varying")[0][0], varying)
            if varying == len(columns):  # psych's mean and SD are those of the items that it keeps
                self.same(scores, "points_mean", 0, EXPECTED[case]["r"]["mean"], case)
                self.same(scores, "points_sd", 0, EXPECTED[case]["r"]["sd"], case)

    def test_one_item_has_no_alpha(self):
        scores = score([[1], [2], [4]], ["x"] * 3)
        self.assertTrue(str(EXPECTED["alpha_one_item"]).startswith("ERROR"))
        self.assertEqual(scores.reason("alpha", 0, 0), "one_item")


if __name__ == "__main__":
    unittest.main()
