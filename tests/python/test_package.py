# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package, used as its users would. The environment variables CULTURE and LIBCULTURE point to the program and
the C library; the package itself is read from bindings/python."""
import copy
import ctypes
import ctypes.util
import gc
import itertools
import json
import math
import os
import pathlib
import pickle
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from array import array
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", str(BUILD / "culture"))
LIBRARY = os.environ.setdefault("LIBCULTURE", str(BUILD / "libculture" / "libculture.so"))
PACKAGE = ROOT / "bindings" / "python" / "libculture"
EXAMPLES = ROOT / "questionnaires" / "examples"
REGISTER = EXAMPLES / "register.csv"
sys.path.insert(0, str(PACKAGE.parent))

import libculture  # noqa: E402
from libculture import Questionnaire, Reference, Register, Scores, Tally, _native, errors  # noqa: E402
from libculture import assessment as assessment_module, scores as scores_module  # noqa: E402

PAIR = b"""questionnaire: pair
version: 1.2.0
title: {nl: Een paar, en: A pair}
scales:
  agreement:
    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}
factors:
  - id: first
    name: First
    definition: The first of two
    items:
      - {id: a1, scale: agreement, text: item a1}
      - {id: a2, scale: agreement, text: item a2, reverse: true}
  - id: second
    name: Second
    items:
      - {id: b1, scale: agreement, text: item b1}
