# SPDX-License-Identifier: GPL-3.0-or-later
"""Tidy tables, notebooks, the command through Python, spreadsheets, logging and progress: what the package does with other
packages."""
import csv
import datetime
import html.parser
import io
import json
import logging
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings
from unittest import mock

import extras

extras.use("numpy", "pandas", "polars", "pyarrow", "openpyxl", "tqdm")
os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
os.environ.setdefault("CULTURE", str(extras.ROOT / "build" / "culture"))
PACKAGE = extras.ROOT / "bindings" / "python"
sys.path.insert(0, str(PACKAGE))
EXAMPLES = extras.ROOT / "questionnaires" / "examples"

import numpy  # noqa: E402
import openpyxl  # noqa: E402
import pandas  # noqa: E402
import polars  # noqa: E402
import pyarrow  # noqa: E402

import libculture  # noqa: E402


CULTURE = os.environ.get("CULTURE", str(extras.ROOT / "build" / "culture"))


def through_python(*words):
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    words = [sys.executable, "-m", "libculture", *map(str, words)]
    return subprocess.run(words, capture_output=True, text=True, env=environment)


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        register = EXAMPLES / "register.csv"
        cls.assessment = libculture.score(EXAMPLES, register=register, by="department")
        cls.document = cls.assessment.to_dict("nl")
        cls.frame = cls.assessment.to_pandas("nl")

    def test_a_row_per_organisation_and_dimension(self):
        self.assertEqual(self.frame.index.names, ["organisation", "dimension"])
        wanted = [(x["organisation"], y["id"]) for x in self.document["organisations"] for y in x["dimensions"]]
        self.assertEqual(list(self.frame.index), wanted)
        self.assertTrue(self.frame.index.is_unique)
        self.assertEqual(self.frame.loc[("Scholengroep Oost", "hr_role"), "name"], "De rol van HR")

    def test_dtypes(self):
        kinds = {str(kind) for kind in self.frame.dtypes}
        self.assertEqual(kinds, {"string", "Int64", "float64", "boolean"})
        for name, kind in (("mean", "float64"), ("z", "float64"), ("respondents", "Int64"), ("member", "boolean")):
            self.assertEqual(str(self.frame.dtypes[name]), kind, name)

    def test_every_value_is_that_of_the_document(self):
        """Text in text columns, numbers in number columns, nothing lost and nothing added."""
        seen = set()
        for organisation in self.document["organisations"]:
            for dimension in organisation["dimensions"]:
                row = self.frame.loc[(organisation["organisation"], dimension["id"])]
                told = {k: v for k, v in dimension.items() if k not in ("id", "standing", "reasons")}
                told.update(dimension["standing"] or {})
                told["verdict"] = organisation["verdict"]["verdict"]
                told["probability"] = organisation["verdict"]["probability"]
                told["reason"] = dimension["reasons"].get("mean")
                seen |= set(told)
                for name, value in told.items():
                    self.assertTrue(pandas.isna(row[name]) if value is None else row[name] == value, name)
        columns = set(self.frame.columns) - seen
        self.assertEqual(columns, {"headcount", "name", "evidence", "reference", "reference_kind"})

    def test_polars_and_arrow_hold_the_same(self):
        flat = self.frame.reset_index()
        arrow, frame = self.assessment.to_arrow("nl"), self.assessment.to_polars("nl")
        self.assertEqual(frame.columns, list(flat.columns))
        self.assertEqual(arrow.column_names, list(flat.columns))
        self.assertEqual(frame.schema["mean"], polars.Float64)
        self.assertEqual(arrow.schema.field("respondents").type, pyarrow.int64())
        for name in flat.columns:
            wanted = [None if pandas.isna(value) else value for value in flat[name]]
            self.assertEqual(frame[name].to_list(), wanted, name)
            self.assertEqual(arrow[name].to_pylist(), wanted, name)

    def test_units(self):
        frame = self.assessment.to_pandas(units=True)
        self.assertEqual(frame.index.names, ["organisation", "column", "unit", "dimension"])
        found = next(x for x in self.document["organisations"] if x["organisation"] == "Scholengroep Oost")
        unit = next(x for x in found["units"] if x["unit"] == "Ondersteuning")
        mean = frame.loc[("Scholengroep Oost", "department", "Ondersteuning", "learning"), "mean"]
        self.assertEqual(mean, unit["dimensions"][0]["mean"])

    def test_without_reference_or_results(self):
        survey = EXAMPLES / "bureau-kade.csv"
        frame = libculture.score(survey, reference=None).to_pandas()
        self.assertEqual(set(frame["reason"]), {"too_few"})
        self.assertTrue(all(math.isnan(x) for x in frame["mean"]))
        self.assertNotIn("z", frame.columns)

    def test_what_is_missing_is_said(self):
        for name, call in (("pandas", self.assessment.to_pandas), ("polars", self.assessment.to_polars),
                           ("pyarrow", self.assessment.to_arrow)):
            with mock.patch.dict(sys.modules, {name: None}), self.assertRaisesRegex(ImportError, "pip install 'libculture"):
                call()


