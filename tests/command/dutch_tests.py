# SPDX-License-Identifier: GPL-3.0-or-later
"""What the command says in Dutch, and what it says about names that do not meet."""
import re

from case import CLI, CommandTest, ROOT, survey_rows

EXAMPLES = ROOT / "questionnaires" / "examples"
TEXT = r'"(?:[^"\\]|\\.)*"'


def joined(match):
    return "".join(x[1:-1] for x in re.findall(TEXT, match))


class Phrases(CommandTest):
    """bindings/cli/phrases.c: a Dutch sentence for each English one, with the same values in the same order."""

    @classmethod
    def setUpClass(cls):
        table = (CLI / "phrases.c").read_text(encoding="utf-8")
        table = table[table.index("phrases[] ="):table.index("\n};")]
        texts = rf"((?:{TEXT}\s*)+)"
        cls.phrases = [(joined(one), joined(two)) for one, two in re.findall(rf"\{{{texts},\s*{texts}\}}", table)]
        cls.sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CLI.glob("*.c")) if path.name != "phrases.c")
        cls.said = {joined(x) for x in re.findall(rf"(?:{TEXT}\s*)+", cls.sources)}

    def test_conversions_are_the_same(self):
        self.assertGreater(len(self.phrases), 80)
        for english, dutch in self.phrases:
            one, two = (re.findall(r"%[-+ #0-9.]*(?:ll|l|z)?[a-zA-Z%]", text) for text in (english, dutch))
            self.assertEqual([x.replace(".0", "") for x in two], one, english)

    def test_every_one_is_said_and_none_twice(self):
        self.assertEqual(len({english for english, _ in self.phrases}), len(self.phrases))
        words = {"simulated", "observed", "summary", "UTF-8 with BOM", "long format"}  # from the library
        self.assertEqual([x for x, _ in self.phrases if x not in self.said | words], [])


class Dutch(CommandTest):
    def test_wrong_use(self):
        for words, text in ((("score",), "er is geen bestand gegeven; zie 'culture score --help'"),
                            (("score", "--frmat", "x"), "onbekende optie '--frmat' (bedoelde u '--format'?)"),
                            (("tally", "x.csv"), "-o ontbreekt: de telling die geschreven moet worden")):
            for language in (["--language", "nl"], ["--language=nl"]):
                self.assertIn(text, self.culture(*words[:1], *language, *words[1:], expect=2).err)
        self.assertIn("no file was given", self.culture("score", "--language", "en", expect=2).err)

    def test_files(self):
        survey = self.write_survey("survey.csv", survey_rows() + [["", "x", "1", "2", "3", "4", "5"]])
        done = self.score("--language", "nl", survey, self.write("bad.csv", "x\n1\n"), expect=1)
        self.assertIn("1 van 73 rijen weggelaten", done.err)
        self.assertIn("bad.csv:1: mislukt: ", done.err)
        few = self.write_survey("few.csv", survey_rows(["tiny"], 6))
        self.assertIn("niets gescoord", self.score("--language", "nl", few, expect=3).err)

    def test_check(self):
        text = self.culture("check", "--language", "nl", "-q", self.questionnaire, self.questionnaire,
                            ROOT / "questionnaires" / "examples" / "register.csv",
                            self.write_survey("s.csv", survey_rows()), expect=0).out
        self.assertIn("pair.yaml: vragenlijst pair 1.0.0, factoren: 2, items: 5\n", text)
        self.assertIn("register.csv: register, organisaties: 6\n", text)
        self.assertIn("s.csv: antwoorden, rijen: 72, gehouden 72", text)
        self.assertRegex(text, r"regeleinden LF, scheidingsteken komma, kopregels: 1\n  7 kolommen, 5 van 5 items gevonden\n")
        self.assertIn("  horen nergens bij: team\n", text)
        reference = self.culture("check", "--language", "nl", ROOT / "questionnaires" / "reference" / "nine-factors.yaml").out
        self.assertIn("gesimuleerde referentie nine-factors-65", reference)
        self.assertIn("  noot: Gesimuleerd: ", reference)
        self.assertIn("  GESIMULEERD: zegt niets", reference)
        self.assertNotRegex(reference, r"\b(of|below|on average|organisations)\b")

    def test_tally(self):
        survey = self.write_survey("survey.csv", survey_rows())
        done = self.culture("tally", "--language", "nl", "-q", self.questionnaire, "-o", self.folder / "t.tally", survey)
        self.assertIn("organisaties 3, respondenten 72; persoonsgegevens", done.err)


class Names(CommandTest):
    """Names that do not meet are told."""

    REGISTER = ("organisation,headcount,column,unit,Medewerkers,Notes\nnorth,100,,,,\n"
                "north,60,team,team 0,,\nnorth,40,team,teem 1,,\n")

    def setUp(self):
        super().setUp()
        self.survey = self.write_survey("survey.csv", survey_rows(["north"], 40))
        self.register = self.write("register.csv", self.REGISTER)

    def said(self, *words):
        return self.score("--organisations", self.register, *words, self.survey).err

    def test_subgroups(self):
        said = self.said("--by", "team")
        self.assertIn("register.csv:4: nobody of north answered as being of 'teem 1'; did you mean 'team 1'?", said)
        self.assertIn("has no headcount of 'team 1' of north (column team): nothing is weighted to that column", said)
        self.assertNotIn("team 0", said)
        self.assertIn("only with --by", self.said())
        self.register.write_text(self.REGISTER.replace("teem 1", "Team 1"))
        self.assertNotIn("team", self.said("--by", "team").lower())
        self.register.write_text(self.REGISTER.replace("teem 1", "board"))
        self.assertIn("nobody of north answered as being of 'board'\n", self.said("--by", "team"))
        self.assertEqual(self.said("--by", "team", "--quiet"), "")

    def test_columns_of_a_register(self):
        told = "columns that a register does not have, not used: Medewerkers, Notes"
        self.assertIn(told, self.said("--by", "team"))
        self.assertIn(told, self.culture("check", "-q", self.questionnaire, self.register).out)

    def test_a_column_of_subgroups(self):
        done = self.score("--by", "taem", self.survey)
        self.assertIn("no file has subgroups in a column 'taem' (did you mean 'team'?)", done.err)
        self.assertIn("column 'zzzzz'\n", self.score("--by", "zzzzz", self.survey).err)

    def test_a_column_of_subgroups_that_a_tally_lacks(self):
        plain, by_team = self.tally("plain.tally", self.survey), self.tally("team.tally", "--by", "team", self.survey)
        said = "no file has subgroups in a column 'location'"
        self.assertIn(said, self.score("--by", "location", plain).err)
        self.assertIn(said, self.score("--by", "location", by_team).err)
        self.assertIn("geen bestand heeft onderdelen in een kolom", self.score("--by", "team", "--language", "nl", plain).err)
        self.assertNotIn("no file", self.score("--by", "team", by_team).err)

    def test_what_cannot_be_subtracted(self):
        tally = self.tally("all.tally", self.survey)
        other = self.write_survey("Other name.csv", survey_rows(["South"], 2))
        done = self.culture("tally", "-q", self.questionnaire, tally, "--subtract", other, "-o", self.folder / "x.tally", expect=3)
        self.assertIn("it has no organisation 'South'", done.err)
        mine = self.culture("tally", "-q", self.questionnaire, tally, "--by", "team", "--subtract", self.survey, "-o",
                            self.folder / "x.tally", expect=3)
        self.assertIn("no such subgroup of the organisation 'north'", mine.err)
