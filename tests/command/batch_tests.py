# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches of files: folders, patterns, lists, compressed files, odd names, and what is told of them."""
import gzip
import json
import os
import unicodedata
import unittest

from case import CommandTest, survey_rows

READS = os.environ.get("CULTURE_READS", "zlib").split()


class Batch(CommandTest):
    def setUp(self):
        super().setUp()
        self.rows = survey_rows()

    def part(self, name, organisation):
        return self.write_survey(name, [row for row in self.rows if row[0] == organisation])

    def json(self, *words, expect=0, **more):
        return json.loads(self.score("-f", "json", *words, expect=expect, **more).out)

    def statuses(self, *words, expect=0):
        return [(os.path.relpath(f["path"], self.folder), f["status"]) for f in self.json(*words, expect=expect)["files"]]


class Folders(Batch):
    def test_every_entry_is_accounted_for_in_the_order_of_bytes(self):
        self.part("all/b/one.csv", "north")
        self.part("all/B.csv", "south")
        self.part("all/a.CSV", "east")
        self.part("all/.hidden.csv", "north")
        self.write("all/.git/x.csv", "x\n")
        self.write("all/register.csv", "organisation,headcount\n")
        self.write("all/notes.md", "no survey")
        self.write("all/b/scan.pdf", "no survey")
        self.assertEqual(self.statuses(self.folder / "all"),
                         [("all/B.csv", "ok"), ("all/a.CSV", "ok"), ("all/b/one.csv", "ok"),
                          ("all/b/scan.pdf", "skipped"), ("all/notes.md", "skipped")])
        told = self.score(self.folder / "all").err
        self.assertIn("passed over, no survey files: ", told)
        self.assertIn("culture: 3 files: 3 read, 0 failed; 72 of 72 rows counted\n", told)
        self.assertEqual(self.score("--quiet", self.folder / "all").err, "")

    def test_links_lead_nowhere(self):
        self.part("all/one.csv", "north")
        outside = self.part("outside/two.csv", "south")
        (self.folder / "all/loop").symlink_to(".")
        (self.folder / "all/up").symlink_to("..")
        (self.folder / "all/two.csv").symlink_to(outside)
        (self.folder / "all/gone.csv").symlink_to("nowhere")
        self.assertEqual(self.statuses(self.folder / "all"),
                         [("all/one.csv", "ok")] + [(f"all/{name}", "skipped") for name in ("gone.csv", "loop", "two.csv", "up")])
        (self.folder / "entry").symlink_to("all")
        self.assertEqual(self.statuses(self.folder / "entry")[0], ("entry/one.csv", "ok"))

    def test_pipes_in_a_folder_do_not_hold_the_batch(self):
        self.part("all/one.csv", "north")
        os.mkfifo(self.folder / "all/two.csv")
        self.assertEqual(self.statuses(self.folder / "all"), [("all/one.csv", "ok"), ("all/two.csv", "skipped")])

    def test_spreadsheets_are_not_forgotten(self):
        self.part("all/one.csv", "north")
        self.write("all/two.xlsx", b"PK\x03\x04" + bytes(100))
        self.assertEqual(self.statuses(self.folder / "all", expect=1), [("all/one.csv", "ok"), ("all/two.xlsx", "failed")])

    def test_nothing_but_other_files(self):
        self.write("all/notes.md", "no survey")
        self.assertRegex(self.score(self.folder / "all", expect=3).err, "no survey file .*only files such as .*notes.md")

    def test_check_names_what_it_passes_over(self):
        self.part("all/one.csv", "north")
        self.write("all/notes.md", "no survey")
        done = self.culture("check", "-q", self.questionnaire, self.folder / "all")
        self.assertRegex(done.err, r"notes\.md: passed over: no survey file")


class Patterns(Batch):
    def setUp(self):
        super().setUp()
        for name in ("north", "south", "east"):
            self.part(f"{name}.csv", name)

    def test_what_no_shell_expanded(self):
        self.assertEqual(self.statuses(self.folder / "*th.csv"), [("north.csv", "ok"), ("south.csv", "ok")])
        self.assertEqual(self.statuses(self.folder / "[e-n]???*.csv"), [("east.csv", "ok"), ("north.csv", "ok")])
        self.assertEqual(self.tally("a.tally", self.folder / "*.csv").read_bytes(),
                         self.tally("b.tally", self.write_survey("whole/all.csv", self.rows)).read_bytes())

    def test_no_match_is_wrong_use(self):
        self.assertIn("no file matches", self.score(self.folder / "west*.csv", expect=2).err)

    def test_a_file_that_is_called_like_a_pattern(self):
        self.part("n[o]rth.csv", "south")
        self.assertEqual(self.statuses(self.folder / "n[o]rth.csv"), [("n[o]rth.csv", "ok")])

    def test_waves_are_kept_apart(self):
        def changes(*waves):
            result = json.loads(self.culture("compare", "-q", self.questionnaire, "-f", "json", *waves).out)
            for wave in ("before", "after"):
                del result[wave]["files"]
            return result
        both, one = (self.write_survey(f"{i}/all.csv", [row for row in self.rows if row[0] in names])
                     for i, names in enumerate((("north", "south"), ("north",))))
        self.assertEqual(changes(self.folder / "*th.csv", self.folder / "[n]*.csv"), changes(both, one))
        self.assertNotEqual(changes(both, one), changes(both, both))