class Notebooks(unittest.TestCase):
    def parsed(self, text):
        """The texts of all cells; every element is closed in its turn."""
        open_now, texts = [], []

        class Reader(html.parser.HTMLParser):
            def handle_starttag(self, tag, _attributes):
                open_now.append(tag)

            def handle_endtag(self, tag):
                assert open_now.pop() == tag, tag

            def handle_data(self, data):
                texts.append(data)

        Reader().feed(text)
        self.assertEqual(open_now, [])
        return texts

    def test_assessment(self):
        texts = self.parsed(libculture.score(EXAMPLES)._repr_html_())
        for wanted in ("Scholengroep Oost", "practised", "97 %", "8/9", "no results: too few"):
            self.assertIn(wanted, texts)
        self.assertTrue(any("SIMULATED" in text for text in texts))

    def test_names_are_text(self):
        tally = libculture.Tally(libculture.Questionnaire.open())
        tally.add_rows([[3] * len(tally.questionnaire.items())] * 12, "<script>alert(1)</script> & Co")
        shown = tally.scores().assess(None)._repr_html_()
        self.assertNotIn("<script>", shown)
        self.assertIn("<script>alert(1)</script> & Co", self.parsed(shown))

    def test_questionnaire(self):
        texts = self.parsed(libculture.Questionnaire.open()._repr_html_())
        self.assertIn("The way of learning", texts)


class Command(unittest.TestCase):
    def test_output_and_exit_codes_are_the_commands(self):
        for words in (["score", EXAMPLES], ["score", EXAMPLES, "-f", "json"], ["score", "--nonsense"], ["score", "nowhere.csv"],
                      ["score", EXAMPLES, EXAMPLES / "nowhere.csv"], ["--help"], []):
            with self.subTest(words=words):
                direct = subprocess.run([os.environ["CULTURE"], *map(str, words)], capture_output=True, text=True)
                ours = through_python(*words)
                self.assertEqual((ours.returncode, ours.stdout, ours.stderr), (direct.returncode, direct.stdout, direct.stderr))

    def test_no_command(self):
        with mock.patch.dict(os.environ, CULTURE="/nowhere/culture"):
            done = through_python("score", EXAMPLES)
        self.assertEqual(done.returncode, 2)
        self.assertIn("python -m libculture", done.stderr)


