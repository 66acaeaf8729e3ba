#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An attacker who has everything that is published of a batch, and knows who answered which items, works out what they said.

A dimension's mean and its items' results are sums over respondents: those who answered the same items (a pattern) stand in
each with the same weights. The attacker tries every combination that can take a pattern out, and must not be left with
fewer respondents than the minimum. Where counts are rounded he knows how, and what range of sums is left. The batches are
drawn from fixed seeds: organisations of all sizes, a few or many missing answers, items that hardly anybody answered,
forms with part of the items, and people who answered too little to be scored."""
import itertools
import math
import os
import pathlib
import random
import sys
import unittest
from ctypes import POINTER, c_int16, c_int32, c_int64

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
sys.path.insert(0, str(ROOT / "tests" / "properties"))
import test_disclosure  # noqa: E402
from libculture import Questionnaire, Tally, _native  # noqa: E402

# id: (scale points, items); an item that ends in _r is reversed
DIMENSIONS = {"five": (5, "a1 a2_r a3 a4"), "six": (6, "b1 b2 b3_r"), "two": (2, "c1 c2 c3"), "three": (3, "d1 d2_r d3"),
              "four": (4, "e1 e2")}
DIMENSIONS = {name: (points, items.split()) for name, (points, items) in DIMENSIONS.items()}
ITEMS = [item for _, items in DIMENSIONS.values() for item in items]
MISSING = -32768
BATCHES = int(os.environ.get("BATCHES", 700))
ROUNDED_BELOW = 20


def questionnaire():
    lines = ["questionnaire: attack", "missing_rule: half", "scales:"]
    for points in sorted({points for points, _ in DIMENSIONS.values()}):
        lines.append(f"  s{points}: {{points: {{{', '.join(f'{p}: p{p}' for p in range(1, points + 1))}}}}}")
    lines.append("factors:")
    for name, (points, items) in DIMENSIONS.items():
        lines += [f"  - id: {name}", "    items:"]
        lines += [f"      - {{id: {item}, scale: s{points}, text: {item}{', reverse: true' if item.endswith('_r') else ''}}}"
                  for item in items]
    return Questionnaire.read("\n".join(lines).encode())


def draw_person(draw, style, lean):
    """A person's answers, as given; None where there are none."""
    answers = {}
    for name, (points, items) in DIMENSIONS.items():
        missing = {"whole": 0, "some": 0.02, "more": 0.12, "many": 0.35}.get(style[name], 0)
        given = {item: draw.random() >= missing for item in items}
        if style[name] == "rare":
            given[items[-1]] = draw.random() < 0.12
        if style[name] == "forms":
            left_out = draw.choice(items)
            given = {item: item != left_out for item in items}
        if style[name] in ("rare", "forms", "few") and draw.random() < 0.05:
            given = {item: draw.random() < 0.4 for item in items}
        for item in items:
            answers[item] = min(points, 1 + int(points * draw.random() ** lean)) if given[item] else None
    return answers


def draw_batch(draw):
    """Organisations: a list of people each."""
    batch = []
    for _ in range(draw.choice([1, 1, 2, 3, 5])):
        style = {name: draw.choice(["whole", "some", "some", "more", "many", "rare", "forms", "few"]) for name in DIMENSIONS}
        people = [draw_person(draw, style, draw.choice([0.3, 0.7, 1])) for _ in range(draw.choice([13, 17, 24, 33, 60, 110]))]
        batch.append([answers for answers in people if any(answer is not None for answer in answers.values())])
    return batch


def tally_of(questionnaire, batch):
    people = [(row, answers) for row, organisation in enumerate(batch) for answers in organisation]
    values = [MISSING if answers[item] is None else answers[item] for _, answers in people for item in ITEMS]
    names = [f"organisation {row}" for row in range(len(batch))]
    block = _native.Block(rows=len(people), values=(c_int16 * len(values))(*values), organisations=_native.strings(names),
                          organisation_count=len(names), organisation=(c_int32 * len(people))(*[row for row, _ in people]))
    tally, error = Tally(questionnaire), _native.Error()
    _native.check(_native.library.culture_tally_add_block(tally._pointer, block, error), error)
    return tally


class Item:
    """What is published of one item, or of it over all organisations (row -1)."""

    def __init__(self, tables, scores, level, row, column):
        for name, table in tables[level].items():
            value = table[max(row, 0)][column]
            setattr(self, name, None if value != value else value)
        found, points, reason = POINTER(c_int64)(), c_int32(), c_int32()
        _native.library.culture_scores_counts(scores._pointer, row, column, found, points, reason)
        self.counts = None if reason.value else found[:points.value]
        self.shown = self.respondents is not None


