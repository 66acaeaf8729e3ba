# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package: rows, files and tallies, and structures, that are filled like them."""
import ctypes
import json
import math
import pathlib
import subprocess
import unittest
from array import array

from package import CULTURE, EXAMPLES, PAIR, PackageTest, ROOT, matrix_of_int16

import libculture
from libculture import Questionnaire, Tally, errors


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

    def test_one_call_is_the_command(self):
        words = ["structure", "--quiet", "-f", "json", "--items", "factors", "--rows", "complete", EXAMPLES]
        said = json.loads(subprocess.run([CULTURE, *words], capture_output=True, check=True).stdout)
        found = libculture.structure(EXAMPLES, items="factors", rows="complete").to_dict()
        self.assertEqual(found, said)
        self.assertGreater(found["respondents"], found["complete"])

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


if __name__ == "__main__":
    unittest.main()
