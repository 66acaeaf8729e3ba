# SPDX-License-Identifier: GPL-3.0-or-later
"""Tidy tables, notebooks, the command through Python, spreadsheets, logging and progress: what the package does with other
packages."""
import html.parser
import io
import logging
import math
import os
import subprocess
import sys
import unittest
from unittest import mock

import extras

extras.use("numpy", "pandas", "polars", "pyarrow", "tqdm")
os.environ.setdefault("LIBCULTURE", str(extras.ROOT / "build" / "libculture" / "libculture.so"))
os.environ.setdefault("CULTURE", str(extras.ROOT / "build" / "culture"))
PACKAGE = extras.ROOT / "bindings" / "python"
sys.path.insert(0, str(PACKAGE))
EXAMPLES = extras.ROOT / "questionnaires" / "examples"

import pandas  # noqa: E402
import polars  # noqa: E402
import pyarrow  # noqa: E402

import libculture  # noqa: E402


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

    def test_bar(self):
        told = io.StringIO()
        with mock.patch("sys.stderr", told):
            libculture.Tally(libculture.Questionnaire.open()).add_files(EXAMPLES, progress=True)
        self.assertRegex(told.getvalue(), r"libculture: 100%.*5/5")

    def test_without_tqdm(self):
        with mock.patch.dict(sys.modules, {"tqdm": None, "tqdm.auto": None}):
            tally = libculture.Tally(libculture.Questionnaire.open()).add_files(EXAMPLES, progress=True)
        self.assertEqual(len(tally.files), 5)


if __name__ == "__main__":
    unittest.main()
