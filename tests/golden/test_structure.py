# SPDX-License-Identifier: GPL-3.0-or-later
"""Structure against R: eigenvalues, covariances and Mantel-Haenszel of generated answers in three languages
(tests/golden/structure, made by its make.R), and lavaan itself where R has it."""
import csv
import itertools
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
        self.assertEqual(found["components"]["above_chance"], 2)

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
        self.assertEqual(found["left_out"], {"hidden": 0, "partly": 3, "rounded": 0}, "score hides f5 everywhere")
        self.assertEqual((found["respondents"], found["components"]["reason"]), (0, "too_few"))
        run(*words, "--export", self.folder / "all", expect=3)
        run(*words, "--export", self.folder / "out", "--items", "factors")
        self.assertNotIn("f5", (self.folder / "out" / "model.lav").read_text())

    def test_hidden_organisations_stay_out(self):
        north = [row for row in self.rows if row.startswith("north")]
        few = ["east" + row[row.index(","):] for row in self.rows[:9]]
        whole, without = structure(*self.write(north + few)), structure(*self.write(north))
        self.assertEqual(whole.pop("left_out"), {"hidden": 1, "partly": 0, "rounded": 0})
        self.assertEqual(without.pop("left_out"), {"hidden": 0, "partly": 0, "rounded": 0})
        self.assertEqual(whole, without)

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
            row["f5"] = "" if i // 3 % 3 else row["f5"]
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


