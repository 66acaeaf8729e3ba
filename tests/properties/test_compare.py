#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for any two waves: swapping them turns every sign, how rows are split does not matter, and a plain calculation
from the rows gives the same numbers. The data are drawn from fixed seeds."""
import itertools
import json
import math
import pathlib
import random
import statistics
import sys
import unittest
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "command"))
from case import CommandTest  # noqa: E402

FACTORS = {"first": [(0, False), (1, True), (2, False)], "second": [(3, False), (4, False)]}


def draw_wave(seed, shift=0.0, names=("north", "south", "east"), people=range(60), missing=0.1):
    """Rows of (organisation, key, answers): a person's answers hang together between waves."""
    draw, rows = random.Random(seed), []
    for name, person in itertools.product(names, people):
        level = random.Random(f"{name} {person}").gauss(3, 0.7) + shift + draw.gauss(0, 0.4)
        answers = [min(5, max(1, round(level + draw.gauss(0, 0.8)))) for _ in range(5)]
        answers = [6 - x if i == 1 else x for i, x in enumerate(answers)]
        rows.append((name, f"P{person}", [None if draw.random() < missing else x for x in answers]))
    draw.shuffle(rows)
    return rows


def score(answers, factor):
    """The exact score 0-100, None below half of the items."""
    given = [(6 - answers[i] if reverse else answers[i]) - 1 for i, reverse in FACTORS[factor] if answers[i] is not None]
    needed = (len(FACTORS[factor]) + 1) // 2
    return Fraction(25 * sum(given), len(given)) if len(given) >= needed else None


class Waves(CommandTest):
    def write_wave(self, name, rows):
        lines = ["organisation,code,a1,a2,a3,b1,b2"]
        lines += [",".join([org, key, *("" if x is None else str(x) for x in answers)]) for org, key, answers in rows]
        return self.write(name, "\n".join(lines) + "\n")

    def compare(self, *words, expect=0):
        out = self.culture("compare", "-q", self.questionnaire, "--quiet", "-f", "json", "--precision", "full", *words,
                           expect=expect).out
        return json.loads(out)

    def results(self, *words):
        return {(o["organisation"], d["id"]): d for o in self.compare(*words)["organisations"] for d in o["dimensions"]}


class Properties(Waves):
    def test_swapping_the_waves_turns_every_sign(self):
        before = self.write_wave("b.csv", draw_wave(1, people=range(40)))
        after = self.write_wave("a.csv", draw_wave(2, 0.4, people=range(15, 58)))
        for more in ((), ("--key", "code")):
            there, back = self.results(*more, before, after), self.results(*more, after, before)
            self.assertEqual(set(there), set(back))
            for place, one in there.items():
                other = back[place]
                for field in ("difference", "t", "hedges_g", "mann_whitney_z", "cliffs_delta", "paired_difference", "paired_t"):
                    if one[field] is not None:
                        self.assertAlmostEqual(one[field], -other[field], 10, f"{place} {field}")
                for low, high in (("difference_low", "difference_high"), ("hedges_g_low", "hedges_g_high"),
                                  ("paired_low", "paired_high")):
                    if one[low] is not None:
                        self.assertAlmostEqual(one[low], -other[high], 8, f"{place} {low}")
                for field in ("p", "p_holm", "df", "standard_error", "detectable", "mann_whitney_p", "matched", "correlation",
                              "paired_p"):
                    if one[field] is not None:
                        self.assertAlmostEqual(one[field], other[field], 10, f"{place} {field}")
                self.assertAlmostEqual(one["mann_whitney_u"] + other["mann_whitney_u"],
                                       one["respondents_before"] * one["respondents_after"])
                turned = {"higher": "lower", "lower": "higher"}
                self.assertEqual(one["changed"], turned.get(other["changed"], other["changed"]))
            self.assertTrue(any(one["matched"] for one in there.values()) == bool(more))

    def test_the_split_over_files_does_not_matter(self):
        before, after = draw_wave(3), draw_wave(4, 0.2, people=range(20, 80))
        whole = [self.write_wave("b.csv", before), self.write_wave("a.csv", after)]
        for part in range(3):
            self.write_wave(f"before/{part}.csv", before[part::3])
            self.write_wave(f"after/{part}/x.csv", after[part * 70:(part + 1) * 70])
        parts = [self.folder / "before", self.folder / "after"]
        for more in ((), ("--key", "code")):
            one, other = self.compare(*more, *whole), self.compare(*more, "--threads", 3, *parts)
            for wave in ("before", "after"):
                del one[wave]["files"], other[wave]["files"]
            self.assertEqual(json.dumps(one), json.dumps(other))

    def test_tallies_give_what_their_files_give(self):
        files = [self.write_wave("b.csv", draw_wave(5)), self.write_wave("a.csv", draw_wave(6, 0.2))]
        tallies = [self.tally(f"{path.stem}.tally", path) for path in files]
        self.assertEqual(self.results(*files), self.results(*tallies))

    def test_rows_in_another_order_are_matched_the_same(self):
        before, after = draw_wave(7), draw_wave(8, 0.2, people=range(12, 70))
        files = [self.write_wave("b.csv", before), self.write_wave("a.csv", after)]
        shuffled = [self.write_wave("b2.csv", sorted(before, key=str)), self.write_wave("a2.csv", after[::-1])]
        self.assertEqual(self.results("--key", "CODE", *files), self.results("--key", "code", *shuffled))


    def test_who_is_there_twice_counts_once(self):
        """In a file the last row counts, in the means and in the matches; over several files the means count all, and it is told."""
        before, after = draw_wave(21), draw_wave(22, 0.2, people=range(16, 84))
        stale = [(org, f" {key.lower()}", answers) for org, key, answers in draw_wave(23, people=range(20, 40))]
        once = [self.write_wave("b.csv", before), self.write_wave("a.csv", after)]
        plain = self.results("--key", "code", *once)
        again = self.write_wave("again.csv", stale + after)
        self.assertEqual(self.results("--key", "code", once[0], again), plain)
        self.write_wave("after/1.csv", stale)
        self.write_wave("after/2.csv", after)
        for words in (("--duplicates", "keep", once[0], again), (once[0], self.folder / "after")):
            found = self.compare("--key", "code", *words)
            self.assertEqual(found["matched"]["repeated_after"], len(stale))
            kept = {(o["organisation"], d["id"]): d for o in found["organisations"] for d in o["dimensions"]}
            for place, one in kept.items():
                self.assertEqual(one["paired_difference"], plain[place]["paired_difference"], place)
                self.assertGreater(one["respondents_after"], plain[place]["respondents_after"], place)