class Lists(Batch):
    def setUp(self):
        super().setUp()
        self.files = [self.part(f"{name}.csv", name) for name in ("north", "south")]

    def listed(self, text, *words, expect=0):
        return self.score("-f", "json", "--files-from", "-", *words, expect=expect, input=text)

    def test_lines_from_standard_input(self):
        whole = self.organisations(*self.files)
        for text in (b"%s\n%s\n", b"%s\n\n%s", b"%s\r\n%s\r\n", b"%s\0%s\0", b"%s\0%s"):
            done = self.listed(text % tuple(os.fsencode(file) for file in self.files))
            self.assertEqual(json.loads(done.out)["organisations"], whole, text)

    def test_from_a_file_beside_words(self):
        listed = self.write("list", f"{self.files[1]}\n")
        self.assertEqual(self.organisations(self.files[0], "--files-from", listed), self.organisations(*self.files))

    def test_names_are_no_patterns(self):
        self.assertIn("No such file", self.listed(os.fsencode(self.folder / "*.csv"), expect=3).err)

    def test_a_name_may_hold_a_line_end_between_nuls(self):
        odd = self.write_survey("a\nb.csv", self.rows)
        done = self.listed(os.fsencode(odd) + b"\0")
        self.assertEqual([f["path"] for f in json.loads(done.out)["files"]], [str(odd)])

    def test_empty_or_absent(self):
        self.assertIn("no file was given", self.listed(b"", expect=2).err)
        self.assertIn("no file was given", self.listed(b"\n\n", expect=2).err)
        self.assertIn("No such file", self.score("--files-from", self.folder / "none", expect=3).err)
        self.assertIn("--files-from -", self.score("-", expect=2).err)


class Strict(Batch):
    def strict(self, *words, expect):
        out = self.folder / "out.json"
        done = self.score("--strict", "-f", "json", "-o", out, *words, expect=expect)
        self.assertEqual(out.exists(), expect == 0)
        return done.err

    def test_all_well(self):
        self.strict(self.write_survey("survey.csv", self.rows), expect=0)

    def test_a_failed_file(self):
        good, bad = self.write_survey("survey.csv", self.rows), self.write("bad.csv", "x\n1\n")
        self.assertIn("--strict: nothing is written", self.strict(good, bad, expect=3))
        self.tally("t.tally", "--strict", good, bad, expect=3)
        self.assertFalse((self.folder / "t.tally").exists())

    def test_one_odd_answer(self):
        self.rows[5][3] = "6"
        survey = self.write_survey("survey.csv", self.rows)
        self.assertIn("has problems", self.strict("--quiet", survey, expect=3))
        self.culture("check", "-q", self.questionnaire, survey)
        self.culture("check", "--strict", "-q", self.questionnaire, survey, expect=3)

    def test_a_refused_organisation(self):
        register = self.write("r.csv", "organisation,headcount\nnorth,3\n")
        self.strict("--organisations", register, self.write_survey("survey.csv", self.rows), expect=3)

    def test_what_is_no_survey_is_no_problem(self):
        self.write_survey("all/survey.csv", self.rows)
        self.write("all/notes.md", "no survey")
        self.strict(self.folder / "all", expect=0)


