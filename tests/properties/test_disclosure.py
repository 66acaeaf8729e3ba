#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An attacker who has everything that is published, and knows who is in which unit, works out what is hidden.

Every published result is a total over the parts of a group, people who share all their units: the attacker solves the
linear system of all totals, exactly, and must learn nothing about fewer respondents than the minimum and
no hidden unit. The trees of units are drawn from fixed seeds: one to three columns, nested or crossed, with blank cells
and missing answers, so that every dimension has its own numbers, and some answer too little to be scored."""
import itertools
import os
import pathlib
import random
import sys
import unittest
from ctypes import c_double, c_int16, c_int32
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
from libculture import Questionnaire, Tally, _native  # noqa: E402

QUESTIONNAIRE = b"""questionnaire: attack
missing_rule: half
scales:
  s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}
factors:
  - id: first
    items:
      - {id: a1, scale: s, text: a1}
      - {id: a2, scale: s, text: a2, aspect: ambition}
  - id: second
    items:
      - {id: b1, scale: s, text: b1}
themes:
  - id: third
    items:
      - {id: t1, scale: s, text: t1}
      - {id: t2, scale: s, text: t2}
      - {id: t3, scale: s, text: t3}
"""
ITEMS = ["a1", "a2", "b1", "t1", "t2", "t3"]
DIMENSIONS = {"first": ["a1"], "second": ["b1"], "third": ["t1", "t2", "t3"], "first.ambition": ["a2"]}  # in this order
GAP = "first.ambition"
MISSING = -32768
TREES = int(os.environ.get("TREES", 1200))  # so many surveys


PRIME = 2**61 - 1


def echelon(rows):
    """Reduced row echelon form: (pivot, row), without rows of zeros."""
    done = []
    for row in rows:
        for pivot, other in done:
            if row[pivot]:
                times = row[pivot]
                row = [(a - times * b) % PRIME for a, b in zip(row, other)]
        pivot = next((i for i, value in enumerate(row) if value), None)
        if pivot is None:
            continue
        inverse = pow(row[pivot], -1, PRIME)
        row = [value * inverse % PRIME for value in row]
        done = [(p, [(a - other[pivot] * b) % PRIME for a, b in zip(other, row)] if other[pivot] else other)
                for p, other in done] + [(pivot, row)]
    return done


def are_dependent(rows):
    while rows:
        first, *rows = rows
        pivot = next((i for i, value in enumerate(first) if value), None)
        if pivot is None:
            return True
        lead = first[pivot]
        rows = [[(a * lead - row[pivot] * b) % PRIME for a, b in zip(row, first)] for row in rows]
    return False


def unknown(rows, length, draw):
    """A random vector that every row takes to 0."""
    pivots = {pivot for pivot, _ in rows}
    vector = [0 if i in pivots else draw.randrange(PRIME) for i in range(length)]
    free = [i for i in range(length) if i not in pivots]
    for pivot, row in rows:
        vector[pivot] = -sum(row[i] * vector[i] for i in free) % PRIME
    return vector


class Person:
    def __init__(self, units, answers):
        self.units, self.answers = units, answers  # a unit or None per column; an answer or None per item

    def given(self, what):
        """The answers to a dimension."""
        return [self.answers[item] for item in DIMENSIONS[what] if self.answers[item] is not None]

    def has(self, what):
        """Whether a person counts for a dimension, for the gap, for one side of it only, or (None) at all."""
        if what == "one side":
            return self.has("first") != self.has(GAP)
        if what == "gap":
            return self.has("first") and self.has(GAP)
        return what is None or 2 * len(self.given(what)) >= len(DIMENSIONS[what])

    def is_there(self, what):
        """Whether anything that is published of a dimension holds an answer of this person's: shares favourable do."""
        return self.has(what) if what in (None, "gap", "one side") else bool(self.given(what))

    def score(self, what):
        if what == "gap":
            return self.score(GAP) - self.score("first")
        return 25 * (Fraction(sum(self.given(what)), len(self.given(what))) - 1)