class FramesIn(unittest.TestCase):
    """Tally.add() counts a frame as add_files() counts the file with the same cells, to the last byte."""

    def setUp(self):
        self.questionnaire = libculture.Questionnaire.open()

    def counted(self, frame, *words, **options):
        return bytes(libculture.Tally(self.questionnaire).add(frame, *words, **options))

    def file(self, name, **options):
        return bytes(libculture.Tally(self.questionnaire).add_files(EXAMPLES / name, **options))

    def test_numbers(self):
        frame = pandas.read_csv(EXAMPLES / "zorggroep-delta.csv")
        wanted = self.file("zorggroep-delta.csv", by="role")
        small = frame.copy()
        for name in frame.columns[2:]:
            small[name] = frame[name].astype("Int8")
        frames = {
            "floats with NaN": frame, "nullable": frame.convert_dtypes(), "int8": small, "category": frame.astype("category"),
            "polars": polars.from_pandas(frame), "texts of polars": polars.from_pandas(frame).cast(polars.String),
            "enum of polars": polars.from_pandas(frame).with_columns(polars.col("role").cast(polars.Categorical)),
            "float32": frame.astype({name: "float32" for name in frame.columns[2:]}),
            "table": pyarrow.Table.from_pandas(frame), "rows from 30 on": pyarrow.concat_tables(
                [pyarrow.Table.from_pandas(frame).slice(30), pyarrow.Table.from_pandas(frame).slice(0, 30)]),
            "large texts": pyarrow.Table.from_pandas(frame).cast(pyarrow.schema(
                [(x.name, pyarrow.large_string() if x.name == "role" else x.type) for x in pyarrow.Schema.from_pandas(frame)])),
        }
        for kind, one in frames.items():
            with self.subTest(kind):
                self.assertEqual(self.counted(one, name="zorggroep-delta.csv", by="role"), wanted)

    def test_a_stream_is_read_batch_by_batch(self):
        table = pyarrow.Table.from_pandas(pandas.read_csv(EXAMPLES / "onderwijs.csv"))
        for rows in (1, 7, 1000):
            reader = table.to_reader(max_chunksize=rows)
            self.assertEqual(self.counted(reader, by="department"), self.file("onderwijs.csv", by="department"))

    def test_labels_and_question_texts(self):
        frame = pandas.read_csv(EXAMPLES / "gemeente-waterland.csv", sep=";", encoding="cp1252")
        for one in (frame, frame.astype("category"), polars.from_pandas(frame)):
            self.assertEqual(self.counted(one, "gemeente-waterland"), self.file("gemeente-waterland.csv"))

    def test_keys_that_come_again(self):
        """The last row of a respondent counts, which is known only at the end of the stream."""
        frame = pandas.read_csv(EXAMPLES / "zorggroep-delta.csv")
        twice = pandas.concat([frame.iloc[::-1], frame]).iloc[:150]
        twice.iloc[:50, 2:] = 1
        last = twice.drop_duplicates("respondent", keep="last")
        reader = pyarrow.Table.from_pandas(twice).to_reader(max_chunksize=11)
        found = libculture.Tally(self.questionnaire).add(reader, "a", key="respondent", duplicates="last")
        self.assertEqual(bytes(found), self.counted(last, "a"))
        self.assertEqual(found.respondents, 100)

    def test_what_became_of_it(self):
        frame = polars.DataFrame({"organisation": ["a", "b", None], "learning_1": [3, 7, 4], "learning_2": [1, None, 2]})
        [file] = libculture.Tally(self.questionnaire).add(frame, name="table").files
        self.assertEqual((file.path, file.status, file.rows, file.scored), ("table", "ok", 3, 2))
        places = {problem.kind: (problem.line, problem.column) for problem in file.problems}
        self.assertEqual(places["invalid_answer"], (2, 2))
        self.assertEqual(places["blank_organisation"], (3, 1))

    def test_refused(self):
        tally = libculture.Tally(self.questionnaire)
        with self.assertRaisesRegex(libculture.errors.AnswersProblem, "no column"):
            tally.add(polars.DataFrame({"x": [1]}), "a")
        with self.assertRaisesRegex(TypeError, "collect"):
            tally.add(polars.LazyFrame({"x": [1]}), "a")
        with self.assertRaises(TypeError):
            tally.add([[1, 2]], "a")
        with self.assertRaisesRegex(libculture.errors.AnswersProblem, "no name of the organisation"):
            tally.add(polars.DataFrame({"learning_1": [1], "learning_2": [1]}))
        self.assertEqual(tally.respondents, 0)

    def test_progress_can_stop(self):
        frame = polars.DataFrame({"learning_1": [1] * 200_000, "learning_2": [2] * 200_000})
        told = []
        tally = libculture.Tally(self.questionnaire).add(frame, "a", progress=lambda *at: told.append(at))
        self.assertEqual(told[-1], (1, 1, 200_000))
        self.assertGreater(len(told), 2)
        with self.assertRaises(libculture.errors.Cancelled):
            tally.add(frame, "a", progress=lambda *_at: False)
        self.assertEqual(tally.respondents, 200_000)

    def test_arrays(self):
        rows = [[1 + (row + item) % 5 for item in range(len(self.questionnaire.items()))] for row in range(12)]
        rows[3][5] = None
        names = ["a", "b"] * 6
        wanted = bytes(libculture.Tally(self.questionnaire).add_rows(rows, names))
        floats = numpy.array([[math.nan if x is None else x for x in row] for row in rows])
        self.assertEqual(self.counted(floats, names), wanted)
        self.assertEqual(self.counted(numpy.asfortranarray(floats.astype("float32")), names), wanted)
        full = numpy.nan_to_num(floats, nan=2)
        wanted = self.counted(full, names)
        for kind in ("int8", "uint8", "int16", ">i2", "int32", "int64"):
            self.assertEqual(self.counted(full.astype(kind), names), wanted, kind)
        for wrong in (full + 0.5, full.astype("int32") + 65536):
            with self.assertRaisesRegex(ValueError, "whole numbers"):
                self.counted(wrong, names)
        with self.assertRaisesRegex(TypeError, "organisation"):
            self.counted(full)
        with self.assertRaises(TypeError):
            self.counted(full.astype(str), names)


