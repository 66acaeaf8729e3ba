# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of SPSS, Stata and SAS: the same answers as in CSV give the same tally, and a bad file costs itself alone."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import time
import unittest

from case import CULTURE, CommandTest, SANITIZED, survey_rows

WRITER = os.environ.get("CULTURE_DATA_WRITER")
ITEMS = ["a1", "a2", "a3", "b1", "b2"]
KINDS = ["sav", "zsav", "por", "dta", "sas7bdat", "xpt"]
POINTS = ["never", "seldom", "sometimes", "often", "always"]


@unittest.skipIf(WRITER, "this build has ReadStat")
class Absent(CommandTest):
    def test_it_says_what_is_needed(self):
        done = self.score(self.write("x.sav", b"$FL2" + bytes(200)), expect=3)
        self.assertRegex(done.err, r"x\.sav: failed: .*ReadStat.*libreadstat-dev.*CSV")


@unittest.skipUnless(WRITER, "this build has no ReadStat")
class Data(CommandTest):
    def data(self, name, lines):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".por":  # knows capitals alone
            lines = [(line[0], line[1].upper(), *line[2:]) if line[0] in ("variable", "text") else line for line in lines]
        text = "".join("\t".join(map(str, line)) + "\n" for line in lines)
        subprocess.run([WRITER, name.rsplit(".", 1)[1], str(path)], input=text.encode(), check=True)
        return path

    def survey(self, name, rows, variables=None, labels=()):
        """Rows of an organisation, a team and five answers, as in case.survey_rows()."""
        head = [("text", "organis", "organisation", 20), ("text", "team", "", 20)]
        return self.data(name, [*labels, *head, *(variables or [("variable", item, "", "") for item in ITEMS]),
                                *(("row", *row) for row in rows)])

    def read(self, path, *words, expect=0):
        return self.tally("data.tally", "--organisation-column", "organis", "--by", "team", *words, path,
                          expect=expect).read_bytes()

    def setUp(self):
        super().setUp()
        self.rows = survey_rows()
        for row in self.rows[::7]:
            row[4] = ""

    def csv(self, rows=None, header="organis,team,a1,a2,a3,b1,b2"):
        text = "\n".join([header, *(",".join(row) for row in rows or self.rows)]) + "\n"
        return self.read(self.write("plain.csv", text))

    def test_every_kind_gives_the_tally_of_the_csv(self):
        plain = self.csv()
        for kind in KINDS:
            with self.subTest(kind=kind):
                self.assertEqual(self.read(self.survey(f"survey.{kind}", self.rows)), plain)

    def test_columns_called_by_their_labels(self):
        variables = [("variable", f"v{i}", label, "") for i, label in
                     enumerate(["item a1", "2. item a2", "a3", "ITEM  B1", "item b2"])]
        self.assertEqual(self.read(self.survey("survey.sav", self.rows, variables)), self.csv())

    def test_organisation_and_teams_called_by_their_labels(self):
        variables = [("text", "v1", "Organisation", 20), ("text", "v2", "TEAM", 20), *(("variable", x, "", "") for x in ITEMS)]
        path = self.data("survey.sav", [*variables, *(("row", *row) for row in self.rows)])
        self.assertEqual(self.tally("b.tally", "--by", "team", path).read_bytes(),
                         self.tally("a.tally", "--by", "team", self.write_survey("survey.csv", self.rows)).read_bytes())

    def test_a_mapping_goes_before_all(self):
        """By name or by label; here b1 and b2 are each other's."""
        mapping = self.write("m.yaml", "mapping: m\nitems: {v1: a1, Second one: a2, b1: b2, b2: b1}\n")
        variables = [("variable", "v1", "", ""), ("variable", "v2", "second one", ""),
                     *(("variable", item, "", "") for item in ("a3", "b2", "b1"))]
        self.assertEqual(self.read(self.survey("survey.sav", self.rows, variables), "--mapping", mapping), self.csv())

    def test_labels_that_agree_with_the_numbers(self):
        labels = [("label", "often", i + 1, text) for i, text in enumerate(POINTS)]
        variables = [("variable", item, "", "often") for item in ITEMS]
        for kind in ("sav", "zsav", "dta"):
            self.assertEqual(self.read(self.survey(f"survey.{kind}", self.rows, variables, labels)), self.csv(), kind)

    def test_labels_go_before_numbers(self):
        """Some count from nought, some the other way round."""
        for recode in (lambda x: x - 1, lambda x: 6 - x, lambda x: x * 10):
            labels = [("label", "often", recode(i + 1), text) for i, text in enumerate(POINTS)]
            rows = [row[:2] + [str(recode(int(x))) if x else "" for x in row[2:]] for row in self.rows]
            variables = [("variable", item, "", "often") for item in ITEMS]
            self.assertEqual(self.read(self.survey("survey.sav", rows, variables, labels)), self.csv())

    def test_labels_at_the_ends_alone(self):
        """They agree, so the numbers between count; when they do not, those numbers say nothing."""
        variables = [("variable", item, "", "ends") for item in ITEMS]
        agree = [("label", "ends", 1, "never"), ("label", "ends", 5, "always")]
        self.assertEqual(self.read(self.survey("survey.sav", self.rows, variables, agree)), self.csv())
        shifted = [("label", "ends", 0, "never"), ("label", "ends", 4, "always")]
        rows = [["north", "x", "0", "4", "2", "1", "4"]] * 12
        result = json.loads(self.score("-f", "json", "--organisation-column", "organis",
                                       self.survey("shifted.sav", rows, variables, shifted)).out)
        problems = result["files"][0]["problems"]
        self.assertEqual([(p["line"], p["column"], p["count"]) for p in problems if p["kind"] == "invalid_answer"],
                         [(1, 5, 12), (1, 6, 12)])

    def test_user_missing_is_not_an_answer(self):
        """SPSS hands its number over all the same: here 1 would be an answer."""
        variables = [("variable", "a1", "", "", "1"), ("variable", "a2", "", "", "4:5"),
                     ("variable", "a3", "", "", "8", "9"), ("variable", "b1", "", ""), ("variable", "b2", "", "", "-1:-1")]
        rows = [row[:] for row in self.rows]
        for i, row in enumerate(rows):
            row[4], row[6] = "9" if i % 5 == 0 else row[4], "-1" if i % 4 == 0 else row[6]
        blank = [row[:2] + ["" if row[2] == "1" else row[2], "" if row[3] in "45" else row[3], "" if row[4] == "9" else row[4],
                            row[5], "" if row[6] == "-1" else row[6]] for row in rows]
        for kind in ("sav", "zsav"):
            self.assertEqual(self.read(self.survey(f"survey.{kind}", rows, variables)), self.csv(blank), kind)

    def test_labels_of_missing_answers(self):
        labels = [("label", "often", 3, "n.v.t."), ("label", "often", 6, "weet ik niet")]
        variables = [("variable", item, "", "often") for item in ITEMS]
        rows = [row[:] for row in self.rows]
        for row in rows[::3]:
            row[3] = "6"
        blank = [row[:2] + ["" if x in "36" else x for x in row[2:]] for row in rows]
        self.assertEqual(self.read(self.survey("survey.sav", rows, variables, labels)), self.csv(blank))

    def test_labels_of_organisations_and_teams(self):
        labels = [("label", "org", 1, 'The "north", so to say'), ("label", "org", 2, "south"), ("label", "team", 7, "Zorg")]
        variables = [("variable", "organis", "", "org"), ("variable", "team", "", "team"),
                     *(("variable", item, "", "") for item in ITEMS)]
        rows = [[str(1 + i % 2), "7" if i % 3 else "8", *row[2:]] for i, row in enumerate(self.rows)]
        names = {"1": '"The ""north"", so to say"', "2": "south", "7": "Zorg", "8": "8"}
        plain = [[names[row[0]], names[row[1]], *row[2:]] for row in rows]
        path = self.data("survey.sav", [*labels, *variables, *(("row", *row) for row in rows)])
        self.assertEqual(self.read(path), self.csv(plain))

    def test_problems_have_the_number_of_the_case(self):
        self.rows[40][6] = "7"
        done = self.culture("check", "-q", self.questionnaire, "--organisation-column", "organis",
                            self.survey("survey.sav", self.rows))
        self.assertRegex(done.out, r"survey\.sav:41:7: '7'")

    def test_it_says_what_it_is(self):
        for kind, format in zip(KINDS, ("SPSS", "SPSS", "SPSS", "Stata", "SAS", "SAS")):
            path = self.survey(f"survey.{kind}", self.rows)
            found = json.loads(self.score("-f", "json", "--organisation-column", "organis", path).out)["files"][0]
            self.assertEqual([found[key] for key in ("format", "export", "encoding", "delimiter", "compression")],
                             [format, None, None, None, None])
            done = self.culture("check", "-q", self.questionnaire, "--organisation-column", "organis", path)
            self.assertIn(f"  a file of {format}\n", done.out)

    def test_named_after_the_file(self):
        path = self.data("north.sav", [*(("variable", item, "", "") for item in ITEMS), *(("row", *r[2:]) for r in self.rows)])
        self.assertEqual([o["organisation"] for o in self.organisations(path.parent)], ["north"])

    def test_no_cases_and_no_items(self):
        self.assertIn("no rows", self.score(self.survey("survey.sav", []), expect=3).err)
        path = self.data("other.sav", [("variable", "x", "", ""), ("row", 1)])
        self.assertIn("no column is an item", self.score(path, expect=3).err)

    def test_damage_costs_that_file_alone(self):
        """Cut off and changed at random: some result or a failure of that file, never of the batch."""
        draw = random.Random(5)
        good = self.write_survey("all/good.csv", self.rows)
        whole = {kind: self.survey(f"survey.{kind}", self.rows[:30]).read_bytes() for kind in KINDS}
        for kind, text in whole.items():
            for i in range(25):
                bad = bytearray(text[:draw.randrange(len(text))] if i % 2 else text)
                for _ in range(draw.randrange(1, 8) if bad else 0):
                    bad[draw.randrange(len(bad))] = draw.randrange(256)
                self.write(f"all/{i}.{kind}", bytes(bad))
        done = self.run_raw("score", "-q", self.questionnaire, "-r", "none", "-f", "json", good.parent, capture_output=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        files = {os.path.basename(f["path"]): f["status"] for f in json.loads(done.stdout)["files"]}
        self.assertEqual(files["good.csv"], "ok")
        self.assertGreater(list(files.values()).count("failed"), 60)

    def test_a_reader_that_breaks_down_costs_that_file_alone(self):
        """It waits for a file that never comes, and is killed as a crash would."""
        good = self.write_survey("good.csv", self.rows)
        os.mkfifo(self.folder / "never.sav")
        process = subprocess.Popen([CULTURE, "score", "-q", self.questionnaire, "-r", "none", "-f", "json", "--threads", "1",
                                    good, self.folder / "never.sav"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        while not (found := children.read_text().split()) and time.monotonic() < deadline:
            time.sleep(0.01)
        # A sanitizer catches a crash: what ends its reader at once is a kill.
        ended, name = (signal.SIGKILL, "Killed") if SANITIZED else (signal.SIGSEGV, "Segmentation fault")
        os.kill(int(found[0]), ended)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, err)
        self.assertEqual([(f["status"], [p["message"] for p in f["problems"]]) for f in json.loads(out)["files"]],
                         [("ok", []), ("failed", [f"the file is damaged: its reader broke down ({name})"])])

    def test_the_process_of_its_own_has_limits(self):
        os.mkfifo(self.folder / "never.sav")
        process = subprocess.Popen([CULTURE, "--read-data", self.folder / "never.sav"], stdout=subprocess.PIPE)
        limits, deadline = "", time.monotonic() + 60
        while not re.search(r"Max cpu time +60 ", limits) and time.monotonic() < deadline:
            limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        process.kill()
        process.communicate()
        self.assertRegex(limits, r"Max cpu time +60 ")
        if b"__asan_init" not in pathlib.Path(CULTURE).read_bytes():
            self.assertRegex(limits, r"Max address space +3221225472 ")