class Careful(Person):
    """Whose last unit is whether they are flagged; all are scored."""

    def has(self, what):
        return True

    def is_there(self, what):
        return True


CARELESS_ITEMS = [f"c{i}" for i in range(10)]
CARELESS = "\n".join(["questionnaire: careless", "scales:", "  s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}", "factors:",
                      "  - id: one", "    items:"] + [f"      - {{id: {item}, scale: s, text: {item}, reverse: {str(i % 3 == 1).lower()}}}"
                                                      for i, item in enumerate(CARELESS_ITEMS)]).encode()


def draw_careless(draw):
    """People of whom some, in some units more, gave one answer to everything, in no time."""
    columns = draw.randint(1, 3)
    nested = [column > 0 and draw.random() < 0.5 for column in range(columns)]
    shares, people = {}, []
    for _ in range(draw.choice([35, 60, 110])):
        units = []
        for column in range(columns):
            units.append(draw_unit(draw, column, units, nested[column]))
        flagged = draw.random() < shares.setdefault(units[0], draw.choice([0, 0, 0.1, 0.5, 1, 1]))
        answer = draw.randint(1, 5)
        people.append(Careful((*units, flagged), {item: answer if flagged else draw.randint(1, 5) for item in CARELESS_ITEMS}))
    return people, columns


def draw_unit(draw, column, above, nested):
    """Nested columns divide the units of the one before them; a few cells are blank."""
    if draw.random() < 0.04:
        return None
    own = min(draw.randrange(4), draw.randrange(4)) if draw.random() < 0.8 else 0
    return f"{above[-1]}/{own}" if nested and above and above[-1] else f"{column}{own}"


def draw_people(draw):
    columns = draw.randint(1, 3)
    nested = [column > 0 and draw.random() < 0.5 for column in range(columns)]
    missing = draw.choice([0, 0.02, 0.15, 0.4])
    people = []
    for _ in range(draw.choice([12, 20, 35, 60, 110])):
        units = []
        for column in range(columns):
            units.append(draw_unit(draw, column, units, nested[column]))
        answers = {item: None if draw.random() < missing else draw.randint(1, 5) for item in ITEMS}
        if any(answer is not None for answer in answers.values()):
            people.append(Person(tuple(units), answers))
    return people, columns


def count(questionnaire, people, columns, items=ITEMS, seconds=None):
    """A tally of one organisation."""
    names = sorted({unit for person in people for unit in person.units if unit is not None}) or ["none"]
    place = {name: index for index, name in enumerate(names)}
    values = [MISSING if person.answers[item] is None else person.answers[item] for person in people for item in items]
    unit = [-1 if name is None else place[name] for person in people for name in person.units]
    block = _native.Block(rows=len(people), values=(c_int16 * len(values))(*values),
                          organisations=_native.strings(["north"]), organisation_count=1,
                          unit_columns=_native.strings([f"column {i}" for i in range(columns)]), unit_column_count=columns,
                          units=_native.strings(names), unit_count=len(names), unit=(c_int32 * len(unit))(*unit))
    if seconds:
        block.seconds = (c_double * len(people))(*seconds)
    tally, error = Tally(questionnaire), _native.Error()
    _native.check(_native.library.culture_tally_add_block(tally._pointer, block, error), error)
    return tally