class Published:
    RESULTS = "respondents mean sd favourable unfavourable".split()

    def __init__(self, scores, organisations):
        items = [*self.RESULTS, "counted_in", "points_mean"]
        tables = {level: {name: scores.get(name, level) for name in items} for level in ("item", "pooled_item")}
        whole = {level: {name: scores.get(name, level) for name in self.RESULTS} for level in ("organisation", "pooled")}
        self.items = [[Item(tables, scores, "item", row, i) for i in range(len(ITEMS))] for row in range(organisations)]
        self.pooled_items = [Item(tables, scores, "pooled_item", -1, i) for i in range(len(ITEMS))]
        self.dimensions = [[{name: table[row][d] for name, table in whole["organisation"].items()}
                            for d in range(len(DIMENSIONS))] for row in range(organisations)]
        self.pooled = [{name: table[0][d] for name, table in whole["pooled"].items()} for d in range(len(DIMENSIONS))]


def patterns_of(people, items):
    """How many people answered just these items (their places), per set of items."""
    found = {}
    for answers in people:
        pattern = tuple(i for i, item in enumerate(items) if answers[item] is not None)
        if pattern:
            found[pattern] = found.get(pattern, 0) + 1
    return found


def least_told(patterns, items, exact, minimum):
    """The fewest people that any combination of the mean and the items' exact sums tells about; None: 0 or enough.

    With the mean times n taken once, an item counts -1 / size for the patterns of one size that it is to take out, or 0."""
    needed = (items + 1) // 2
    choices = [[0, *range(needed, items + 1)] if i in exact else [0] for i in range(items)]
    for sizes in itertools.product(*choices):
        left = 0
        for pattern, count in patterns.items():
            wanted = len(pattern) if len(pattern) >= needed else 0
            left += 0 if all(sizes[i] == wanted for i in pattern) else count
        if 0 < left < minimum:
            return left
    return None


def in_threes(part, n):
    """The rounding that the attacker knows: to the nearest of 0, 3, 6, ..., and n."""
    grid = [*range(0, max(n - 2, 1), 3), n]
    return min(grid, key=lambda at: (abs(at - part), at))


def possible_parts(published, n):
    """Per point but the last, the least and the most answers up to it that give the published counts."""
    upto = itertools.accumulate(published)
    found = []
    for at in itertools.islice(upto, len(published) - 1):
        parts = [part for part in range(max(0, at - 3), min(n, at + 3) + 1) if in_threes(part, n) == at]
        found.append((parts[0], parts[-1]))
    return found


def range_of_sums(windows, reverse, ns, favourable, unfavourable):
    """How far apart the sums of all answers of a dimension can be: windows per item and point; a range or None for how many
    answers are (un)favourable."""
    points = len(windows[0]) + 1
    keyed = [[(n - high, n - low) for low, high in reversed(of)] if back else of
             for of, back, n in zip(windows, reverse, ns)]
    top = points - 2 if points < 4 else points - 3  # the last point that is not favourable
    width = 0
    for at in range(points - 1):
        low, high = (sum(of[at][end] for of in keyed) for end in (0, 1))
        if at == top and favourable:
            low, high = max(low, sum(ns) - favourable[1]), min(high, sum(ns) - favourable[0])
        if at == points - 2 - top and unfavourable:
            low, high = max(low, unfavourable[0]), min(high, unfavourable[1])
        width += high - low
    return width


def answers_behind(share, counted, valid):
    """The numbers of answers that give a published share, which is exact, to 5 %, or that of the counted answers."""
    if share != share or abs(share - 100 * counted / valid) < 1e-9:
        return None
    if abs(share - 5 * round(share / 5)) > 1e-9:
        return round(share * valid / 100), round(share * valid / 100)
    return math.ceil((share - 2.5) * valid / 100), math.floor((share + 2.5) * valid / 100)


