# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package, used as its users would: from a questionnaire to results."""
import itertools
import json
import math
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from package import CULTURE, EXAMPLES, PAIR, PackageTest, REGISTER, ROOT, command

import libculture
from libculture import Questionnaire, Reference, Register, Tally, errors
from libculture import assessment as assessment_module, scores as scores_module


class Score(PackageTest):
    """libculture.score() gives what the command prints."""

    def test_examples_with_their_register(self):
        found = libculture.score(EXAMPLES, register=REGISTER).to_dict()
        self.assertEqual(found, command("--organisations", REGISTER, EXAMPLES))
        self.assertEqual(len(found["organisations"]), 6)

    def test_warns_of_what_it_left_out(self):
        broken = self.write("broken.csv", "colour\nred\n")
        with self.assertWarnsRegex(UserWarning, r"broken\.csv: not used: no column is an item"):
            libculture.score([EXAMPLES / "onderwijs.csv", broken])
        odd = self.write("odd.csv", "a1,a2,b1\n" + "1,eens,3\n" * 12)
        with self.assertWarnsRegex(UserWarning, r"odd\.csv: 33 % of the answers were not recognised"):
            libculture.score(odd, questionnaire=self.pair)

    def test_the_row_of_a_verdict_is_a_number(self):
        assessment = libculture.score(EXAMPLES)
        self.assertEqual(assessment.verdict(1).measured_factors, 9)
        with self.assertRaisesRegex(TypeError, "scores.organisations"):
            assessment.verdict("zorggroep-delta")

    def test_the_minimum_is_at_least_five(self):
        tally = Tally(self.questionnaire).add_files(EXAMPLES)
        with self.assertRaisesRegex(errors.WrongArgument, "at least 5"):
            tally.scores(minimum=4)
        self.assertTrue(tally.scores(minimum=4, precision="full").organisations)

    def test_one_path_or_many(self):
        files = sorted(EXAMPLES.glob("[b-q]*.csv"))
        self.assertEqual(libculture.score(files).to_dict(), command(*files))
        self.assertEqual(libculture.score(str(files[0])).to_dict(), command(files[0], expect=3))

    def test_options(self):
        found = libculture.score(EXAMPLES, register=Register.open(REGISTER), reference=None, minimum=15, precision="full",
                                 by=["department"], threads=1, invalid="reject_row")
        self.assertEqual(found.to_dict(), command("--organisations", REGISTER, "-r", "none", "--minimum", 15, "--precision",
                                                  "full", "--by", "department", "--invalid", "reject_row", EXAMPLES))

    def test_options_have_an_effect(self):
        """Else the test above would also pass when options are dropped on both sides."""
        plain = libculture.score(EXAMPLES).to_dict()
        for options in ({"register": REGISTER}, {"reference": None}, {"minimum": 40}, {"precision": "full"},
                        {"by": ["department"]}, {"confidence": 0.5}):
            with self.subTest(options):
                self.assertNotEqual(libculture.score(EXAMPLES, **options).to_dict(), plain)

    def test_own_questionnaire_is_compared_with_nothing(self):
        survey = self.write("north.csv", "a1,a2,b1\n" + "4,2,5\n2,3,4\n" * 10)
        questionnaire = self.write("pair.yaml", PAIR)
        found = libculture.score(survey, questionnaire=questionnaire)
        self.assertIsNone(found.reference)
        self.assertEqual(found.to_dict(), command("-q", questionnaire, survey))

    def test_other_outputs(self):
        found = libculture.score(EXAMPLES, register=REGISTER)
        for words, text in ((("-f", "csv"), found.to_csv()), (("-f", "table", "--language", "nl"), found.to_table("nl"))):
            done = subprocess.run([CULTURE, "score", "--quiet", *words, "--organisations", REGISTER, EXAMPLES],
                                  capture_output=True, check=True)
            self.assertEqual(text, done.stdout.decode())
        self.assertEqual(json.loads(found.to_json()), found.to_dict())
        self.assertNotEqual(found.to_table("en"), found.to_table("nl"))
        self.assertNotIn("Learning landscape", found.to_table())
        self.assertIn("Learning landscape", found.to_table(details=True))
        self.assertRegex(found.to_table(width=80), r"(?m)^  The way of learning .* 57/65 \(\d+ - \d+\) +no$")