class Published:
    """What the library gives of one tally: per unit (column, name) and what it is of, n and total, or None."""

    def __init__(self, people, columns, scores):
        self.people, self.minimum = people, 0
        self.units = [(int(unit.column.split()[1]), unit.name) for unit in scores.units]
        self.respondents = {unit: found.respondents for unit, found in zip(self.units, scores.units)}
        self.whole, self.of_unit = {}, {}
        for what in (*DIMENSIONS, "gap"):
            number, mean = ("difference_respondents", "difference") if what == "gap" else ("respondents", "mean")
            column = list(DIMENSIONS).index(GAP if what == "gap" else what)
            self.whole[what] = total(scores, number, mean, "organisation", 0, column)
            for row, unit in enumerate(self.units):
                self.of_unit[what, unit] = total(scores, number, mean, "unit", row, column)

    def gaps(self):
        """Of each group whether a part belongs, and what is published of both sides and the gap."""
        names = ("first", GAP, "gap")
        return [(lambda part: True, [self.whole[what] for what in names])] + [
            (is_in(unit), [self.of_unit[what, unit] for what in names]) for unit in self.units]

    def members(self, unit):
        return [person for person in self.people if person.units[unit[0]] == unit[1]]


def tells_more(first, second, gap):
    """Whether a gap is another number than the difference of its two means, also where that is to 0.1; all with how many."""
    if not all((first, second, gap)):
        return False
    value, means = gap[1] / gap[0], second[1] / second[0] - first[1] / first[0]
    return abs(value - means) > (0.0500001 if abs(10 * value - round(10 * value)) < 1e-6 else 1e-9)


def total(scores, number, mean, level, row, column):
    n, value = (scores.get(result, level)[row][column] for result in (number, mean))
    if n != n:
        assert value != value, "a mean without its number"
        return None
    return int(n), n * value


class Attacker:
    """Knows the totals of groups. A part is told by the units its people share; what he does not know is any vector over
    the parts that is 0 on every published group. All is worked out modulo a prime; each part gets its place in a few such
    vectors drawn at random, so that a set of parts is known if its places add up to 0 (by chance once in 10^18 times)."""

    VECTORS = 4

    def __init__(self, people, what, groups):
        """groups: of everything published, the people in it, as a test whether a person belongs."""
        self.sizes = {}
        for person in people:
            if person.is_there(what):
                self.sizes[person.units] = self.sizes.get(person.units, 0) + person.has(what)
        self.parts = list(self.sizes)
        rows = echelon([[int(belongs(part)) for part in self.parts] for belongs in groups])
        draw = random.Random(len(people))
        vectors = [unknown(rows, len(self.parts), draw) for _ in range(self.VECTORS)]
        self.places = {part: [vector[i] for vector in vectors] for i, part in enumerate(self.parts)}

    def knows(self, parts):
        """Whether the total of these parts follows from what is published."""
        return bool(parts) and all(sum(places) % PRIME == 0 for places in zip(*(self.places[part] for part in parts)))

    def knows_about(self, parts):
        """Whether any combination of the totals of these parts does; for few parts."""
        return are_dependent([self.places[part] for part in parts])

    def small_sets(self, minimum, most=80):
        """Sets of parts that together have fewer people than the minimum, at most so many."""
        small = sorted((part for part in self.parts if self.sizes[part] < minimum), key=str)
        random.Random(len(small)).shuffle(small)
        given = 0
        for length in range(1, len(small) + 1):
            if sum(sorted(self.sizes[part] for part in small)[:length]) >= minimum:
                return
            for parts in itertools.combinations(small, length):
                if sum(self.sizes[part] for part in parts) < minimum:
                    yield set(parts)
                given += 1
                if given == most:
                    return

    def small_differences(self, groups, minimum):
        """Two published groups that differ, but by fewer people than the minimum."""
        inside = [{part for part in self.parts if belongs(part)} for belongs in groups]
        for one, other in itertools.combinations(inside, 2):
            if one != other and sum(self.sizes[part] for part in one ^ other) < minimum:
                return one ^ other
        return None


def is_in(unit):
    return lambda part: part[unit[0]] == unit[1]


