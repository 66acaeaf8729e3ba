# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON of culture compare keeps what include/culture/culture-comparison-1.schema.json promises, and every number that is
missing has its reason. The environment variable CULTURE points to the program."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from test_schema import CULTURE, ROOT, jsonschema, objects_of  # noqa: E402

SCHEMA = json.loads((ROOT / "include" / "culture" / "culture-comparison-1.schema.json").read_text())
ASSESSMENT = json.loads((ROOT / "include" / "culture" / "culture-assessment-1.schema.json").read_text())
CASES = ROOT / "tests" / "golden" / "compare"


def compare(*words, cwd=None, expect=0):
    done = subprocess.run([CULTURE, "compare", "--quiet", "-f", "json", *map(str, words)], cwd=cwd, capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(f"culture compare {' '.join(map(str, words))} ended with {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def runs():
    """{what it is: the document}."""
    def case(name, *more, expect=0):
        return compare("-q", "../questionnaire.yaml", *more, "before.csv", "after.csv", cwd=CASES / name, expect=expect)

    with tempfile.TemporaryDirectory() as folder:
        for wave in "12":
            subprocess.run([CULTURE, "simulate", "--quiet", "--organisations", "7", "--respondents", "12-60", "--seed", wave,
                            "--single-file", "-o", f"{folder}/{wave}"], check=True)
        nine = compare("--organisations", f"{folder}/1/register.csv", f"{folder}/1", f"{folder}/2", expect=1)
    return {
        "the nine factors, some headcounts too low": nine,
        "independent": case("independent"),
        "headcounts": case("headcounts", "--organisations", "register.csv"),
        "a census": case("census", "--organisations-before", "then.csv", "--organisations-after", "now.csv"),
        "read out twice": case("read_out_twice"),
        "matched": case("matched", "--key", "code"),
        "matched, every digit": case("matched", "--key", "code", "--precision", "full"),
        "joiners could be worked out": case("joiners_could_be_worked_out", "--key", "code"),
        "small groups": case("small_groups"),
        "small groups, every digit": case("small_groups", "--precision", "full"),
        "all alike": case("all_alike"),
        "all alike, every digit": case("all_alike", "--precision", "full"),
        "regression to the mean": case("regression_to_the_mean"),
        "a headcount below the respondents": case("headcount_below_respondents", "--organisations-after", "now.csv", expect=1),
    }


def dimensions_of(document):
    for organisation in document["organisations"]:
        for dimension in organisation["dimensions"]:
            yield f"{organisation['organisation']} {dimension['id']}", dimension


class Documents(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.runs = runs()

    def test_every_null_has_its_reason_and_every_reason_a_null(self):
        for name, document in self.runs.items():
            for place, dimension in dimensions_of(document):
                missing = {field for field, value in dimension.items() if value is None}
                missing |= {"changed"} if dimension["changed"] == "not_tested" else set()
                self.assertEqual(set(dimension["reasons"]), missing, f"{name}: {place}")

    def test_the_runs_show_many_reasons(self):
        found = {reason for run in self.runs.values() for _, d in dimensions_of(run) for reason in d["reasons"].values()}
        self.assertLessEqual({"too_few", "suppressed", "zero_variance", "not_asked", "out_of_range", "census"}, found)

    def test_a_small_group_gives_nothing_that_its_sd_follows_from(self):
        """With full digits these fields are there; published, and below 20 respondents, they are not."""
        telling = ("standard_error", "t", "df", "mann_whitney_u", "mann_whitney_z")
        full = {place: d for place, d in dimensions_of(self.runs["small groups, every digit"])}
        small = 0
        for place, dimension in dimensions_of(self.runs["small groups"]):
            if dimension["difference"] is None or min(dimension["respondents_before"], dimension["respondents_after"]) >= 20:
                continue
            small += 1
            for field in telling:
                self.assertEqual(dimension["reasons"][field], "suppressed", place)
                self.assertIsNotNone(full[place][field], place)
            for field in ("difference_low", "difference_high", "detectable"):
                self.assertEqual(dimension[field], round(dimension[field]), place)
        self.assertGreater(small, 0)

    def test_no_field_is_optional_and_none_is_unknown(self):
        found = list(objects_of(SCHEMA))
        self.assertGreater(len(found), 6)
        for place, part in found:
            self.assertEqual(set(part.get("required", ())), set(part["properties"]), place)
            self.assertIs(part.get("additionalProperties"), False, place)

    def test_what_it_shares_with_the_assessment(self):
        self.assertEqual(SCHEMA["$defs"]["reason"], ASSESSMENT["$defs"]["reason"])
        self.assertEqual(SCHEMA["properties"]["questionnaire"], ASSESSMENT["properties"]["questionnaire"])
        for wave in ("before", "after"):
            self.assertEqual(SCHEMA["properties"][wave]["properties"]["files"], ASSESSMENT["properties"]["files"])
        self.assertEqual(SCHEMA["title"], SCHEMA["properties"]["schema"]["const"])

    @unittest.skipUnless(jsonschema, "the Python package jsonschema is not installed")
    def test_every_document_keeps_the_schema(self):
        validator = getattr(jsonschema, "Draft202012Validator", jsonschema.validators.validator_for(SCHEMA))(SCHEMA)
        type(validator).check_schema(SCHEMA)
        for name, document in self.runs.items():
            with self.subTest(name):
                problems = [f"{'/'.join(map(str, p.absolute_path))}: {p.message[:200]}" for p in validator.iter_errors(document)]
                self.assertEqual(problems, [])
        damaged = copy.deepcopy(self.runs["matched"])
        damaged["organisations"][0]["dimensions"][0]["p"] = 1.5
        damaged["organisations"][0]["dimensions"][0]["changed"] = "maybe"
        damaged["only_after"] = [1]
        self.assertEqual(len(list(validator.iter_errors(damaged))), 3)


if __name__ == "__main__":
    unittest.main()
