# SPDX-License-Identifier: GPL-3.0-or-later
"""Structure against R: eigenvalues, covariances and Mantel-Haenszel of generated answers in three languages
(tests/golden/structure, made by its make.R), eigenvalues of synth54, and lavaan itself where R has it."""
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
GOLDEN = ROOT / "tests" / "golden"
HERE = GOLDEN / "structure"
CULTURE = os.environ.get("CULTURE", str(ROOT / "build" / "culture"))
SCHEMA = json.loads((ROOT / "include" / "culture" / "culture-structure-1.schema.json").read_text())
SURVEY = ["-q", HERE / "questionnaire.yaml", HERE / "survey.csv"]


def run(*words, expect=0):
    done = subprocess.run([CULTURE, "structure", *map(str, words)], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(f"culture structure {' '.join(map(str, words))} ended with {done.returncode}\n{done.stderr}")
    return done.stdout if not expect else done.stderr


def structure(*words):
    return json.loads(run("--quiet", "-f", "json", *words))


def lavaan():
    """Whether R can be asked."""
    rscript = shutil.which("Rscript")
    return rscript and subprocess.run([rscript, "-e", "library(lavaan)"], capture_output=True).returncode == 0


class Golden(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.expected = json.loads((HERE / "expected.json").read_text())

    def near(self, value, expected, place, tolerance=1e-11):
        self.assertIsNotNone(value, place)
        self.assertLessEqual(abs(value - expected), tolerance * max(1, abs(expected)), place)

    def all_near(self, values, expected, place, tolerance=1e-11):
        self.assertEqual(len(values), len(expected), place)
        for i, (value, right) in enumerate(zip(values, expected)):
            self.near(value, right, f"{place} {i}", tolerance)

    def test_eigenvalues(self):
        found = structure("--rows", "complete", *SURVEY)
        self.assertEqual((found["respondents"], found["complete"], found["used"]), (900, self.expected["complete"], 773))
        self.all_near(found["components"]["eigenvalues"], self.expected["eigenvalues"], "eigenvalue")
        found = structure(*SURVEY)
        self.all_near(found["components"]["eigenvalues"], self.expected["eigenvalues_pairwise"], "eigenvalue")
        self.assertEqual(found["components"]["above_chance"], 2)

    def test_eigenvalues_of_synth54(self):
        folder = GOLDEN / "synth54"
        expected = json.loads((HERE / "synth54.json").read_text())["eigenvalues_pairwise"]
        words = ["-q", folder / "questionnaire.yaml", "--organisation", "all",
                 folder / "synth54.csv"]
        found = structure(*words)
        self.assertEqual((found["respondents"], found["complete"]), (2012, 369))
        self.all_near(found["components"]["eigenvalues"], expected, "eigenvalue")
        self.assertEqual(found["components"]["above_chance"], 9, "nine factors were put in")

    def test_parallel_analysis(self):
        """Against 2000 samples drawn in full by R: within the error of 200 draws."""
        found = structure("--rows", "complete", *SURVEY)["components"]
        self.all_near(found["chance_mean"], self.expected["chance_mean"], "mean", 0.006)
        self.all_near(found["chance_high"], self.expected["chance_high"], "95th centile", 0.015)

    def test_one_factor(self):
        found = {fit["dimension"]: fit for fit in structure(*SURVEY)["one_factor"]}
        for dimension, expected in self.expected["one_factor"].items():
            fields = ["rmsea", "cfi", "tli", "srmr", "omega"]
            for field, right in zip(fields, expected):
                value, reason = found[dimension][field], found[dimension]["reasons"].get(field)
                if reason:
                    self.assertEqual((dimension, field, reason), ("g", field, "not_identified"), "three items fit exactly")
                else:
                    self.near(value, right, f"{dimension} {field}", 1e-5)
        self.assertIsNotNone(found["f"]["rmsea"])
        self.assertIn("One factor", run(*SURVEY))

    def test_languages(self):
        languages = structure(*SURVEY)["languages"]
        self.assertEqual((languages["most_frequent"], languages["too_few"]), ("nl", 0))
        self.assertEqual([other["language"] for other in languages["others"]], ["en", "de"])
        for other in languages["others"]:
            ordered = sorted(item["p"] for item in other["items"] if item["p"] is not None)
            for item in other["items"]:
                expected, place = self.expected[other["language"]][item["id"]], f"{other['language']} {item['id']}"
                if expected is None:
                    self.assertEqual(set(item["reasons"].values()), {"one_item"}, place)
                    continue
                fields = ["odds_ratio", "odds_ratio_low", "odds_ratio_high", "chi_squared", "p"]
                self.all_near([item[field] for field in fields], expected, place, 1e-9)
                steps = [min(1, (len(ordered) - i) * p) for i, p in enumerate(ordered)]
                self.near(item["p_holm"], max(steps[:ordered.index(item["p"]) + 1]), place)
        english = {item["id"]: item for item in languages["others"][0]["items"]}
        self.assertEqual((english["f2"]["class"], english["g2"]["class"]), ("C", "A"), "f2 is harder in English")

    def test_covariances_for_lavaan(self):
        with tempfile.TemporaryDirectory() as folder:
            run(*SURVEY, "--export", folder, "-o", os.devnull)
            ids, *rows = csv.reader((pathlib.Path(folder) / "covariance.csv").read_text().splitlines())
            self.assertEqual(ids, "f1 f2 f3 f4 f5 g1 g2 g3".split())
            for item, row, expected in zip(ids, rows, self.expected["covariances"]):
                self.all_near([float(value) for value in row], expected, item)
            self.assertEqual((pathlib.Path(folder) / "respondents.txt").read_text(), "773\n")
            model = (pathlib.Path(folder) / "model.lav").read_text().splitlines()
            self.assertEqual(model[1:], ["f =~ f1 + f2 + f3 + f4", "g =~ g1 + g2 + g3", "# f.ambition =~ f5"])

    def test_lavaan_reads_them(self):
        if not lavaan():
            self.skipTest("R with lavaan is not installed")
        with tempfile.TemporaryDirectory() as folder:
            run(*SURVEY, "--export", folder, "-o", os.devnull)
            script = (pathlib.Path(folder) / "lavaan.R").read_text()
            script += 'cat(sprintf("%.17g", fitMeasures(fit, c("chisq", "df", "cfi", "tli", "rmsea", "srmr"))), sep = "\\n")\n'
            (pathlib.Path(folder) / "more.R").write_text(script)
            done = subprocess.run(["Rscript", "more.R"], cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            measures = [float(value) for value in done.stdout.split()[-6:]]
            self.all_near(measures, self.expected["lavaan"], "measure", 1e-6)


class Limits(unittest.TestCase):
    """What is too little to tell is not told."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.header, *self.rows = (HERE / "survey.csv").read_text().splitlines()

    def write(self, rows):
        path = self.folder / "survey.csv"
        path.write_text("\n".join([self.header] + rows) + "\n")
        return ["-q", HERE / "questionnaire.yaml", path]

    def test_too_few(self):
        complete = [row for row in self.rows if ",," not in row and not row.endswith(",")]
        words = self.write(complete[:99])
        found = structure(*words)
        self.assertEqual(found["components"]["reason"], "too_few")
        self.assertEqual(set(found["components"]["eigenvalues"]) | set(found["correlations"][0]), {None})
        self.assertIsNone(found["languages"]["most_frequent"])
        self.assertIn("too few", run(*words, "--export", self.folder / "out", expect=3))
        self.assertFalse((self.folder / "out").exists())
        self.assertIsNone(structure(*self.write(complete[:100]))["components"]["reason"])

    def test_an_item_that_does_not_vary(self):
        cells = [row.split(",") for row in self.rows]
        words = self.write([",".join(row[:6] + ["3"] + row[7:]) for row in cells])
        found = structure(*words)
        self.assertEqual(found["components"]["reason"], "zero_variance")
        self.assertEqual([value is None for value in found["correlations"][0]], [False] * 4 + [True] + [False] * 3)
        run(*words, "--export", self.folder / "out")
        self.assertNotIn("f5", (self.folder / "out" / "model.lav").read_text())

    def test_hidden_organisations_stay_out(self):
        north = [row for row in self.rows if row.startswith("north")]
        few = ["east" + row[row.index(","):] for row in self.rows[:9]]
        self.assertEqual(structure(*self.write(north + few)), structure(*self.write(north)))

    def test_rows_in_any_order_and_any_files(self):
        words = self.write(self.rows)
        whole = structure(*words)
        (self.folder / "parts").mkdir()
        for part in range(3):
            text = "\n".join([self.header] + self.rows[::-1][part::3]) + "\n"
            (self.folder / "parts" / f"{part}.csv").write_text(text)
        self.assertEqual(structure("-q", HERE / "questionnaire.yaml", self.folder / "parts"), whole)

    def test_tallies_hold_no_rows(self):
        words = self.write(self.rows)
        tally = self.folder / "one.tally"
        subprocess.run([CULTURE, "tally", "--quiet", *words, "-o", tally], check=True)
        self.assertIn("no rows", run("-q", HERE / "questionnaire.yaml", tally, expect=3))

    def test_a_bad_file_does_not_stop_the_others(self):
        (self.folder / "bad.csv").write_text("x,y\n1,2\n")
        words = self.write(self.rows)
        self.assertIn("bad.csv", run(*words, self.folder / "bad.csv", expect=1))

    def test_language_column_and_items(self):
        self.header = self.header.replace("language", "taal")
        words = self.write(self.rows)
        self.assertIsNone(structure(*words)["languages"]["most_frequent"])
        found = structure(*words, "--language-column", "Taal", "--items", "factors")
        self.assertEqual(found["languages"]["most_frequent"], "nl")
        self.assertEqual([item["id"] for item in found["items"]], "f1 f2 f3 f4 g1 g2 g3".split())


    def test_items_of_the_factors_make_rows_complete(self):
        """A row without the ambition item is complete on the factors' practice items; by hand, over these rows."""
        cells = [dict(zip(self.header.split(","), row.split(","))) for row in self.rows]
        for i, row in enumerate(cells):
            row["f5"] = "" if i % 3 else row["f5"]
        words = self.write([",".join(row.values()) for row in cells])
        items = "f1 f2 f3 f4 g1 g2 g3".split()
        complete = [[int(row[item]) for item in items] for row in cells if all(row[item] for item in items)]
        found = structure(*words, "--rows", "complete", "--items", "factors")
        everything = structure(*words, "--rows", "complete")
        self.assertEqual((found["complete"], found["used"]), (len(complete), len(complete)))
        self.assertEqual(everything["complete"], sum(all(row.values()) or all(row[x] for x in [*items, "f5"]) for row in cells))
        self.assertLess(2 * everything["complete"], found["complete"])
        columns = list(zip(*complete))
        for i, line in enumerate(found["correlations"]):
            for j, value in enumerate(line):
                sign = -1 if (items[i] == "f3") != (items[j] == "f3") else 1
                self.assertAlmostEqual(value, sign * statistics.correlation(columns[i], columns[j]), 11)
        pairwise = structure(*words, "--items", "factors")
        self.assertEqual(pairwise["correlations"][0][1], structure(*words)["correlations"][0][1])

    def test_the_table_speaks_in_words(self):
        dutch = run(*self.write(self.rows[:99]), "--language", "nl")
        self.assertIn("Geen componenten: te weinig respondenten (minstens 100, en meer dan er items zijn)", dutch)
        table = run("--quiet", ROOT / "questionnaires" / "examples", "--language", "nl", "--items", "factors")
        self.assertIn("daarvan volledig op alle praktijkitems van de factoren", table)
        self.assertRegex(table, r"(?m)^  Deelname: gewenst +-")
        self.assertNotRegex(table, r"too_few|\.(now|wanted)")


class Schema(unittest.TestCase):
    def objects(self, part, place="schema"):
        if isinstance(part, dict):
            if "properties" in part:
                yield place, part
            for name, inner in part.items():
                yield from self.objects(inner, f"{place}.{name}")

    def test_no_field_is_optional_and_none_is_unknown(self):
        for place, part in self.objects(SCHEMA):
            self.assertEqual(set(part["required"]), set(part["properties"]), place)
            self.assertIs(part["additionalProperties"], False, place)

    @unittest.skipUnless(jsonschema, "the Python package jsonschema is not installed")
    def test_documents_keep_it(self):
        examples = ROOT / "questionnaires" / "examples"
        validator = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
        for words in (SURVEY, ["--rows", "complete", *SURVEY], [examples], ["--items", "factors", examples]):
            document = structure(*words)
            self.assertEqual([problem.message[:200] for problem in validator.iter_errors(document)], [])
            for other in document["languages"]["others"]:
                for item in other["items"]:
                    missing = {name for name, value in item.items() if value is None and name != "class"}
                    self.assertEqual(set(item["reasons"]), missing)


class Table(unittest.TestCase):
    def test_in_two_languages(self):
        english, dutch = run(*SURVEY), run("--language", "nl", *SURVEY)
        self.assertIn("2 components above chance", english)
        self.assertIn("harder to agree with", english)
        self.assertIn("2 componenten boven toeval", dutch)
        self.assertIn("moeilijker mee eens", dutch)
        self.assertIn("3,11", dutch)
        for text in (english, dutch):
            self.assertLessEqual(max(map(len, text.splitlines())), 110)


if __name__ == "__main__":
    unittest.main()