def attack(published, what, minimum):
    """What the attacker learns of one result that he should not; None: nothing."""
    shown = [unit for unit in published.units if published.of_unit[what, unit]] if what else [
        unit for unit in published.units if published.respondents[unit]]
    whole = published.whole[what] if what else len(published.people) >= minimum
    groups = [is_in(unit) for unit in shown] + ([lambda part: True] if whole else [])
    if not groups:
        return None
    attacker = Attacker(published.people, what, groups)
    everybody = set(attacker.parts)
    for unit in published.units:
        parts = {part for part in attacker.parts if is_in(unit)(part)}
        if unit not in shown and parts != everybody and attacker.knows(parts):
            return "hidden unit", unit, parts
    for parts in attacker.small_sets(minimum):
        if attacker.knows_about(parts) if len(parts) <= attacker.VECTORS else attacker.knows(parts):
            return "few people", parts
    difference = attacker.small_differences(groups, minimum)
    return difference and ("a difference", difference)


def hidden_by_number_alone(published, what, minimum):
    """A copy of the published data as it would be if only groups below the minimum were hidden."""
    careless = Published.__new__(Published)
    careless.people, careless.units = published.people, published.units
    careless.respondents, careless.whole, careless.of_unit = {}, published.whole, {}
    for unit in published.units:
        members = published.members(unit)
        careless.respondents[unit] = len(members) if len(members) >= minimum else 0
        scored = [person for person in members if person.has(what)]
        enough = len(scored) >= minimum and careless.respondents[unit]
        careless.of_unit[what, unit] = (len(scored), sum(p.score(what) for p in scored)) if what and enough else None
    return careless