class ByHand(Waves):
    """Plain calculations over the rows."""

    def pairs(self, before, after, name, factor):
        """Scores before and after of those in both waves; the last row of a key counts."""
        waves = [{key.lower(): score(answers, factor) for org, key, answers in rows if org == name and key.strip()}
                 for rows in (before, after)]
        return [(waves[0][key], waves[1][key]) for key in waves[0] if key in waves[1] and waves[0][key] is not None
                and waves[1][key] is not None]

    def test_matched_respondents(self):
        before, after = draw_wave(9, people=range(45)), draw_wave(10, 0.3, people=range(14, 62))
        after = [(org, key.lower(), answers) for org, key, answers in after]
        again = [("north", "P20", [1, 5, 1, 1, 1]), ("south", "", [3, 3, 3, 3, 3]), ("east", " p30 ", [5, 1, 5, 5, 5])]
        after += again
        found = self.results("--key", "code", self.write_wave("b.csv", before), self.write_wave("a.csv", after))
        shown = 0
        late = {(org, key.strip().lower()) for org, key, _ in again if key}
        after = [row for row in after if row in again or (row[0], row[1]) not in late]  # the last row of a key counts
        fixed = [(org, key.strip(), answers) for org, key, answers in after]
        for (name, factor), result in found.items():
            pairs = self.pairs(before, fixed, name, factor)
            x = [s for org, _, answers in before if org == name and (s := score(answers, factor)) is not None]
            y = [s for org, _, answers in after if org == name and (s := score(answers, factor)) is not None]
            left, joined = len(x) - len(pairs), len(y) - len(pairs)
            if any(0 < rest < 10 for rest in (left, joined)):
                self.assertEqual(result["reasons"]["matched"], "suppressed")
                continue
            shown += 1
            self.assertEqual(result["matched"], len(pairs))
            rises = [b - a for a, b in pairs]
            mean, n12 = sum(rises) / len(rises), len(pairs)
            error = math.sqrt(sum((rise - mean) ** 2 for rise in rises) / (n12 - 1) / n12)
            self.assertAlmostEqual(result["paired_difference"], float(mean), 10)
            self.assertAlmostEqual(result["paired_t"], float(mean) / error, 9)
            r = statistics.correlation(*[[float(s) for s in side] for side in zip(*pairs)]) \
                if hasattr(statistics, "correlation") else result["correlation"]
            self.assertAlmostEqual(result["correlation"], r, 10)
            s1, s2 = statistics.stdev(map(float, x)), statistics.stdev(map(float, y))
            variance = s1 ** 2 / len(x) + s2 ** 2 / len(y) - 2 * r * n12 * s1 * s2 / (len(x) * len(y))
            self.assertAlmostEqual(result["standard_error"], math.sqrt(variance), 9)
            self.assertEqual(result["method"], "overlapping")
        self.assertGreaterEqual(shown, 3)

    def test_mann_whitney_over_all_pairs(self):
        before, after = draw_wave(11, missing=0.3), draw_wave(12, 0.2, missing=0.3)
        found = self.results(self.write_wave("b.csv", before), self.write_wave("a.csv", after))
        for (name, factor), result in found.items():
            x = [s for org, _, answers in before if org == name and (s := score(answers, factor)) is not None]
            y = [s for org, _, answers in after if org == name and (s := score(answers, factor)) is not None]
            wins = sum((b > a) + Fraction(b == a, 2) for a in x for b in y)
            self.assertEqual(result["mann_whitney_u"], float(wins))
            self.assertAlmostEqual(result["cliffs_delta"], float(2 * wins / (len(x) * len(y)) - 1), 13)
            n, ties = len(x) + len(y), sum((x + y).count(s) ** 3 - (x + y).count(s) for s in set(x + y))
            spread = math.sqrt(len(x) * len(y) / 12 * (n + 1 - ties / (n * (n - 1))))
            self.assertAlmostEqual(result["mann_whitney_z"], (float(wins) - len(x) * len(y) / 2) / spread, 10)

    def test_a_key_never_leaves_the_command(self):
        rows = [(org, f"secret-{key}", answers) for org, key, answers in draw_wave(13)]
        rows.append(("north", "secret-P1", [1, 1, 1, 1, 1]))
        before, after = self.write_wave("b.csv", rows), self.write_wave("a.csv", rows)
        for form in ("json", "csv", "table"):
            done = self.culture("compare", "-q", self.questionnaire, "--key", "code", "-f", form, before, after)
            self.assertNotIn("secret", done.out + done.err)
            self.assertNotIn("P17", done.out + done.err)


