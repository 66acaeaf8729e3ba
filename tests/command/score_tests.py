# SPDX-License-Identifier: GPL-3.0-or-later
"""culture score: results, forms and what is said about files that are not as they should be."""
import csv
import io
import json
import math
import re
import shutil
import statistics
import subprocess

from case import CommandTest, QUESTIONNAIRE, ROOT, survey_rows


EXAMPLES = ROOT / "questionnaires" / "examples"


class Score(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = survey_rows()
        self.survey = self.write_survey("survey.csv", self.rows)

    def test_well(self):
        done = self.score(self.survey)
        self.assertEqual(done.err, "")
        for name in ("north", "south", "east", "First", "Second"):
            self.assertIn(name, done.out)

    def test_json(self):
        result = json.loads(self.score("-f", "json", self.survey).out)
        self.assertEqual(result["schema"], "culture-assessment/1")
        self.assertIsNone(result["reference"])
        self.assertEqual([x["respondents"] for x in result["organisations"]], [24, 24, 24])

    def test_means_are_right(self):
        for organisation in self.organisations(self.survey):
            rows = [row for row in self.rows if row[0] == organisation["organisation"]]
            scores = [25 * (int(row[5]) + int(row[6]) - 2) / 2 for row in rows]
            found = {x["id"]: x for x in organisation["dimensions"]}["second"]
            self.assertAlmostEqual(found["mean"], sum(scores) / len(scores), 9)

    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.score("-f", "csv", self.survey).out)))
        self.assertEqual({row["organisation"] for row in rows}, {"north", "south", "east"})
        self.assertGreaterEqual(len(rows), 6)

    def test_no_colour_in_a_pipe(self):
        self.assertNotIn("\033", self.score(self.survey).out)

    def test_colour_always(self):
        self.assertIn("\033[", self.score("--colour", "always", self.survey).out)
        self.assertIn("\033[", self.score("--colour", "always", self.survey, env={"NO_COLOR": "1"}).out)

    def test_colour_is_all_that_colour_changes(self):
        coloured = self.score("--colour", "always", self.survey).out
        self.assertEqual(re.sub(r"\033\[[0-9;]*m", "", coloured), self.score(self.survey).out)

    def test_folder(self):
        self.write_survey("batch/one.csv", self.rows[:30])
        self.write_survey("batch/below/two.csv", self.rows[30:])
        self.write("batch/.hidden.csv", "nothing")
        self.assertEqual(self.organisations(self.folder / "batch"), self.organisations(self.survey))

    def test_one_bad_file(self):
        bad = self.write("bad.csv", "x,y\n1,2\n")
        done = self.score("-f", "json", self.survey, bad, expect=1)
        self.assertIn("bad.csv", done.err)
        self.assertIn("failed: ", done.err)
        self.assertEqual([x["status"] for x in json.loads(done.out)["files"]], ["ok", "failed"])

    def test_nothing_scored(self):
        bad = self.write("bad.csv", "x,y\n1,2\n")
        for name in (bad, self.folder / "absent.csv", self.write("empty.csv", "")):
            done = self.score("-f", "json", name, expect=3)
            self.assertEqual(done.out, "")
            self.assertIn(name.name, done.err)

    def test_rejected_rows_are_told(self):
        self.write_survey("survey.csv", self.rows + [["", "x", "1", "2", "3", "4", "5"]])
        done = self.score(self.survey)
        self.assertIn("1 of 73 rows left out", done.err)
        self.assertEqual(self.score("--quiet", self.survey).err, "")

    def test_invalid_answers(self):
        self.write_survey("survey.csv", [self.rows[0][:2] + ["77", "1", "1", "1", "1"]] + self.rows[1:])
        self.assertIn("survey.csv:2:14: ", self.score("--organisation-column", "organisation", self.survey).err)
        self.score("--invalid", "fail", self.survey, expect=3)
        counts = [x["respondents"] for x in self.organisations("--invalid", "reject_row", self.survey)]
        self.assertEqual(sorted(counts), [23, 24, 24])

    def test_organisation_of_files_without_column(self):
        text = "a1,a2,a3,b1,b2\n" + "1,2,3,4,5\n" * 12
        survey = self.write("stem.csv", text)
        self.assertEqual([x["organisation"] for x in self.organisations(survey)], ["stem"])
        self.assertEqual([x["organisation"] for x in self.organisations("--organisation", "Acme", survey)], ["Acme"])

    def test_standard_input_and_output_have_no_sign(self):
        for words in (("-",), ("-o", "-", self.survey)):
            self.assertIn("standard", self.score(*words, expect=2).err)

    def test_multiverse_has_no_place_in_csv(self):
        self.assertIn("CSV", self.score("--multiverse", "-f", "csv", self.survey, expect=2).err)

    def test_a_criterion_of_ones_own(self):
        table = self.score(self.survey).out
        self.assertIn("The criterion is the questionnaire's own.", table)
        self.assertNotIn("4 of 65", table)

    def test_units(self):
        units = self.organisations("--by", "team", "--minimum", "5", self.survey)[0]["units"]
        self.assertEqual({x["column"] for x in units}, {"team"})
        words = ("--by", "team", "--minimum", "5", self.survey)
        rows = [x for x in csv.DictReader(io.StringIO(self.score("-f", "csv", *words).out)) if x["unit"]]
        self.assertEqual([(x["organisation"], x["column"], x["unit"]) for x in rows[::2]],
                         [(o, "team", f"team {t}") for o in ("east", "north", "south") for t in (0, 1)])
        self.assertEqual(float(rows[0]["mean"]), self.organisations(*words)[0]["units"][0]["dimensions"][0]["mean"])
        table = self.score(*words).out
        self.assertEqual(table.count("By team: "), 3)
        self.assertRegex(table, rf"team 0 +{units[0]['respondents']} +{units[0]['dimensions'][0]['mean']:.1f} ")

    def test_a_file_that_is_named_twice_is_read_once(self):
        (self.folder / "other name.csv").symlink_to(self.survey)
        once = self.score("-f", "json", self.survey).out
        self.assertEqual(self.score("-f", "json", self.survey, self.folder / "other name.csv", self.survey).out, once)

    def test_overview_of_more_than_one_organisation(self):
        table = self.score(self.survey).out
        for name in ("north", "south", "east"):
            self.assertRegex(table, rf"(?m)^{name} +24   \w+ \(.* %\) +\w.* \d/2$")
        one = self.write_survey("one.csv", survey_rows(["alone"]))
        self.assertNotIn("Factors at the criterion", self.score(one).out)

    def test_register(self):
        register = self.write("register.csv", "organisation,headcount\nNorth,48\nsouth,20\n")
        done = self.score("-f", "json", "--organisations", register, self.survey, expect=1)
        found = {x["organisation"]: x for x in json.loads(done.out)["organisations"]}
        self.assertEqual((found["north"]["headcount"], found["north"]["response_rate"]), (48, 0.5))
        self.assertIn("organisation south: refused", done.err)
        self.assertIn("organisation east is not in the register", done.err)

    def test_bad_register(self):
        register = self.write("register.csv", "organisation,headcount\nnorth,many\n")
        done = self.score("--organisations", register, self.survey, expect=3)
        self.assertRegex(done.err, r"culture: .*register\.csv:2:7: ")

    def test_bad_questionnaire(self):
        self.write("pair.yaml", QUESTIONNAIRE.replace("scale: agreement", "scale: agrement", 1))
        self.assertRegex(self.score(self.survey, expect=3).err, r"culture: .*pair\.yaml:11:\d+: ")

    def test_hidden_below_the_minimum(self):
        few = self.write_survey("few.csv", survey_rows(["tiny"], 9))
        self.assertEqual({x["mean"] for x in self.organisations(few, expect=3)[0]["dimensions"]}, {None})
        self.assertNotIn(None, {x["mean"] for x in self.organisations("--minimum", "9", few)[0]["dimensions"]})

    def test_precision(self):
        few = self.write_survey("few.csv", survey_rows(["tiny"], 13))
        published = self.organisations(few)[0]["dimensions"][0]
        full = self.organisations("--precision", "full", few)[0]["dimensions"][0]
        self.assertEqual(published["mean"], round(full["mean"], 1))
        self.assertEqual((published["mean_low"], published["mean_high"]),
                         (math.floor(full["mean_low"]), math.ceil(full["mean_high"])))
        self.assertEqual(published["alpha"], round(full["alpha"], 2))
        self.assertIsNone(published["sd"])
        self.assertIsNotNone(full["sd"])

    def test_language(self):
        self.assertNotEqual(self.score("--language", "nl", self.survey).out, self.score(self.survey).out)

    def dutch_locale(self):
        """The environment of a Dutch user; the locale is made in the test's folder, where it can be."""
        made = subprocess.run(["localedef", "-i", "nl_NL", "-f", "UTF-8", str(self.folder / "nl_NL.UTF-8")],
                              capture_output=True) if shutil.which("localedef") else None
        if not made or not (self.folder / "nl_NL.UTF-8").exists():
            self.skipTest("the locale nl_NL.UTF-8 cannot be made here")
        return {"LOCPATH": str(self.folder), "LC_ALL": "nl_NL.UTF-8", "LANG": "nl_NL.UTF-8"}

    def test_a_dutch_locale_gives_the_same_bytes(self):
        locale = self.dutch_locale()
        for form in ("table", "json", "csv"):
            english = self.score("-f", form, self.survey).stdout
            self.assertEqual(self.score("-f", form, self.survey, env=locale).stdout, english, form)

    def test_threads_change_nothing(self):
        files = [self.write_survey(f"part{i}.csv", self.rows[i::4]) for i in range(4)]
        self.assertEqual(self.score("-f", "json", "--threads", "1", *files).out,
                         self.score("-f", "json", "--threads", "4", *files).out)