class Questionnaires(PackageTest):
    """A questionnaire tells its items and dimensions."""

    def test_standard(self):
        self.assertEqual(Questionnaire.standard_ids(), ["nine-factors", "nine-factors-short"])
        found = Questionnaire.open("nine-factors")
        self.assertEqual((found.id, found.version), ("nine-factors", "1.0.0"))
        self.assertRegex(found.fingerprint, "^[0-9a-f]{64}$")
        self.assertEqual((len(found.items()), len(found.factors())), (81, 9))
        self.assertEqual([d.id for d in found.factors()], [d.id for d in found.dimensions()[:9]])
        self.assertEqual({d.kind for d in found.dimensions()[9:]}, {"theme", "ambition", "now", "wanted"})

    def test_norms_reach_beyond_the_sample(self):
        found = Reference.standard()
        means, spreads = found.get("mean"), found.get("sd")
        for low, high, width in (("prediction_low", "prediction_high", 2.013), ("tolerance_low", "tolerance_high", 2.315)):
            for mean, sd, below, above in zip(means, spreads, found.get(low), found.get(high)):
                self.assertAlmostEqual(below, max(0, mean - width * sd), places=2)
                self.assertAlmostEqual(above, min(100, mean + width * sd), places=2)
        self.assertTrue(all(0 < true < sd for true, sd in zip(found.get("true_sd"), spreads)))
        table = found.correlations()
        self.assertEqual((len(table), {len(row) for row in table}), (9, {9}))
        self.assertEqual([table[i][i] for i in range(9)], [1.0] * 9)
        self.assertEqual(found.reason("mean", 0), "")
        self.assertRaises(KeyError, found.get, "correlations")

    def test_audit(self):
        found = Reference.standard().audit(2031)
        self.assertEqual((found.kind, found.age, found.organisations, found.dimensions), ("simulated", 5, 65, 24))
        self.assertTrue(0.05 < found.at_least_one_low < 0.37)
        self.assertLess(found.at_least_one_low_error, 0.001)
        self.assertTrue(25 < found.mean_respondents < 400 and 0 < found.mean_response_rate < 1)
        self.assertGreaterEqual(Reference.standard().audit().age, 0)

    def test_standard_is_the_file_in_the_repository(self):
        file = Questionnaire.open(ROOT / "questionnaires" / "nine-factors.yaml")
        self.assertEqual(file.fingerprint, self.questionnaire.fingerprint)
        self.assertEqual(file.items("nl"), self.questionnaire.items("nl"))

    def test_items_and_dimensions(self):
        first, reverse, other = self.pair.items()
        self.assertEqual((first.id, first.text, first.low, first.high, first.reverse), ("a1", "item a1", 1, 5, False))
        self.assertIs(reverse.reverse, True)
        self.assertEqual((first.dimension, other.dimension), ("first", "second"))
        dimension = self.pair.dimensions()[0]
        self.assertEqual((dimension.id, dimension.name, dimension.definition), ("first", "First", "The first of two"))
        self.assertEqual((dimension.kind, dimension.items, dimension.needed), ("factor", ("a1", "a2"), 1))

    def test_languages(self):
        self.assertEqual([self.pair.title(language) for language in ("nl", "en", None)], ["Een paar", "A pair", "Een paar"])
        self.assertNotEqual(self.questionnaire.items("nl")[0].text, self.questionnaire.items("en")[0].text)
        self.assertIn("Een paar", self.pair.text("nl"))
        self.assertIn("A pair", self.pair.text("en"))

    def test_open_and_read_give_the_same(self):
        self.assertEqual(Questionnaire.open(self.write("pair.yaml", PAIR)).fingerprint, self.pair.fingerprint)

    def test_in_words(self):
        self.assertEqual(repr(self.pair), "<Questionnaire pair 1.2.0: 3 items>")


