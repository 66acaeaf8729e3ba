#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for any survey: how rows are split, written and named does not matter, and scores relate to each other as they should.
The data are drawn from fixed seeds."""
import codecs
import csv
import itertools
import json
import math
import random
import re
import shutil
import subprocess
import unittest

from drawn import ALIASES, CODES, FORMS, ITEMS, NAMES, PropertyTest, REVERSED, TEXTS, UNITS, draw_rows, questionnaire, render
from case import ROOT


class Splits(PropertyTest):
    def setUp(self):
        super().setUp()
        self.rows = draw_rows(1)
        self.whole = self.survey(self.rows)
        self.expected = self.bytes_of(self.whole)
        self.draw = random.Random(2)

    def parts(self):
        """The rows, shuffled, over one to eight files, in any order."""
        rows = self.draw.sample(self.rows, len(self.rows))
        cuts = sorted(self.draw.sample(range(1, len(rows)), self.draw.randrange(8)))
        return [self.survey(rows[a:b]) for a, b in zip([0, *cuts], [*cuts, len(rows)])]

    def merged(self, tallies):
        """Merges two or three at a time, in any order and nesting, until one is left."""
        while len(tallies) > 1:
            self.draw.shuffle(tallies)
            count = self.draw.randint(2, 3)
            tallies = tallies[count:] + [self.tally_of(*tallies[:count])]
        return tallies[0]

    def test_any_split_over_files_and_threads_gives_the_same_tally(self):
        for _ in range(20):
            files = self.parts()
            for threads in (1, 2, 3, 7):
                self.assertEqual(self.bytes_of(*files, options=["--threads", threads]), self.expected)
                self.draw.shuffle(files)

    def test_any_merging_gives_the_same_tally(self):
        for _ in range(20):
            files = self.parts()
            tallies = [self.tally_of(file) for file in files]
            self.assertEqual(self.merged(tallies).read_bytes(), self.expected)

    def test_a_folder_is_its_files(self):
        for i, part in enumerate(self.parts()):
            (self.folder / f"batch/{i % 3}").mkdir(parents=True, exist_ok=True)
            shutil.move(str(part), str(self.folder / f"batch/{i % 3}"))
        self.assertEqual(self.bytes_of(self.folder / "batch"), self.expected)

    def test_results_do_not_depend_on_the_split(self):
        for form in FORMS:
            for precision in ("published", "full"):
                expected = self.scores(self.whole, "--precision", precision, form=form)
                for threads in (1, 2, 3, 7):
                    files = self.parts()
                    half = len(files) // 2
                    mixed = [self.tally_of(*files[half:]), *files[:half]]
                    for inputs in (files, mixed, [self.merged([self.tally_of(file) for file in files])]):
                        found = self.scores(*inputs, "--threads", threads, "--precision", precision, form=form)
                        self.assertEqual(found, expected, form)

    def test_organisations_are_scored_the_same_by_any_number_of_threads(self):
        names = [f"organisation {i}" for i in range(41)]
        file = self.survey(draw_rows(3, names, size=(4, 60)))
        for form in FORMS:
            expected = self.scores(file, "--threads", 1, form=form)
            for threads in (2, 3, 9):
                self.assertEqual(self.scores(file, "--threads", threads, form=form), expected, form)
        many = self.folder / "many"
        self.culture("simulate", "-o", many, "--organisations", 30, "--respondents", "12-40", "--quiet")
        expected = self.culture("score", many, "-f", "csv", "--threads", 1, "--quiet").out
        for threads in (2, 3, 9):
            self.assertEqual(self.culture("score", many, "-f", "csv", "--threads", threads, "--quiet").out, expected)

    def test_the_order_of_organisations_is_that_of_their_names(self):
        names = [x["organisation"].casefold() for x in self.scores(self.whole)["organisations"]]
        self.assertEqual(names, sorted(name.casefold() for name in NAMES))

    def test_a_file_per_organisation_needs_no_column(self):
        names = ["north", "Zuid-Één", "O'Neil & zn"]
        rows = [(name, unit, answers) for name in names for _, unit, answers in draw_rows(name, [name])]
        columns = list(range(1, 2 + len(ITEMS)))
        files = [self.write(f"by name/{name}.csv", render([row for row in rows if row[0] == name], columns=columns))
                 for name in names]
        self.assertEqual(self.bytes_of(*files), self.bytes_of(self.survey(rows)))


class Forms(PropertyTest):
    """One survey, written in many ways, is one tally."""

    def setUp(self):
        super().setUp()
        self.rows = draw_rows(3, size=(5, 12))
        self.expected = self.bytes_of(self.survey(self.rows))

    def check(self, options=(), **how):
        with self.subTest(**{key: str(value) for key, value in how.items()}):
            self.assertEqual(self.bytes_of(self.survey(self.rows, **how), options=options), self.expected)

    def test_columns_in_any_order_with_others_between(self):
        draw = random.Random(4)
        for extra in (0, 1, 3, 9):
            columns = list(range(2 + len(ITEMS) + extra))
            draw.shuffle(columns)
            self.check(columns=columns, extra=extra, seed=extra)

    def test_headers(self):
        lower = [text.lower() for text in TEXTS["en"]]
        codes = [code.replace("[", "_").replace("]", "") for code in CODES]
        mixed = [random.Random(i).choice(x) for i, x in enumerate(zip(ITEMS, ALIASES, TEXTS["nl"], TEXTS["en"]))]
        for headers in (ALIASES, CODES, codes, TEXTS["nl"], TEXTS["en"], lower, mixed):
            self.check(headers=headers)
        self.check(organisation="Bedrijf", options=["--organisation-column", "bedrijf"])

    def test_values(self):
        for seed, values in enumerate(["nl", "en", "numbered", "code", "decimal", "mixed", "mixed"]):
            self.check(values=values, seed=seed)

    def test_delimiters_line_ends_and_quotes(self):
        quotes = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)
        for delimiter, newline, quoting in itertools.product(",;\t|", ("\n", "\r\n", "\r"), quotes):
            self.check(delimiter=delimiter, newline=newline, quoting=quoting, headers=TEXTS["nl"], values="mixed")

    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le", "utf-16-be"):
            for headers, values in ((ITEMS, "number"), (TEXTS["nl"], "nl")):
                self.check(encoding=encoding, headers=headers, values=values)
        marked = codecs.BOM_UTF16_BE + render(self.rows, encoding="utf-16-be")
        self.assertEqual(self.bytes_of(self.write("marked.csv", marked)), self.expected)

    def test_all_of_it_at_once(self):
        draw = random.Random(5)
        for seed in range(40):
            columns = list(range(2 + len(ITEMS) + 4))
            draw.shuffle(columns)
            self.check(headers=draw.choice([ITEMS, ALIASES, CODES, TEXTS["nl"], TEXTS["en"]]), values="mixed",
                       seed=seed, delimiter=draw.choice(",;\t"), newline=draw.choice(["\n", "\r\n"]),
                       columns=columns, extra=4,
                       encoding=draw.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
                       quoting=draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))

    def test_another_answer_is_another_tally(self):
        name, unit, answers = self.rows[7]
        for answer in {1, 2, 3, 4, 5, None, "77"} - {answers[0]} - ({"77"} if isinstance(answers[0], str) else set()):
            rows = self.rows[:7] + [(name, unit, [answer, *answers[1:]])] + self.rows[8:]
            self.assertNotEqual(self.bytes_of(self.survey(rows)), self.expected)


class Relations(PropertyTest):
    def setUp(self):
        super().setUp()
        self.rows = [(name.strip().lower(), unit, answers) for name, unit, answers in draw_rows(6)]
        self.found, self.pooled = self.full(self.rows)

    def near(self, one, two):
        self.assertTrue(math.isclose(one, two, rel_tol=1e-12, abs_tol=1e-12), f"{one} {two}")

    def same_chance(self, one, other):
        """The points behind a probability are drawn from questionnaire and organisation, so with another of either it is the
        same within its stated error; what else a verdict says is the same."""
        errors = [x["verdict"].pop("probability_error") for x in (one, other)]
        chances = [x["verdict"].pop("probability") for x in (one, other)]
        for x in (one, other):
            low, high = x["verdict"].pop("probability_low"), x["verdict"].pop("probability_high")
            self.assertTrue(chances[0] is None or 0 <= low <= high <= 1)
        if None in chances:
            self.assertEqual(chances, [None, None])
        else:
            self.assertLessEqual(abs(chances[0] - chances[1]), 5 * sum(errors) + 2e-3)
            self.assertTrue(one["verdict"].pop("evidence") and other["verdict"].pop("evidence"))

    def test_coding_an_item_the_other_way_changes_nothing(self):
        flipped = {"a1", "a2", "b2", "c1"}
        rows = [(name, unit, [6 - x if isinstance(x, int) and item in flipped else x
                              for item, x in zip(ITEMS, answers)]) for name, unit, answers in self.rows]
        self.questionnaire = self.write("flipped.yaml", questionnaire(REVERSED ^ flipped))
        found, pooled = self.full(rows)
        for name, expected in self.found.items():
            self.same_chance(found[name], expected)
            for key in ("dimensions", "units", "verdict", "profile", "gaps", "landscape"):
                self.assertEqual(found[name][key], expected[key], key)
            for one, two in zip(found[name]["items"], expected["items"]):
                counts = two["counts"][::-1] if one["id"] in flipped else two["counts"]
                self.assertEqual(one, {**two, "counts": counts})
        self.assertEqual(pooled["dimensions"], self.pooled["dimensions"])

    def test_a_scale_that_begins_elsewhere_changes_only_scale_points(self):
        for lowest in (0, -2, 7):
            rows = [(name, unit, [x + lowest - 1 if isinstance(x, int) else x and "what?" for x in answers])
                    for name, unit, answers in self.rows]
            self.questionnaire = self.write(f"from-{lowest}.yaml", questionnaire(lowest=lowest))
            found, pooled = self.full(rows)
            for name, given in self.found.items():
                expected = {**given, "verdict": dict(given["verdict"])}
                self.same_chance(found[name], expected)
                for key in ("verdict", "profile", "gaps", "landscape"):
                    self.assertEqual(found[name][key], expected[key], key)
                self.same_but_for_points(found[name]["dimensions"], expected["dimensions"], lowest)
            self.same_but_for_points(pooled["dimensions"], self.pooled["dimensions"], lowest)

    def same_but_for_points(self, found, expected, lowest):
        for one, two in zip(found, expected):
            self.assertEqual({**one, "points_mean": None}, {**two, "points_mean": None})
            if two["points_mean"] is not None:
                self.assertAlmostEqual(one["points_mean"], two["points_mean"] + lowest - 1, 11)

    def test_structure_does_not_depend_on_coding_order_split_or_names(self):
        """What is counted are whole numbers of keyed answers, so all results are the same to the last digit."""
        flipped, renamed = {"a2", "b1", "c2"}, {unit: f"Taal {i}" for i, unit in enumerate(UNITS) if unit}
        rows = draw_rows(8, size=(120, 140))
        other = [(name, renamed.get(unit, ""), [6 - x if isinstance(x, int) and item in flipped else x
                                                for item, x in zip(ITEMS, answers)]) for name, unit, answers in rows]
        found = self.structure(self.survey(rows))
        self.assertEqual(len(found["languages"]["others"]), 2)
        self.assertIsNotNone(found["components"]["above_chance"])
        self.questionnaire = self.write("flipped.yaml", questionnaire(REVERSED ^ flipped))
        again = self.structure(self.survey(other[::-2]), self.survey(other[-2::-2]))
        self.assertNotEqual(found["questionnaire"].pop("fingerprint"), again["questionnaire"].pop("fingerprint"))
        for languages, names in ((found["languages"], renamed), (again["languages"], {x: x for x in renamed.values()})):
            for place, key in [(languages, "most_frequent")] + [(other, "language") for other in languages["others"]]:
                place[key] = {name.lower(): new.lower() for name, new in names.items()}[place[key]]
        self.assertEqual(again, found)

    def structure(self, *files):
        return json.loads(self.culture("structure", "-q", self.questionnaire, "-f", "json", "--quiet", "--rows", "complete", "--language-column",
                                       "team", *files).out)

    def test_more_respondents_here_change_nothing_elsewhere(self):
        more = [("north", unit, answers) for _, unit, answers in draw_rows(7, ["north"])]
        found, _ = self.full(self.rows + more)
        self.assertNotEqual(found.pop("north"), self.found.pop("north"))
        self.assertEqual(found, self.found)

    def test_twice_the_rows_have_the_same_means_and_shares(self):
        found, _ = self.full(self.rows * 2)
        for name, expected in self.found.items():
            for one, two in zip(found[name]["dimensions"], expected["dimensions"]):
                self.assertEqual(one["respondents"], 2 * two["respondents"])
                for key in ("mean", "favourable", "unfavourable", "missing_share", "alpha"):
                    if two[key] is not None:
                        self.near(one[key], two[key])
                    else:
                        self.assertEqual((key, two["items"]), ("alpha", 1))
                n = two["respondents"]
                self.near(one["sd"] ** 2 * (2 * n - 1), two["sd"] ** 2 * 2 * (n - 1))
                for key in ("alpha_standardised", "inter_item_r", "lambda2", "lambda6", "ad_m", "ad_md"):
                    if two[key] is None:
                        self.assertEqual(one["reasons"][key], two["reasons"][key])
                    else:
                        self.near(one[key], two[key])
                if two["omega"] is not None:
                    self.assertLess(abs(one["omega"] - two["omega"]), 1e-8)
            for one, two in zip(found[name]["items"], expected["items"]):
                self.assertEqual(one["counts"], [2 * count for count in two["counts"]])
                if two["item_total"] is not None:
                    self.near(one["item_total"], two["item_total"])

    def test_organisations_trade_their_rows(self):
        names = sorted(self.found)
        moved = dict(zip(names, names[2:] + names[:2]))
        found, pooled = self.full([(moved[name], unit, answers) for name, unit, answers in self.rows])
        for name, expected in self.found.items():
            self.same_chance(found[moved[name]], expected)
        self.assertEqual(found, {moved[name]: {**x, "organisation": moved[name]} for name, x in self.found.items()})
        self.assertEqual(pooled, self.pooled)

    def test_all_together_score_as_one_organisation(self):
        found, _ = self.full([("one", unit, answers) for _, unit, answers in self.rows])
        self.assertEqual(found["one"]["items"], self.pooled["items"])
        for one, two in zip(found["one"]["dimensions"], self.pooled["dimensions"]):
            self.assertEqual({key: one[key] for key in two if key in one and key not in ("standing", "reasons")},
                             {key: two[key] for key in two if key in one and key not in ("standing", "reasons")})
            placed = {key: reason for key, reason in one["reasons"].items() if key in two}  # a standing is not pooled
            self.assertEqual(placed, {key: reason for key, reason in two["reasons"].items() if key in one})

    def test_differences_between_and_within_add_up(self):
        """F, ICC(1) and ICC(2) by their definitions from what the organisations show."""
        for i, x in enumerate(self.pooled["dimensions"]):
            parts = [(y["respondents"], y["mean"], y["sd"]) for y in (found["dimensions"][i] for found in self.found.values())]
            total, count = sum(n for n, _, _ in parts), len(parts)
            within = sum((n - 1) * sd ** 2 for n, _, sd in parts) / (total - count)
            between = sum(n * (mean - x["mean"]) ** 2 for n, mean, _ in parts) / (count - 1)
            k0 = (total - sum(n ** 2 for n, _, _ in parts) / total) / (count - 1)
            self.near(x["icc_f"], between / within)
            self.near(x["icc1"], (between - within) / (between + (k0 - 1) * within))
            self.near(x["icc2"], (between - within) / between)
            self.assertTrue(x["icc1_low"] <= x["icc1"] <= x["icc1_high"])
            self.assertEqual(x["reml_tau2"] == 0, x["reml_icc"] == 0)

    def test_units_score_as_organisations(self):
        keys, shown = ("respondents", "mean", "mean_low", "sd", "favourable", "missing_share"), 0
        for unit in filter(None, UNITS):
            found, _ = self.full([row for row in self.rows if row[1] == unit])
            for name in found:
                [part] = [x for x in self.found[name]["units"] if x["unit"] == unit]
                for one, two in zip(part["dimensions"], found[name]["dimensions"]):
                    if one["mean"] is not None:
                        shown += 1
                        self.assertEqual([one[key] for key in keys], [two[key] for key in keys])
        self.assertGreater(shown, 20)

    def test_counts_and_missing_add_up_to_the_respondents(self):
        for name, found in self.found.items():
            rows = [answers for organisation, _, answers in self.rows if organisation == name]
            rows = [answers for answers in rows if any(answer is not None for answer in answers)]
            self.assertEqual(found["respondents"], len(rows))
            for i, item in enumerate(found["items"]):
                missing = sum(not isinstance(answers[i], int) for answers in rows)
                self.assertEqual(sum(item["counts"]) + missing, len(rows))
                self.assertEqual(item["n"], sum(item["counts"]))

    def test_everybody_answered_leaves_no_interval(self):
        rows = draw_rows(8, ["north", "south"], missing=0, invalid=0)
        counts = {name: sum(row[0].strip().lower() == name for row in rows) for name in ("north", "south")}
        more = 7
        register = self.write("register.csv", f"organisation,headcount\nNORTH,{counts['north']}\n"
                                              f"south,{counts['south'] + more}\n")
        result = self.scores(self.survey(rows), "--precision", "full", "--organisations", register)
        for found in result["organisations"]:
            name = found["organisation"].strip().lower()
            self.near(found["response_rate"], counts[name] / (counts[name] + (more if name == "south" else 0)))
            for x in found["dimensions"]:
                width = x["mean_high"] - x["mean_low"]
                self.assertTrue(width == x["standard_error"] == 0 if name == "north" else width > 0)

    def test_ranges(self):
        for precision in ("published", "full"):
            result = self.scores(self.survey(self.rows), "--precision", precision)
            parts = [part for found in result["organisations"] for part in [found, *found["units"]]]
            shown = [x for part in parts for x in part["dimensions"] if x["mean"] is not None]
            self.assertGreater(len(shown), 40)
            for x in shown:
                self.assertTrue(0 <= x["mean_low"] <= x["mean"] <= x["mean_high"] <= 100, x)
                self.assertTrue(0 <= x["favourable"] and 0 <= x["unfavourable"] and 0 <= x["missing_share"] <= 1, x)
                self.assertLessEqual(x["favourable"] + x["unfavourable"], 100 + 1e-9)

    def test_rounded_shares_stay_within_100(self):
        """Twelve people on two items: 12.5 and 87.5 percent must not become 15 and 90."""
        shown = 0
        for favourable in range(1, 24):
            answers = [5] * favourable + [1] * (24 - favourable)
            rows = [("few", "", [3, 3, 3, 3, 3, 3, *answers[i:i + 2]]) for i in range(0, 24, 2)]
            dimensions = self.scores(self.survey(rows))["organisations"][0]["dimensions"]
            [third] = [x for x in dimensions if x["id"] == "third"]
            if third["mean"] is None:  # twelve equal pairs: what each said would show
                self.assertEqual(third["reasons"]["mean"], "suppressed")
                continue
            shown += 1
            self.assertLessEqual(third["favourable"] + third["unfavourable"], 100, third)
        self.assertGreater(shown, 20)


class Drivers(PropertyTest):
    """What goes together with a theme, on organisations from the simulator with the standard questionnaire."""

    def setUp(self):
        super().setUp()
        self.culture("simulate", "--organisations", "12", "--respondents", "30-60", "--seed", "4", "--single-file", "--quiet",
                     "-o", self.folder / "simulated")
        self.survey_file = self.folder / "simulated" / "survey.csv"
        self.text = (ROOT / "questionnaires" / "nine-factors.yaml").read_text()

    def drivers(self, survey, text=None, theme="ai_readiness"):
        path = self.write("changed.yaml", self.text if text is None else text)
        done = self.culture("score", "-q", path, "-r", "none", "-f", "json", "--quiet", "--precision", "full", "--drivers",
                            theme, survey)
        [found] = json.loads(done.out)["drivers"]
        return found

    def same(self, one, two, keys=("weight", "lmg", "correlation")):
        two = {x["factor"]: x for x in two["factors"]}
        self.assertEqual(len(one["factors"]), 9)
        for x in one["factors"]:
            for key in keys:
                self.assertTrue(math.isclose(x[key], two[x["factor"]][key], rel_tol=1e-9, abs_tol=1e-12), (x, key))

    def test_shares_add_up_and_lie_in_their_intervals(self):
        found = self.drivers(self.survey_file)
        for key in ("weight", "lmg"):
            self.assertAlmostEqual(sum(x[key] for x in found["factors"]), found["r_squared"], 12)
            for x in found["factors"]:
                self.assertTrue(0 <= x[f"{key}_low"] < x[f"{key}_high"] <= 1 and x[key] >= 0, x)
        self.assertEqual((found["organisations"], found["resamples"]), (12, 2000))

    def test_order_of_rows_changes_nothing(self):
        header, *rows = self.survey_file.read_text().splitlines()
        random.Random(1).shuffle(rows)
        shuffled = self.write("shuffled.csv", "\n".join([header, *rows]) + "\n")
        self.assertEqual(self.drivers(shuffled), self.drivers(self.survey_file))

    def test_order_of_factors_changes_nothing(self):
        """But for the intervals: another questionnaire has another seed."""
        head, rest = self.text.split("\nfactors:\n", 1)
        end = re.search(r"^(?=\S)", rest, re.M).start()
        parts = re.split(r"^(?=  - id: )", rest[:end], flags=re.M)
        self.assertEqual(len(parts), 10)
        turned = head + "\nfactors:\n" + parts[0] + "".join(reversed(parts[1:])) + rest[end:]
        self.same(self.drivers(self.survey_file), self.drivers(self.survey_file, turned))

    def test_a_shift_of_whole_organisations_changes_nothing(self):
        """Within organisations only: answers to one factor that are all a point higher in one of them, away from the ends."""
        with self.survey_file.open(newline="") as file:
            header, *rows = list(csv.reader(file))
        columns = [i for i, name in enumerate(header) if re.fullmatch(r"leadership_\d", name)]
        self.assertGreater(len(columns), 4)
        first = rows[0][header.index("organisation")]
        versions = []
        for shift in (0, 1):
            lines = [list(row) for row in rows]
            for line in lines:
                for i in columns:
                    if line[i].isdigit():
                        inner = min(4, max(2, int(line[i])))
                        moved = shift if line[header.index("organisation")] == first else 0
                        line[i] = str(inner + moved * (-1 if header[i] in self.reversed_items() else 1))
            versions.append(self.write(f"shift{shift}.csv", "\n".join(",".join(line) for line in [header, *lines]) + "\n"))
        one, two = (self.drivers(version) for version in versions)
        self.same(one, two)

    def reversed_items(self):
        items = re.split(r"^ +- (?=id: )", self.text, flags=re.M)
        return {re.match(r"id: (\w+)", item)[1] for item in items if re.search(r"^ +reverse: true", item, re.M)}


class Census(PropertyTest):
    def test_what_everybody_said_has_no_interval(self):
        """Of a whole workforce, who all answered all: every interval is its estimate, to the last bit."""
        count = 0
        for seed in range(12):
            rows = draw_rows(20 + seed, ["x", "y"], (11, 60), missing=0, invalid=0)
            people = {}
            for name, unit, _ in rows:
                for key in ((name.strip().lower(), "", ""), (name.strip().lower(), "team", unit)):
                    people[key] = people.get(key, 0) + 1
            lines = [f"{name},{column},{unit},{n}" for (name, column, unit), n in people.items() if unit or not column]
            reg = self.write("people.csv", "\n".join(["organisation,column,unit,headcount", *lines]) + "\n")
            found, _ = self.full(rows, "--organisations", reg)
            for organisation in found.values():
                groups = [(organisation["dimensions"], ("mean", "favourable")), (organisation["items"], ("favourable",))]
                groups += [(unit["dimensions"], ("mean", "favourable")) for unit in organisation["units"]]
                for group, fields in groups:
                    for x, field in itertools.product(group, fields):
                        if x[field] is not None and x.get("kind") != "tilt" and f"{field}_low" in x:
                            self.assertEqual((x[f"{field}_low"], x[f"{field}_high"]), (x[field],) * 2, (x["id"], field))
                            count += 1
        self.assertGreater(count, 500)


class Reference(PropertyTest):
    def test_standings_are_in_order(self):
        simulated = self.folder / "simulated"
        self.culture("simulate", "--organisations", "20", "--respondents", "12-60", "--seed", "9", "--single-file",
                     "--quiet", "-o", simulated)
        done = self.culture("score", "-f", "json", "--precision", "full", "--quiet", simulated / "survey.csv")
        bands = ["well_below", "below", "average", "above", "well_above"]
        count = 0
        for organisation in json.loads(done.out)["organisations"]:
            placed = [x["standing"] for x in organisation["dimensions"] if x["kind"] != "tilt"]
            for x in (x for x in placed if x["z"] is not None):
                count += 1
                self.assertTrue(0 <= x["percentile_low"] <= x["percentile"] <= x["percentile_high"] <= 100, x)
                self.assertTrue(x["z"] * x["t"] >= 0 and abs(x["t"]) <= abs(x["z"]) and x["p"] <= x["p_holm"] <= 1
                                if x["p_holm"] is not None else True, x)
                self.assertLessEqual(bands.index(x["band_low"]), bands.index(x["band_high"]))
                self.assertLessEqual(x["reference_below"] + x["reference_ties"], x["reference_organisations"])
                self.assertTrue(x["reference_p25"] <= x["reference_p50"] <= x["reference_p75"])
                self.assertEqual(x["percentile"] > 50, x["z"] > 0)
                self.assertTrue(0 <= x["percentile_wide_low"] <= x["percentile_low"] and
                                x["percentile_high"] <= x["percentile_wide_high"] <= 100, x)
                self.assertTrue(x["percentile_true_low"] <= x["percentile_true"] <= x["percentile_true_high"], x)
                self.assertTrue(x["percentile_true_wide_low"] <= x["percentile_true"] <= x["percentile_true_wide_high"], x)
                self.assertTrue(0 <= x["rank_low"] <= x["rank_percentile"] <= x["rank_high"] <= 100, x)
                if x["p_bh"] is not None:
                    self.assertTrue(x["p"] <= x["p_bh"] <= x["p_holm"], x)
                    self.assertTrue(x["own_percentile_low"] <= x["own_percentile"] <= x["own_percentile_high"], x)
                    self.assertEqual(x["own_percentile"] > 50, x["own_difference"] > 0)
            owns = [x["own_difference"] for x in placed if x["own_difference"] is not None]
            self.assertTrue(abs(sum(owns)) < 1e-9, "against the own level, factors add up to nothing")
            profile = organisation["profile"]
            if profile["unusual"] is not None:
                self.assertTrue(0 <= profile["unusual_low"] <= profile["unusual"] <= profile["unusual_high"] <= 100, profile)
        self.assertGreaterEqual(count, 20 * 9)


class Locale(PropertyTest):
    def test_a_dutch_locale_gives_the_same_bytes(self):
        made = subprocess.run(["localedef", "-i", "nl_NL", "-f", "UTF-8", str(self.folder / "nl_NL.UTF-8")],
                              capture_output=True) if shutil.which("localedef") else None
        if not made or not (self.folder / "nl_NL.UTF-8").exists():
            self.skipTest("the locale nl_NL.UTF-8 cannot be made here")
        dutch = {"LOCPATH": str(self.folder), "LC_ALL": "nl_NL.UTF-8", "LANG": "nl_NL.UTF-8"}
        survey = self.survey(draw_rows(10), values="mixed")
        for form, precision in itertools.product(FORMS, ("published", "full")):
            words = ("-f", form, "--by", "team", "--precision", precision, survey)
            self.assertEqual(self.score(*words, env=dutch).stdout, self.score(*words).stdout, form)
        tally = self.folder / "dutch.tally"
        self.culture("tally", "-q", self.questionnaire, "--by", "team", "-o", tally, survey, env=dutch)
        self.assertEqual(tally.read_bytes(), self.bytes_of(survey))


if __name__ == "__main__":
    unittest.main()