class Instrument(CommandTest):
    """What the standard questionnaire asks beyond the nine factors, on the examples."""

    def examples(self, *words):
        return self.culture("score", "--quiet", *words, ROOT / "questionnaires" / "examples")

    def organisation(self, name, *words):
        result = json.loads(self.examples("-f", "json", *words).out)
        return next(x for x in result["organisations"] if x["organisation"] == name)

    def test_gaps_by_role(self):
        gaps = self.organisation("zorggroep-delta", "--role", "Role")["gaps"]
        self.assertEqual([gap["role"] for gap in gaps], [r for r in (None, "HR", "manager", "professional") for _ in range(9)])
        of_all, of_hr = (statistics.mean(gap["gap"] for gap in gaps if gap["role"] == role) for role in (None, "HR"))
        self.assertGreater(of_hr, of_all + 3)
        self.assertEqual(len(self.organisation("zorggroep-delta")["gaps"]), 9)
        table = self.examples("--role", "role").out
        for role in ("HR", "manager", "professional"):
            self.assertRegex(table, rf"role: {role} +Practice +Ambition +Gap\n +The way of learning +[0-9.]+ +[0-9.]+ +-?[0-9.]+ \(")

    def test_ambition_that_was_not_asked_leaves_the_verdict_standing(self):
        lines = (ROOT / "questionnaires" / "examples" / "zorggroep-delta.csv").read_text(encoding="utf-8").splitlines()
        kept = [i for i, name in enumerate(lines[0].split(",")) if not name.endswith("_6")]
        (self.folder / "practice.csv").write_text(
            "\n".join(",".join(line.split(",")[i] for i in kept) for line in lines) + "\n", encoding="utf-8")
        organisation = json.loads(self.culture("score", "-f", "json", self.folder / "practice.csv").out)["organisations"][0]
        ambition = next(x for x in organisation["dimensions"] if x["id"] == "learning.ambition")
        self.assertEqual(ambition["reasons"]["mean"], "not_asked")
        self.assertEqual(organisation["verdict"]["verdict"], "not_practised")

    def test_landscape_and_themes(self):
        organisation = self.organisation("techniek-noord")
        for axis in organisation["landscape"]:
            self.assertTrue(axis["tilt_low"] < axis["tilt"] < axis["tilt_high"])
            self.assertTrue(0 < axis["share_wanting"] < 1)
        kinds = {x["id"]: x["kind"] for x in organisation["dimensions"]}
        self.assertEqual([name for name, kind in kinds.items() if kind == "theme"], ["ai_readiness", "results"])
        self.assertEqual([name for name, kind in kinds.items() if kind == "tilt"], ["professionalisation.tilt", "participation.tilt"])

    def test_drivers(self):
        table = self.examples("--drivers", "ai_readiness").out
        self.assertRegex(table, r"Goes together with Ready for AI: respondents within their own organisation; 5 organisations, \d+ resp")
        self.assertIn("An association, not a cause: the same people answered both", " ".join(table.split()))
        self.assertIn("No intervals: they need 10 organisations or more.", table)
        self.assertNotIn("Goes together", self.examples().out)
        dutch = " ".join(self.examples("--drivers", "results:organisation", "--language", "nl").out.split())
        self.assertIn("niet te zeggen: te weinig antwoorden, of minder dan 20 organisaties", dutch)

    def test_drivers_that_cannot_be(self):
        for text, message in (("ai_readines", "no theme or factor 'ai_readines' (did you mean 'ai_readiness'?)"),
                              ("learning.ambition", "no theme or factor"), ("learning:team", "is not like THEME"),
                              ("learning:", "is not like THEME, THEME:person or THEME:organisation")):
            done = self.culture("score", "--drivers", text, "absent.csv", expect=2)
            self.assertIn(message, done.err)

    def test_drivers_have_no_place_in_csv(self):
        self.assertIn("--drivers", self.culture("score", EXAMPLES, "--drivers", "results", "-f", "csv", expect=2).err)

    def test_multiverse(self):
        organisation = self.organisation("Scholengroep Oost", "--multiverse")
        worlds = organisation["multiverse"]
        self.assertEqual(len(worlds), 3 * 7 * 5 * 5)
        own = next(x for x in worlds if (x["missing_rule"], x["score"], x["factors"], x["floor"]) == ("half", 62.5, 7, 50))
        self.assertEqual(own["verdict"], organisation["verdict"]["verdict"])
        means = [x["mean"] for x in organisation["dimensions"][:9]]
        for world in worlds:
            if world["missing_rule"] == "half":
                practised = sum(x >= world["score"] for x in means) >= world["factors"] and min(means) >= world["floor"]
                self.assertEqual(world["verdict"] == "practised", practised, world)
        self.assertIsNone(self.organisation("techniek-noord")["multiverse"])
        table = self.examples("--multiverse").out
        self.assertIn("Other thresholds (525): P practised ", table)
        given = re.search(r"Scholengroep Oost  80 r.*?half of a factor's.*?score from    62.5 .*?\*(.)", table, re.DOTALL).group(1)
        self.assertEqual(given, {"practised": "P", "partly": "p", "ambition_only": "a", "not_practised": "-"}[own["verdict"]])

    def test_target_names_what_intervals_are_about(self):
        register = ROOT / "questionnaires" / "examples" / "register.csv"
        now = self.organisation("zorggroep-delta", "--organisations", register)
        process = self.organisation("zorggroep-delta", "--organisations", register, "--target", "process")
        unknown = self.organisation("zorggroep-delta")
        self.assertEqual([x["target"] for x in (now, process, unknown)], ["workforce", "process", "process"])
        left = math.sqrt(1 - now["respondents"] / now["headcount"])
        for one, other, free in zip(now["dimensions"], process["dimensions"], unknown["dimensions"]):
            if one["respondents"] == now["respondents"] and one["standard_error"]:
                self.assertAlmostEqual(one["standard_error"], left * other["standard_error"], 12)
            self.assertEqual(other["mean_low"], free["mean_low"])
            self.assertLessEqual(one["favourable_high"] or 0, other["favourable_high"] or 0)

    def test_facts_beside_published_figures(self):
        register = ROOT / "questionnaires" / "examples" / "register.csv"
        facts = self.organisation("zorggroep-delta", "--organisations", register)["facts"]
        self.assertEqual((facts["formal_share"], facts["used_share"]), (0.91, 131000 / 262500))
        missing = self.organisation("Hogeschool Rijnstad", "--organisations", register)["facts"]
        self.assertEqual((missing["used_share"], missing["reasons"]["used_share"]), (None, "not_asked"))
        self.assertRegex(self.examples("--details", "--organisations", register).out, r"published 55 % \(AWVN, 2024\)")

    def test_the_probability_states_its_error(self):
        verdict = self.organisation("techniek-noord")["verdict"]
        self.assertEqual(verdict["probability_method"], "covariance")
        self.assertTrue(0 < verdict["probability_error"] < 0.01)
        self.assertTrue(verdict["probability_low"] < verdict["probability"] < verdict["probability_high"])

    def test_a_probability_of_0_is_one_below_a_bound(self):
        verdict = self.organisation("gemeente-waterland")["verdict"]
        self.assertEqual((verdict["probability"], verdict["probability_low"]), (0, 0))
        self.assertTrue(0 < verdict["probability_error"] < verdict["probability_high"] < 0.001)

    def test_absent_people_are_those_that_the_differences_count(self):
        """x + d (N - n) / N with the n of the factor leaves the band, and (N - n) is what is given."""
        register = ROOT / "questionnaires" / "examples" / "register.csv"
        result = json.loads(self.examples("-f", "json", "--organisations", register, "--precision", "full").out)
        found = next(x for x in result["organisations"] if x["organisation"] == "zorggroep-delta")
        norms = {x["id"]: x for x in result["reference"]["dimensions"]}
        headcount, told, seen = found["headcount"], found["nonresponse"], 0
        factors = {x["id"]: x for x in found["dimensions"] if x["kind"] == "factor"}
        for band in told["bands"]:
            factor, norm = factors[band["factor"]], norms[band["factor"]]
            self.assertEqual(band["absent"], headcount - factor["respondents"])
            for side in ("up", "down"):
                if band[side] is not None:
                    z = (factor["mean"] + band[side] * band["absent"] / headcount - norm["mean"]) / norm["sd"]
                    self.assertAlmostEqual(min(abs(z - edge) for edge in (-1.5, -0.5, 0.5, 1.5)), 0, 9)
                    seen += 1
        self.assertGreater(seen, 5)
        self.assertEqual(told["absent"], headcount - found["respondents"])
        self.assertEqual(told["absent_most"], max(band["absent"] for band in told["bands"]))
        self.assertGreater(told["absent_most"], told["absent"])

    def test_what_was_not_asked_is_not_missing_in_a_reference(self):
        found = self.organisation("techniek-noord", "-r", "none")
        for dimension in found["dimensions"]:
            self.assertIsNone(dimension["standing"])
            self.assertEqual((dimension["eb"], dimension["reasons"]["eb"]), (None, "not_asked"))
        self.assertEqual(found["nonresponse"]["bands"][0]["up_reason"], "not_asked")

    def test_a_yes_or_no_is_written_as_in_json(self):
        rows = list(csv.DictReader(io.StringIO(self.examples("-f", "csv").out)))
        self.assertEqual({row["member"] for row in rows if row["z"]}, {"false"})
        self.assertEqual({row["member"] for row in rows if not row["z"]}, {""})


