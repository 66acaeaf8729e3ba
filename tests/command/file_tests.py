# SPDX-License-Identifier: GPL-3.0-or-later
"""The other subcommands: what they make of files."""
import itertools
import json
import random
import re

from case import CommandTest, QUESTIONNAIRE, survey_rows


class References(CommandTest):
    def simulate(self, *words):
        batch = self.folder / "batch"
        self.culture("simulate", "-q", self.questionnaire, "-o", batch, "--organisations", "12", "--respondents",
                     "20-30", *words)
        return batch

    def build(self, *words, expect=0):
        reference = self.folder / "reference.yaml"
        done = self.culture("reference", "-q", self.questionnaire, "-o", reference, *words, expect=expect)
        return reference, done

    def test_default_is_simulated_and_says_so(self):
        self.culture("simulate", "--organisations", "1", "--respondents", "25", "-o", self.folder / "nine")
        result = json.loads(self.culture("score", "-f", "json", self.folder / "nine").out)
        self.assertEqual((result["reference"]["kind"], result["reference"]["organisations"]), ("simulated", 65))
        for form in ("table", "csv"):
            self.assertIn("simulated", self.culture("score", "-f", form, self.folder / "nine").out)

    def test_of_another_questionnaire_is_none_with_a_notice(self):
        survey = self.write_survey("survey.csv", survey_rows())
        done = self.culture("score", "-q", self.questionnaire, "-f", "json", survey)
        self.assertIsNone(json.loads(done.out)["reference"])
        self.assertRegex(done.err, r"^culture: no reference sample for the questionnaire pair")
        self.assertEqual(self.culture("score", "-q", self.questionnaire, "--quiet", survey).err, "")

    def test_built_and_used(self):
        reference, done = self.build(self.simulate(), "--id", "own", "--kind", "simulated", "--year", "2020",
                                     "--source", "a test", "--note", "no note")
        self.assertIn("12 organisations", done.err)
        survey = self.write_survey("survey.csv", survey_rows())
        result = json.loads(self.culture("score", "-q", self.questionnaire, "-r", reference, "-f", "json", survey).out)
        found = {k: result["reference"][k] for k in ("id", "kind", "organisations", "note")}
        self.assertEqual(found, {"id": "own", "kind": "simulated", "organisations": 12, "note": "no note"})
        self.assertIsNotNone(result["organisations"][0]["dimensions"][0]["standing"]["percentile"])

    def test_defaults_are_honest(self):
        reference, done = self.build(self.simulate(), "--minimum", "5")
        text = reference.read_text()
        self.assertIn("observed", text)
        self.assertIn("source not given", text)
        self.assertIn("not checked", text)

    def test_salt_hides_names(self):
        reference, _ = self.build(self.simulate(), "--salt", "secret")
        self.assertNotRegex(reference.read_text(), r"organisation \d\d")

    def test_ids_are_plain(self):
        for wrong in ("Sector 2026", "a/b", "é"):
            _, done = self.build(self.simulate(), "--id", wrong, expect=2)
            self.assertIn("a-z, 0-9", done.err)

    def test_too_few_organisations(self):
        reference, done = self.build(self.write_survey("survey.csv", survey_rows(["one", "two"])), expect=3)
        self.assertFalse(reference.exists())
        self.assertTrue(done.err)

    def test_same_bytes_twice(self):
        words = [self.simulate(), "--year", "2020"]
        first = self.build(*words)[0].read_bytes()
        self.assertEqual(self.build(*words)[0].read_bytes(), first)

    def test_simulate_is_seeded(self):
        def contents(name, *words):
            self.culture("simulate", "-o", self.folder / name, "--organisations", "3", *words)
            return {x.name: x.read_bytes() for x in (self.folder / name).iterdir()}
        first = contents("one", "--seed", "7")
        self.assertEqual(len(first), 4)
        self.assertIn("register.csv", first)
        self.assertEqual(contents("two", "--seed", "7"), first)
        self.assertNotEqual(contents("three", "--seed", "8"), first)
        self.assertEqual(set(contents("four", "--single-file")), {"survey.csv", "register.csv"})


