#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An attacker who has all results of score, and covariances, correlations and comparisons of languages beside them.

These are exact, so he is taken to know the sums behind them: of answers, squares and products, over the rows complete on
all items, in a language, or with both items of a pair; and per organisation over all answers to an item and over the
rows complete for its dimension. He solves the linear system of all of that on small random batches in which few rows are
complete, or few are not, or few have both items, and must learn no sum over few rows. How he does it shares nothing with
the library: for sets of few rows he asks whether some combination of what he knows rests on them alone."""
import itertools
import math
import os
import pathlib
import random
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
from libculture import Questionnaire, Structure, Tally  # noqa: E402

QUESTIONNAIRE = b"""questionnaire: attack
scales:
  s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}
factors:
  - id: first
    items:
      - {id: a1, scale: s, text: a1}
      - {id: a2, scale: s, text: a2}
  - id: second
    items:
      - {id: b1, scale: s, text: b1}
      - {id: b2, scale: s, text: b2}
"""
ITEMS = ["a1", "a2", "b1", "b2"]
DIMENSION = {"a1": "a1 a2".split(), "a2": "a1 a2".split(), "b1": "b1 b2".split(), "b2": "b1 b2".split()}
BATCHES = int(os.environ.get("BATCHES", 1500))
FEW = 20
PRIME = 2**31 - 1


def rank(rows):
    """Of whole numbers, modulo a prime."""
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column] % PRIME), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for i in range(found + 1, len(rows)):
            times = rows[i][column] * inverse % PRIME
            if times:
                rows[i] = [(a - times * b) % PRIME for a, b in zip(rows[i], rows[found])]
        found += 1
        if found == len(rows):
            break
    return found


def draw_kinds(draw):
    """Rows by organisation, language and items answered. Organisations are of two sorts: whole, or patchy in blocks."""
    kinds, full = {}, frozenset(ITEMS)
    half = [frozenset(DIMENSION["a1"]), frozenset(DIMENSION["b1"])]
    ragged = [full - {item} for item in ITEMS] + half
    for organisation in range(draw.randint(2, 5)):
        languages = draw.choice([["nl"], ["nl", "en"], ["nl", "en", ""], ["en"]])
        sizes = {}
        if draw.random() < 0.4:
            sizes[full, draw.choice(languages)] = draw.randint(25, 60)
        else:
            # Complete rows, blocks that answered one dimension, and some that skipped an item: few or many of each.
            sizes[full, languages[0]] = draw.choice([1, 3, 6, 9, 14, 30, 50])
            for answered in draw.sample(ragged, draw.randint(1, 5)):
                sizes[answered, draw.choice(languages)] = draw.choice([2, 4, 11, 14, 25, 40])
        for language in languages:
            if draw.random() < 0.7:
                sizes[full, language] = sizes.get((full, language), 0) + draw.choice([1, 2, 5, 12, 25])
        for (answered, language), rows in sizes.items():
            kinds[f"o{organisation}", language, answered] = rows
    return kinds


def write(kinds, draw, path):
    lines = ["organisation,language," + ",".join(ITEMS)]
    for (organisation, language, answered), rows in kinds.items():
        for _ in range(rows):
            lines.append(",".join([organisation, language] + [str(draw.randint(1, 5)) if item in answered else "" for item in ITEMS]))
    path.write_text("\n".join(lines) + "\n")


class Published:
    """Which sets of rows the results are over."""

    def __init__(self, path, questionnaire):
        scores = Tally(questionnaire).add_files([path]).scores()
        self.structure = Structure(questionnaire, scores=scores).add_files(path)
        pairwise = self.structure.analyse(minimum=10, draws=100)
        complete = self.structure.analyse(minimum=10, draws=100, rows="complete")
        self.pairs = not all(map(math.isnan, itertools.chain(*pairwise.get("correlation"))))
        self.complete = not math.isnan(pairwise.get("covariance")[0][0])
        self.reasons = {pairwise.reason("covariance", 0, 0), pairwise.reason("correlation", 0, 1)}
        self.languages = {}
        names = [language.name for language in pairwise.languages]
        for column, item in enumerate(pairwise.items):
            given = [row for row in range(len(names) - 1)
                     if any(not math.isnan(pairwise.get(result)[row][column]) for result in ("p", "odds_ratio"))]
            self.languages[item] = ([names[0]] + [names[row + 1] for row in given]) if given else []
        # What is withheld is so in every result.
        both = {math.isnan(value) for value in itertools.chain(pairwise.get("covariance")[0], complete.get("covariance")[0])}
        assert both == {not self.complete}, both
        if not self.complete:
            assert complete.components is None and all(map(math.isnan, complete.get("correlation")[0]))
            assert all(map(math.isnan, complete.get("eigenvalue")[0])), "eigenvalues tell of correlations"
        if not self.pairs:
            assert pairwise.components is None and all(map(math.isnan, pairwise.get("eigenvalue")[0]))


class Attacker:
    """A system of sums over kinds of rows: those of score, and with those of structure."""

    def __init__(self, kinds, published, item, other=None):
        wanted = {item, other or item}
        self.kinds = [kind for kind in kinds if wanted <= kind[2]]
        self.sizes = [kinds[kind] for kind in self.kinds]
        self.scores, self.all = [], []
        together = other is None or other in DIMENSION[item]
        for organisation in sorted({kind[0] for kind in self.kinds}):
            if other is None:
                self.scores.append(self.over(lambda kind: kind[0] == organisation))
            if together:
                self.scores.append(self.over(lambda kind: kind[0] == organisation and self.has(kind, DIMENSION[item])))
        self.all += self.scores
        if published.complete:
            self.all.append(self.over(lambda kind: self.has(kind, ITEMS)))
        for language in published.languages[item] if together else []:
            self.all.append(self.over(lambda kind: kind[1] == language and self.has(kind, DIMENSION[item])))
        for one in ITEMS if published.pairs else []:
            if other is None and one != item or one == other:
                self.all.append(self.over(lambda kind: one in kind[2]))

    @staticmethod
    def has(kind, items):
        return set(items) <= kind[2]

    def over(self, test):
        return [int(test(kind)) for kind in self.kinds]

    def learns_of(self, some):
        """Whether a combination that score alone does not give rests on these kinds."""
        def within(rows):
            if not rows:
                return 0
            others = [[value for place, value in enumerate(row) if place not in some] for row in rows]
            return rank(rows) - rank(others)

        return within(self.all) > within(self.scores)

    def small_sets(self, draw, most=12):
        """Largest sets of kinds that are few together: at random, so that over many batches all come by."""
        places = [place for place, size in enumerate(self.sizes) if size < FEW]
        found = set()
        for _ in range(most):
            draw.shuffle(places)
            chosen, left = [], FEW - 1
            for place in places:
                if self.sizes[place] <= left:
                    chosen.append(place)
                    left -= self.sizes[place]
            found.add(frozenset(chosen))
        return found - {frozenset()}

    def succeeds(self, draw):
        return any(self.learns_of(some) for some in self.small_sets(draw))


class Attack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.questionnaire = Questionnaire.read(QUESTIONNAIRE)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "survey.csv"

    def publish(self, kinds, draw):
        write(kinds, draw, self.path)
        scores = Tally(self.questionnaire).add_files([self.path]).scores()
        published = Published(self.path, self.questionnaire)
        counted = {}
        for organisation in sorted({kind[0] for kind in kinds}):
            alone = {kind: rows for kind, rows in kinds.items() if kind[0] == organisation}
            single = Structure(self.questionnaire, scores=scores)
            write(alone, draw, self.path)
            if single.add_files(self.path).respondents:
                counted.update(alone)
        return published, counted

    def systems(self, counted, published):
        for item in ITEMS:
            yield item, None
        yield from itertools.combinations(ITEMS, 2)

    def test_nothing_about_few_is_solved_for(self):
        given = {"complete": 0, "pairs": 0, "languages": 0, "withheld": 0}
        for seed in range(BATCHES):
            draw = random.Random(seed)
            kinds = draw_kinds(draw)
            published, counted = self.publish(kinds, draw)
            given["complete"] += published.complete
            given["pairs"] += published.pairs
            given["languages"] += any(published.languages.values())
            given["withheld"] += "suppressed" in published.reasons
            for item, other in self.systems(counted, published):
                attacker = Attacker(counted, published, item, other)
                self.assertFalse(attacker.succeeds(draw), f"batch {seed}, {item} {other or ''}: {counted}")
        for what, count in given.items():
            self.assertGreater(count, BATCHES // 100, f"{what}: the attacker had nothing to attack")

    def test_the_attacker_can_succeed(self):
        """With everything published that could be, he does in many batches."""
        wins, draw = 0, random.Random(1)
        for seed in range(60):
            kinds = draw_kinds(random.Random(seed))
            everything = type("Everything", (), {"complete": True, "pairs": True,
                                                 "languages": {item: ["nl", "en"] for item in ITEMS}})
            wins += any(Attacker(kinds, everything, *system).succeeds(draw) for system in self.systems(kinds, everything))
        self.assertGreater(wins, 20)


if __name__ == "__main__":
    unittest.main()