class Names(Batch):
    def test_control_characters_are_shown_escaped(self):
        bad = self.write("bad\x1b[31m\n.csv", "x\n1\n")
        good = self.write_survey("good.csv", self.rows)
        done = self.score("-f", "json", bad, good, expect=1)
        self.assertNotIn("\x1b", done.err)
        self.assertIn(r"bad\x1B[31m\x0A.csv", done.err)
        self.assertEqual(json.loads(done.out)["files"][0]["path"], str(bad))
        self.assertNotIn(b"\x1b", done.stdout)

    def test_bytes_that_are_no_text(self):
        name = os.fsencode(self.folder) + b"/n\xff.csv"
        with open(name, "wb") as file:
            file.write(self.write_survey("good.csv", self.rows).read_bytes())
        done = self.run_raw("score", "-q", self.questionnaire, "-r", "none", "-f", "json", os.fsdecode(name), capture_output=True)
        self.assertEqual(json.loads(done.stdout)["files"][0]["status"], "ok")

    def test_long_names(self):
        folder = "d" * 200
        survey = self.write_survey(f"{folder}/{'f' * 240}.csv", self.rows)
        self.assertEqual(self.json(survey)["files"][0]["path"], str(survey))
        nameless = self.write(f"{folder}/{'g' * 240}.csv", "a1,a2,a3,b1,b2\n1,2,3,4,5\n")
        self.assertIn("longer than 200 bytes", self.score(nameless, expect=3).err)
        self.assertIn("cannot open", self.score(self.folder / ("h" * 300 + ".csv"), expect=3).err)

    def test_an_organisation_called_as_a_path(self):
        rows = survey_rows(["../../x", "/etc/passwd", "CON"])
        survey = self.write_survey("survey.csv", rows)
        before = sorted(self.folder.rglob("*"))
        self.assertEqual([o["organisation"] for o in self.organisations(survey)], ["../../x", "/etc/passwd", "CON"])
        self.culture("structure", "-q", self.questionnaire, survey, "--export", self.folder / "export", expect=3)
        self.assertEqual([x for x in sorted(self.folder.rglob("*")) if "export" not in x.parts], before)

    def test_twins_of_composed_and_decomposed_letters(self):
        composed, decomposed = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
        self.assertNotEqual(composed, decomposed)
        header, rows = "a1,a2,a3,b1,b2\n", ["".join(f"{','.join(r[2:])}\n" for r in self.rows[i::2]) for i in range(2)]
        for name, part in zip((composed, decomposed), rows):
            self.write(f"all/{name}.csv", header + part)
        result = self.json(self.folder / "all")
        self.assertEqual(len(result["files"]), 2)
        self.assertEqual([(unicodedata.normalize("NFC", o["organisation"]), o["respondents"]) for o in result["organisations"]],
                         [("café", 72)])


@unittest.skipUnless("zlib" in READS, "this build reads no gzip")
class Compressed(Batch):
    def setUp(self):
        super().setUp()
        self.survey = self.write_survey("survey.csv", self.rows)
        self.text = self.survey.read_bytes()

    def test_the_same_tally(self):
        packed = self.write("packed.csv.gz", gzip.compress(self.text))
        self.assertEqual(self.tally("b.tally", packed).read_bytes(), self.tally("a.tally", self.survey).read_bytes())

    def test_it_says_so(self):
        packed = self.write("packed.csv.gz", gzip.compress(self.text))
        found = self.json(packed)["files"][0]
        self.assertEqual([found[key] for key in ("format", "encoding", "delimiter", "compression")], ["CSV", "UTF-8", ",", "gzip"])
        done = self.culture("check", "-q", self.questionnaire, packed)
        self.assertIn("  UTF-8, line ends LF, delimiter comma, 1 header row, compressed by gzip\n", done.out)

    def test_named_after_the_file_without_both_endings(self):
        plain = "a1,a2,a3,b1,b2\n" + "".join(f"{','.join(r[2:])}\n" for r in self.rows)
        packed = self.write("all/north.csv.gz", gzip.compress(plain.encode()))
        for path in (packed, packed.parent):
            self.assertEqual([o["organisation"] for o in self.organisations(path)], ["north"])

    def test_damage_has_a_place_and_costs_one_file(self):
        packed = gzip.compress(self.text)
        self.write("all/good.csv", self.text)
        self.write("all/short.csv.gz", packed[:len(packed) // 2])
        self.write("all/wrong.csv.gz", packed[:-8] + bytes(8))
        done = self.score("-f", "json", self.folder / "all", expect=1)
        problems = {os.path.basename(f["path"]): f["problems"] for f in json.loads(done.out)["files"]}
        self.assertEqual(problems["good.csv"], [])
        self.assertEqual([(p["kind"], p["message"]) for p in problems["short.csv.gz"]],
                         [("syntax", "the compressed file ends too early (gzip)")])
        self.assertTrue(1 < problems["short.csv.gz"][0]["line"] < 73)
        self.assertEqual([(p["kind"], p["line"]) for p in problems["wrong.csv.gz"]], [("syntax", 74)])

    def test_a_bomb(self):
        bomb = self.write("bomb.csv.gz", gzip.compress(self.text + b"\n" * (80 << 20), 9))
        self.assertRegex(self.score(bomb, expect=3).err, r"bomb\.csv\.gz:\d+: failed: .* more than 200 times its size")

    def test_a_compressed_copy_is_a_copy(self):
        packed = self.write("packed.csv.gz", gzip.compress(self.text))
        again = self.write("again.csv.gz", gzip.compress(self.text, mtime=7))
        for first, second in ((self.survey, packed), (packed, self.survey), (packed, again)):
            self.assertIn("would count twice", self.score(first, second, expect=1).err)

    def test_a_register_too(self):
        register = self.write("r.csv.gz", gzip.compress(b"organisation,headcount\nnorth,50\n"))
        self.assertEqual({o["organisation"]: o["headcount"] for o in self.organisations("--organisations", register, self.survey)},
                         {"north": 50, "south": None, "east": None})