"""


def pair():
    return Questionnaire.read(PAIR, "pair.yaml")


def matrix_of_int16(rows):
    """A two-dimensional buffer of int16, as numpy would give."""
    flat = array("h", [value for row in rows for value in row])
    return memoryview(flat).cast("B").cast("h", [len(rows), len(rows[0])])


def command(*words, expect=0):
    done = subprocess.run([CULTURE, "score", "--quiet", "-f", "json", *map(str, words)], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


def python(code, path=PACKAGE.parent, **environment):
    """Runs a program of its own, in a folder outside the repository. An environment variable that is None is unset."""
    variables = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    variables = {name: value for name, value in variables.items() if value is not None}
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd=folder,
                              env=variables, timeout=60)


class PackageTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.questionnaire = Questionnaire.open()
        cls.pair = pair()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def pair_tally(self, respondents=20, organisation="north"):
        return Tally(self.pair).add_rows([[4, 2, 5], [3, 1, 4]] * (respondents // 2), organisation)


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


class Tallies(PackageTest):
    """Counts that can be added, merged and kept."""

    def test_files(self):
        broken = self.write("broken.csv", "colour\nred\n")
        tally = Tally(self.questionnaire).add_files([EXAMPLES / "onderwijs.csv", broken])
        good, bad = tally.files
        self.assertEqual((pathlib.Path(good.path).name, good.status, good.message), ("onderwijs.csv", "ok", ""))
        self.assertEqual((good.rows, good.scored), (116, 116))
        self.assertEqual((bad.path, bad.status, bad.scored), (str(broken), "answers", 0))
        self.assertTrue(bad.message)
        self.assertEqual((tally.respondents, tally.organisation_count), (116, 2))

    def test_mapping(self):
        survey = self.write("north.csv", "wie,V1,V2,V3\nx,9,2,3\nx,8,2,3\ny,9,9,1\n")
        text = "mapping: own\ncolumns: {respondent: wie}\nitems: {V1: a1, V2: a2, V3: b1}\n"
        path = self.write("mapping.yaml", text + "labels: {agreement: {'9': 5, '8': 1}}\n")
        mapping = libculture.Mapping.open(path, self.pair)
        self.assertEqual(mapping.id, "own")
        for given in (path, mapping):
            tally = Tally(self.pair).add_files(survey, mapping=given)
            self.assertEqual(tally.respondents, 3)
            self.assertEqual([problem.kind for problem in tally.files[0].problems], ["duplicate_respondent"])
        last = Tally(self.pair).add_files(survey, mapping=mapping, duplicates="last")
        plain = self.write("plain.csv", "organisation,a1,a2,b1\nnorth,1,2,3\nnorth,5,5,1\n")
        self.assertEqual(bytes(last), bytes(Tally(self.pair).add_files(plain)))
        rows = "".join(f"p{i},{i % 5 + 1},{(i + 1) % 5 + 1},{i * 3 % 5 + 1}\n" for i in range(40))
        self.write("before.csv", "wie,V1,V2,V3\n" + rows)
        reading = {"questionnaire": self.pair, "organisation": "north", "mapping": mapping, "minimum": 5}
        change = libculture.compare(self.folder / "before.csv", self.folder / "before.csv", key="wie", duplicates="last", **reading)
        self.assertEqual(len(change.organisations), 1)
        self.assertEqual(libculture.structure(self.folder / "before.csv", **reading)["respondents"], 40)
        with self.assertRaises(errors.MappingProblem) as caught:
            libculture.Mapping.read(b"mapping: x\nitems: {V1: aa1}\n", self.pair, "m.yaml")
        problem = caught.exception
        self.assertEqual((problem.path, problem.line, problem.column, problem.where), ("m.yaml", 2, 13, "items.V1"))
        self.assertIn("no item of this id; did you mean 'a1'?", problem.message)

    def test_unfinished(self):
        survey = self.write("north.csv", "id,submitdate,lastpage,a1,a2,b1\n1,2026-01-01,3,1,2,3\n2,,2,1,2,\n")
        self.assertEqual(Tally(self.pair).add_files(survey).respondents, 1)
        self.assertEqual(Tally(self.pair).add_files(survey, unfinished="keep").respondents, 2)

    def test_problems(self):
        survey = self.write("north.csv", "a1,a2,b1,colour\n1,2,3,x\n1,9,3,x\n1,oops,3,x\n")
        tally = Tally(self.pair).add_files(survey)
        problem = next(problem for problem in tally.files[0].problems if problem.kind == "invalid_answer")
        self.assertEqual((problem.line, problem.column, problem.count), (3, 3, 1))
        self.assertEqual(tally.files[0].problem_kinds, len(tally.files[0].problems))
        self.assertIn("9", problem.message)
        self.assertEqual(tally.respondents, 3)

    def test_journal(self):
        journal, files = self.write("journal", ""), [EXAMPLES / "onderwijs.csv", EXAMPLES / "techniek-noord.csv"]
        first, second = (Tally(self.questionnaire).add_files(files, journal=journal) for _ in range(2))
        self.assertEqual([[file.resumed for file in tally.files] for tally in (first, second)], [[False] * 2, [True] * 2])
        self.assertEqual(bytes(first), bytes(second))
        self.assertEqual([file.problems for file in first.files], [file.problems for file in second.files])
        with self.assertRaises(errors.SyntaxProblem):
            Tally(self.questionnaire).add_files(files, journal=self.write("note", "{}"))

    def test_invalid_answers(self):
        survey = self.write("north.csv", "a1,a2,b1\n1,2,3\n1,9,3\n")
        self.assertEqual(Tally(self.pair).add_files(survey, invalid="missing").respondents, 2)
        self.assertEqual(Tally(self.pair).add_files(survey, invalid="reject_row").respondents, 1)
        with self.assertRaises(errors.NothingScored):
            Tally(self.pair).add_files(survey, invalid="fail")

    def test_names_of_organisations(self):
        survey = self.write("n\u00e9\u00e9.csv", "place,a1,a2,b1\nnorth,1,2,3\nsouth,1,2,3\n")
        names = [[o.name for o in Tally(self.pair).add_files(survey, **options).scores().organisations]
                 for options in ({}, {"organisation_column": "place"}, {"organisation": "\u00e9cole"})]
        self.assertEqual(names, [["n\u00e9\u00e9"], ["north", "south"], ["\u00e9cole"]])

    def test_rows(self):
        """Lists, a buffer of int16 and a file with the same answers give the same bytes."""
        rows = [[4, 2, 5], [3, 1, 4], [5, 5, -32768]]
        names = ["north", "south", "north"]
        listed = Tally(self.pair).add_rows([[4, 2, 5], (3, 1, 4), [5, 5, None]], names)
        survey = self.write("all.csv", "organisation,a1,a2,b1\nnorth,4,2,5\nsouth,3,1,4\nnorth,5,5,\n")
        expected = bytes(Tally(self.pair).add_files(survey))
        self.assertEqual(bytes(listed), expected)
        view = matrix_of_int16(rows)
        self.assertEqual(bytes(Tally(self.pair).add_rows(view, names)), expected)
        self.assertEqual(bytes(Tally(self.pair).add_rows(view.toreadonly(), names)), expected)
        self.assertEqual(view.tolist(), rows, "the caller's answers stay as they are")

    def test_rows_of_a_ctypes_array(self):
        block = ((ctypes.c_int16 * 3) * 2)((4, 2, 5), (3, 1, 4))
        self.assertEqual(bytes(Tally(self.pair).add_rows(block, "north")), bytes(self.pair_tally(2)))

    def test_no_rows(self):
        self.assertEqual(bytes(Tally(self.pair).add_rows([], "north")), bytes(Tally(self.pair)))
        self.assertEqual(bytes(Tally(self.pair).add_rows([], [])), bytes(Tally(self.pair)))

    def test_refused_rows_add_nothing(self):
        tally = self.pair_tally()
        before = bytes(tally)
        refused = {
            "off the scale": ([[1, 2, 3], [1, 2, 6]], errors.WrongArgument),
            "zero": ([[0, 2, 3]], errors.WrongArgument),
            "too short": ([[1, 2, 3], [1, 2]], ValueError),
            "too wide": (matrix_of_int16([[1, 2, 3, 4]]), ValueError),
            "larger than int16": ([[1, 2, 70000]], OverflowError),
            "a float": ([[1, 2, 3.5]], TypeError),
            "bytes": (b"123", ValueError),
            "one dimension": (array("h", [1, 2, 3]), ValueError),
            "not in one piece": (matrix_of_int16([[1, 2, 3]] * 4)[::2], ValueError),
            "a number": (7, TypeError),
        }
        for what, (rows, kind) in refused.items():
            with self.subTest(what), self.assertRaises(kind):
                tally.add_rows(rows, "north")
        for names in ("", ["north"], ["north", "south", "east"], "x" * 201, ["north", ""]):
            with self.subTest(names), self.assertRaises((ValueError, errors.WrongArgument)):
                tally.add_rows([[1, 2, 3], [1, 2, 3]], names)
        self.assertEqual(bytes(tally), before)

    def test_a_nul_in_a_name_or_path_is_refused(self):
        """C would take the text before it, silently."""
        with self.assertRaises(ValueError):
            Tally(self.pair).add_rows([[1, 2, 3]], "north\0south")
        with self.assertRaises(ValueError):
            Questionnaire.open(str(self.write("pair.yaml", PAIR)) + "\0.old")
        with self.assertRaises(ValueError):
            Tally(self.pair).add_files(str(self.write("north.csv", "a1,a2,b1\n1,2,3\n")) + "\0")

    def test_merge(self):
        rows = [[1, 2, 3], [4, 5, 1], [2, 2, 2]]
        whole = Tally(self.pair).add_rows(rows, ["b", "a", "b"])
        left, right = Tally(self.pair).add_rows(rows[:1], "b"), Tally(self.pair).add_rows(rows[1:], ["a", "b"])
        unchanged = bytes(right)
        self.assertIs(left.merge(right), left)
        self.assertEqual(bytes(left), bytes(whole))
        self.assertEqual(bytes(right), unchanged)

    def test_subtract(self):
        rows = [[1, 2, 3], [4, 5, 1], [2, 2, 2]]
        part, tally = Tally(self.pair).add_rows(rows[:1], "B"), Tally(self.pair).add_rows(rows, ["B", "a", "b"])
        self.assertIs(tally.subtract(part), tally)
        before = bytes(tally)
        self.assertEqual(before, bytes(Tally(self.pair).add_rows(rows[1:], ["a", "b"])))
        with self.assertRaises(errors.NotFound):
            tally.subtract(part)
        self.assertEqual(bytes(tally), before)

    def test_merging_with_itself_is_refused(self):
        tally = self.pair_tally()
        before = bytes(tally)
        with self.assertRaises(errors.WrongArgument):
            tally.merge(tally)
        self.assertEqual(bytes(tally), before)
        twin = Tally.from_bytes(before, self.pair)
        self.assertEqual(tally.merge(twin).respondents, 40, "an equal one is another tally")

    def test_units_name_the_rows(self):
        scores = Tally(self.questionnaire).add_files(EXAMPLES, by=["department"]).scores()
        units = scores.units
        self.assertEqual(len(units), len(scores.get("mean", "unit")))
        self.assertEqual({unit.column for unit in units}, {"department"})
        self.assertEqual(units, sorted(units, key=lambda unit: (unit.organisation.casefold(), unit.name.casefold())))
        for unit, numbers in zip(units, scores.get("respondents", "unit")):
            self.assertEqual(unit.respondents is None, bool(unit.reason))
            self.assertEqual(all(math.isnan(n) for n in numbers), bool(unit.reason), unit)

    def test_bytes_and_file(self):
        tally = Tally(self.questionnaire).add_files(EXAMPLES, by=["department"])
        path = self.folder / "all.tally"
        tally.save(path)
        self.assertEqual(path.read_bytes(), bytes(tally))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        expected = tally.scores(precision="full").get("mean", "unit")
        self.assertEqual(len(expected), 5)
        for again in (Tally.from_bytes(bytes(tally), self.questionnaire), Tally.open(path, self.questionnaire)):
            self.assertEqual(bytes(again), bytes(tally))
            self.assertEqual(repr(again.scores(precision="full").get("mean", "unit")), repr(expected))

    def test_damaged_bytes(self):
        good = bytes(self.pair_tally())
        for at in range(len(good)):
            with self.assertRaises(errors.CultureError, msg=f"byte {at}"):
                Tally.from_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:], self.pair)
            with self.assertRaises(errors.SyntaxProblem, msg=f"cut at {at}"):
                Tally.from_bytes(good[:at], self.pair)

    def test_progress(self):
        seen = []
        Tally(self.questionnaire).add_files(EXAMPLES, progress=lambda *at: seen.append(at))
        self.assertEqual([done for done, _, _ in seen], list(range(1, len(seen) + 1)))
        self.assertEqual({total for _, total, _ in seen}, {len(seen)})
        self.assertEqual(seen[-1][2], 410)

    def test_progress_can_stop(self):
        tally = Tally(self.questionnaire)
        before = bytes(tally)
        with self.assertRaises(errors.Cancelled):
            tally.add_files(EXAMPLES, progress=lambda *_: False)
        with self.assertRaisesRegex(KeyError, "stop"):
            tally.add_files(EXAMPLES, progress=lambda *_: {}["stop"])
        self.assertEqual(bytes(tally), before)

    def test_columns_of_units(self):
        """One column may be given as a word; it is not taken for its letters."""
        many, one = (Tally(self.questionnaire).add_files(EXAMPLES / "onderwijs.csv", by=by)
                     for by in (["department"], "department"))
        self.assertEqual(len(many.scores(precision="full").get("mean", "unit")), 5)
        self.assertEqual(bytes(one), bytes(many))

    def test_in_words(self):
        self.assertEqual(repr(self.pair_tally()), "<Tally of pair: 20 respondents in 1 organisations>")


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


class Structures(PackageTest):
    """How items hang together; the numbers themselves are held against R in tests/golden/test_structure.py."""

    GOLDEN = ROOT / "tests" / "golden" / "structure"

    def analysis(self, **options):
        return libculture.structure(self.GOLDEN / "survey.csv", questionnaire=self.GOLDEN / "questionnaire.yaml", **options)

    def test_in_one_call(self):
        found, expected = self.analysis(rows="complete"), json.loads((self.GOLDEN / "expected.json").read_text())
        self.assertEqual(found["complete"], expected["complete"])
        for value, right in zip(found.get("eigenvalue")[0], expected["eigenvalues"]):
            self.assertAlmostEqual(value, right, 11)
        self.assertEqual(found.components, found["components"]["above_chance"])
        self.assertEqual([language.name for language in found.languages], ["nl", "en", "de"])
        self.assertEqual(found.get("class")[0][1], 2)
        self.assertEqual(found.reason("odds_ratio", 0, found.items.index("f5")), "one_item")
        self.assertEqual(found.reason("odds_ratio", 0, 0), "")
        self.assertIn("componenten", found.to_table("nl"))
        self.assertEqual(self.analysis(items="factors").items, "f1 f2 f3 f4 g1 g2 g3".split())

    def test_merged_parts_are_the_whole(self):
        questionnaire = Questionnaire.open(self.GOLDEN / "questionnaire.yaml")
        header, *rows = (self.GOLDEN / "survey.csv").read_text().splitlines()
        parts = [libculture.Structure(questionnaire) for _ in range(2)]
        for index, part in enumerate(parts):
            part.add_files(self.write(f"{index}.csv", "\n".join([header] + rows[index::2]) + "\n"))
        whole = parts[0].merge(parts[1])
        self.assertEqual((whole.respondents, whole.complete), (900, 773))
        all_at_once = libculture.Structure(questionnaire).add_files(self.GOLDEN / "survey.csv")
        self.assertEqual(whole.analyse()["correlations"], all_at_once.analyse()["correlations"])
        scores = libculture.Tally(questionnaire).add_files([self.GOLDEN / "survey.csv"]).scores()
        self.assertRaises(libculture.errors.Mismatch, whole.merge, libculture.Structure(questionnaire, scores=scores))

    def test_eigenvalues_over_all_with_both_items(self):
        """Every row counts without scores; beside those the few who skip an item could be worked out."""
        expected = json.loads((self.GOLDEN / "expected.json").read_text())["eigenvalues_pairwise"]
        counted = libculture.Structure(Questionnaire.open(self.GOLDEN / "questionnaire.yaml")).add_files(self.GOLDEN / "survey.csv")
        for value, right in zip(counted.analyse().get("eigenvalue")[0], expected):
            self.assertAlmostEqual(value, right, 11)
        guarded = self.analysis()
        self.assertEqual((guarded.reason("eigenvalue"), guarded.reason("correlation", 0, 1)), ("suppressed", "suppressed"))
        self.assertEqual((guarded.reason("covariance", 0, 1), guarded.components), ("", None))
        folder = ROOT / "tests" / "golden" / "synth54"
        expected = json.loads((self.GOLDEN / "synth54.json").read_text())["eigenvalues_pairwise"]
        counted = libculture.Structure(Questionnaire.open(folder / "questionnaire.yaml")).add_files(folder / "synth54.csv")
        self.assertEqual((counted.respondents, counted.complete), (2012, 369))
        found = counted.analyse()
        for value, right in zip(found.get("eigenvalue")[0], expected):
            self.assertAlmostEqual(value, right, 11)
        self.assertEqual(found.components, 9, "nine factors were put in")

    def test_export_and_errors(self):
        self.analysis().export(self.folder / "lavaan")
        self.assertEqual(sorted(path.name for path in (self.folder / "lavaan").iterdir()),
                         ["covariance.csv", "lavaan.R", "model.lav", "respondents.txt"])
        empty = libculture.Structure(Questionnaire.open(self.GOLDEN / "questionnaire.yaml"))
        factors = libculture.Structure(Questionnaire.open(self.GOLDEN / "questionnaire.yaml"), items="factors")
        self.assertRaises(libculture.errors.Mismatch, empty.merge, factors)
        self.assertRaises(libculture.errors.WrongArgument, factors.analyse)
        self.assertIsNone(empty.analyse().components)
        with self.assertRaises(errors.NothingScored):
            empty.analyse().export(self.folder / "other")
        with self.assertRaises(errors.WrongArgument):
            empty.analyse(minimum=3)
        with self.assertRaises(errors.Mismatch):
            empty.merge(libculture.Structure(Questionnaire.open()))


class Comparisons(PackageTest):
    """Two waves of one organisation; the numbers themselves are held against R in tests/golden/compare."""

    def waves(self):
        """A survey, and the same respondents a year later with a point more on every second answer."""
        rows = [[str(1 + (person * 7 + item * 3) % 4) for item in range(3)] for person in range(24)]
        later = [[str(int(cell) + (person + item) % 2) for item, cell in enumerate(row)] for person, row in enumerate(rows)]
        def text(rows):
            return "organisation,code,a1,a2,b1\n" + "".join(
                f"north,P{person},{','.join(row)}\n" for person, row in enumerate(rows))
        before, after = self.folder / "before.csv", self.folder / "after.csv"
        before.write_text(text(rows))
        after.write_text(text(later))
        return before, after

    def test_compare_in_one_call(self):
        before, after = self.waves()
        comparison = libculture.compare(before, after, questionnaire=pair(), key="CODE")
        document = comparison.to_dict()
        self.assertEqual(document["schema"], "culture-comparison/1")
        self.assertEqual(document["matched"]["respondents"], 24)
        self.assertEqual(comparison.organisations, [libculture.Change("north", 0, 0)])
        for result, number in libculture.comparison.RESULTS.items():
            if result in ("changed", "method"):
                continue
            for index, dimension in enumerate(document["organisations"][0]["dimensions"]):
                value = comparison.get(result)[0][index]
                self.assertEqual(None if math.isnan(value) else value, dimension[result], result)
                self.assertEqual(comparison.reason(result, 0, index), dimension["reasons"].get(result, ""), result)
        self.assertEqual(comparison.get("method"), [[1.0, 1.0]])
        self.assertTrue(comparison.to_csv("nl").startswith("organisation,dimension"))
        self.assertIn("Verandering", comparison.to_table("nl"))
        self.assertIn("1 organisations", repr(comparison))

    def test_the_command_says_the_same(self):
        before, after = self.waves()
        yaml = self.folder / "pair.yaml"
        yaml.write_bytes(PAIR)
        register = self.folder / "register.csv"
        register.write_text("organisation,headcount\nnorth,30\n")
        out = subprocess.run([CULTURE, "compare", "-q", yaml, "-f", "json", "--organisations-after", register, "--minimum", "12",
                              before, after], check=True, capture_output=True).stdout
        here = libculture.compare(before, after, questionnaire=pair(), register_after=register, minimum=12)
        self.assertEqual(here.to_json(), out.decode())

    def test_what_is_refused(self):
        before, after = self.waves()
        tally = self.folder / "before.tally"
        Tally(pair()).add_files(before).save(tally)
        with self.assertRaises(errors.WrongArgument):
            libculture.compare(tally, after, questionnaire=pair(), key="code")
        with self.assertRaises(errors.NothingScored):
            libculture.compare(before, after, questionnaire=pair(), key="no such column")
        scores = Tally(pair()).add_files(before).scores()
        with self.assertRaises(errors.Mismatch):
            scores.compare(Tally(Questionnaire.open("nine-factors")).scores())
        with self.assertRaises(TypeError):
            scores.compare(pair())
        self.assertEqual(scores.compare(scores).get("p"), [[1.0, 1.0]])


class References(PackageTest):
    """Reference samples, given and built."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scores = Tally(cls.questionnaire).add_files(EXAMPLES).scores(precision="full")

    def built(self, **recipe):
        return Reference.build(self.scores, **{"year": 2025, "source": "examples", **recipe})

    def test_standard(self):
        found = Reference.standard()
        self.assertEqual((found.id, found.kind, found.year, len(found)), ("nine-factors-65", "simulated", 2026, 65))
        self.assertIn("imulated", found.source)
        self.assertIn("Simulated", found.note)
        self.assertEqual((found.note_in("en"), found.note_in("nl")[:12]), (found.note, "Gesimuleerd:"))
        for norm in ("mean", "sd", "organisations", "p25", "p50", "p75"):
            self.assertEqual(len(found.get(norm)), 24, norm)
        for low, middle, high in zip(found.get("p25"), found.get("p50"), found.get("p75")):
            self.assertTrue(0 < low < middle < high < 100)

    def test_standard_is_the_file_in_the_repository(self):
        file = Reference.open(ROOT / "questionnaires" / "reference" / "nine-factors.yaml", self.questionnaire)
        self.assertEqual(file.to_yaml(), Reference.standard().to_yaml())

    def test_build(self):
        built = self.built(id="few", note="a note", version="2.0.0")
        self.assertEqual((built.id, built.kind, built.year, built.source, built.note), ("few", "observed", 2025, "examples",
                                                                                       "a note"))
        self.assertIn("2.0.0", built.to_yaml())
        whole = [row for row, organisation in zip(self.scores.get("mean"), self.scores.organisations)
                 if organisation.respondents >= 10]
        self.assertEqual((len(built), len(whole)), (5, 5), "the smallest of the six is left out")
        for column in range(9):
            self.assertAlmostEqual(built.get("mean")[column], sum(row[column] for row in whole) / len(whole), places=9)
        self.assertEqual(self.built(kind="simulated").kind, "simulated")

    def test_written_and_read_again(self):
        built = self.built()
        again = Reference.open(self.write("own.yaml", built.to_yaml()), self.questionnaire)
        self.assertEqual(again.to_yaml(), built.to_yaml())
        for norm in ("mean", "sd", "p50"):
            self.assertEqual(repr(again.get(norm)), repr(built.get(norm)))
        self.assertEqual(self.scores.assess(again).to_dict(), self.scores.assess(built).to_dict())

    def test_members_are_compared_with_the_others(self):
        built = self.built()
        found = self.scores.assess(built)
        members = [row for row, values in enumerate(found.get("member")) if values[0] == 1]
        self.assertEqual(len(members), len(built))
        self.assertEqual({found.get("reference_organisations")[row][0] for row in members}, {len(built) - 1})

    def test_salt_hides_names(self):
        named, hidden = self.built().to_yaml(), self.built(salt="pepper").to_yaml()
        self.assertIn("zorggroep-delta", named)
        for organisation in self.scores.organisations:
            self.assertNotIn(organisation.name.casefold(), hidden.casefold())

    def test_members_of_a_reference_with_hashed_names(self):
        hidden = self.built(salt="pepper")
        self.assertTrue(hidden.hashed)
        self.assertNotIn("pepper", hidden.to_yaml())
        path = self.write("hidden.yaml", hidden.to_yaml())
        members = lambda salt: sum(values[0] == 1 for values in libculture.score(
            EXAMPLES, reference=path, salt=salt).get("member"))
        self.assertEqual((members("pepper"), members("salt"), members(None)), (len(hidden), 0, 0))

    def test_score_takes_a_file_or_a_reference(self):
        path = self.write("own.yaml", self.built().to_yaml())
        by_path = libculture.score(EXAMPLES, reference=path).to_dict()
        self.assertEqual(by_path, libculture.score(EXAMPLES, reference=self.built()).to_dict())
        self.assertEqual(by_path, command("-r", path, EXAMPLES))

    def test_refused_recipes(self):
        for recipe in ({"year": 0}, {"year": 3000}, {"source": ""}, {"kind": "summary"}, {"id": "No Spaces"}):
            with self.subTest(recipe), self.assertRaises(errors.WrongArgument):
                self.built(**recipe)

    def test_a_reference_from_published_scores_holds_what_they_publish(self):
        tally = Tally(self.questionnaire).add_files(EXAMPLES)
        exact, published = (Reference.build(tally.scores(precision=precision), year=2025, source="examples") for precision in ("full", "published"))
        self.assertEqual(published.get("mean"), exact.get("mean"))
        self.assertLess(published.to_yaml().count("\n"), exact.to_yaml().count("\n") + 1)