class CompleteRows(CommandTest):
    """What rests on complete rows must not tell of the few complete rows of somebody who has none to show."""

    FORM = ("questionnaire: rows\nscales: {s: {points: {1: a, 2: b, 3: c, 4: d, 5: e}}}\nfactors:\n  - id: f\n    items:\n"
            + "".join(f"      - {{id: {x}, scale: s, text: item {x}}}\n" for x in "abc")
            + "      - {id: d, scale: s, text: item d, aspect: ambition}\n")

    def setUp(self):
        super().setUp()
        self.form = self.write("rows.yaml", self.FORM)

    def scored(self, rows, *words):
        lines = ["organisation,unit,a,b,c,d"] + [",".join(map(str, row)) for row in rows]
        survey = self.write("rows.csv", "\n".join(lines) + "\n")
        return json.loads(self.culture("score", "-q", self.form, "-r", "none", "-f", "json", *words, survey).out)

    @staticmethod
    def rows(organisation, unit, count, complete, ambition=None):
        """Rows of which so many are complete, the others without their third answer; and so many with an ambition."""
        ambition = count if ambition is None else ambition
        return [(organisation, unit, 1 + i % 5, 1 + (i * 7 + i // 5) % 5, 1 + (i * 3 + 1) % 5 if i < complete else "",
                 1 + (i * 2) % 5 if i < ambition else "") for i in range(count)]

    def test_pooled_without_those_who_have_too_few(self):
        found = self.scored(self.rows("A", "x", 40, 1) + self.rows("B", "x", 60, 60))
        alone = self.scored(self.rows("B", "x", 60, 60))
        pooled, expected = found["pooled"]["dimensions"][0], alone["pooled"]["dimensions"][0]
        self.assertEqual(found["organisations"][0]["dimensions"][0]["reasons"]["alpha"], "too_few")
        self.assertEqual((pooled["respondents"], pooled["alpha_respondents"]), (100, 60))
        for field in ("alpha", "alpha_low", "sem", "lambda2", "omega"):
            self.assertEqual(pooled[field], expected[field], field)

    def test_units_of_which_one_has_too_few(self):
        rows = [row for unit, complete in (("x", 30), ("y", 30), ("z", 1)) for row in self.rows("A", unit, 30, complete)]
        for unit in self.scored(rows, "--by", "unit")["organisations"][0]["units"]:
            dimension = unit["dimensions"][0]
            self.assertIsNotNone(dimension["mean"])
            for field in ("alpha", "alpha_respondents", "sem", "ad_m", "rwg_j_uniform"):
                self.assertIn(dimension["reasons"][field], ("too_few", "suppressed"), field)
        whole = [row for unit in "xyz" for row in self.rows("A", unit, 30, 30)]
        for unit in self.scored(whole, "--by", "unit")["organisations"][0]["units"]:
            self.assertIsNotNone(unit["dimensions"][0]["alpha"])

    def test_coefficients_of_nearly_all_have_two_digits(self):
        nearly, all_of_them = (self.scored(self.rows("A", "x", 60, complete))["organisations"][0]["dimensions"][0]
                               for complete in (58, 60))
        fields = ("alpha", "ad_m", "rwg_star_j", "lambda2")
        self.assertEqual([nearly[x] for x in fields], [round(nearly[x], 2) for x in fields])
        self.assertNotEqual([all_of_them[x] for x in fields], [round(all_of_them[x], 2) for x in fields])