class Attacker(unittest.TestCase):
    """Who holds the published results and the exported covariances takes the one from the other."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.header, *lines = (HERE / "survey.csv").read_text().splitlines()
        self.items = [name for name in self.header.split(",") if name[0] in "fg" and name[1:].isdigit()]
        complete = [dict(zip(self.header.split(","), line.split(","))) for line in lines]
        self.rows = [row for row in complete if all(row.values())][:200]
        self.assertEqual((len(self.items), len(self.rows)), (8, 200))
        for i, row in enumerate(self.rows):
            row["organisation"] = "b" if i < 50 else "c" if i < 100 else "e" if i < 150 else "h"

    def publish(self):
        """What both commands tell: items by organisation, covariances, the number of complete rows, the structure."""
        path, names = self.folder / "survey.csv", self.header.split(",")
        path.write_text("\n".join([self.header] + [",".join(row[name] for name in names) for row in self.rows]) + "\n")
        words = ["--quiet", "-q", str(HERE / "questionnaire.yaml"), str(path)]
        done = subprocess.run([CULTURE, "score", "-f", "json", *words], capture_output=True, text=True, check=True)
        scored = {entry["organisation"]: {item["id"]: item for item in entry["items"]}
                  for entry in json.loads(done.stdout)["organisations"]}
        found = json.loads(run(*words, "-f", "json", "--export", self.folder / "out"))
        ids, *lines = csv.reader((self.folder / "out" / "covariance.csv").read_text().splitlines())
        variances = {name: float(line[i]) for i, (name, line) in enumerate(zip(ids, lines))}
        return scored, variances, int((self.folder / "out" / "respondents.txt").read_text()), found

    def solve(self, scored, variance, total, item):
        """Answers to an item, lowest first, that the left-over sum of squares allows; none are left: no answers."""
        known = [entry[item] for entry in scored.values() if entry[item].get("sd") is not None]
        groups = [(x["n"], x["mean"] / 25 + 1, x["sd"] / 25) for x in known]
        n = sum(size for size, _, _ in groups)
        mean = sum(size * middle for size, middle, _ in groups) / n
        left = variance * (total - 1) - sum((size - 1) * sd**2 + size * (m - mean) ** 2 for size, m, sd in groups)
        return total - n, [
            answers
            for answers in itertools.combinations_with_replacement(range(1, 6), min(6, max(0, total - n)))
            if abs(sum((x - statistics.mean(answers)) ** 2 for x in answers)
                   + len(answers) * n / total * (statistics.mean(answers) - mean) ** 2 - left) < 1e-6
        ] if total > n else []

    def hidden_of_h(self, scored):
        return [item for item in self.items if scored["h"][item].get("mean") is None]

    def nothing_is_left(self, expected):
        scored, variances, total, found = self.publish()
        hidden = self.hidden_of_h(scored)
        self.assertTrue(hidden)
        for item in hidden:
            self.assertEqual(self.solve(scored, variances[item], total, item), (0, []), item)
        self.assertEqual((total, found["respondents"], found["left_out"]), (150, 150, expected))
        return scored, hidden

    def test_a_dimension_that_few_answered(self):
        for row in self.rows[155:]:
            row.update({item: "" for item in self.items if item[0] == "g"})
        scored, hidden = self.nothing_is_left({"hidden": 0, "partly": 1, "rounded": 0})
        self.assertEqual(hidden, ["g1", "g2", "g3"])
        # The attack itself works, on what structure would tell with these five in.
        values = [int(row["g1"]) for row in self.rows[:155]]
        left, answers = self.solve(scored, statistics.variance(values), 155, "g1")
        self.assertEqual(left, 5)
        self.assertIn(tuple(sorted(values[150:])), answers)

    def test_an_item_that_all_answered_alike(self):
        for row in self.rows[150:]:
            row["f2"] = "4"
        _, hidden = self.nothing_is_left({"hidden": 0, "partly": 1, "rounded": 0})
        self.assertIn("f2", hidden)

    def test_an_organisation_that_is_exact_on_some_items_only(self):
        """15 answers to the items of g are rounded beside 50 to f; another that is rounded whole does not cover them."""
        for row in self.rows[165:]:
            row.update({item: "" for item in self.items if item[0] == "g"})
        for row in self.rows[135:150]:
            row["organisation"] = "small"
        scored, _, total, found = self.publish()
        self.assertIsNone(scored["h"]["g1"]["sd"])
        self.assertIsNotNone(scored["h"]["f1"]["sd"])
        self.assertEqual((total, found["left_out"]), (135, {"hidden": 0, "partly": 1, "rounded": 1}))
        table = run("--quiet", "-q", HERE / "questionnaire.yaml", self.folder / "survey.csv")
        self.assertIn("Organisations left out: 1 partly hidden or rounded, 1 rounded (below 20 respondents), too few", table)

    def test_the_factors_alone_ask_less(self):
        """The ambition item f5 is not looked at with --items factors, so that hiding it leaves nobody out."""
        for row in self.rows[155:]:
            row["f5"] = ""
        _, hidden = self.nothing_is_left({"hidden": 0, "partly": 1, "rounded": 0})
        self.assertEqual(hidden, ["f5"])
        words = ["-q", HERE / "questionnaire.yaml", self.folder / "survey.csv", "--items", "factors"]
        self.assertEqual(structure(*words)["left_out"], {"hidden": 0, "partly": 0, "rounded": 0})


    def few_are_complete(self):
        """Of h 5 rows are complete on all, 27 on the items of f, 28 on those of g: score shows everything exactly."""
        for row in self.rows[155:177]:
            row["g1"] = ""
        for row in self.rows[177:]:
            row["f1"] = ""
        path, names = self.folder / "survey.csv", self.header.split(",")
        path.write_text("\n".join([self.header] + [",".join(row[name] for name in names) for row in self.rows]) + "\n")
        return ["-q", HERE / "questionnaire.yaml", path]

    def test_few_complete_rows_of_one_that_is_shown(self):
        words = self.few_are_complete()
        found = structure(*words, "--rows", "complete")
        self.assertEqual((found["respondents"], found["complete"]), (200, 155))
        self.assertEqual(found["left_out"], {"hidden": 0, "partly": 0, "rounded": 0})
        self.assertEqual(found["components"]["reason"], "suppressed")
        self.assertEqual(set(found["components"]["eigenvalues"]) | set(found["correlations"][0]), {None})
        self.assertIn("withheld", run(*words, "--export", self.folder / "out", expect=3))
        self.assertFalse((self.folder / "out").exists())
        self.assertIn("--rows complete may tell less", run(*words))
        self.assertIn("verraden wat enkele respondenten antwoordden\n", run(*words, "--rows", "complete", "--language", "nl"))

    def test_what_their_covariances_would_tell(self):
        """The attack works: on the covariances that are withheld there."""
        self.few_are_complete()
        values = [int(row["f2"]) for row in self.rows[:155]]
        scored = {name: {"f2": {"n": 50, "mean": 25 * (statistics.mean(own) - 1), "sd": 25 * statistics.stdev(own)}}
                  for name in "bce" for own in [[int(row["f2"]) for row in self.rows if row["organisation"] == name]]}
        left, answers = self.solve(scored, statistics.variance(values), 155, "f2")
        self.assertEqual(left, 5)
        self.assertIn(tuple(sorted(values[150:])), answers)
        self.assertLess(len(answers), 20)

    def test_enough_complete_rows(self):
        """20 complete rows of h are enough: its covariances are then as exact as its own results."""
        words = self.few_are_complete()
        for row in self.rows[155:170]:
            row["g1"] = "4"
        path, names = self.folder / "survey.csv", self.header.split(",")
        path.write_text("\n".join([self.header] + [",".join(row[name] for name in names) for row in self.rows]) + "\n")
        self.assertEqual(structure(*words, "--rows", "complete")["components"]["reason"], None)


class ReversedItem(unittest.TestCase):
    def test_what_is_said_of_it_holds(self):
        """Answers in English to the reversed f3 go up a point: agreed with more, so it scores lower than expected."""
        header, *lines = (HERE / "survey.csv").read_text().splitlines()
        names = header.split(",")
        rows = [dict(zip(names, line.split(","))) for line in lines]
        for row in rows:
            if row["language"].strip().lower() == "en" and row["f3"]:
                row["f3"] = str(min(5, int(row["f3"]) + 1))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "survey.csv"
            path.write_text("\n".join([header] + [",".join(row.values()) for row in rows]) + "\n")
            words = ["-q", HERE / "questionnaire.yaml", path]
            table = run("--quiet", *words)
            english = structure(*words)["languages"]["others"][0]
        self.assertEqual(english["language"], "en")
        self.assertLess({item["id"]: item for item in english["items"]}["f3"]["delta"], -1)
        self.assertRegex(table, r"f3 +delta +-.*scores lower than expected: item f3")
        self.assertNotRegex(table, "agree with|mee eens")


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
        english, dutch = run("--rows", "complete", *SURVEY), run("--rows", "complete", "--language", "nl", *SURVEY)
        self.assertIn("2 components above chance", english)
        self.assertRegex(english, r"f2 +delta +-.*scores lower than expected: item f2")
        self.assertIn("a reversed item that scores lower is agreed with more", english)
        self.assertIn("2 componenten boven toeval", dutch)
        self.assertRegex(dutch, r"f2 +delta +-.*scoort lager dan verwacht: item f2")
        self.assertIn("3,09", dutch)
        for text in (english, dutch):
            self.assertLessEqual(max(map(len, text.splitlines())), 110)


if __name__ == "__main__":
    unittest.main()