class Careless(CommandTest):
    """The change without the flagged is the difference of what the scores of the waves show without them."""

    def waves(self):
        for seed in "12":
            self.culture("simulate", "--quiet", "--organisations", 2, "--respondents", "1200-1300", "--seed", seed,
                         "--single-file", "-o", self.folder / seed)
        return [self.folder / seed / "survey.csv" for seed in "12"]

    def test_without_the_flagged(self):
        before, after = self.waves()
        found = {}
        for more in ((), ("--screen",), ("--precision", "full"), ("--precision", "full", "--screen")):
            full = "full" in more
            scores = [json.loads(self.culture("score", "--quiet", "-r", "none", "-f", "json", *more, wave).out) for wave in (before, after)]
            changes = json.loads(self.culture("compare", "--quiet", "-f", "json", *more, before, after).out)
            means = [{(o["organisation"], d["id"]): d["mean_unflagged"] for o in wave["organisations"] for d in o["dimensions"]}
                     for wave in scores]
            given = 0
            for organisation in changes["organisations"]:
                for change in organisation["dimensions"]:
                    place = organisation["organisation"], change["id"]
                    one, other = (wave[place] for wave in means)
                    found[more, place] = change["difference_unflagged"]
                    if one is None or other is None:
                        self.assertIsNone(change["difference_unflagged"], place)
                        self.assertIn("difference_unflagged", change["reasons"])
                    elif full:
                        self.assertAlmostEqual(change["difference_unflagged"], other - one, 12)
                        given += one != other
                    else:
                        self.assertLessEqual(abs(change["difference_unflagged"] - (other - one)), 0.05 + 1e-9, place)
                        if change["difference_unflagged"] != change["difference"]:
                            self.assertAlmostEqual(change["difference_unflagged"], round(change["difference_unflagged"], 1), 12)
                            given += 1
            self.assertGreater(given, 10, more)
        full, screened = ("--precision", "full"), ("--precision", "full", "--screen")
        self.assertTrue(any(found[full, place] != found[screened, place] for more, place in found if more == full))


def read_out_twice(seed, people, leave, join, change, keyed=True):
    """One fieldwork, read out twice: some left since, some joined, and some answered otherwise."""
    draw = random.Random(seed)
    before = draw_wave(seed, names=("north",), people=range(people))
    after = [list(row) for row in before[leave:]]
    for row in after[:change]:
        row[2] = [None if x is None else min(5, x + 1) if x < 5 else 4 for x in row[2]]
    after += [list(row) for row in draw_wave(seed + 1, names=("north",), people=range(1000, 1000 + join))]
    draw.shuffle(after)
    return [[(org, key if keyed else "", answers) for org, key, answers in rows] for rows in (before, after)]


