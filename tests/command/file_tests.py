# SPDX-License-Identifier: GPL-3.0-or-later
"""The other subcommands: what they make of files."""
import csv
import io
import itertools
import json
import random
import re

from case import CommandTest, QUESTIONNAIRE, ROOT, survey_rows


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

    def test_a_reference_file_holds_nothing_that_a_report_hides(self):
        """Twelve people answer everything but one theme, which three answer, and one item, which four leave open."""
        folder = self.folder / "batch"
        self.culture("simulate", "-q", "nine-factors", "-o", folder, "--organisations", "3", "--respondents", "12-12", "--seed", "4")
        for survey in folder.glob("organisation*.csv"):
            rows = [line.split(",") for line in survey.read_text().splitlines()]
            for at, heading in enumerate(rows[0]):
                for line, row in enumerate(rows[1:]):
                    if heading.startswith("ai_readiness_"):
                        row[at] = "" if line >= 3 else row[at] or "3"
                    elif "_" in heading and heading != "organisation":
                        row[at] = "" if heading == "learning_2" and line >= 8 else row[at] or str(1 + line % 5)
            survey.write_text("".join(",".join(row) + "\n" for row in rows))
        files = {}
        for precision in ("published", "full"):
            path = self.folder / f"{precision}.yaml"
            self.culture("reference", "-q", "nine-factors", folder, "-o", path, "--precision", precision)
            files[precision] = path.read_text()
            self.assertEqual(files[precision].count("learning: {mean: "), 3)
            for hidden in ("ai_readiness", "learning_2:"):
                self.assertNotIn(hidden, files[precision])
        means = re.findall(r"mean: ([0-9.]+)", files["published"])
        self.assertEqual([m for m in means if len(m.partition(".")[2]) > 1], [])
        self.assertNotIn("se:", files["published"])
        self.assertEqual(files["full"].count("se:"), len(means))

    def test_salt_hides_names_and_is_not_in_the_file(self):
        batch = self.simulate()
        reference, _ = self.build(batch, "--salt", "secret")
        self.assertNotRegex(reference.read_text(), r"organisation.\d\d")
        self.assertNotIn("secret", reference.read_text())
        words = ("score", "-q", self.questionnaire, "-f", "json", "-r", reference, batch)
        members = [{json.dumps(d["standing"]["member"]) for o in json.loads(done.out)["organisations"]
                    for d in o["dimensions"]} for done in (self.culture(*words, "--salt", "secret"), self.culture(*words),
                                                           self.culture(*words, "--salt", "guess"))]
        self.assertEqual(members, [{"true"}, {"false"}, {"false"}])
        self.assertIn("without --salt", self.culture(*words).err)
        self.culture("score", "-q", self.questionnaire, "-r", "none", "--salt", "x", batch, expect=2)

    def test_a_note_is_shown(self):
        reference, _ = self.build(self.simulate(), "--note", "Members of the club only.")
        survey = self.write_survey("survey.csv", survey_rows())
        self.assertIn("Members of the club only.", self.culture("score", "-q", self.questionnaire, "-r", reference, survey).out)
        self.assertIn("Members of the club only.", self.culture("check", "-q", self.questionnaire, reference).out)

    def test_a_note_in_two_languages(self):
        reference, _ = self.build(self.simulate(), "--note", "Members only.", "--note-nl", "Alleen \"leden\".")
        self.assertIn('note: {nl: "Alleen \\"leden\\".", en: "Members only."}\n', reference.read_text())
        survey = self.write_survey("survey.csv", survey_rows())
        words = ("score", "-q", self.questionnaire, "-r", reference, survey)
        self.assertIn("About the reference: Members only.\n", self.culture(*words).out)
        self.assertIn('Over de referentie: Alleen "leden".\n', self.culture(*words, "--language", "nl").out)
        self.assertEqual(json.loads(self.culture(*words, "-f", "json").out)["reference"]["note"], "Members only.")
        peers = self.culture("reference", "-q", self.questionnaire, "-o", self.folder / "x.yaml", "--note-nl", "x",
                             self.folder / "batch", expect=2)
        self.assertIn("--note-nl", peers.err)

    def test_a_note_in_dutch_alone_serves_everybody(self):
        reference, _ = self.build(self.simulate())
        text = re.sub(r"(?m)^note: .*$", "note: {nl: Alleen dit.}", reference.read_text())
        reference.write_text(text)
        survey = self.write_survey("survey.csv", survey_rows())
        for language in ("nl", "en"):
            self.assertIn("Alleen dit.", self.culture("score", "-q", self.questionnaire, "-r", reference, "--language", language, survey).out)
        reference.write_text(text.replace("{nl: Alleen dit.}", "{nl: [1], fr: Seul}"))
        problems = self.culture("check", "-q", self.questionnaire, reference, expect=3).out
        self.assertRegex(problems, r"r\w+\.yaml:\d+:\d+: note\S*: .*fr")
        self.assertEqual(len(re.findall(r"a text is expected here", problems)), 1)

    def test_default_notes_are_in_both_languages(self):
        reference, _ = self.build(self.simulate(), "--kind", "simulated")
        self.assertIn('{nl: "Gesimuleerd: er zit geen echte organisatie in.", en: "Simulated: no', reference.read_text())

    def test_left_out_by_name(self):
        few = self.write_survey("few.csv", survey_rows(["tiny"], 6))
        _, done = self.build(self.simulate(), few)
        self.assertIn("organisation tiny is left out", done.err)

    def test_peers_that_do_not_exist(self):
        self.culture("simulate", "--organisations", "1", "-o", self.folder / "nine")
        done = self.culture("score", "--peers", "sector=zorg", self.folder / "nine", expect=3)
        self.assertRegex(done.err, "has sector 'zorg'; there are: .*care")

    def test_simulated_files_beside_others_are_told(self):
        batch = self.simulate()
        words = ("simulate", "-q", self.questionnaire, "-o", batch, "--organisations")
        self.assertNotIn("other survey files", self.culture(*words, "12").err)
        self.assertIn("other survey files too (3)", self.culture(*words, "9").err)

    def test_ids_are_plain(self):
        for wrong in ("Sector 2026", "a/b", "é"):
            _, done = self.build(self.folder, "--id", wrong, expect=2)
            self.assertRegex(done.err, "^culture reference: --id: .*a-z, 0-9")

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

    def test_subtract_restores_the_bytes(self):
        half, rest = self.write_survey("half.csv", self.rows[:40]), self.write_survey("rest.csv", self.rows[40:])
        bytes_ = self.tally("half.tally", half).read_bytes()
        whole = self.tally("whole.tally", self.survey)
        for out in (rest, self.tally("rest.tally", rest)):
            self.assertEqual(self.tally("left.tally", whole, "--subtract", out).read_bytes(), bytes_)
        self.tally("whole.tally", whole, "--subtract", rest)
        self.assertEqual(whole.read_bytes(), bytes_)

    def test_subtract_too_much(self):
        half, rest = self.write_survey("half.csv", self.rows[:40]), self.write_survey("rest.csv", self.rows[40:])
        out = self.folder / "left.tally"
        done = self.culture("tally", "-q", self.questionnaire, half, "--subtract", rest, "-o", out, expect=3)
        self.assertIn("these rows are not in the tally", done.err)
        bad = self.write("bad.csv", "x\n1\n")
        self.culture("tally", "-q", self.questionnaire, half, "--subtract", half, "--subtract", bad, "-o", out, expect=3)
        self.assertFalse(out.exists())

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
        self.assertRegex(self.check(survey), r"s\.csv:2:11: ")
        self.check("--invalid", "fail", survey, expect=3)

    def test_register(self):
        self.assertIn("register, 2 organisations", self.check(self.write("r.csv", "organisation,headcount\nx,9\ny,8\n")))
        bad = self.check(self.write("register.csv", "organisation,headcount\nx,0\n"), expect=3)
        self.assertRegex(bad, r"register\.csv:2:3: ")

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

    def test_sides_of_an_axis_are_told_apart(self):
        for language, sides, poles in (("nl", ("Deelname: nu", "Deelname: gewenst"), "Individueel (0) - In een groep (100)"),
                                       ("en", ("Participation: now", "Participation: wanted"), "Individual (0) - In a group (100)")):
            for form in ("text", "markdown"):
                text = self.culture("show", "--language", language, "--as", form).out
                self.assertEqual([text.count(side) for side in sides], [1, 1])
                self.assertEqual(text.count(poles), 2)

    def test_it_says_what_it_is(self):
        dutch = [self.culture("show", "--language", "nl", "--as", form).out for form in ("text", "markdown")]
        for text in dutch:
            self.assertIn("eigen ontwerp", text)
            self.assertIn("Weet niet", text)
            self.assertIn("thema", text)
            self.assertIsNone(re.search(r"\b(theme|wanted|reversed)\b", text.replace(".wanted", "").replace("_wanted_", "")))
        self.assertIn("7 van 9 factoren ten minste 62,5 scoren en geen lager dan 50", dutch[0])
        self.assertNotIn("own design", self.culture("show", self.questionnaire).out)

    def test_file(self):
        self.assertIn("item a2", self.culture("show", self.questionnaire).out)

    def test_bad(self):
        self.culture("show", self.folder / "absent.yaml", expect=3)
        self.culture("show", "no-such", expect=2)