class Exceptions(PackageTest):
    """Each status is an exception of its own, which tells where the problem is."""

    def raised(self, kind, function, *arguments, **options):
        with self.assertRaises(errors.CultureError) as caught:
            function(*arguments, **options)
        self.assertIs(type(caught.exception), kind, caught.exception)
        return caught.exception

    def place(self, problem):
        return (problem.path, problem.line, problem.column, problem.where)

    def test_questionnaire(self):
        path = self.write("bad.yaml", PAIR.replace(b"scale: agreement, text: item b1", b"scale: argument, text: item b1"))
        problem = self.raised(errors.QuestionnaireProblem, Questionnaire.open, path)
        self.assertEqual(self.place(problem), (str(path), 17, 25, "factors[1].items[0].scale"))
        self.assertEqual(str(problem), f"{path}:17:25: factors[1].items[0].scale: {problem.message}")
        self.assertIn("argument", problem.message)

    def test_syntax(self):
        problem = self.raised(errors.SyntaxProblem, Questionnaire.read, b"questionnaire: [1\nversion: 2", "x.yaml")
        self.assertEqual(self.place(problem)[:2], ("x.yaml", 2))
        self.assertGreater(problem.column, 0)
        self.raised(errors.SyntaxProblem, Questionnaire.read, b"")
        self.raised(errors.SyntaxProblem, Tally.from_bytes, b"", self.pair)

    def test_files(self):
        absent = self.folder / "absent"
        for function, arguments in ((Questionnaire.open, ()), (Register.open, ()), (Reference.open, (self.pair,)),
                                    (Tally.open, (self.pair,))):
            with self.subTest(function.__qualname__):
                problem = self.raised(errors.FileProblem, function, absent, *arguments)
                self.assertEqual(self.place(problem), (str(absent), 0, 0, ""))
        self.raised(errors.FileProblem, Questionnaire.open, self.folder)
        self.assertIn("nine-factors, nine-factors-short", str(self.raised(errors.FileProblem, Questionnaire.open, "nin-factors")))
        self.raised(errors.FileProblem, self.pair_tally().save, absent / "below.tally")

    @unittest.skipIf(os.geteuid() == 0, "root can read every file")
    def test_unreadable_file(self):
        path = self.write("pair.yaml", PAIR)
        path.chmod(0)
        self.assertEqual(self.raised(errors.FileProblem, Questionnaire.open, path).path, str(path))

    def test_register(self):
        problem = self.raised(errors.RegisterProblem, Register.read, b"organisation,headcount\nnorth,5\nsouth,x\n", "r.csv")
        self.assertEqual(self.place(problem), ("r.csv", 3, 7, "headcount"))
        self.raised(errors.RegisterProblem, Register.read, b"name,headcount\nnorth,5\n")
        self.raised(errors.RegisterProblem, Register.read, b"organisation\nnorth\nNORTH\n")

    def test_reference(self):
        text = Reference.standard().to_yaml().replace("mean: ", "mean: 1", 1)
        path = self.write("r.yaml", text)
        problem = self.raised(errors.ReferenceProblem, Reference.open, path, self.questionnaire)
        self.assertEqual(problem.path, str(path))
        self.assertIn("mean: 1", text.splitlines()[problem.line - 1])
        two = Tally(self.questionnaire).add_files(EXAMPLES / "onderwijs.csv").scores(precision="full")
        self.raised(errors.ReferenceProblem, Reference.build, two, year=2025, source="two")

    def test_mismatch(self):
        other = Tally(self.questionnaire)
        self.raised(errors.Mismatch, self.pair_tally().merge, other)
        self.raised(errors.Mismatch, Tally.from_bytes, bytes(other), self.pair)
        self.raised(errors.Mismatch, self.pair_tally().scores().assess, Reference.standard())
        path = self.write("r.yaml", Reference.standard().to_yaml())
        self.assertEqual(self.raised(errors.Mismatch, Reference.open, path, self.pair).path, str(path))

    def test_limit(self):
        self.raised(errors.LimitExceeded, Questionnaire.read, b"#" * (1 << 20) + b"\n" + PAIR)

    def test_overflow(self):
        """Doubled often enough, a count no longer fits; the tally then is as it was."""
        tally = self.pair_tally()
        with self.assertRaises(errors.CountOverflow):
            for _ in range(70):
                before = bytes(tally)
                tally.merge(Tally.from_bytes(before, self.pair))
        self.assertEqual(bytes(tally), before)
        self.assertGreater(tally.respondents, 2**35)

    def test_cancelled(self):
        self.raised(errors.Cancelled, Tally(self.questionnaire).add_files, EXAMPLES, progress=lambda *_: False)

    def test_not_found(self):
        self.raised(errors.NotFound, Reference.standard, "ten-factors")
        self.raised(errors.NotFound, self.pair_tally().scores().assess().verdict, 0)

    def test_nothing_scored(self):
        broken = self.write("broken.csv", "colour\nred\n")
        problem = self.raised(errors.NothingScored, libculture.score, broken)
        self.assertEqual(problem.path, str(broken))
        self.raised(errors.NothingScored, Tally(self.pair).add_files, [])

    def test_wrong_argument(self):
        problem = self.raised(errors.WrongArgument, Tally(self.pair).add_rows, [[1, 2, 3], [1, 2, 8]], "north")
        self.assertEqual((problem.line, problem.column), (2, 3))
        self.assertIn("8", problem.message)
        self.raised(errors.WrongArgument, self.pair_tally().scores().assess().to_table, "fr")

    def test_every_status_has_its_class(self):
        """Also those that no test can bring about, such as memory that runs out."""
        self.assertEqual(sorted(errors.BY_STATUS), list(range(1, 16)))
        for status, kind in errors.BY_STATUS.items():
            with self.subTest(kind.__name__), self.assertRaises(kind) as caught:
                _native.check(status, _native.Error(status=status, path=b"p", line=3, column=4, where=b"w", message=b"m"))
            problem = caught.exception
            self.assertEqual((problem.status, str(problem)), (status, "p:3:4: w: m"))
            with self.assertRaisesRegex(kind, "^[a-z_]+$"):
                _native.check(status, _native.Error())
        self.assertIsNone(_native.check(0, _native.Error()))


