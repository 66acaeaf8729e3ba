#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain calculation from the formulas gives the same numbers, for questionnaires and surveys drawn from fixed seeds."""
import math
import random
import unittest
from fractions import Fraction

from drawn import PropertyTest, draw_rows


class Model:
    """A questionnaire drawn at random: factors, ambitions, scales of 2 to 11 points, reversed items, a missing rule."""

    def __init__(self, draw):
        points = draw.randint(2, 11)
        self.low = draw.choice([-2, 0, 1])
        self.high = self.low + points - 1
        self.rule = draw.choice(["half", "all", 1, 2, 3])
        self.items, self.dimensions, ambitions, lines = [], [], [], []
        for f in range(draw.randint(1, 4)):
            lines.append(f"  - id: f{f}\n    items:\n")
            members = {False: [], True: []}
            for i in range(draw.randint(1, 8)):
                reverse, ambition = draw.random() < 0.4, i > 0 and draw.random() < 0.3
                members[ambition].append(len(self.items))
                lines.append(f"      - {{id: i{len(self.items)}, scale: s, text: item {len(self.items)}, "
                             f"reverse: {str(reverse).lower()}, aspect: {'ambition' if ambition else 'practice'}}}\n")
                self.items.append(reverse)
            self.dimensions.append((f"f{f}", members[False]))
            ambitions += [(f"f{f}.ambition", members[True])] if members[True] else []
        self.dimensions += ambitions
        scale = ", ".join(f"{value}: p{value - self.low}" for value in range(self.low, self.high + 1))
        self.text = (f"questionnaire: random\nmissing_rule: {self.rule}\nscales:\n  s:\n    points: {{{scale}}}\n"
                     f"factors:\n{''.join(lines)}")

    def needed(self, count):
        return {"half": (count + 1) // 2, "all": count}.get(self.rule) or min(self.rule, count)


def variance(values):
    """Divisor n - 1, exactly; None below two values."""
    if len(values) < 2:
        return None
    mean = Fraction(sum(values), len(values))
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def root(value):
    return None if value is None else math.sqrt(value)


class Oracle:
    """Scores by the formulas, row by row and with exact fractions: nothing is shared with the library but the text."""

    def __init__(self, model, rows):
        self.model = model
        self.rows = [row for row in rows if any(answer is not None for answer in row)]
        self.top = model.high - model.low

    def code(self, answer, item):
        """0 to the number of points - 1 after reversal; None when there is no valid answer."""
        if not isinstance(answer, int):
            return None
        return self.model.high - answer if self.model.items[item] else answer - self.model.low

    def shares(self, codes):
        valid = [code for code in codes if code is not None]
        wide = 2 if self.top + 1 >= 4 else 1
        favourable = sum(code > self.top - wide for code in valid)
        unfavourable = sum(code < wide for code in valid)
        return {"favourable": 100 * favourable / len(valid), "unfavourable": 100 * unfavourable / len(valid),
                "missing_share": 1 - Fraction(len(valid), len(codes))}

    def alpha(self, rows, minimum):
        """Of all items, when two of them vary at least."""
        rows = [row for row in rows if None not in row]
        none = {"alpha": None, "alpha_respondents": None, "alpha_varying": None}
        if not rows or len(rows) < max(2, minimum):
            return none
        total = variance([sum(row) for row in rows])
        variances = [x for x in (variance(column) for column in zip(*rows)) if x]
        count = len(variances)
        if count < 2 or total == 0:
            return none
        items = len(rows[0])
        return {"alpha": Fraction(items, items - 1) * (1 - sum(variances) / total), "alpha_respondents": len(rows),
                "alpha_varying": count}

    def dimension(self, members, minimum):
        rows = [[self.code(row[i], i) for i in members] for row in self.rows]
        answered = [[code for code in row if code is not None] for row in rows]
        means = [Fraction(sum(row), len(row)) for row in answered if len(row) >= self.model.needed(len(members))]
        if not means:
            return None
        unit, spread = Fraction(100, self.top), variance(means)
        mean = sum(means) / len(means)
        return {"respondents": len(means), "mean": unit * mean, "points_mean": self.model.low + mean,
                "sd": root(spread and spread * unit ** 2), "points_sd": root(spread),
                "standard_error": root(spread and spread * unit ** 2 / len(means)),
                **self.shares([code for row in rows for code in row]), **self.alpha(rows, minimum)}

    def item(self, i):
        codes = [self.code(row[i], i) for row in self.rows]
        valid = [code for code in codes if code is not None]
        if not valid:
            return None
        unit = Fraction(100, self.top)
        counts = [sum(row[i] == value for row in self.rows) for value in range(self.model.low, self.model.high + 1)]
        spread = variance(valid)
        return {"n": len(valid), "mean": unit * Fraction(sum(valid), len(valid)), "counts": counts,
                "sd": root(spread and spread * unit ** 2), "favourable": self.shares(codes)["favourable"]}


class Formulas(PropertyTest):
    def same(self, found, expected, where):
        if expected is None:
            numbers = {key: found[key] for key in ("mean", "sd", "favourable")}
            self.assertEqual(set(numbers.values()), {None}, where)
            return 0
        for key, value in expected.items():
            if isinstance(value, list) or value is None or found[key] is None:
                self.assertEqual(found[key], value, f"{where} {key}")
            else:
                close = math.isclose(found[key], value, rel_tol=1e-11, abs_tol=1e-11)
                self.assertTrue(close, f"{where} {key}: {found[key]!r}, expected {float(value)!r}")
        return len(expected)

    def compare(self, found, model, groups, where):
        """Against groups of rows together: a group without a result on a dimension is no part of that dimension."""
        numbers = 0
        self.assertEqual([x["id"] for x in found["dimensions"]], [name for name, _ in model.dimensions])
        for x, (name, members) in zip(found["dimensions"], model.dimensions):
            shown = [rows for rows in groups if Oracle(model, rows).dimension(members, 5)]
            expected = Oracle(model, [row for rows in shown for row in rows]).dimension(members, 5)
            numbers += self.same(x, expected, f"{where} {name}")
        for i, x in enumerate(found["items"]):
            numbers += self.same(x, Oracle(model, [row for rows in groups for row in rows]).item(i), f"{where} i{i}")
        return numbers

    def draw_survey(self, seed):
        """A questionnaire and the rows of three organisations, which are also written."""
        draw, rows = random.Random(f"formulas {seed}"), {}
        model = Model(draw)
        for name in ("x", "y", "z"):
            drawn = draw_rows(f"{seed} {name}", [name], (1, 40), items=len(model.items), low=model.low, high=model.high,
                              missing=draw.choice([0, 0.05, 0.3, 0.7]), invalid=0.03)
            rows[name] = [["what?" if isinstance(x, str) else x for x in answers] for _, _, answers in drawn]
        self.questionnaire = self.write("random.yaml", model.text)
        lines = [["organisation", *(f"i{i}" for i in range(len(model.items)))]]
        lines += [[name, *("" if x is None else str(x) for x in answers)] for name in rows for answers in rows[name]]
        return model, rows, self.write("random.csv", "".join(",".join(line) + "\n" for line in lines))

    def test_a_plain_calculation_gives_the_same(self):
        numbers = 0
        for seed in range(60):
            model, rows, survey = self.draw_survey(seed)
            result = self.scores(survey, "--precision", "full")
            for found in result["organisations"]:
                where = f"questionnaire {seed} {found['organisation']}"
                numbers += self.compare(found, model, [rows[found["organisation"]]], where)
            numbers += self.compare(result["pooled"], model, list(rows.values()), f"questionnaire {seed} pooled")
        self.assertGreater(numbers, 10000)


if __name__ == "__main__":
    unittest.main()