class Results(PackageTest):
    """Matrices hold the numbers of the JSON document, and a reason wherever there is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tally = Tally(cls.questionnaire).add_files(EXAMPLES, by=["department"])
        cls.scores = cls.tally.scores(register=REGISTER, minimum=15)
        cls.reference = Reference.standard()
        cls.assessment = cls.scores.assess(cls.reference)
        cls.document = cls.assessment.to_dict()
        cls.organisations = cls.document["organisations"]

    def same(self, value, reason, expected, expected_reason, place):
        if expected is None:
            self.assertTrue(math.isnan(value), place)
            self.assertEqual(reason, expected_reason, place)
        else:
            self.assertEqual((value, reason), (expected, ""), place)

    def compare(self, level, groups):
        for result in scores_module.RESULTS:
            table = self.scores.get(result, level)
            self.assertEqual((len(table), {len(row) for row in table}), (len(groups), {24}))
            for (r, group), (c, _) in itertools.product(enumerate(groups), enumerate(groups[0])):
                if result in group[c]:
                    expected = group[c][result]
                    if result == "aggregation" and expected:
                        expected = scores_module.AGGREGATIONS.index(expected)
                    self.same(table[r][c], self.scores.reason(result, r, c, level), expected,
                              group[c]["reasons"].get(result), f"{level} {r} {c} {result}")

    @staticmethod
    def scored(group):
        """Dimensions that have a column; a tilt is given under its wanted side."""
        return [dimension for dimension in group["dimensions"] if dimension["kind"] != "tilt"]

    def test_organisations_units_and_pooled(self):
        units = [self.scored(unit) for organisation in self.organisations for unit in organisation["units"]]
        self.assertEqual(len(units), 5)
        self.compare("organisation", [self.scored(organisation) for organisation in self.organisations])
        self.compare("unit", units)
        self.compare("pooled", [self.scored(self.document["pooled"])])

    def test_items(self):
        names = {"n": "respondents", "mean": "mean", "sd": "sd", "favourable": "favourable",
                 "item_total": "item_total", "alpha_if_dropped": "alpha_if_dropped"}
        for level, groups in (("item", [organisation["items"] for organisation in self.organisations]),
                              ("pooled_item", [self.document["pooled"]["items"]])):
            for name, result in names.items():
                expected = [[item[name] for item in group] for group in groups]
                found = [[None if math.isnan(value) else value for value in row] for row in self.scores.get(result, level)]
                self.assertEqual(found, expected, f"{level} {name}")

    def test_a_result_that_is_not_given_for_items(self):
        table = self.scores.get("alpha", "item")
        self.assertTrue(all(math.isnan(value) for row in table for value in row))
        self.assertEqual(self.scores.reason("alpha", 1, 0, "item"), "not_asked")

    def test_drivers(self):
        drivers = self.scores.drivers("ai_readiness")
        [shown] = self.assessment.to_dict(drivers=[drivers])["drivers"]
        self.assertEqual((drivers.theme, drivers.level, drivers.organisations, drivers.respondents, drivers.resamples),
                         tuple(shown[key] for key in ("theme", "level", "organisations", "respondents", "resamples")))
        self.assertEqual(drivers.r_squared, shown["r_squared"])
        for result in ("weight", "lmg", "correlation"):
            self.assertEqual(drivers.get(result), {x["factor"]: x[result] for x in shown["factors"]})
        self.assertAlmostEqual(sum(drivers.get("lmg").values()), drivers.r_squared, 12)
        self.assertEqual((drivers.why, drivers.reason("weight_low", "learning")), ("", "too_few"))
        self.assertIn("Goes together with Ready for AI", self.assessment.to_table(drivers=[drivers]))
        self.assertIn("ai_readiness", repr(drivers))
        none = self.scores.drivers("results", "organisation")
        self.assertEqual((none.r_squared, none.why), (None, "too_few"))
        self.assertRaises(libculture.errors.NotFound, self.scores.drivers, "leadershop")
        self.assertRaises(KeyError, self.scores.drivers, "results", "team")
        self.assertRaises(TypeError, self.assessment.to_json, drivers=[self.scores])
        other = self.tally.scores().drivers("results")
        self.assertRaises(libculture.errors.WrongArgument, self.assessment.to_json, drivers=[other])

    def test_unknown_results_and_places(self):
        for call in (lambda: self.scores.get("median"), lambda: self.scores.get("mean", "team"),
                     lambda: self.assessment.get("mean"), lambda: self.scores.reason("median", 0, 0)):
            self.assertRaises(KeyError, call)
        self.assertEqual(self.scores.reason("mean", 99, 0), "")
        self.assertEqual(self.assessment.reason("z", -1, 0), "")

    def test_rows_are_organisations(self):
        for found, expected in zip(self.scores.organisations, self.organisations):
            self.assertEqual(
                [found.name, found.respondents, found.headcount, found.response_rate, found.reason or None],
                [expected[name] for name in "organisation respondents headcount response_rate reason".split()])
        self.assertEqual(len(self.scores.organisations), len(self.organisations))
        self.assertIs(self.scores.questionnaire, self.questionnaire)

    def test_confidence_and_minimum(self):
        wide, narrow = (self.tally.scores(confidence=confidence).get("mean_low")[1][0] for confidence in (0.99, 0.5))
        self.assertLess(wide, narrow)
        self.assertTrue(all(o.reason == "too_few" for o in self.tally.scores(minimum=1000).organisations))
        for options in ({"confidence": 1.5}, {"confidence": -1}, {"confidence": math.nan}, {"minimum": -1}):
            with self.subTest(options), self.assertRaises(errors.WrongArgument):
                self.tally.scores(**options)

    def test_standings(self):
        words = {"band_low": list(self.bands()), "band_high": list(self.bands()), "member": [False, True]}
        words["differs"] = words["own_differs"] = {-1: "lower", 0: "no", 1: "higher"}
        of_organisations = {name for name, number in assessment_module.RESULTS.items() if number >= 64}
        beside_mean = {"eb", "eb_reliability"}
        for result in assessment_module.RESULTS.keys() - of_organisations:
            table = self.assessment.get(result)
            for (r, organisation), c in itertools.product(enumerate(self.organisations), range(24)):
                dimension, value = self.scored(organisation)[c], table[r][c]
                reason = dimension["reasons"].get(result if result in beside_mean else f"standing.{result}")
                expected = None if reason else (dimension if result in beside_mean else dimension["standing"])[result]
                if result in words and not math.isnan(value):
                    value = words[result][int(value)]
                place = f"{organisation['organisation']} {dimension['id']} {result}"
                self.same(value, self.assessment.reason(result, r, c), expected, reason, place)

    def bands(self):
        return "well_below below average above well_above".split()

    def test_profile(self):
        for result, number in assessment_module.RESULTS.items():
            if 64 <= number < 96:
                name = result.removeprefix("profile_")
                for row, (value,) in enumerate(self.assessment.get(result)):
                    profile = self.organisations[row]["profile"]
                    self.same(value, self.assessment.reason(result, row), profile[name], profile["reasons"].get(name), result)

    def test_facts(self):
        for result in self.organisations[0]["facts"].keys() - {"reasons"}:
            for row, ((value,), organisation) in enumerate(zip(self.assessment.get(result), self.organisations)):
                facts = organisation["facts"]
                self.same(value, self.assessment.reason(result, row), facts[result], facts["reasons"].get(result), result)

    def test_verdicts(self):
        for row, organisation in enumerate(self.organisations):
            found, expected = self.assessment.verdict(row), organisation["verdict"]
            for name in "verdict evidence probability concrete coherent concrete_factors".split():
                self.assertEqual(getattr(found, name), expected[name], f"{organisation['organisation']} {name}")
            self.assertEqual(list(found.missing), [missing["factor"] for missing in expected["missing"]])
            for missing in expected["missing"]:
                self.assertAlmostEqual(found.missing[missing["factor"]], missing["points"], places=9)
        self.assertGreater(len({organisation["verdict"]["verdict"] for organisation in self.organisations}), 2)

    def test_no_such_organisation_no_criterion(self):
        for row in (-1, 6):
            with self.assertRaises(errors.NotFound):
                self.assessment.verdict(row)
        with self.assertRaises(errors.NotFound):
            self.pair_tally().scores().assess().verdict(0)

    def test_without_reference(self):
        alone = self.scores.assess()
        self.assertIsNone(alone.reference)
        self.assertEqual({alone.reason(result, 1) for result in ("z", "eb", "eb_reliability", "mahalanobis")}, {"not_asked"})
        self.assertEqual(alone.verdict(1), self.assessment.verdict(1))

    def test_in_words(self):
        self.assertEqual(repr(self.scores), "<Scores of 6 organisations on nine-factors>")
        self.assertEqual(repr(self.assessment),
                         "<Assessment of 6 organisations against <Reference nine-factors-65: 65 simulated organisations>>")

    def test_register(self):
        register = Register.open(REGISTER)
        self.assertEqual((len(register), register.headcount("ZORGGROEP-delta"), register.headcount("nowhere")), (6, 210, None))
        self.assertEqual(Register.read(b"organisation,headcount\nnorth,\n").headcount("north"), None)
        units = Register.read(b"organisation,headcount,column,unit,Notes\nnorth,9,,,\nnorth,9,team,A,x\n")
        self.assertEqual((units.unit_headcount("NORTH", "Team", "a"), units.unit_headcount("north", "team", "b")), (9, None))
        self.assertEqual((units.ignored, register.ignored), (["Notes"], []))


class QualityOfAnswers(unittest.TestCase):
    def test_quality_and_screen(self):
        questionnaire = Questionnaire.open("nine-factors")
        screen = libculture.Structure(questionnaire).add_files(EXAMPLES)
        plain = Tally(questionnaire).add_files(EXAMPLES).scores().quality(1)
        self.assertEqual(plain.signs["person_total"].reason, "not_asked")
        self.assertEqual(plain.reason, "")
        found = Tally(questionnaire).add_files(EXAMPLES, screen=screen).scores()
        quality = found.quality(1)
        self.assertGreater(quality.signs["person_total"].known, 0)
        self.assertEqual(quality.signs["longstring"], plain.signs["longstring"])
        self.assertEqual(libculture.Structure(questionnaire).distances, "too_few")
        self.assertTrue(math.isnan(libculture.Structure(questionnaire).by_chance))
        self.assertTrue(0 < screen.by_chance < 0.05)
        self.assertEqual(screen.distances, "" if quality.signs["distance"].known else "too_few")
        self.assertEqual(found.reason("mean_unflagged", 1, 0), "suppressed")
        self.assertRaises(errors.NotFound, found.quality, 99)

    def test_screen_in_one_call_is_that_of_the_command(self):
        waves = EXAMPLES / "onderwijs.csv", EXAMPLES / "gemeente-waterland.csv"
        both = [[path, EXAMPLES / "zorggroep-delta.csv"] for path in waves]
        def command(*words):
            done = subprocess.run([CULTURE, *map(str, words)], capture_output=True, check=True)
            return json.loads(done.stdout)
        for screen, words in ((False, ()), (True, ("--screen",))):
            with tempfile.TemporaryDirectory() as folder:
                folders = [pathlib.Path(folder, wave) for wave in ("before", "after")]
                for into, files in zip(folders, both):
                    into.mkdir()
                    for file in files:
                        shutil.copy(file, into)
                score = libculture.score(iter([folders[0]]), screen=screen)
                self.assertEqual(score.to_dict(), command("score", "-f", "json", *words, folders[0]))
                change = libculture.compare(*folders, screen=screen)
                self.assertEqual(change.to_dict(), command("compare", "-f", "json", *words, *folders))
            for scores in (score.scores, change.before, change.after):
                self.assertEqual(scores.quality(0).signs["person_total"].known > 0, screen)
        own = libculture.Structure(Questionnaire.open("nine-factors")).add_files(both[0])
        self.assertEqual(libculture.score(both[0], screen=own).to_dict(), libculture.score(both[0], screen=True).to_dict())
        with self.assertWarnsRegex(UserWarning, "screen: nothing is compared"):
            with tempfile.TemporaryDirectory() as folder:
                tally = pathlib.Path(folder, "a.tally")
                Tally(Questionnaire.open("nine-factors")).add_files(both[0]).save(tally)
                libculture.score(tally, screen=True)

    def test_rows_with_durations(self):
        questionnaire = Questionnaire.open("nine-factors")
        items = questionnaire._item_count
        tally = Tally(questionnaire).add_rows([[3] * items] * 12, "x", seconds=[20.0] * 11 + [None])
        signs = tally.scores(precision="full", minimum=1).quality(0).signs
        self.assertEqual((signs["speed"].known, signs["speed"].shown), (11, 11))
        self.assertEqual((signs["longstring"].shown, signs["longstring"].counts_reason), (12, ""))
        hidden = tally.scores().quality(0).signs["longstring"]
        self.assertEqual((hidden.known, hidden.share, hidden.reason, hidden.counts_reason), (None, 1, "", "suppressed"))
        with self.assertRaises(ValueError):
            tally.add_rows([[3] * items], "x", seconds=[])
        with self.assertRaises(errors.WrongArgument):
            tally.add_rows([[3] * items], "x", asked=[items])


if __name__ == "__main__":
    unittest.main()