class Ownership(PackageTest):
    """Handles may be dropped in any order and are never used after that."""

    def raw(self):
        """One handle of each kind, owned by nobody: {kind: pointer}."""
        library = _native.library
        made = {}
        made["questionnaire"] = Questionnaire._made(library.culture_questionnaire_read, _native.memory_source(PAIR, None), None)
        made["register"] = Register._made(library.culture_register_read,
                                          _native.memory_source(b"organisation,headcount\nnorth,50\n", None), None)
        made["tally"] = Tally._made(library.culture_tally_new, made["questionnaire"])
        block = _native.Block(rows=20, values=(ctypes.c_int16 * 60)(*[4, 2, 5] * 10 + [3, 2, 4] * 10),
                              organisations=_native.strings(["north"]), organisation_count=1)
        _native.check(library.culture_tally_add_block(made["tally"], block, None), _native.Error())
        options = _native.ScoresOptions(reg=made["register"])
        made["scores"] = Scores._made(library.culture_scores_compute, made["tally"], options)
        made["assessment"] = libculture.Assessment._made(library.culture_assess, made["scores"], None, None)
        return made

    def seen(self, made):
        """What can still be asked of the handles that are left."""
        asked = {
            "questionnaire": lambda pointer: _native.library.culture_questionnaire_title(pointer, b"nl"),
            "register": lambda pointer: _native.library.culture_register_find(pointer, b"NORTH"),
            "tally": lambda pointer: _native.library.culture_tally_respondents(pointer),
            "scores": lambda pointer: scores_module.matrix(_native.library.culture_scores_get, pointer, 1),
            "assessment": lambda pointer: _native.collect(_native.library.culture_write_json, pointer, None),
        }
        return {kind: asked[kind](pointer) for kind, pointer in made.items()}

    def test_freed_in_any_order(self):
        first = self.raw()
        expected = self.seen(first)
        self.assertIn(b'"headcount":50', expected["assessment"].replace(b" ", b""))
        for kind, pointer in first.items():
            getattr(_native.library, f"culture_{kind}_free")(pointer)
        for order in itertools.permutations(expected):
            made = self.raw()
            for kind in order:
                getattr(_native.library, f"culture_{kind}_free")(made.pop(kind))
                self.assertEqual(self.seen(made), {left: expected[left] for left in made}, order)

    def test_results_outlive_what_they_were_made_of(self):
        expected = self.pair_tally().scores().assess().to_json()
        questionnaire = pair()
        tally = Tally(questionnaire).add_rows([[4, 2, 5], [3, 1, 4]] * 10, "north")
        del questionnaire
        scores = tally.scores()
        del tally
        found = scores.assess()
        del scores
        gc.collect()
        self.assertEqual(found.to_json(), expected)
        self.assertEqual(found.scores.questionnaire.id, "pair")

    def test_each_handle_is_freed_once(self):
        freed = []

        class Counted(Questionnaire):
            @staticmethod
            def _free(pointer):
                freed.append(pointer.value)
                _native.library.culture_questionnaire_free(pointer)

        found = Counted.read(PAIR)
        address = found._pointer.value
        self.assertEqual(freed, [])
        del found
        gc.collect()
        self.assertEqual(freed, [address])

    def test_copies_are_refused(self):
        """A copy would hold a handle that its original frees."""
        for kind in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.subTest(kind.__name__), self.assertRaises((TypeError, ValueError)):
                kind(self.pair_tally().scores())
            with self.subTest(kind.__name__), self.assertRaises((TypeError, ValueError)):
                kind(Reference.standard())

    def test_tallies_and_questionnaires_are_pickled(self):
        """As bytes and a file, which make new handles."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "pair.yaml")
            path.write_bytes(PAIR)
            for questionnaire in (self.pair, Questionnaire.open(path), Questionnaire.open("nine-factors")):
                tally = Tally(questionnaire)
                tally.add_rows([[1] * len(questionnaire.items())] * 3, "a")
                for kind in (copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
                    other = kind(tally)
                    self.assertEqual(bytes(other), bytes(tally))
                    self.assertEqual(other.questionnaire.fingerprint, questionnaire.fingerprint)
                    self.assertEqual(other.merge(tally).respondents, 6)
                    self.assertEqual(tally.respondents, 3)
            changed = Questionnaire.open(path)
            path.write_bytes(PAIR.replace(b"high: 5", b"high: 4").replace(b"reverse: true", b"reverse: false"))
            with self.assertRaises(errors.Mismatch):
                copy.copy(changed)

    def test_close(self):
        with self.pair_tally() as tally:
            scores = tally.scores()
        for use in (lambda: tally.respondents, lambda: bytes(tally), lambda: tally.merge(tally)):
            with self.assertRaisesRegex(ValueError, "closed"):
                use()
        tally.close()
        self.assertEqual([x.name for x in scores.organisations], ["north"])

    def test_a_null_handle_is_refused(self):
        """Nothing makes one; who makes one by hand gets an exception, and the program goes on."""
        done = python("""
            import ctypes, libculture
            for kind, more in ((libculture.Questionnaire, ()), (libculture.Register, ()), (libculture.Reference, ()),
                               (libculture.Scores, (None,)), (libculture.Assessment, (None, None))):
                for pointer in (None, ctypes.c_void_p()):
                    try:
                        print(kind(pointer, *more))
                    except (TypeError, ValueError) as refused:
                        print("refused", kind.__name__)
            """)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.split()[1::2], [name for name in
                         "Questionnaire Register Reference Scores Assessment".split() for _ in range(2)])
        self.assertEqual(set(done.stdout.split()[0::2]), {"refused"})

    def test_something_else_than_its_kind_of_handle_is_refused(self):
        """C could not tell one handle from another. In a program of its own, which a wrong one could end."""
        done = python("""
            import sys
            from libculture import Questionnaire, Reference, Scores, Tally
            questionnaire = Questionnaire.open()
            tally, empty = Tally(questionnaire), bytes(Tally(questionnaire))
            calls = '''
                Tally("nine-factors")   Tally(tally)   Tally(None)   Tally.__new__(Tally).respondents
                Tally.from_bytes(empty,None)   Tally.from_bytes(empty,tally)   tally.merge(None)   tally.merge(questionnaire)
                Scores.compute(None)   Scores.compute(questionnaire)   tally.scores(register=tally)
                tally.scores().assess(questionnaire)   tally.scores().assess(tally.scores())
                Reference.open("x",None)   Reference.open("x",tally)   Reference.build(tally,year=2025,source="x")'''
            for call in calls.split():
                print(call, end=" ", flush=True)
                try:
                    eval(call)
                    print("accepted")
                except (TypeError, AttributeError, ValueError):
                    print("refused")
            """)
        self.assertEqual(done.returncode, 0, f"the last words were: {done.stdout[-60:]}")
        self.assertEqual([line for line in done.stdout.splitlines() if not line.endswith(" refused")], [])
        self.assertEqual(done.stdout.count("\n"), 16)

    def test_the_library_refuses_null(self):
        """Every C function that returns a status gives one for NULL; frees and retains pass it over."""
        done = python("""
            import ctypes
            from libculture import _native
            numbers = (ctypes.c_int32, ctypes.c_int64, ctypes.c_size_t)
            for name, (result, kinds) in _native.PROTOTYPES.items():
                if result is ctypes.c_int32 and _native.Error in [getattr(k, "_type_", None) for k in kinds] or (
                        name.endswith(("_free", "_retain", "_get", "_counts"))):
                    print(name, end=" ", flush=True)
                    print(getattr(_native.library, name)(*[0 if kind in numbers else None for kind in kinds]))
            """)
        self.assertEqual(done.returncode, 0, f"the last words were: {done.stdout[-60:]}")
        for name, given in (line.split() for line in done.stdout.splitlines()):
            passed = name.endswith(("_free", "_retain"))
            self.assertIn(given, ("None",) if passed else ("2", "13"), name)
        self.assertGreater(done.stdout.count("\n"), 50)


class Threads(PackageTest):
    """What is immutable may be shared between threads."""

    def together(self, work, threads=8):
        """Calls work(number) at the same time in many threads."""
        start = threading.Barrier(threads)

        def started(number):
            start.wait()
            return work(number)

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(started, range(threads)))

    def test_a_tally_a_thread(self):
        """All share one questionnaire; the merged tallies are those of one thread."""
        files = sorted(EXAMPLES.glob("[b-qt-z]*.csv"))
        tallies = self.together(lambda number: Tally(self.questionnaire).add_files(files[number], threads=1), len(files))
        whole = Tally(self.questionnaire)
        for tally in tallies:
            whole.merge(tally)
        self.assertEqual(bytes(whole), bytes(Tally(self.questionnaire).add_files(files)))
        self.assertEqual(whole.respondents, 410)

    def test_shared_tally_bytes_register_and_reference(self):
        data = bytes(Tally(self.questionnaire).add_files(EXAMPLES))
        register, reference = Register.open(REGISTER), Reference.standard()

        def work(_number):
            tally = Tally.from_bytes(data, self.questionnaire)
            return tally.scores(register=register).assess(reference).to_json()

        self.assertEqual(len(set(self.together(work))), 1)

    def test_shared_scores_and_assessment(self):
        scores = Tally(self.questionnaire).add_files(EXAMPLES).scores()
        found = scores.assess(Reference.standard())
        expected = found.to_json()

        def work(number):
            for _ in range(5):
                self.assertEqual(found.to_json(), expected)
                self.assertEqual(scores.assess(Reference.standard()).to_json(), expected)
                self.assertEqual(repr(scores.get("mean")), repr(found.scores.get("mean")))
            return number

        self.assertEqual(self.together(work), list(range(8)))

    def test_freed_by_many_threads(self):
        shared = pair()

        def work(_number):
            for _ in range(50):
                found = Tally(shared).add_rows([[4, 2, 5]] * 12, "north").scores().assess()
                self.assertEqual(len(found.scores.organisations), 1)
            return True

        self.assertEqual(self.together(work), [True] * 8)
        self.assertEqual(shared.id, "pair")


class Import(PackageTest):
    """The package finds the library, or says what to do."""

    def test_nothing_leaks_from_it(self):
        self.assertEqual(dir(libculture), sorted(libculture.__all__))

    def test_import_waits_for_nothing(self):
        """The package is imported in little time: its modules, ctypes and the library come with the first name asked for."""
        heavy = ("ctypes", "typing", "pathlib", "dataclasses", "libculture._native")
        done = python("import sys; before = set(sys.modules); import libculture; "
                      f"print([m for m in {heavy} if m in set(sys.modules) - before], len(set(sys.modules) - before))", LIBCULTURE=LIBRARY)
        self.assertEqual(done.stdout, "[] 2\n", done.stderr)  # with __future__
        for name in set(libculture.__all__) - {"compare", "score", "structure"}:
            self.assertTrue(getattr(libculture, name))
        self.assertRaises(AttributeError, lambda: libculture.absent)

    def test_is_typed(self):
        self.assertTrue((PACKAGE / "py.typed").is_file())

    def test_outside_the_repository(self):
        """A copy of the package alone, with LIBCULTURE set."""
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        done = python("import libculture; print(libculture.__version__, libculture.Questionnaire.open().id,"
                      " libculture.__file__)", path=self.folder, LIBCULTURE=LIBRARY)
        self.assertEqual(done.stdout.split(), [libculture.__version__, "nine-factors",
                                               str(self.folder / "libculture" / "__init__.py")], done.stderr)

    def test_beside_the_package(self):
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(LIBRARY, self.folder / "libculture" / "libculture.so")
        done = python("import libculture; print(libculture.Questionnaire.open().id)", path=self.folder, LIBCULTURE=None)
        self.assertEqual(done.stdout, "nine-factors\n", done.stderr)

    def test_no_library(self):
        if ctypes.util.find_library("culture"):
            self.skipTest("the library is installed on this system, so it is always found")
        shutil.copytree(PACKAGE, self.folder / "libculture", ignore=shutil.ignore_patterns("__pycache__"))
        done = python("import libculture; libculture.Questionnaire", path=self.folder, LIBCULTURE=None)
        self.assertRegex(done.stderr.splitlines()[-1], "^ImportError: .*LIBCULTURE")

    def refused(self, library):
        done = python("from libculture import Questionnaire", LIBCULTURE=str(library))
        self.assertEqual(done.returncode, 1)
        return done.stderr.splitlines()[-1]

    def test_wrong_library(self):
        """The message is an ImportError that names the file and the variable."""
        absent, text = self.folder / "absent.so", self.write("text.so", "no library\n")
        for path in (absent, text, ctypes.util.find_library("m")):
            with self.subTest(path):
                self.assertRegex(self.refused(path), rf"^ImportError: .*{path}.*")
                self.assertIn("LIBCULTURE", self.refused(path))

    def test_another_version(self):
        compiler = shutil.which(os.environ.get("CC", "cc").split()[0])
        if not compiler:
            self.skipTest("there is no C compiler")
        functions = "".join(f"const char *{name}(void) {{ return \"9.9.9\"; }}\n" for name in _native.PROTOTYPES)
        library = self.folder / "other.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, self.write("other.c", functions)], check=True)
        self.assertRegex(self.refused(library), rf"^ImportError: .*9\.9\.9.*{_native.VERSION}")

    def test_everything_promised_is_there(self):
        for name in libculture.__all__:
            self.assertTrue(hasattr(libculture, name), name)
        self.assertEqual(libculture.__version__, _native.library.culture_version().decode())

    def test_text_is_utf8_whatever_the_locale(self):
        """Under a locale that knows ASCII only, names and notes still are UTF-8."""
        shutil.copytree(EXAMPLES, self.folder / "examples")  # the repository's own path may not be ASCII
        done = python("""
            import libculture
            questionnaire = libculture.Questionnaire.open()
            scores = libculture.Tally(questionnaire).add_files(%r).scores(precision="full")
            found = libculture.Reference.build(scores, year=2025, source="\\u00e9cole", note="\\u00e9t\\u00e9")
            print(ascii((found.source, found.note)))
            """ % str(self.folder / "examples"), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        self.assertEqual(done.stdout, "('\\xe9cole', '\\xe9t\\xe9')\n", done.stderr[-300:])

    def test_ends_quietly_with_handles_alive(self):
        done = python("import libculture; found = libculture.Questionnaire.open(); tally = libculture.Tally(found)")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


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
