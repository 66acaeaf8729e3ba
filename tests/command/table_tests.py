# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of culture score: what a person reads is what the JSON holds, in words."""
import csv
import json
import math
import pathlib
import re

from case import CommandTest, QUESTIONNAIRE, ROOT, survey_rows

EXAMPLES = ROOT / "questionnaires" / "examples"
REGISTER = EXAMPLES / "register.csv"


def one_line(text):
    return " ".join(text.split())


class Table(CommandTest):
    """The examples, against their JSON."""

    def examples(self, *words):
        return self.culture("score", "--quiet", "--organisations", REGISTER, *words, EXAMPLES).out

    def result(self, *words):
        return json.loads(self.examples("-f", "json", *words))["organisations"]

    @staticmethod
    def blocks(table):
        """Organisation to the lines of its block."""
        parts = table.split("\n\n")
        return {part.split("  ")[0]: part for part in parts if re.match(r"\S.*  \d+ respond", part)}

    def test_page_one_is_short_and_details_hold_it_all(self):
        page, whole = self.blocks(self.examples()), self.blocks(self.examples("--details"))
        self.assertEqual(page.keys(), whole.keys())
        careless = {x["organisation"] for x in self.result() if x["quality"]["flagged"]}
        self.assertTrue(0 < len(careless) < len(page))
        for name, block in page.items():
            self.assertLessEqual(len(block.splitlines()), 18, name)
            self.assertEqual([line for line in block.splitlines() if line not in whole[name]], [])
            for title in ("Learning landscape", "Ambition against practice", "Theme", "Further figures", "Profile"):
                self.assertNotIn(title, block)
                self.assertIn(title, whole[name])
            self.assertNotIn("careless", block)
            self.assertEqual("careless" in whole[name], name in careless)
        self.assertIn("More with --details", self.examples())
        self.assertNotIn("More with --details", self.examples("--details"))

    def test_details_are_for_the_table(self):
        for form in ("json", "csv"):
            self.assertIn("--details", self.culture("score", "--details", "-f", form, "x.csv", expect=2).err)

    def test_the_probability_comes_first_and_nothing_is_wider_than_the_page(self):
        for words in ((), ("--language", "nl"), ("--details",)):
            blocks = self.blocks(self.examples(*words))
            self.assertEqual(len(blocks), 5)
            for block in blocks.values():
                self.assertRegex(block.splitlines()[1], r"^[^:]+: \w+ \([<>]?\d+ %\)\. \w+: ")
                self.assertLessEqual(max(map(len, block.splitlines())), 110)

    def test_higher_than_counts_and_both_errors(self):
        found = 0
        blocks = self.blocks(self.examples("--details"))
        for organisation in self.result():
            for dimension in organisation["dimensions"]:
                standing = dimension["standing"]
                if not standing or standing["percentile"] is None or dimension["kind"] not in ("factor", "theme"):
                    continue
                of, below = standing["reference_organisations"], standing["reference_below"]
                low = min(below, math.floor(of * standing["percentile_wide_low"] / 100))
                high = max(below, math.ceil(of * standing["percentile_wide_high"] / 100))
                mean = f"{dimension['mean']:.1f}"
                self.assertRegex(blocks[organisation["organisation"]],
                                 rf"(?m)^  \S.* {mean} \(.*\) .* {below} of {of} \( ?{low} - ?{high}\)")
                found += 1
        self.assertEqual(found, 5 * 11)

    def test_what_is_short_of_the_criterion(self):
        blocks = self.blocks(self.examples())
        for organisation in self.result():
            missing = organisation["verdict"]["missing"] if organisation["respondents"] else []
            names = {x["id"]: f"{x['mean']:.1f}" for x in organisation["dimensions"] if x["mean"] is not None}
            for entry in missing:
                self.assertRegex(blocks[organisation["organisation"]],
                                 rf"(?m)^  \S.* {names[entry['factor']]} \([^)]*\) +{max(0.1, entry['points']):.1f} +\d+ of 65")

    def test_exceptional_is_said_of_what_differs(self):
        blocks = self.blocks(self.examples())
        for organisation in self.result():
            for factor in organisation["dimensions"][:9]:
                if factor["mean"] is not None:
                    word = {"higher": r"\^ high", "lower": "v low", "no": "no"}[factor["standing"]["differs"]]
                    self.assertRegex(blocks[organisation["organisation"]], rf"(?m) {factor['mean']:.1f} \(.* {word}$")

    def test_an_exceptional_factor(self):
        header = (EXAMPLES / "zorggroep-delta.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        rows = [["1" if i % 4 or not j % 7 else "2" for j in range(len(header))] for i in range(40)]
        low = self.write("low.csv", "\n".join(",".join(row) for row in [header] + rows) + "\n")
        self.assertRegex(self.culture("score", low).out, r"of 65 \(.*\) +v low\n")

    def test_verdict_words_are_explained_by_the_criterion(self):
        english, dutch = one_line(self.examples()), one_line(self.examples("--language", "nl"))
        self.assertIn("practised: at least 7 factors score 62.5 or more, and none below 50 (the floor) partly: at least 5 "
                      "factors score 62.5 or more ambition only: on at least 5 factors ambition reaches 62.5 while", english)
        self.assertIn("in praktijk gebracht: minstens 7 factoren scoren 62,5 of meer, en geen onder 50 (de ondergrens)", dutch)
        self.write("pair.yaml", QUESTIONNAIRE.replace("{score: 62.5}", "{score: 70, factors: 1, floor: 40}"))
        own = one_line(self.score(self.write_survey("s.csv", survey_rows())).out)
        self.assertIn("practised: at least 1 factors score 70 or more, and none below 40 (the floor)", own)
        self.assertNotIn("ambition reaches", own)

    def test_what_may_not_be_told_of_the_careless_is_not_called_no_change(self):
        """One who gave up after a minute's haste is scored on some factors only: on the others nothing changes."""
        with open(EXAMPLES / "zorggroep-delta.csv", encoding="utf-8", newline="") as file:
            header, first, *rows = csv.reader(file)
        rows = [[*header, "interviewtime"], [*first[:20], *[""] * (len(header) - 20), "9"], *([*row, ""] for row in rows)]
        path = self.write("zorggroep-delta.csv", "\n".join(map(",".join, rows)))
        table = {}
        for form, *words in (("json",), ("table", "--details"), ("table", "--details", "--language", "nl")):
            table[words[-1] if words else form] = one_line(self.culture("score", "--quiet", "-f", form, *words, path).out)
        factors = json.loads(table["json"])["organisations"][0]["dimensions"][:9]
        changes = [abs(x["mean"] - x["mean_unflagged"]) for x in factors if x["mean_unflagged"] is not None]
        self.assertTrue(0 < len(changes) < 9)
        most = f"{math.ceil(10 * max(changes) - 1e-9) / 10:.1f}"
        self.assertIn(f"on {len(changes)} of 9 factors change by at most {most} points (on the others that would tell too",
                      table["--details"])
        self.assertIn(f"op {len(changes)} van de 9 factoren hoogstens {most.replace('.', ',')} punten (op de andere", table["nl"])
        self.assertNotIn("the factors' scores change", table["--details"])

    def test_the_target_is_named(self):
        for target, (english, dutch) in {"workforce": ("Target: the people who work there now", "Doel: de mensen die er nu"),
                                         "process": ("Target: the way of working", "Doel: de manier van werken")}.items():
            self.assertIn(english, one_line(self.examples("--target", target)))
            self.assertIn(dutch, one_line(self.examples("--target", target, "--language", "nl")))
            rows = list(csv.DictReader(self.examples("-f", "csv", "--target", target, "--by", "department").splitlines()))
            self.assertEqual(list(rows[0])[-2:], ["target", "target_reason"])
            self.assertEqual({(row["target"], row["target_reason"]) for row in rows if not row["unit"]}, {(target, "")})
            self.assertTrue(any(row["unit"] for row in rows))

    def test_without_a_headcount_the_target_is_another_and_all_outputs_say_why(self):
        part = self.write("part.csv", "".join(REGISTER.read_text().splitlines(keepends=True)[:4]))
        for register, some, words in (((), 5, {"en": "(process), not the people who work there now (workforce), because without a",
                                               "nl": "(process), niet de mensen die er nu werken (workforce), want zonder"}),
                                      (("--organisations", part), 2, {"en": "Not for 2 of 5 organisations: without a headcount",
                                                                      "nl": "Niet voor 2 van de 5 organisaties: zonder aantal"})):
            def output(form, *more, register=register):
                return self.culture("score", "--quiet", *register, "-f", form, *more, EXAMPLES).out
            for language, said in words.items():
                self.assertIn(said, one_line(output("table", "--language", language)))
            rows = [row for row in csv.DictReader(output("csv").splitlines()) if row["mean"]]
            found = {row["organisation"] for row in rows if (row["target"], row["target_reason"]) == ("process", "no_headcount")}
            self.assertEqual(len(found), some)
            organisations = [x for x in json.loads(output("json"))["organisations"] if not x["reason"]]
            self.assertEqual({x["organisation"] for x in organisations if x["target_reason"] == "no_headcount"}, found)
            self.assertEqual({x["target"] for x in organisations if x["organisation"] in found}, {"process"})
            asked = json.loads(output("json", "--target", "process"))["organisations"]
            self.assertEqual({(x["target"], x["target_reason"]) for x in asked}, {("process", None)})

    def test_units_have_a_target_of_their_own(self):
        register = self.write("units.csv", "organisation,headcount,column,unit\nScholengroep Oost,128,,\n"
                                           "Scholengroep Oost,60,department,Onderwijs\n")
        common = ("score", "--quiet", "--organisations", register, "--by", "department", EXAMPLES / "onderwijs.csv", "-f")
        rows = list(csv.DictReader(self.culture(*common, "csv").out.splitlines()))
        units = {(x["organisation"], u["unit"]): u for x in json.loads(self.culture(*common, "json").out)["organisations"]
                 for u in x["units"]}
        self.assertEqual({u["target"] for u in units.values()}, {"workforce", "process"})
        for row in (row for row in rows if row["unit"]):
            unit = units[row["organisation"], row["unit"]]
            self.assertEqual((row["target"], row["target_reason"]), (unit["target"], unit["target_reason"] or ""))
            self.assertEqual(unit["target"] == "workforce", bool(unit["headcount"]))

    def test_what_the_norm_is_worth(self):
        norm = json.loads(self.examples("-f", "json"))["reference"]
        table = one_line(self.examples("--details"))
        self.assertIn(f"Norm: fieldwork {norm['year']}; {norm['mean_respondents']:.0f} respondents per organisation on average; "
                      f"{100 * norm['mean_response_rate']:.0f} % response on average; skewed dimensions: "
                      f"{norm['skewed_dimensions']}; {100 * norm['at_least_one_low']:.0f} % of ordinary organisations", table)
        self.assertNotIn("Norm: fieldwork", self.examples())
        self.assertIn("Norm: veldwerk", self.examples("--details", "--language", "nl"))

    def test_a_summary_is_no_count_of_organisations(self):
        print_ = json.loads(self.examples("-f", "json"))["questionnaire"]["fingerprint"]
        lines = ["reference: published", "version: 1.0.0", "kind: summary", "questionnaire: nine-factors", "year: 2020", "n: 40",
                 "source: a paper", f"fingerprint: {print_}", "dimensions:"]
        lines += [f"  {x['id']}: {{mean: 55, sd: 6}}" for x in self.result()[0]["dimensions"][:9]]
        path = self.write("summary.yaml", "\n".join(lines) + "\n")
        norm = json.loads(self.examples("-f", "json", "-r", path))["reference"]
        self.assertIsNone(norm["skewed_dimensions"])
        table = one_line(self.examples("--details", "-r", path))
        self.assertIn("Higher than: the share of organisations that score lower, estimated", table)
        self.assertNotIn("how many organisations", table)
        self.assertIn("Norm: fieldwork 2020.", table)
        self.assertIn("Hoger dan: het deel van de organisaties", one_line(self.examples("--language", "nl", "-r", path)))

    def test_too_few_hidden_and_not_asked_differ(self):
        alike = [["all", "team 0"] + ["3"] * 5 for _ in range(30)]
        few = [row[:2] + (row[2:5] if i < 3 else [""] * 3) + [str(4 + i % 2), str(4 + i % 3 % 2)] for i, row in enumerate(survey_rows(["all"], 30))]
        for rows, factor, verdict in ((alike, "hidden to protect those who answered", "hidden"),
                                      (few, "too few answers", "too few answers")):
            table = self.score(self.write_survey("s.csv", rows)).out
            self.assertRegex(table, rf"(?m)^  First +- {factor}$")
            self.assertIn(f"Observed: {verdict};", table)
        asked = self.write("part.csv", "a1,a2,a3\n" + "".join(f"{4 + i % 2},{1 + i // 2 % 2},5\n" for i in range(30)))
        table = self.score(asked).out
        self.assertRegex(table, r"(?m)^  Second +- not asked$")
        self.assertIn("Observed: not asked;", table)
        dutch = self.score("--language", "nl", self.write_survey("s.csv", alike)).out
        self.assertRegex(dutch, r"(?m)^  First +- verborgen om wie antwoordde te beschermen$")
        self.assertIn("Waargenomen: verborgen;", dutch)

    def test_non_response_in_words(self):
        english, dutch = self.blocks(self.examples()), self.blocks(self.examples("--language", "nl"))
        told = one_line(dutch["Hogeschool Rijnstad"])
        self.assertRegex(told, r'57 \(op een factor tot 60\) van de 93 antwoordden niet\. Scoren zij op elke factor 0,\d punten hoger dan wie wel antwoordde, '
                               r'dan wordt het oordeel over allen "niet in praktijk gebracht" \(de praktijk haalt dan op meer factoren')
        self.assertRegex(one_line(english["techniek-noord"]),
                         r'96 \(on a factor up to \d+\) of 203 did not answer\. If they score, .* points lower than those who did, the verdict on all becomes '
                         r'"ambition only"; \d\.\d points higher: "practised"\.')

    def test_bands_are_shown_with_the_sentence_about_them_or_not_at_all(self):
        page, whole = self.examples("--language", "nl"), self.examples("--language", "nl", "--details")
        self.assertNotIn("van band", page)
        for text in ("verandert als eerste van band: Leiderschap", "Band: met grenzen op 0,5 en 1,5", "ver boven gemiddeld"):
            self.assertIn(text, one_line(whole))
        bands = {"below": "below average", "average": "average", "above": "above average", "well_above": "well above average"}
        blocks = self.blocks(self.examples("--details"))
        for organisation in self.result():
            for x in organisation["dimensions"][:9] if organisation["respondents"] else []:
                low, high = (bands[x["standing"][end]] for end in ("band_low", "band_high"))
                said = low if low == high else f"{low} - {high}"
                self.assertRegex(blocks[organisation["organisation"]],
                                 rf"(?m)^  \S.* {round(100 * x['favourable'] if x['favourable'] <= 1 else x['favourable'])} % .* {said}$")

    def test_rounded_gaps_have_no_decimals(self):
        block = self.blocks(self.examples("--details"))["gemeente-waterland"]
        organisation = next(x for x in self.result() if x["organisation"] == "gemeente-waterland")
        gap = organisation["gaps"][0]
        self.assertEqual((gap["gap_low"] % 1, gap["gap_high"] % 1), (0, 0))
        self.assertRegex(block, rf"The way of learning .* {gap['gap']:.1f} \( +{gap['gap_low']:.0f} - +{gap['gap_high']:.0f}\)\n")


class RegisterOfBothWaves(CommandTest):
    def test_it_may_be_a_pipe(self):
        waves = [self.write_survey(f"{year}.csv", survey_rows(["all"], 30, seed=year)) for year in (2025, 2026)]
        done = self.culture("compare", "-q", self.questionnaire, "-f", "json", "--organisations", "/dev/stdin", *waves,
                            input=b"organisation,headcount\nall,40\n")
        self.assertEqual(json.loads(done.out)["organisations"][0]["after"]["headcount"], 40)
        rows = self.culture("compare", "-q", self.questionnaire, "-f", "csv", "--organisations-after", "/dev/stdin", *waves,
                            input=b"organisation,headcount\nall,40\n").out.splitlines()
        self.assertEqual([row.rsplit(",", 4)[1:] for row in rows],
                         [["target_before", "target_after", "target_reason_before", "target_reason_after"]] +
                         [["process", "workforce", "no_headcount", ""]] * 2)

    def test_questionnaire_and_mapping_may_be_pipes_too(self):
        waves = [self.write_survey(f"{year}.csv", survey_rows(["all"], 30, seed=year)) for year in (2025, 2026)]
        mapping = self.write("mapping.yaml", "mapping: m\ncolumns: {organisation: organisation}\n")
        plain = self.culture("compare", "-q", self.questionnaire, "-f", "json", "--mapping", mapping, *waves).out
        for piped, words in ((self.questionnaire, ("-q", "/dev/stdin", "--mapping", mapping)),
                             (mapping, ("-q", self.questionnaire, "--mapping", "/dev/stdin"))):
            pipe = self.culture("compare", *words, "-f", "json", *waves, input=pathlib.Path(piped).read_bytes()).out
            self.assertEqual(pipe, plain)

    def test_the_table_names_the_target_of_each_wave(self):
        waves = [self.write_survey(f"{year}.csv", survey_rows(["all"], 30, seed=year)) for year in (2025, 2026)]
        register = self.write("register.csv", "organisation,headcount\nall,40\n")
        now, way = "Target: the people who work there now (workforce).", "Target: the way of working (process)"
        for words, said, not_said in ((("--organisations", register), now, way), ((), way + ", not the people", now),
                                      (("--target", "process", "--organisations", register), way + ". Intervals", now),
                                      (("--organisations-after", register), f"Before: {way}, not the people", None),
                                      (("--organisations-after", register), f"After: {now}", None)):
            table = one_line(self.culture("compare", "-q", self.questionnaire, *words, *waves).out)
            self.assertEqual(table.count("Target:"), 1 if not_said else 2)
            self.assertIn(said, table)
            if not_said:
                self.assertNotIn(not_said, table)
        dutch = one_line(self.culture("compare", "-q", self.questionnaire, "--language", "nl", *waves).out)
        self.assertIn("Doel: de manier van werken (process), niet de mensen die er nu werken (workforce), want zonder aantal", dutch)


class Census(CommandTest):
    def table(self, headcounts, *words, respondents=30):
        register = self.write("register.csv", "organisation,headcount,column,unit\n" + headcounts)
        survey = self.write_survey("survey.csv", survey_rows(["all"], respondents, seed=5))
        return self.score("--organisations", register, *words, survey).out

    def test_everybody_answered(self):
        table = self.table("all,30,,\n")
        self.assertIn("Everybody answered. The scores are those of all, without sampling error: there is no interval.",
                      one_line(table))
        self.assertRegex(table, r"(?m)^  First +\d+\.\d( +\d+\.\d)?$")
        process = self.table("all,30,,\n", "--target", "process")
        self.assertIn("Everybody answered.\n", process)
        self.assertRegex(process, r"(?m)^  First +\d+\.\d \(")

    def test_a_rounded_score_of_all_has_no_interval(self):
        table = self.table("all,12,,\n", "--minimum", "5", respondents=12)
        self.assertRegex(table, r"(?m)^  First +\d+\.\d( +\d+\.\d)?$")
        self.assertRegex(table, r"(?m)^  Second +\d+\.\d( +\d+\.\d)?$")

    def test_the_interval_of_all_is_the_score_as_it_is_given(self):
        """Rounded or not, in JSON and CSV as in the table."""
        for respondents, more in ((12, ("--minimum", "5")), (12, ("--precision", "full")), (30, ())):
            common = (f"all,{respondents},,\n", *more)
            for x in json.loads(self.table(*common, "-f", "json", respondents=respondents))["organisations"][0]["dimensions"]:
                for name in ("mean", "favourable", "mean_unflagged"):
                    self.assertEqual({x[name + "_low"], x[name + "_high"]}, {x[name]}, (respondents, more))
                self.assertEqual((x["standard_error"], x["sd"] is None), (0, respondents < 20 and "full" not in more))
                self.assertEqual(x["mean"] == round(x["mean"], 1), respondents < 20 and "full" not in more)
            for row in csv.DictReader(self.table(*common, "-f", "csv", respondents=respondents).splitlines()):
                self.assertEqual({row["mean_low"], row["mean_high"]}, {row["mean"]})
            one_more = self.table(f"all,{respondents + 1},,\n", *more, "-f", "json", respondents=respondents)
            for x in json.loads(one_more)["organisations"][0]["dimensions"]:
                self.assertTrue(x["mean_low"] < x["mean"] < x["mean_high"])

    def test_the_change_of_all_is_the_difference_as_it_is_given(self):
        waves = [self.write_survey(f"{n}.csv", survey_rows(["all"], n, seed=n)) for n in (12, 13)]
        registers = [self.write(f"{n}-register.csv", f"organisation,headcount\nall,{n}\n") for n in (12, 13)]
        found = self.culture("compare", "-q", self.questionnaire, "-f", "json", "--organisations-before", registers[0],
                             "--organisations-after", registers[1], *waves).out
        for x in json.loads(found)["organisations"][0]["dimensions"]:
            self.assertEqual({x["difference_low"], x["difference_high"]}, {x["difference"]})
            self.assertEqual(x["difference"], round(x["difference"], 1))
            self.assertEqual((x["standard_error"], x["reasons"]["t"], x["reasons"]["p"]), (0, "census", "census"))

    def test_no_headcount(self):
        self.assertIn("Headcount not known", self.table("other,9,,\n"))

    def test_one_absent_in_dutch(self):
        self.assertIn("1 van de 31 antwoordde niet.", self.table("all,31,,\n", "--language", "nl"))

    def test_weighted_means(self):
        headcounts = "all,400,,\nall,300,team,team 0\nall,100,team,team 1\n"
        words = ("--by", "team", "--minimum", "5")
        table, whole = self.table(headcounts, *words), self.table(headcounts, *words, "--details")
        survey = self.folder / "survey.csv"
        dimensions = self.organisations("--organisations", self.folder / "register.csv", *words, survey)[0]["dimensions"]
        most = max(abs(x["mean_weighted"] - x["mean"]) for x in dimensions)
        self.assertIn(f"no factor's score changes by more than {math.ceil(10 * most) / 10:.1f} points.", one_line(table))
        self.assertNotIn("Weighted score", table)
        for x in dimensions:
            self.assertRegex(whole, rf"(?m)^  \w+ +\d+ % +{x['mean_weighted']:.1f} \( *{x['mean_weighted_low']:g} - ")
