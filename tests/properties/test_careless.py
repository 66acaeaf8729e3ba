#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs of careless answering on data of which it is known who was careless: honest people are left alone, the careless
found. Honest people skip an item now and then, the careless leave nothing open, so that whole rows are theirs."""
import csv
import json
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "command"))
from case import ROOT, CommandTest  # noqa: E402

QUESTIONNAIRE = ROOT / "tests" / "golden" / "synth54" / "questionnaire.yaml"
FACTORS, ITEMS, REVERSED, HONEST, CARELESS, GROUP = 9, 6, {4, 11, 23, 38, 47}, 1350, 150, 50
# How much harder or easier to agree with an item is, as items of real questionnaires are; person-total tells by it.
DRAW = random.Random(20261124)
SHIFTS = [DRAW.gauss(0, 0.6) for _ in range(FACTORS * ITEMS)]


def honest(draw, skips=0.05, shifts=SHIFTS, between=0.6):
    """Answers from a factor of its own for every six items and one that all have in common; between is how far a
    person's factors lie apart."""
    person, row = draw.gauss(0, 0.6), []
    for factor in range(FACTORS):
        level = 3.2 + person + draw.gauss(0, between)
        for item in range(ITEMS):
            number = factor * ITEMS + item
            answer = min(5, max(1, round(level + shifts[number] + draw.gauss(0, 0.8))))
            row.append("" if draw.random() < skips else str(6 - answer if number + 1 in REVERSED else answer))
    return row


def at_random(draw):
    return [str(draw.randint(1, 5)) for _ in range(FACTORS * ITEMS)]


def one_answer(draw):
    """Straight down, on one side of the scale: not the middle, where nothing contradicts itself."""
    return [draw.choice("1245")] * (FACTORS * ITEMS)


class Careless(CommandTest):
    def signs(self, rows, *options):
        """By organisation its quality; an organisation is 50 rows in the order they are given."""
        path = self.folder / "survey.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["organisation", *(f"q{i + 1:02}" for i in range(FACTORS * ITEMS))])
            writer.writerows([f"{i // GROUP:03}", *row] for i, row in enumerate(rows))
        done = self.culture("score", "-q", QUESTIONNAIRE, "-r", "none", "-f", "json", "--precision", "full", *options, path)
        return [x["quality"] for x in json.loads(done.out)["organisations"]]

    def shares(self, make, *options):
        """Share flagged, and share with each sign, of the honest and of the careless."""
        draw = random.Random(7)
        rows = [honest(draw) for _ in range(HONEST)] + [make(draw) for _ in range(CARELESS)]
        found = self.signs(rows, *options)
        parts = found[:HONEST // GROUP], found[HONEST // GROUP:]
        for part, count in zip(parts, (HONEST, CARELESS)):
            signs = {sign: sum(x["signs"][sign]["shown"] for x in part) / count for sign in part[0]["signs"]}
            yield {"flagged": sum(x["flagged"] for x in part) / count, **signs}

    def test_honest_people_are_left_alone(self):
        draw = random.Random(5)
        found = self.signs([honest(draw) for _ in range(HONEST)], "--screen")
        self.assertEqual({x["signs"]["distance"]["respondents"] for x in found}, {GROUP})
        for count in (sum(x["flagged"] for x in found), sum(x["signs"]["distance"]["shown"] for x in found)):
            self.assertLess(count, 0.01 * HONEST)

    def test_each_sign_is_worth_something(self):
        """What honest people show of every sign, where items' means and people's factors lie far apart or hardly. Means
        far apart within a factor make its halves unlike: even-odd shows more; near each other they make person-total
        chance, which then is not told. Two standard errors of a share of .1 are .016."""
        for spread, told, limits in ((0.6, True, (0.08, 0.16, 0.27)), (0.25, True, (0.03, 0.08, 0.16)),
                                     (0.05, False, (0.02, 0.06, 0.14))):
            shifts = [spread / 0.6 * shift for shift in SHIFTS]
            for between, most in zip((0.8, 0.6, 0.45), limits):
                with self.subTest(spread=spread, between=between):
                    draw = random.Random(9)
                    found = self.signs([honest(draw, 0.05, shifts, between) for _ in range(HONEST)], "--screen")
                    shown = {sign: sum(x["signs"][sign]["shown"] for x in found) / HONEST for sign in found[0]["signs"]}
                    self.assertLess(shown.pop("even_odd"), most)
                    self.assertEqual(found[0]["signs"]["person_total"]["respondents"] > 0, told)
                    self.assertLess(shown.pop("person_total"), 0.065)
                    self.assertLess(max(shown.values()), 0.005)
                    self.assertLess(sum(x["flagged"] for x in found), 0.005 * HONEST)

    def test_who_answers_at_random_is_found(self):
        others, careless = self.shares(at_random, "--screen")
        self.assertLess(max(others["flagged"], others["distance"]), 0.01)
        self.assertGreater(careless["distance"], 0.5)
        self.assertTrue(0.4 < careless["even_odd"] < 0.6)
        self.assertGreater(careless["flagged"], 0.6)

    def test_who_gives_one_answer_is_found(self):
        others, careless = self.shares(one_answer, "--screen")
        self.assertLess(max(others["flagged"], others["distance"]), 0.01)
        self.assertEqual((careless["longstring"], careless["irv"]), (1, 1))
        self.assertGreater(careless["flagged"], 0.6)

    def test_a_run_of_one_answer_is_one_sign(self):
        """In the middle of the scale nothing else is wrong with it: counted, not flagged."""
        others, careless = self.shares(lambda draw: ["3"] * (FACTORS * ITEMS))
        self.assertEqual((careless["longstring"], careless["irv"], careless["flagged"]), (1, 1, 0))
        self.assertLess(others["flagged"], 0.01)


if __name__ == "__main__":
    unittest.main()