class Attacker(Waves):
    """Knows n and the means of what is published, and solves for what those in one wave only said: n2 m2 - n1 m1 is the sum of
    what those said who joined, less what those said who left, when the others answered the same twice."""

    MINIMUM = 10

    def published(self, before, after, *words):
        document = self.compare("--precision", "published", *words, self.write_wave("b.csv", before),
                                self.write_wave("a.csv", after))
        return {d["id"]: d for d in document["organisations"][0]["dimensions"]}, document

    def differing(self, before, after, factor):
        """How many respondents the difference of a factor's two sums is about, and their exact share in it."""
        waves = [{key: score(answers, factor) for _, key, answers in rows} for rows in (before, after)]
        waves = [{key: s for key, s in wave.items() if s is not None} for wave in waves]
        apart = [key for key in waves[0].keys() | waves[1].keys() if waves[0].get(key) != waves[1].get(key)]
        return len(apart), sum(waves[1].values()) - sum(waves[0].values())

    def test_what_a_few_said_cannot_be_solved_for(self):
        draw, hidden, shown = random.Random(1), 0, 0
        for trial in range(150):
            people = draw.choice((12, 15, 20, 30, 60))
            leave, join, change = draw.choice((0, 0, 1, 3)), draw.choice((0, 1, 2, 9, 12)), draw.choice((0, 0, 1, 4))
            keyed = trial % 3 > 0
            if not keyed and leave + change and 2 * (join + leave + change) > people - leave:
                continue  # without a key this cannot be told from another wave; comparison.h says so
            before, after = read_out_twice(trial, people, leave, join, change)
            strip = [(rows if keyed else [(org, "", answers) for org, _, answers in rows]) for rows in (before, after)]
            together = max(self.differing(before, after, factor)[0] for factor in FACTORS)
            if not keyed and together >= 1.5 * self.MINIMUM:
                continue
            found, document = self.published(*strip, *(("--key", "code") if keyed else ()))
            for factor, result in found.items():
                few, total = self.differing(before, after, factor)
                place = f"trial {trial}: {people} people, -{leave} +{join} ~{change}, {factor}, key {keyed}"
                if result["reasons"].get("difference") == "too_few" or (not keyed and not total):
                    continue  # of the wave itself; or everything is as it was
                if 0 < few < self.MINIMUM:
                    hidden += 1
                    self.assertEqual(result["reasons"].get("difference"), "suppressed", place)
                    self.assert_unsolvable(result, place)
                elif result["after"] is not None and few:
                    shown += 1
                    solved = result["respondents_after"] * result["after"] - result["respondents_before"] * result["before"]
                    if few < 20:  # known to a tenth of a point per respondent, like the mean of a small group
                        self.assertLessEqual({result["before"], result["after"]},
                                             {round(result["before"], 1), round(result["after"], 1)}, place)
                    else:
                        self.assertAlmostEqual(solved, float(total), 6, place)
            if keyed and (0 < leave < self.MINIMUM or 0 < join < self.MINIMUM):
                self.assertIsNone(document["matched"]["respondents"], f"trial {trial}")
        self.assertGreater(hidden, 100)
        self.assertGreater(shown, 10)

    def assert_unsolvable(self, result, place):
        """One of the two means is not there, nor anything that it follows from."""
        kept = {field for field, value in result.items() if value is not None and field not in ("id", "kind", "reasons")}
        self.assertEqual(kept, {"respondents_before", "respondents_after", "before", "changed"}, place)
        self.assertEqual(result["changed"], "not_tested", place)

    def test_waves_that_were_asked_apart_are_compared(self):
        """Rows of the same people who answered anew, with and without a key: nothing is hidden."""
        for seed in range(20):
            waves = draw_wave(seed, names=("north",), people=range(60)), draw_wave(100 + seed, 0.1, ("north",), range(3, 64))
            for more in ((), ("--key", "code")):
                found, _ = self.published(*waves, *more)
                self.assertFalse([d["id"] for d in found.values() if d["difference"] is None], f"seed {seed} {more}")

    def test_some_without_a_key(self):
        """The key alone would say that twenty left and twenty others joined; they may be the same."""
        before, after = read_out_twice(3, 40, 0, 1, 0)
        blank = {f"P{person}" for person in range(20)}
        waves = [[(org, "" if key in blank else key, answers) for org, key, answers in rows] for rows in (before, after)]
        found, _ = self.published(*waves, "--key", "code")
        for factor, result in found.items():
            self.assert_unsolvable(result, factor)

    def test_full_precision_hides_nothing(self):
        before, after = read_out_twice(4, 40, 0, 1, 0)
        found, document = self.published(before, after, "--key", "code", "--precision", "full")
        self.assertIsNotNone(found["first"]["difference"])
        self.assertEqual(document["matched"]["respondents"], 40)


if __name__ == "__main__":
    unittest.main()