class Forms(CommandTest):
    """A questionnaire goes out to a survey tool and the answers come back: no mapping by hand, the same scores."""

    def setUp(self):
        super().setUp()
        self.culture("simulate", "--quiet", "-o", self.folder / "plain", "--organisations", "1", "--respondents", "40-40",
                     "--seed", "3")
        self.rows = list(csv.reader((self.folder / "plain" / "organisation-01.csv").read_text().splitlines()))
        self.expected = self.scored(self.folder / "plain" / "organisation-01.csv")

    def scored(self, path):
        result = json.loads(self.culture("score", "-f", "json", "--quiet", "--organisation", "x", path).out)
        return result["organisations"]

    def form(self, name, *words):
        path = self.folder / f"form.{name}"
        self.culture("show", "--as", name, "-o", path, *words)
        return path

    def test_answer_sheet(self):
        header = next(csv.reader(self.form("csv").read_text().splitlines()))
        self.assertEqual(header, ["organisation", *self.rows[0]])

    def limesurvey(self):
        """The survey structure as LimeSurvey reads it: its rows, and its arrays with their parts in English."""
        rows = list(csv.DictReader(self.form("limesurvey").read_text("utf-8").splitlines(), delimiter="\t"))
        parts, array = [], None
        for row in rows:
            if row["language"] == "en" and row["class"] == "Q":
                array = row
            elif row["language"] == "en" and row["class"] == "SQ":
                parts.append((array, row))
        return rows, parts

    def test_limesurvey_structure(self):
        rows, parts = self.limesurvey()
        self.assertEqual([row["text"] for row in rows if row["name"] in ("language", "additional_languages")], ["en", "nl"])
        self.assertEqual([part["name"] for _, part in parts], [f"Q{i + 1}" for i in range(len(self.rows[0]))])
        self.assertEqual({array["type/scale"] for array, _ in parts}, {"F"})
        self.assertEqual({array["name"] for array, _ in parts}, {f"B{i + 1}" for i in range(15)})
        for language, management, hr in (("en", "above one's own supervisor", "training department"),
                                         ("nl", "boven de eigen leidinggevende", "P&O")):
            groups = [row for row in rows if row["class"] == "G" and row["language"] == language]
            self.assertEqual([row["type/scale"] for row in groups], [f"G{i + 1}" for i in range(16)])
            self.assertIn(management, groups[2]["text"])
            self.assertIn(hr, groups[6]["text"])
        answers = {row["name"] for row in rows if row["class"] == "A"}
        self.assertEqual(answers, {"A1", "A2", "A3", "A4", "A5", "NA", "HR", "MGR", "PROF"})
        hidden = [row["name"] for row in rows if row["relevance"] == "0" and row["language"] == "en"]
        self.assertEqual(hidden, ["department", "organisationname"])

    def test_limesurvey_comes_back(self):
        """Its export has a column per part, headed in one of four ways, with spaces or underscores."""
        def cut(text, length=60):
            return text if len(text) <= length else text[:length] + ".. "
        _, parts = self.limesurvey()
        ways = {
            "code": [f"{a['name']}[{p['name']}]" for a, p in parts],
            "em code": [f"{a['name']}_{p['name']}" for a, p in parts],
            "full": [f"{a['text']} [{p['text']}]" for a, p in parts],
            "code and text": [f"{a['name']}[{p['name']}]. {a['text']} [{p['text']}]" for a, p in parts],
            "em code and text": [f"{a['name']}_{p['name']}. {a['text']} [{p['text']}]" for a, p in parts],
            "abbreviated": [f"{cut(a['text'])} [{cut(p['text'])}]" for a, p in parts],
            "code and cut text": [f"{a['name']}[{p['name']}]. {cut(a['text'], 15)} [{cut(p['text'], 15)}]" for a, p in parts],
        }
        ways |= {f"{way}, underscores": [head.replace(" ", "_") for head in heads] for way, heads in ways.items()}
        for way, heads in ways.items():
            with self.subTest(way):
                export = io.StringIO()
                out = csv.writer(export, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
                out.writerow(["id", "submitdate", "lastpage", "startlanguage", *heads, "role", "department", "organisationname"])
                for number, row in enumerate(self.rows[1:]):
                    out.writerow([number, "2026-05-01 10:00:00", 3, "nl", *(f"A{x}" if x else "NA" for x in row),
                                  ("HR", "PROF")[number % 2], "", ""])
                self.assertEqual(self.scored(self.write("results.csv", "\ufeff" + export.getvalue() + "\r\n")), self.expected)

    def test_limesurvey_headings_cut_short_are_not_guessed(self):
        """Cut to 15 characters, "Onze organisati.. " could be any of eleven items: only what is sure is taken."""
        _, parts = self.limesurvey()
        heads = [f"{p['text'][:15]}.. " for _, p in parts]
        export = table([heads, *self.rows[1:]])
        found = re.search(r"81 columns, (\d+) of 81 items", self.culture("check", self.write("cut.csv", export)).out)
        sure = sum(sum(p["text"].startswith(head[:15]) for _, p in parts) == 1 for head in heads)
        self.assertEqual(int(found[1]), sure)

    def test_roles_and_organisations_come_back(self):
        for role, organisation in (("role", "organisationname"), ("respondent/role", "respondent/organisationname"),
                                   ("respondent-role", "respondent-organisationname"),
                                   ("role. What is your role in the organisation?", "organisationname._For_which?")):
            with self.subTest(role):
                rows = [[role, *self.rows[0], organisation]]
                rows += [[("HR", "PROF")[i % 2], *row, "Oost"] for i, row in enumerate(self.rows[1:])]
                words = ("score", "-f", "json", "--quiet", "--role", "role", "--organisation-column", "organisationname",
                         "--minimum", "5", self.write("roles.csv", table(rows)))
                found = json.loads(self.culture(*words).out)["organisations"]
                self.assertEqual([o["organisation"] for o in found], ["Oost"])
                self.assertEqual({gap["role"] for gap in found[0]["gaps"]}, {None, "HR", "PROF"})

    def test_a_column_that_may_be_another_is_no_role(self):
        rows = [["one/role", "two/role", *self.rows[0]]] + [["HR", "HR", *row] for row in self.rows[1:]]
        done = self.culture("score", "-f", "json", "--role", "role", self.write("roles.csv", table(rows)))
        self.assertIn("no column for 1 subgroup: role", done.err)

    def xlsform(self, *words):
        sheets, sheet = {}, None
        for row in csv.reader(self.form("xlsform", *words).read_text("utf-8").splitlines()):
            if row[0]:
                sheet = sheets.setdefault(row[0], [])
            else:
                sheet.append(row[1:])
        return sheets, [dict(zip(sheets["survey"][0], row)) for row in sheets["survey"][1:]]

    def test_xlsform_structure(self):
        sheets, rows = self.xlsform("--language", "nl")
        items = [row for row in rows if row["type"] == "select_one agreement"]
        self.assertEqual([row["name"] for row in items], self.rows[0])
        self.assertEqual(list(rows[0]), ["type", "name", "label::nl", "label::en", "appearance", "relevant"])
        self.assertEqual([row[1] for row in sheets["choices"][1:]],
                         ["1", "2", "3", "4", "5", "NA", "hr", "manager", "professional"])
        self.assertEqual(sum(row["type"] == "begin_group" for row in rows), 16)
        self.assertEqual(sum(row["type"] == "end_group" for row in rows), 16)
        notes = [row["label::nl"] for row in rows if row["type"] == "note"]
        self.assertTrue("boven de eigen leidinggevende" in notes[2] and "P&O" in notes[6])
        self.assertEqual(rows[1]["name"], "b1_note")

    def test_xlsform_comes_back(self):
        """ODK and KoboToolbox put the groups before the names, or leave them out."""
        _, rows = self.xlsform()
        groups, name = {}, ""
        for row in rows:
            name = row["name"] if row["type"] == "begin_group" else name
            groups[row["name"]] = name
        for way in ("{item}", "{group}/{item}", "{group}-{item}", "data/{group}/{item}"):
            with self.subTest(way):
                heads = [way.format(group=groups[item], item=item) for item in self.rows[0]]
                export = table([["start", *heads, "respondent/role"]]
                               + [["2026-05-01", *(x or "NA" for x in row), "hr"] for row in self.rows[1:]])
                self.assertEqual(self.scored(self.write("kobo.csv", export)), self.expected)

    def test_languages_are_those_of_all_texts(self):
        """Plain items, a title in two languages and a label in a third; the wanted one, en, is none of them."""
        text = QUESTIONNAIRE.replace("title: A pair of factors", "title: {de: Zwei, fr: Deux}").replace("1: never", "1: {nl: nooit}")
        path = self.write("q.yaml", text)
        heads = self.culture("show", "--as", "xlsform", path).out.splitlines()[1]
        self.assertEqual(re.findall(r"label::(\w+)", heads), ["de", "fr", "nl"])
        heads = self.culture("show", "--as", "xlsform", "--language", "nl", path).out.splitlines()[1]
        self.assertEqual(re.findall(r"label::(\w+)", heads), ["nl", "de", "fr"])
        self.assertIn('"language"\t""\t"de"', self.culture("show", "--as", "limesurvey", path).out)

    def test_markdown_has_every_text(self):
        for language in ("nl", "en"):
            text = self.form("markdown", "--language", language).read_text()
            self.assertEqual(re.findall(r"(?m)^\| (\d+) \| `\w+` \| .+ \| .*\|$", text), [str(i + 1) for i in range(len(self.rows[0]))])

    def test_an_item_without_a_code_is_named(self):
        done = self.culture("show", "--as", "limesurvey", self.write("q.yaml", QUESTIONNAIRE.replace("id: a2", "id: a_2")),
                            expect=3)
        self.assertIn("a_2", done.err)


def table(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


class ShortForm(CommandTest):
    def test_it_is_compared_over_the_shared_items_and_says_so(self):
        self.culture("simulate", "--quiet", "-o", self.folder / "full", "--organisations", "1", "--respondents", "90-90")
        words = ("score", "--quiet", "-q", "nine-factors-short", self.folder / "full")
        result = json.loads(self.culture(*words, "-f", "json").out)
        self.assertEqual(result["reference"]["norm"], "subset")
        self.assertEqual(result["organisations"][0]["dimensions"][0]["standing"]["norm"], "subset")
        self.assertIsNone(result["organisations"][0]["verdict"])
        self.assertIn("less reliable", result["reference"]["norm_note"])
        self.assertIn("less reliable", self.culture(*words).out)
        for row in csv.DictReader(self.culture(*words, "-f", "csv").out.splitlines()):
            self.assertEqual(row["norm"], "subset")
            self.assertIn("less reliable", row["norm_note"])

    def test_its_axes_score_as_in_the_full_one(self):
        """Also of respondents who skip some: both forms need more than half of an axis's answers."""
        self.culture("simulate", "--quiet", "-o", self.folder / "full", "--organisations", "1", "--respondents", "90-90")
        rows = list(csv.reader((self.folder / "full" / "organisation-01.csv").read_text().splitlines()))
        for number, row in enumerate(rows[1:]):
            for gap in range(number % 4):
                row[rows[0].index("professionalisation_now_1") + gap] = ""
        path = self.write("gaps.csv", table(rows))
        def landscape(name):
            words = ("score", "--quiet", "-q", name, "-r", "none", "-f", "json", path)
            return json.loads(self.culture(*words).out)["organisations"][0]["landscape"]
        self.assertEqual(landscape("nine-factors-short"), landscape("nine-factors"))

    def test_its_items_are_those_of_the_full_one(self):
        def items(name):
            text = (ROOT / "questionnaires" / f"{name}.yaml").read_text()
            return set(re.findall(r"- id: \w+_\d\n(?: {8,}.*\n)+", text))
        self.assertEqual(len(items("nine-factors-short")), 34)
        self.assertLessEqual(items("nine-factors-short"), items("nine-factors"))


class Peers(CommandTest):
    def score_peers(self, peers, expect=0):
        self.culture("simulate", "--quiet", "-o", self.folder / "one", "--organisations", "1", "--respondents", "40-40")
        return self.culture("score", "--quiet", "-f", "json", "--peers", peers, self.folder / "one", expect=expect)

    def test_part_of_the_reference(self):
        text = (ROOT / "questionnaires" / "reference" / "nine-factors.yaml").read_text()
        count = text.count('size: "medium"')
        reference = json.loads(self.score_peers("size=Medium").out)["reference"]
        self.assertEqual((reference["organisations"], reference["all_organisations"], reference["peers"]),
                         (count, 65, "size=Medium"))

    def test_too_few_are_refused_and_counted(self):
        self.assertRegex(self.score_peers("sector=nowhere", expect=3).err, "no organisation of the reference has sector")

    def test_other_traits(self):
        for wrong in ("year=2026", "sector", "=care"):
            self.assertIn("--peers", self.score_peers(wrong, expect=2).err)
