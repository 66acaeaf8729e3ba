#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tally knows only which rows are in it: however rows were added, merged and taken out again, the bytes are those of a
tally that was given the rows that are left. The data are drawn from fixed seeds."""
import csv
import pathlib
import random
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
import libculture  # noqa: E402
from libculture import Questionnaire, Tally, errors  # noqa: E402

QUESTIONNAIRE = """questionnaire: tallies
scales:
  s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}
factors:
  - id: first
    items:
      - {id: a1, scale: s, text: a1}
      - {id: a2, scale: s, text: a2, reverse: true}
      - {id: a3, scale: s, text: a3, aspect: ambition}
  - id: second
    items:
      - {id: b1, scale: s, text: b1}
      - {id: b2, scale: s, text: b2}
"""
ITEMS = ["a1", "a2", "a3", "b1", "b2"]
NAMES = ["north", "North", " NORTH", "south", "Zuid", "zuid"]
HEADINGS = [("team", "tenure"), ("Team", "TENURE"), ("tenure", "team")]
UNITS = {"team": ["red", "Red", "blue", ""], "tenure": ["new", "old", "Old", ""]}


def draw_row(draw):
    answers = [draw.choice(["", "1", "2", "3", "4", "5", "5", "x"]) for _ in ITEMS]
    answers[draw.randrange(len(ITEMS))] = draw.choice("12345")
    return draw.choice(NAMES), draw.choice(UNITS["team"]), draw.choice(UNITS["tenure"]), *answers


class Tallies(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="culture-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "q.yaml").write_text(QUESTIONNAIRE)
        self.questionnaire = Questionnaire.open(self.folder / "q.yaml")
        self.files = 0

    def file(self, rows, headings):
        """A survey file with the columns in one order and spelling."""
        self.files += 1
        path = self.folder / f"{self.files}.csv"
        turned = headings[0].lower() == "tenure"
        with open(path, "w", newline="", encoding="utf-8") as stream:
            out = csv.writer(stream)
            out.writerow(["organisation", *headings, *ITEMS])
            for name, team, tenure, *answers in rows:
                out.writerow([name, *((tenure, team) if turned else (team, tenure)), *answers])
        return path

    def tally(self, rows, headings=("team", "tenure"), by=None):
        tally = Tally(self.questionnaire)
        if rows:
            tally.add_files(self.file(rows, headings), by=by if by is not None else list(headings), threads=1)
        return tally

    def test_any_sequence_leaves_the_bytes_of_the_rows_that_are_in(self):
        for seed in range(60):
            draw = random.Random(seed)
            tally, parts = Tally(self.questionnaire), []
            for _ in range(draw.randint(1, 12)):
                if parts and draw.random() < 0.45:
                    rows, headings = parts.pop(draw.randrange(len(parts)))
                    cut = draw.randint(0, len(rows))  # in one go or in two
                    for out in (rows[:cut], rows[cut:]):
                        tally.subtract(self.tally(out, headings))
                else:
                    rows, headings = [draw_row(draw) for _ in range(draw.randint(1, 9))], draw.choice(HEADINGS)
                    part = self.tally(rows, headings)
                    tally.merge(part if draw.random() < 0.5 else Tally.from_bytes(bytes(part), self.questionnaire))
                    parts.append((rows, headings))
            left = Tally(self.questionnaire)
            for rows, headings in draw.sample(parts, len(parts)):
                left.merge(self.tally(rows, headings))
            self.assertEqual(bytes(tally), bytes(left), seed)
            self.assertEqual(tally.respondents, left.respondents)
            self.assertEqual(bytes(Tally.from_bytes(bytes(tally), self.questionnaire)), bytes(tally))
            self.assertEqual(tally.scores(minimum=5).organisations, left.scores(minimum=5).organisations)

    def test_what_was_not_added_is_refused_and_nothing_changes(self):
        refused = 0
        for seed in range(200):
            draw = random.Random(seed)
            rows = [draw_row(draw) for _ in range(draw.randint(1, 6))]
            tally, other = self.tally(rows), self.tally([*draw.sample(rows, draw.randint(0, len(rows))), draw_row(draw)])
            before = bytes(tally)
            try:
                tally.subtract(other)
            except errors.NotFound as problem:
                self.assertIn("these rows are not in the tally", str(problem))
                self.assertEqual(bytes(tally), before)
                refused += 1
        self.assertGreater(refused, 150)

    def test_every_row_that_was_added_can_leave_by_itself(self):
        draw = random.Random(7)
        rows = [draw_row(draw) for _ in range(30)]
        tally = self.tally(rows)
        for i in range(len(rows)):
            tally.subtract(self.tally(rows[i:i + 1]))
            self.assertEqual(bytes(tally), bytes(self.tally(rows[i + 1:])))
        self.assertEqual(tally.organisation_count, 0)

    def test_the_order_of_unit_columns_does_not_matter(self):
        draw = random.Random(8)
        rows = [draw_row(draw) for _ in range(40)]
        one = bytes(self.tally(rows, by=["team", "tenure"]))
        self.assertEqual(bytes(self.tally(rows, by=["tenure", "team"])), one)
        self.assertNotEqual(bytes(self.tally(rows, by=["team"])), one)


if __name__ == "__main__":
    unittest.main()