class Attack(unittest.TestCase):
    def setUp(self):
        self.questionnaire = Questionnaire.read(QUESTIONNAIRE)

    def publish(self, seed, precision="published"):
        draw = random.Random(seed)
        people, columns = draw_people(draw)
        if not people:
            return None, 0
        minimum = draw.choice([5, 5, 10])
        scores = count(self.questionnaire, people, columns).scores(minimum=minimum, precision=precision)
        return Published(people, columns, scores), minimum

    def test_nothing_hidden_is_recovered(self):
        shown = hidden = protected = 0
        for seed in range(TREES):
            published, minimum = self.publish(seed)
            for what in (None, *DIMENSIONS, "gap") if published else ():
                self.assertIsNone(attack(published, what, minimum), (seed, what))
                for unit in published.units:
                    n = sum(person.has(what) for person in published.members(unit))
                    given = published.of_unit[what, unit] if what else published.respondents[unit]
                    shown += bool(given)
                    hidden += not given
                    protected += not given and n >= minimum
                    self.assertFalse(given and n < minimum, (seed, what, unit))
        self.assertGreater(shown, TREES)  # else nothing was there to attack
        self.assertGreater(hidden - protected, TREES)
        self.assertGreater(protected, TREES // 10)

    def test_gaps_tell_nothing_of_who_answered_one_side(self):
        """Beside both means a gap tells what those said who are scored on one of them, unless it is their difference."""
        told = 0
        for seed in range(TREES):
            published, minimum = self.publish(seed)
            groups = [belongs for belongs, of in published.gaps() if tells_more(*of)] if published else []
            told += len(groups)
            attacker = Attacker(published.people, "one side", groups) if groups else None
            for parts in attacker.small_sets(minimum) if groups else ():
                known = attacker.knows_about(parts) if len(parts) <= attacker.VECTORS else attacker.knows(parts)
                self.assertFalse(known, (seed, parts))
        self.assertGreater(told, TREES // 10)

    def test_nothing_hidden_is_recovered_from_every_digit(self):
        for seed in range(0, TREES, 10):
            published, minimum = self.publish(seed, "full")
            for what in (*DIMENSIONS, "gap") if published else ():
                if published.whole[what] and published.whole[what][0] >= minimum:  # full shows small organisations
                    self.assertIsNone(attack(published, what, minimum), (seed, what))

    def test_means_without_the_flagged_tell_of_nobody_else(self):
        questionnaire, given, hidden = Questionnaire.read(CARELESS), 0, 0
        for seed in range(TREES // 2):
            draw = random.Random(seed)
            people, columns = draw_careless(draw)
            minimum = draw.choice([5, 5, 10])
            tally = count(questionnaire, [Person(person.units[:-1], person.answers) for person in people], columns,
                          CARELESS_ITEMS, [1 if person.units[-1] else 100 for person in people])
            scores = tally.scores(minimum=minimum)
            flagged = sum(person.units[-1] for person in people)
            if scores.quality(0).flagged != flagged:
                continue  # somebody else, by chance
            without = scores.get("respondents_unflagged")[0][0]
            hidden += flagged > 0 and without != without
            if not flagged or without != without:
                continue
            names = [(int(unit.column.split()[1]), unit.name) for unit in scores.units]
            shown = [name for name, row in zip(names, scores.get("respondents", "unit")) if row[0] == row[0]]
            groups = [is_in(unit) for unit in shown] + [lambda part: True, lambda part: not part[-1]]
            attacker = Attacker(people, None, groups)
            for parts in attacker.small_sets(minimum):
                known = attacker.knows_about(parts) if len(parts) <= attacker.VECTORS else attacker.knows(parts)
                self.assertFalse(known, (seed, parts))
            given += 1
        self.assertGreater(given, TREES // 10)
        self.assertGreater(hidden, TREES // 20)

    def test_published_totals_are_those_of_the_people(self):
        """The attacker's view of the data is right: what is published are sums over the people."""
        checked = 0
        for seed in range(0, TREES, 10):
            published, _ = self.publish(seed, "full")
            for what, unit in published.of_unit if published else ():
                if published.of_unit[what, unit]:
                    scores = [person.score(what) for person in published.members(unit) if person.has(what)]
                    n, value = published.of_unit[what, unit]
                    self.assertEqual(n, len(scores))
                    self.assertAlmostEqual(value, sum(scores), 6)
                    checked += 1
        self.assertGreater(checked, TREES // 2)

    def test_the_attacker_can_succeed(self):
        """Without complementary suppression he works out many a hidden unit, and finds its very score."""
        found = exact = 0
        for seed in range(0, TREES, 10):
            published, minimum = self.publish(seed, "full")
            for what in (*DIMENSIONS, "gap") if published else ():
                if not published.whole[what] or published.whole[what][0] < minimum:
                    continue
                careless = hidden_by_number_alone(published, what, minimum)
                learnt = attack(careless, what, minimum)
                found += learnt is not None
                if learnt and learnt[0] == "hidden unit":
                    exact += self.solve(careless, what, learnt[2]) == sum(
                        person.score(what) for person in published.people if person.has(what) and person.units in learnt[2])
        self.assertGreater(found, TREES // 20)
        self.assertGreater(exact, TREES // 25)

    def solve(self, published, what, parts):
        """The total of parts out of published totals, by elimination with the totals as one more column."""
        order = sorted({person.units for person in published.people if person.has(what)}, key=str)
        n = len(order)
        system = [[Fraction(1)] * n + [Fraction(round(published.whole[what][1]))]]
        for unit in published.units:
            if published.of_unit[what, unit]:
                system.append([Fraction(is_in(unit)(part)) for part in order]
                              + [Fraction(round(published.of_unit[what, unit][1]))])
        wanted = [Fraction(part in parts) for part in order] + [Fraction(0)]
        done = []
        for row in system:
            for pivot, other in done:
                row = [a - row[pivot] * b for a, b in zip(row, other)]
            pivot = next((i for i in range(n) if row[i]), None)
            if pivot is not None:
                done.append((pivot, [value / row[pivot] for value in row]))
        for pivot, other in done:
            wanted = [a - wanted[pivot] * b for a, b in zip(wanted, other)]
        self.assertFalse(any(wanted[:n]))
        return -wanted[n]


if __name__ == "__main__":
    unittest.main()
