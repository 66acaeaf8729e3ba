#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is published of all together, of weighted means and of drivers does not tell what rounding hides of a small group.

The attacker knows everything but how two people of a rounded group answered: nearer to each other or further apart, which
leaves its mean and everything else that is known of it as they are. He computes what would be published in either case, and
must mostly find no difference. Groups and answers are drawn from fixed seeds."""
import os
import pathlib
import random
import sys
import tempfile
import unittest
from ctypes import c_int16, c_int32

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
import libculture  # noqa: E402
from libculture import Questionnaire, Register, Tally, _native  # noqa: E402

QUESTIONNAIRE = b"""questionnaire: rounded
scales:
  s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}
factors:
  - {id: f, items: [{id: a, scale: s, text: a}]}
  - {id: g, items: [{id: b, scale: s, text: b}]}
themes:
  - {id: t, items: [{id: c, scale: s, text: c}]}
"""
ITEMS = 3
ROUNDED_BELOW = 20
DRAWS = int(os.environ.get("DRAWS", 400))
ICC = ("icc1 icc1_low icc1_high icc2 icc2_low icc2_high icc_f icc_df1 icc_df2 icc_p icc_k0 icc_organisations reml_tau2 "
       "reml_sigma2 reml_icc design_effect").split()


def scores_of(questionnaire, people, **options):
    """People: organisation, unit or None, answers."""
    names = sorted({organisation for organisation, _, _ in people})
    units = sorted({unit for _, unit, _ in people if unit})
    values = [answer for _, _, answers in people for answer in answers]
    block = _native.Block(rows=len(people), values=(c_int16 * len(values))(*values), organisations=_native.strings(names),
                          organisation_count=len(names),
                          organisation=(c_int32 * len(people))(*[names.index(person[0]) for person in people]))
    if units:
        block.unit_columns, block.unit_column_count = _native.strings(["team"]), 1
        block.units, block.unit_count = _native.strings(units), len(units)
        block.unit = (c_int32 * len(people))(*[units.index(unit) if unit else -1 for _, unit, _ in people])
    tally, error = Tally(questionnaire), _native.Error()
    _native.check(_native.library.culture_tally_add_block(tally._pointer, block, error), error)
    return tally.scores(**options)


def draw_group(draw, name, unit, size):
    lean, same = draw.choice([0.4, 0.8, 1.5]), draw.randint(0, 2)
    return [(name, unit, tuple(min(5, 1 + same + int((5 - same) * draw.random() ** lean)) for _ in range(ITEMS)))
            for _ in range(size)]


def move(draw, people, group, apart, distance=None):
    """The same people, but two of a group answered the first item further apart, or nearer; and by how much before."""
    places = [place for place, person in enumerate(people) if group in person[:2]]
    draw.shuffle(places)
    for one in places:
        for other in places:
            low, high = people[one][2][0], people[other][2][0]
            far = high - low
            possible = low > 1 and high < 5 and far >= 0 if apart else far >= 2
            if one == other or not possible or distance not in (None, far):
                continue
            moved = list(people)
            for place, answer in ((one, low - 1 if apart else low + 1), (other, high + 1 if apart else high - 1)):
                organisation, unit, answers = people[place]
                moved[place] = (organisation, unit, (answer, *answers[1:]))
            return moved, far
    return None, None


def same(values, others):
    return all(value == other or (value != value and other != other) for value, other in zip(values, others))


class Neighbours(unittest.TestCase):
    def setUp(self):
        self.questionnaire = Questionnaire.read(QUESTIONNAIRE)

    def test_components_tell_little_of_one_rounded_organisation(self):
        tried = alike = 0
        for seed in range(DRAWS):
            draw = random.Random(seed)
            people = draw_group(draw, "small", None, draw.randint(10, 19))
            for index in range(draw.choice([1, 2, 5])):
                people += draw_group(draw, f"large {index}", None, draw.randint(20, 60))
            other, _ = move(draw, people, "small", draw.random() < 0.5)
            if other is None:
                continue
            before, after = ([scores.get(name, "pooled")[0][0] for name in ICC]
                             for scores in (scores_of(self.questionnaire, people), scores_of(self.questionnaire, other)))
            tried += 1
            alike += same(before, after)
        self.assertGreater(tried, DRAWS // 2)
        self.assertGreater(alike, tried // 2, tried)

    def test_weighted_means_tell_little_of_rounded_units(self):
        tried = alike = shown = 0
        results = "mean_weighted mean_weighted_low mean_weighted_high".split()
        for seed in range(DRAWS):
            draw = random.Random(seed)
            sizes = {"one": draw.randint(10, 15), "two": draw.randint(10, 15), "three": draw.randint(25, 60)}
            people = [person for name, size in sizes.items() for person in draw_group(draw, "north", name, size)]
            lines = [f"north,team,{name},{size * draw.choice([2, 3, 5])}" for name, size in sizes.items()]
            register = Register.read("\n".join(["organisation,column,unit,headcount", *lines]).encode())
            other, far = move(draw, people, "one", True)
            other, _ = move(draw, other, "two", False, far + 2) if other else (None, None)
            if other is None:
                continue
            both = [scores_of(self.questionnaire, of, register=register, target="process") for of in (people, other)]
            before, after = ([scores.get(name)[0][0] for name in results] for scores in both)
            means = [[scores.get(name)[0][0] for name in ("mean", "sd")] for scores in both]
            self.assertAlmostEqual(means[0][1], means[1][1], 9)  # what is known of the organisation stays
            tried += 1
            shown += before[0] == before[0]
            alike += same(before, after)
        self.assertGreater(shown, DRAWS // 5)
        self.assertGreater(alike, tried // 2, tried)

    def test_drivers_take_in_rounded_organisations_together_or_not(self):
        together = apart = 0
        for seed in range(DRAWS // 4):
            draw = random.Random(seed)
            sizes = [draw.choice([11, 15, 19, 25, 40]) for _ in range(draw.randint(2, 5))]
            people = [person for index, size in enumerate(sizes) for person in draw_group(draw, f"o{index}", None, size)]
            scores = scores_of(self.questionnaire, people)
            exact = [min(ns) for ns, sd in zip(scores.get("respondents"), scores.get("sd")) if all(x == x for x in sd[:ITEMS])]
            rounded = [min(ns) for ns in scores.get("respondents") if all(n == n for n in ns) and min(ns) < ROUNDED_BELOW]
            used = scores.drivers("t", resamples=100).organisations
            enough = len(rounded) > 1 and sum(rounded) >= ROUNDED_BELOW
            self.assertEqual(used, len(exact) + (len(rounded) if enough else 0), (seed, sizes))
            together += enough
            apart += len(rounded) == 1
        self.assertGreater(min(together, apart), DRAWS // 40)

    def test_errors_do_not_come_back_from_what_is_made_of_them(self):
        """A dimension that 15 of 25 are scored on shows no standard error; nor do its percentile and the verdict's chance."""
        lines = (ROOT / "questionnaires" / "examples" / "zorggroep-delta.csv").read_text().splitlines()[:26]
        head, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
        for row in rows[:10]:
            row[:] = ["" if name.startswith("learning_") else cell for name, cell in zip(head, row)]
        with tempfile.TemporaryDirectory() as folder:
            survey = pathlib.Path(folder) / "survey.csv"
            survey.write_text("\n".join(",".join(row) for row in [head, *rows]))
            found = libculture.score(survey).to_dict()["organisations"][0]
        learning = found["dimensions"][0]
        self.assertEqual((learning["respondents"], learning["standard_error"]), (15, None))
        self.assertIsNotNone(found["dimensions"][1]["standard_error"])
        for end in ("low", "high"):
            self.assertEqual(learning["standing"][f"percentile_wide_{end}"] % 5, 0)
        chance = found["verdict"]["probability"]
        self.assertTrue(chance in (0.005, 0.995) or abs(100 * chance - round(100 * chance)) < 1e-9, chance)

    def test_chance_of_one_factor_is_rounded(self):
        """With one factor it would be the standard error itself."""
        questionnaire = Questionnaire.read(b"""questionnaire: one
scales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}
factors: [{id: f, items: [{id: a, scale: s, text: a}]}]
practised: {score: 60}
""")
        people = [("north", None, (answer % 5 + 1,)) for answer in range(14)]
        chance = scores_of(questionnaire, people).assess().to_dict()["organisations"][0]["verdict"]["probability"]
        self.assertAlmostEqual(chance, round(chance, 2), 12)

    def test_nothing_counts_items_that_all_answered_alike(self):
        people = [("north", None, (3, answer % 5 + 1, 2)) for answer in range(30)]
        self.assertEqual(scores_of(self.questionnaire, people).get("counted_in", "item")[0][1], 1)
        for level in ("organisation", "pooled"):
            scores = scores_of(self.questionnaire, people)
            self.assertTrue(all(value != value for value in scores.get("alpha_varying", level)[0]))


if __name__ == "__main__":
    unittest.main()