class Tallies(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = survey_rows()
        self.survey = self.write_survey("survey.csv", self.rows)

    def test_round_trip(self):
        self.assertEqual(self.organisations(self.tally("all.tally", self.survey)), self.organisations(self.survey))

    def test_only_the_owner_may_read(self):
        self.assertEqual(self.tally("all.tally", self.survey).stat().st_mode & 0o777, 0o600)

    def test_any_split_in_any_order(self):
        whole = self.organisations(self.survey)
        bytes_ = self.tally("whole.tally", self.survey).read_bytes()
        shuffled = self.rows[:]
        random.Random(3).shuffle(shuffled)
        parts = [self.write_survey(f"part{i}.csv", shuffled[i::3]) for i in range(3)]
        tallies = [self.tally(f"part{i}.tally", part) for i, part in enumerate(parts)]
        for order in itertools.permutations(range(3)):
            self.assertEqual(self.organisations(*(parts[i] for i in order)), whole)
            self.assertEqual(self.tally("merged.tally", *(tallies[i] for i in order)).read_bytes(), bytes_)
        self.assertEqual(self.tally("mixed.tally", tallies[2], parts[0], tallies[1]).read_bytes(), bytes_)

    def test_a_merge_may_replace_its_input(self):
        half = self.tally("half.tally", self.write_survey("half.csv", self.rows[:40]))
        rest = self.write_survey("rest.csv", self.rows[40:])
        self.assertEqual(self.organisations(self.tally("half.tally", half, rest)), self.organisations(self.survey))

    def test_of_another_questionnaire(self):
        tally = self.tally("all.tally", self.survey)
        done = self.culture("score", tally, expect=3)
        self.assertIn("all.tally", done.err)

    def test_damaged(self):
        tally = self.tally("all.tally", self.survey)
        tally.write_bytes(tally.read_bytes()[:-3])
        self.score(tally, expect=3)

    def test_a_bad_file_among_good_ones(self):
        self.tally("all.tally", self.survey, self.write("bad.csv", "x\n1\n"), expect=1)
        self.assertTrue((self.folder / "all.tally").exists())


class Check(CommandTest):
    def check(self, *words, expect=0):
        return self.culture("check", "-q", self.questionnaire, *words, expect=expect).out

    def test_good_questionnaire(self):
        self.assertIn("pair.yaml: questionnaire pair 1.0.0, 2 factors, 5 items", self.check(self.questionnaire))

    def test_every_problem_with_its_place(self):
        bad = self.write("bad.yaml", QUESTIONNAIRE.replace("id: a2, scale: agreement", "id: a1, scale: agrement")
                         .replace("name: Second", "nam: Second"))
        lines = self.check(bad, expect=3).splitlines()
        self.assertGreaterEqual(len([x for x in lines if re.match(r".*/bad\.yaml:\d+:\d+: \S+: ", x)]), 3, lines)

    def test_survey(self):
        survey = self.write("s.csv", "\ufefforganisation;E-mail;a1;a2;a3;b1;extra\r\nx;me@x;1;2;3;4;z\r\n;;1;2;3;4;\r\n")
        text = self.check(survey)
        for part in ("2 rows, 1 kept", "UTF-8 with BOM", "CRLF", "semicolon", "1 header row", "4 of 5 items",
                     "organisation: organisation", "never kept: E-mail", "match nothing: extra", "b2"):
            self.assertIn(part, text)
        self.assertNotIn("me@x", text)
        self.assertNotIn("match nothing", self.check("--quiet", survey))

    def test_survey_without_items(self):
        self.assertIn("bad.csv", self.check(self.write("bad.csv", "organisation,z\nx,1\ny,1\n"), expect=3))

    def test_invalid_answers_are_errors_when_asked(self):
        survey = self.write("s.csv", "organisation,a1,a2,a3,b1,b2\nx,1,2,3,4,9\n")
        self.assertRegex(self.check(survey), r"s\.csv:2:6: ")
        self.check("--invalid", "fail", survey, expect=3)

    def test_register(self):
        self.assertIn("register, 2 organisations", self.check(self.write("r.csv", "organisation,headcount\nx,9\ny,8\n")))
        bad = self.check(self.write("register.csv", "organisation,headcount\nx,0\n"), expect=3)
        self.assertRegex(bad, r"register\.csv:2:2: ")

    def test_reference_and_tally(self):
        survey = self.write_survey("survey.csv", survey_rows())
        reference = self.folder / "r.yaml"
        self.culture("reference", "-q", self.questionnaire, survey, "-o", reference)
        self.assertIn("observed reference reference", self.check(reference))
        self.assertIn("tally, 3 organisations, 72 respondents", self.check(self.tally("t.tally", survey)))
        reference.write_text(re.sub(r"second", "secnd", reference.read_text()))
        self.assertRegex(self.check(reference, expect=3), r"r\.yaml:\d+:\d+: ")

    def test_some_and_folders(self):
        self.write_survey("batch/good.csv", survey_rows())
        self.write("batch/below/bad.csv", "x\n1\n")
        self.write("batch/notes.md", "not looked at")
        text = self.check(self.folder / "batch", expect=1)
        self.assertIn("batch/good.csv: survey, 72 rows", text)
        self.assertIn("batch/below/bad.csv", text)
        self.assertNotIn("notes.md", text)

    def test_writes_nothing(self):
        self.write_survey("survey.csv", survey_rows())
        before = sorted(self.folder.iterdir())
        self.check(self.folder)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_absent_file(self):
        self.assertIn("absent.csv", self.check(self.folder / "absent.csv", expect=3))
        self.assertIn("absent.yaml", self.check(self.folder / "absent.yaml", expect=3))


class Show(CommandTest):
    def test_standard(self):
        english, dutch = self.culture("show").out, self.culture("show", "nine-factors", "--language", "nl").out
        self.assertIn("Strongly disagree", english)
        self.assertIn("Helemaal mee oneens", dutch)

    def test_file(self):
        self.assertIn("item a2", self.culture("show", self.questionnaire).out)

    def test_bad(self):
        self.culture("show", self.folder / "absent.yaml", expect=3)
        self.culture("show", "no-such", expect=2)