class Attack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.batches = []  # of each its seed, people, minimum and what is published
        asked = questionnaire()
        for seed in range(BATCHES):
            draw = random.Random(seed)
            batch = draw_batch(draw)
            minimum = draw.choice([5, 5, 10])
            scores = tally_of(asked, batch).scores(minimum=minimum)
            cls.batches.append((seed, batch, minimum, Published(scores, len(batch))))

    def test_items_tell_of_nobody_beside_their_dimension(self):
        exact = threes = attacked = 0
        for seed, batch, minimum, published in self.batches:
            for row, people in enumerate(batch):
                for d, (name, (points, items)) in enumerate(DIMENSIONS.items()):
                    if published.dimensions[row][d]["mean"] == published.dimensions[row][d]["mean"]:
                        where = (seed, row, name)
                        found = [published.items[row][ITEMS.index(item)] for item in items]
                        known = {i for i, item in enumerate(found) if item.shown and item.counted_in == 1}
                        patterns = patterns_of(people, items)
                        self.assertIsNone(least_told(patterns, len(items), known, minimum), where)
                        self.check_lesser(where, people, published.dimensions[row][d], items, found, minimum)
                        exact += len(known) == len(items)
                        attacked += least_told(patterns, len(items), set(range(len(items))), minimum) is not None
                        threes += any(item.shown and item.counted_in == 3 for item in found)
        self.assertGreater(exact, BATCHES)  # what is safe stays exact
        self.assertGreater(attacked, BATCHES)  # and there was much to find
        self.assertLess(threes - attacked, attacked // 5)  # hardly anything is rounded for nothing

    def check_lesser(self, where, people, dimension, items, found, minimum):
        """Items that are hidden, or rounded beside a dimension that is not, are no single one and not of a few people."""
        if any(item.shown and item.counted_in == 3 for item in found):
            return
        rounded = dimension["respondents"] >= ROUNDED_BELOW
        for given, least in ((lambda item: item.shown, minimum), (lambda item: item.sd is not None, ROUNDED_BELOW)):
            lesser = [name for item, name in zip(found, items) if not given(item)
                      and any(answers[name] is not None for answers in people)]
            anybody = sum(any(answers[name] is not None for name in lesser) for answers in people)
            if lesser and len(items) > 1 and len(lesser) < len(items) and (least == minimum or rounded):
                self.assertGreater(len(lesser), 1, where)
                self.assertGreaterEqual(anybody, least, where)

    def test_rounded_items_come_from_their_counts_alone(self):
        """Mean, SD and shares are those of the counts in threes, so that there is nothing else to know."""
        checked = 0
        for seed, batch, _, published in self.batches[::3]:
            for row, people in enumerate(batch):
                for item, name in zip(published.items[row], ITEMS):
                    if not item.shown or item.counted_in == 1:
                        continue
                    points = next(points for points, items in DIMENSIONS.values() if name in items)
                    given = [answers[name] for answers in people if answers[name] is not None]
                    counts = [in_threes(sum(answer <= at for answer in given), len(given)) for at in range(points + 1)]
                    counts = [after - before for before, after in zip(counts, counts[1:])]
                    keyed = counts[::-1] if name.endswith("_r") else counts
                    mean = sum(at * count for at, count in enumerate(keyed)) / len(given) * 100 / (points - 1)
                    top = 100 * sum(keyed[-1 if points < 4 else -2:]) / len(given)
                    self.assertEqual(item.respondents, len(given))
                    self.assertAlmostEqual(item.mean, mean, 6 if item.counts else 0)
                    self.assertAlmostEqual(item.favourable, top, delta=1e-6 if item.counts else 2.6)
                    self.assertIn(item.counts, (None, counts), (seed, row, name))
                    checked += item.counts is not None
        self.assertGreater(checked, BATCHES // 3)

    def test_what_rounded_items_leave_open_hides_any_one_person(self):
        checked = 0
        for seed, batch, minimum, published in self.batches:
            for row, people in enumerate(batch):
                for d, (name, (points, items)) in enumerate(DIMENSIONS.items()):
                    found = [published.items[row][ITEMS.index(item)] for item in items]
                    if not all(item.counts and item.counted_in == 3 for item in found):
                        continue
                    ns = [int(item.respondents) for item in found]
                    shares = [answers_behind(published.dimensions[row][d][share],
                                             sum(getattr(item, share) * n / 100 for item, n in zip(found, ns)), sum(ns))
                              for share in ("favourable", "unfavourable")]
                    width = range_of_sums([possible_parts(item.counts, n) for item, n in zip(found, ns)],
                                          [item.endswith("_r") for item in items], ns, *shares)
                    sizes = [len(pattern) for pattern in patterns_of(people, items)]
                    most = max(len(items) - size if 2 * size >= len(items) else size for size in sizes)
                    self.assertGreaterEqual(width, most * (points - 1), (seed, row, name))
                    checked += 1
        self.assertGreater(checked, BATCHES // 2)

    def test_all_together_tell_no_more(self):
        """What is left of all organisations without those that are known: nothing, or several that are rounded."""
        rounded = 0
        for seed, batch, minimum, published in self.batches:
            for i, pooled in enumerate(published.pooled_items):
                of = [items[i] for items in published.items]
                if not pooled.counts:
                    continue
                given = [item.counts for item in of if item.counts]
                left = [count - sum(counts) for count, *counts in zip(pooled.counts, *given)]
                hidden = [item for item in of if item.shown and not item.counts]
                self.assertEqual(pooled.counted_in == 3, any(item.counted_in == 3 for item in of if item.counts)
                                 or (any(left) and any(item.counted_in == 3 for item in hidden)), (seed, ITEMS[i]))
                if any(left):
                    self.assertGreater(len(hidden), 1, (seed, ITEMS[i]))
                    self.assertGreaterEqual(sum(left), ROUNDED_BELOW, (seed, ITEMS[i]))
                    rounded += 1
            for d, pooled in enumerate(published.pooled):
                exact = [of[d]["respondents"] for of in published.dimensions if of[d]["sd"] == of[d]["sd"]]
                lesser = [of[d]["respondents"] for of in published.dimensions
                          if of[d]["sd"] != of[d]["sd"] and of[d]["respondents"] == of[d]["respondents"]]
                if pooled["sd"] == pooled["sd"] and pooled["respondents"] > sum(exact):
                    self.assertGreater(len(lesser), 1, (seed, d))
                    self.assertGreaterEqual(pooled["respondents"] - sum(exact), ROUNDED_BELOW, (seed, d))
        self.assertGreater(rounded, BATCHES // 50)


YES_NO = b"""questionnaire: yes_no
scales:
  s: {points: {0: no, 1: yes}}
factors:
  - id: one
    items: [{id: a, scale: s, text: a}, {id: b, scale: s, text: b}, {id: c, scale: s, text: c}]
"""


class Incomplete(test_disclosure.Person):
    """Counts, for who answers some of the items, as what shares beside means tell about."""

    def has(self, what):
        return self.is_there(what)

    def is_there(self, what):
        return 0 < sum(answer is not None for answer in self.answers.values()) < 3


class Units(unittest.TestCase):
    def test_shares_of_yes_and_no_tell_of_nobody_beside_means(self):
        """The share of yes is the sum of all answers; the mean that of respondents' own means."""
        asked, exact, told = Questionnaire.read(YES_NO), 0, 0
        for seed in range(BATCHES):
            draw = random.Random(seed)
            columns, missing = draw.randint(1, 2), draw.choice([0.02, 0.05, 0.15, 0.3])
            people = []
            for _ in range(draw.choice([30, 60, 110])):
                units = tuple(test_disclosure.draw_unit(draw, column, [], False) for column in range(columns))
                people.append(Incomplete(units, {item: None if draw.random() < missing else draw.randint(0, 1) for item in "abc"}))
            people = [person for person in people if any(answer is not None for answer in person.answers.values())]
            minimum = draw.choice([5, 10])
            scores = test_disclosure.count(asked, people, columns, "abc").scores(minimum=minimum)
            names = [(int(unit.column.split()[1]), unit.name) for unit in scores.units]
            groups = [test_disclosure.is_in(unit) for unit in names] + [lambda part: True]
            shares, sds = ([row[0] for level in ("unit", "organisation") for row in scores.get(result, level)]
                           for result in ("favourable", "sd"))
            given = [belongs for belongs, share, sd in zip(groups, shares, sds)
                     if sd == sd and self.is_exact(people, belongs, share)]
            exact += len(given)
            attacker = test_disclosure.Attacker(people, "one", given) if given else None
            for parts in attacker.small_sets(minimum) if given else ():
                known = attacker.knows_about(parts) if len(parts) <= attacker.VECTORS else attacker.knows(parts)
                self.assertFalse(known, (seed, parts))
            told += bool(given) and any(person.is_there("one") for person in people)
        self.assertGreater(min(exact, told), BATCHES // 4)

    def is_exact(self, people, belongs, share):
        """Whether a share is that of the answers, and not also what their counts in threes would give."""
        answers = [[person.answers[item] for person in people if belongs(person.units) and person.answers[item] is not None]
                   for item in "abc"]
        valid = sum(map(len, answers))
        threes = sum(len(of) - in_threes(of.count(0), len(of)) for of in answers)
        yes = sum(map(sum, answers))
        return share == share and abs(share * valid / 100 - yes) < 1e-6 and yes != threes


if __name__ == "__main__":
    unittest.main()