class Sheets(unittest.TestCase):
    """Excel files as tools write them, read as the CSV with the same cells."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.questionnaire = libculture.Questionnaire.open()

    def sheet(self, rows, name="forms.xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("notes").append(["something else"])
        book.save(self.folder / name)
        return self.folder / name

    def forms(self):
        """As Microsoft Forms writes it: an id, real dates, questions as headings, labels as answers."""
        items = self.questionnaire.items("nl")
        labels = ["Helemaal mee oneens", "Mee oneens", "Niet mee eens, niet mee oneens", "Mee eens", "Helemaal mee eens"]
        head = ["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", *[item.text for item in items]]
        rows = [[row + 1, datetime.datetime(2026, 3, 12, 9, row), datetime.datetime(2026, 3, 12, 9, row + 9), "anonymous", None,
                 *[labels[(row + 2 * item) % 5] for item in range(len(items))]] for row in range(15)]
        return [head, *rows]

    def test_microsoft_forms(self):
        rows = self.forms()
        path = self.sheet(rows)
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        plain = self.folder / "plain" / "forms.csv"
        plain.parent.mkdir()
        plain.write_text(text.getvalue())
        found = libculture.Tally(self.questionnaire).add_files(path)
        self.assertEqual(found.respondents, 15)
        self.assertEqual(bytes(found), bytes(libculture.Tally(self.questionnaire).add_files(plain)))
        self.assertEqual(found.files[0].path, str(path))
        ours = through_python("score", path, "-f", "json", "-r", "none")
        self.assertEqual(ours.returncode, 0, ours.stderr)
        told, wanted = json.loads(ours.stdout), libculture.score(plain, reference=None).to_dict()
        self.assertEqual(told["organisations"], wanted["organisations"])
        self.assertEqual(told["organisations"][0]["organisation"], "forms")

    def test_numbers_and_blanks(self):
        path = self.sheet([["organisation", "learning_1", "learning_2"], ["a", 3, 4.0], ["a", None, 2], ["b", "5", True]])
        tally = libculture.Tally(self.questionnaire).add_files(path)
        wanted = libculture.Tally(self.questionnaire).add(polars.DataFrame(
            {"organisation": ["a", "a", "b"], "learning_1": [3, None, 5], "learning_2": ["4", "2", "TRUE"]}))
        self.assertEqual(bytes(tally), bytes(wanted))

    def bad(self, name="bad.xlsx"):
        path = self.folder / name
        path.write_bytes(b"no workbook")
        return path

    def test_in_a_batch(self):
        good, bad = self.sheet(self.forms()), self.bad()
        tally = libculture.Tally(self.questionnaire).add_files([good, bad, EXAMPLES / "onderwijs.csv"])
        self.assertEqual(tally.respondents, 15 + libculture.Tally(self.questionnaire).add_files(
            EXAMPLES / "onderwijs.csv").respondents)
        found = {pathlib.Path(file.path).name: (file.status, file.message) for file in tally.files}
        self.assertEqual([found["forms.xlsx"], found["onderwijs.csv"]], [("ok", "")] * 2)
        self.assertEqual(found["bad.xlsx"][0], "syntax")
        self.assertRegex(found["bad.xlsx"][1], "damaged or no workbook")
        with self.assertRaises(libculture.errors.NothingScored):
            libculture.Tally(self.questionnaire).add_files(bad)
        with self.assertWarnsRegex(UserWarning, "bad.xlsx: not used: the file is damaged"):
            libculture.score([good, bad], reference=None)

    def test_in_a_folder(self):
        good = self.sheet(self.forms())
        self.assertEqual(bytes(libculture.Tally(self.questionnaire).add_files(self.folder)),
                         bytes(libculture.Tally(self.questionnaire).add_files(good)))

    def test_messages_name_workbook_row_column_and_sheet(self):
        rows = self.forms()
        rows[3][7] = "huh"
        path = self.sheet(rows)
        other = self.sheet([["a", "b"], [1, 2]], "other.xlsx")
        tally = libculture.Tally(self.questionnaire).add_files([path, other])
        [wrong] = [problem for problem in tally.files[0].problems if problem.kind == "invalid_answer"]
        self.assertEqual((wrong.line, wrong.column), (4, 8))
        self.assertRegex(tally.files[1].message, "^sheet Sheet: .*no column is an item")
        done = through_python("score", path, other, "-r", "none")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{path}:4:8: ", done.stderr)
        self.assertRegex(done.stderr, f"(?m)^culture: {other}:1: failed: sheet Sheet: ")
        self.assertNotRegex(done.stderr + done.stdout, r"libculture-|\.csv")
        checked = through_python("check", path, other)
        self.assertIn(f"{path}:4:8: ", checked.stdout)

    def test_a_journal_spares_what_was_counted(self):
        path, journal = self.sheet(self.forms()), self.folder / "survey.journal"
        first = libculture.Tally(self.questionnaire).add_files([path, self.bad()], journal=journal)
        again = libculture.Tally(self.questionnaire).add_files([path, self.bad()], journal=journal)
        self.assertEqual([(file.resumed, file.status) for file in again.files], [(True, "ok"), (False, "syntax")])
        self.assertEqual(bytes(first), bytes(again))
        done = through_python("score", path, "-r", "none", "--resume", journal)
        self.assertRegex(done.stderr, "1 of 1 file taken from the journal")

    def test_of_two_waves(self):
        before, after = self.sheet(self.forms(), "before.xlsx"), self.sheet(self.forms(), "after.xlsx")
        change = libculture.compare(before, after, organisation="north")
        self.assertEqual([x.name for x in change.organisations], ["north"])

    def test_the_command_says_what_it_lacks(self):
        path = self.sheet(self.forms())
        fake = self.folder / "bin" / "python3"
        fake.parent.mkdir()
        fake.write_text("#!/bin/sh\nexit 3\n")
        fake.chmod(0o755)
        for folder in (fake.parent, self.folder / "nothing"):
            done = subprocess.run([CULTURE, "score", path, "-r", "none"], capture_output=True, text=True, env={"PATH": str(folder)})
            self.assertEqual(done.returncode, 3)
            self.assertIn(f"{path}: failed: a workbook (.xlsx) needs the Python package", done.stderr)

    def test_without_openpyxl(self):
        path = self.sheet(self.forms())
        with mock.patch.dict(sys.modules, openpyxl=None):
            tally = libculture.Tally(self.questionnaire).add_files([path, EXAMPLES / "onderwijs.csv"])
        self.assertEqual(tally.files[0].status, "file")
        self.assertRegex(tally.files[0].message, r"libculture\[excel\]")


class Watching(unittest.TestCase):
    def test_silent_unless_somebody_listens(self):
        code = "import libculture, sys; libculture.Tally(libculture.Questionnaire.open()).add_files(sys.argv[1:])"
        words = [sys.executable, "-c", code, str(EXAMPLES / "onderwijs.csv"), "nowhere.csv"]
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(PACKAGE)})
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_log(self):
        with self.assertLogs("libculture", logging.INFO) as log:
            libculture.Tally(libculture.Questionnaire.open()).add_files([EXAMPLES / "onderwijs.csv", "nowhere.csv"])
        self.assertEqual([record.levelname for record in log.records], ["WARNING", "INFO"])
        self.assertIn("nowhere.csv", log.output[0])

    def test_what_is_no_survey_is_told_quietly(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "notes.md").write_text("how we asked")
            pathlib.Path(folder, "a.csv").write_bytes((EXAMPLES / "onderwijs.csv").read_bytes())
            with self.assertLogs("libculture", logging.INFO) as log, warnings.catch_warnings():
                warnings.simplefilter("error")
                libculture.score(folder, reference=None)
        self.assertTrue(any("notes.md: passed over: no survey file" in line for line in log.output), log.output)

    def test_bar(self):
        told = io.StringIO()
        with mock.patch("sys.stderr", told):
            libculture.Tally(libculture.Questionnaire.open()).add_files(EXAMPLES, progress=True)
        self.assertRegex(told.getvalue(), r"libculture: 100%.*5/5")

    def test_without_tqdm(self):
        with mock.patch.dict(sys.modules, {"tqdm": None, "tqdm.auto": None}):
            tally = libculture.Tally(libculture.Questionnaire.open()).add_files(EXAMPLES, progress=True)
        self.assertEqual(sum(file.status == "ok" for file in tally.files), 5)


if __name__ == "__main__":
    unittest.main()
