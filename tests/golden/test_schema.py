# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON of the command keeps what include/culture/culture-assessment-1.schema.json promises, and every number that is
missing has its reason. The environment variable CULTURE points to the program."""
import copy
import functools
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
CULTURE = os.environ.get("CULTURE", str(ROOT / "build" / "culture"))
EXAMPLES = ROOT / "questionnaires" / "examples"
SCHEMA = json.loads((ROOT / "include" / "culture" / "culture-assessment-1.schema.json").read_text())
REGISTER = ["--organisations", EXAMPLES / "register.csv"]
DESCRIBED = {"id", "kind", "items", "standing", "reasons"}  # of a dimension; the others are its numbers
OWN_QUESTIONNAIRE = """questionnaire: pair
version: 1.0.0
title: A pair of factors
scales:
  agreement:
    points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}
factors:
  - id: first
    name: First
    items:
      - {id: a1, scale: agreement, text: item a1}
      - {id: a2, scale: agreement, text: item a2, reverse: true}
  - id: second
    name: Second
    items:
      - {id: b1, scale: agreement, text: item b1}
"""


def score(*words, expect=0):
    """The document that a run of the command prints."""
    done = subprocess.run([CULTURE, "score", "--quiet", "-f", "json", *map(str, words)], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(f"culture score {' '.join(map(str, words))} ended with {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def summary_reference(folder):
    """A reference that gives means and SDs of the factors only, as a publication would."""
    document = score("--reference", "none", EXAMPLES / "onderwijs.csv")
    lines = ["reference: published", "version: 1.0.0", "kind: summary", "questionnaire: nine-factors", "year: 2020", "n: 40",
             "source: a paper", f"fingerprint: {document['questionnaire']['fingerprint']}", "dimensions:"]
    lines += [f"  {dimension['id']}: {{mean: 55, sd: 6}}"
              for dimension in document["organisations"][0]["dimensions"] if dimension["kind"] == "factor"]
    path = folder / "summary.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


@functools.lru_cache(maxsize=1)
def all_runs():
    """What the command can be asked for: {what it is: the document}."""
    with tempfile.TemporaryDirectory() as folder:
        return runs_in(pathlib.Path(folder))


def runs_in(folder):
    broken = folder / "broken.csv"
    broken.write_text("colour,weather\nred,rain\n")
    rows = (EXAMPLES / "zorggroep-delta.csv").read_text().splitlines()
    tiny = folder / "tiny.csv"
    tiny.write_text("\n".join(rows[:4]) + "\n")
    small = folder / "small.csv"
    small.write_text("\n".join(rows[:15]) + "\n")
    alike = folder / "alike.csv"
    alike.write_text("a1,a2,b1\n" + "3,3,3\n" * 30)
    own = folder / "own.yaml"
    own.write_text(OWN_QUESTIONNAIRE)
    refused = folder / "refused.csv"
    refused.write_text("organisation,headcount\nzorggroep-delta,12\n")
    reference = folder / "reference.yaml"
    subprocess.run([CULTURE, "reference", "--quiet", "--kind", "observed", "--year", "2025", "--source", "examples", "-o",
                    reference, EXAMPLES], check=True, capture_output=True)
    return {
        "the examples with their register": score(*REGISTER, EXAMPLES),
        "every digit": score(*REGISTER, "--precision", "full", EXAMPLES),
        "no reference": score(*REGISTER, "--reference", "none", EXAMPLES),
        "an observed reference": score(*REGISTER, "--reference", reference, EXAMPLES),
        "a reference of means alone": score("--reference", summary_reference(folder), EXAMPLES),
        "one tiny organisation": score(tiny, expect=3),
        "one tiny organisation, every digit": score("--precision", "full", tiny),
        "a rounded organisation": score(small),
        "a broken file among others": score(EXAMPLES, broken, expect=1),
        "more respondents than the headcount": score("--organisations", refused, EXAMPLES, expect=1),
        "units by department": score(*REGISTER, "--by", "department", "--minimum", 15, EXAMPLES),
        "units by department, every digit": score("--precision", "full", "--by", "department", EXAMPLES),
        "a questionnaire without criterion, all answers alike": score("-q", own, alike),
        "all answers alike, every digit": score("-q", own, "--precision", "full", alike),
        "in Dutch": score("--language", "nl", EXAMPLES),
        "drivers": score("--drivers", "ai_readiness", "--drivers", "results:organisation", EXAMPLES),
        "roles and other thresholds": score("--role", "role", "--multiverse", EXAMPLES),
    }


def dimensions_of(document):
    """Every dimension with its place: of organisations, of their units and of all together."""
    for organisation in document["organisations"]:
        for dimension in organisation["dimensions"]:
            yield f"{organisation['organisation']} {dimension['id']}", dimension
        for unit in organisation["units"]:
            for dimension in unit["dimensions"]:
                yield f"{organisation['organisation']} {unit['unit']} {dimension['id']}", dimension
    for dimension in document["pooled"]["dimensions"]:
        yield f"pooled {dimension['id']}", dimension


def fields_without_number(dimension):
    """The names under which "reasons" must tell why: standing.* for standings."""
    missing = {name for name, value in dimension.items() if name not in DESCRIBED and value is None}
    standing = dimension.get("standing") or {}
    missing |= {f"standing.{name}" for name, value in standing.items() if value is None}
    return missing | {f"standing.{name}" for name in ("differs", "own_differs") if standing.get(name) == "not_tested"}


def objects_of(schema, place="schema"):
    """Every object that the schema describes, with its place."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield place, schema
        for name, part in schema.items():
            yield from objects_of(part, f"{place}.{name}")


class Documents(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        cls.runs = all_runs()


class Reasons(Documents):
    """A number that cannot be given is null, with its reason."""

    def test_every_null_has_its_reason_and_every_reason_a_null(self):
        for name, document in self.runs.items():
            with self.subTest(name):
                for place, dimension in dimensions_of(document):
                    self.assertEqual(set(dimension["reasons"]), fields_without_number(dimension), place)

    def test_profiles_and_norms_too(self):
        for name, document in self.runs.items():
            with self.subTest(name):
                parts = [organisation["profile"] for organisation in document["organisations"]]
                parts += (document["reference"] or {"dimensions": []})["dimensions"]
                for part in parts:
                    self.assertEqual(set(part["reasons"]), {key for key, value in part.items() if value is None})

    def test_drivers_too(self):
        [persons, means] = self.runs["drivers"]["drivers"]
        self.assertEqual((persons["reason"], means["reason"]), (None, "too_few"))
        for part in [*persons["factors"], *means["factors"]]:
            self.assertEqual(set(part["reasons"]), {key for key, value in part.items() if value is None})
        self.assertEqual({key for part in persons["factors"] for key in part["reasons"]},
                         {"weight_low", "weight_high", "lmg_low", "lmg_high"})
        self.assertEqual(self.runs["in Dutch"]["drivers"], [])

    def test_items_too(self):
        reasons = set()
        for name, document in self.runs.items():
            for group in [*document["organisations"], document["pooled"]]:
                for item in group["items"]:
                    missing = {field for field, value in item.items() if value is None} - {"warning"}
                    self.assertEqual(set(item["reasons"]), missing, f"{name} {item['id']}")
                    reasons |= set(item["reasons"].values())
        self.assertLessEqual({"too_few", "suppressed", "one_item"}, reasons)

    def test_the_rule_can_fail(self):
        dimension = copy.deepcopy(next(dimensions_of(self.runs["one tiny organisation"]))[1])
        del dimension["reasons"]["mean"]
        self.assertIn("mean", fields_without_number(dimension) - set(dimension["reasons"]))
        dimension["mean"] = 50
        self.assertNotIn("mean", fields_without_number(dimension))

    def test_the_runs_show_many_reasons(self):
        """Else the tests here would look at full tables only."""
        found = {reason for run in self.runs.values() for _, d in dimensions_of(run) for reason in d["reasons"].values()}
        self.assertLessEqual({"too_few", "suppressed", "zero_variance", "not_asked", "not_in_reference", "out_of_range",
                              "one_item"}, found)

    def test_hidden_organisations_say_why(self):
        for name, document in self.runs.items():
            with self.subTest(name):
                for organisation in document["organisations"]:
                    hidden = all(dimension["mean"] is None and dimension["reasons"]["mean"] != "suppressed"
                                 for dimension in organisation["dimensions"])
                    self.assertEqual(organisation["reason"] is not None, hidden, organisation["organisation"])

    def test_nulls_are_never_zero(self):
        """A hidden organisation has no number at all among its results."""
        hidden = [o for o in self.runs["one tiny organisation"]["organisations"] if o["reason"] == "too_few"]
        self.assertEqual(len(hidden), 1)
        for dimension in hidden[0]["dimensions"]:
            numbers = {name: value for name, value in dimension.items() if name not in DESCRIBED}
            self.assertEqual(set(numbers.values()), {None}, dimension["id"])
        for item in hidden[0]["items"]:
            numbers = {name: value for name, value in item.items() if name not in ("id", "warning", "reasons")}
            self.assertEqual(set(numbers.values()), {None}, item["id"])
            self.assertEqual((item["warning"], item["reasons"]), (None, dict.fromkeys(numbers, "too_few")), item["id"])


class Runs(Documents):
    """The runs are what their names say, so that the schema is held against all that the command can print."""

    def test_precision(self):
        for name, document in self.runs.items():
            self.assertEqual(document["precision"], "full" if "every digit" in name else "published", name)

    def test_reference(self):
        self.assertIsNone(self.runs["no reference"]["reference"])
        self.assertEqual(self.runs["an observed reference"]["reference"]["kind"], "observed")
        self.assertEqual(self.runs["a reference of means alone"]["reference"]["kind"], "summary")
        self.assertEqual(self.runs["every digit"]["reference"]["kind"], "simulated")
        standings = {d["standing"] is None for _, d in dimensions_of(self.runs["no reference"]) if "standing" in d}
        self.assertEqual(standings, {True})

    def test_base_rate_of_an_observed_reference(self):
        rates = [o["verdict"]["base_rate"] for o in self.runs["an observed reference"]["organisations"]]
        self.assertTrue(all(rate["reference"] is not None for rate in rates))

    def test_files(self):
        files = {pathlib.Path(f["path"]).name: f for f in self.runs["a broken file among others"]["files"]}
        self.assertEqual(files["broken.csv"]["status"], "failed")
        self.assertEqual(files["broken.csv"]["scored"], 0)
        self.assertEqual(files["onderwijs.csv"]["status"], "ok")

    def test_units(self):
        units = [u for o in self.runs["units by department"]["organisations"] for u in o["units"]]
        self.assertTrue(any(unit["respondents"] is None for unit in units))
        self.assertTrue(any(unit["respondents"] is not None for unit in units))

    def test_refused_by_its_headcount(self):
        document = self.runs["more respondents than the headcount"]
        reasons = {o["organisation"]: o["reason"] for o in document["organisations"]}
        self.assertEqual(reasons["zorggroep-delta"], "out_of_range")

    def test_no_criterion_no_verdict(self):
        document = self.runs["a questionnaire without criterion, all answers alike"]
        self.assertEqual([o["verdict"] for o in document["organisations"]], [None])

    def test_language_changes_names_only(self):
        english = score(EXAMPLES)
        self.assertEqual(self.runs["in Dutch"], english, "the document holds ids, which have no language")


class Schema(unittest.TestCase):
    """The schema leaves nothing open: every field is described, required and known to the library."""

    def test_no_field_is_optional_and_none_is_unknown(self):
        found = list(objects_of(SCHEMA))
        self.assertGreater(len(found), 12)
        for place, part in found:
            self.assertEqual(set(part.get("required", ())), set(part["properties"]), place)
            self.assertIs(part.get("additionalProperties"), False, place)

    def test_words_are_those_of_the_headers(self):
        headers = {path.stem: path.read_text() for path in (ROOT / "include" / "culture").glob("*.h")}

        def words(header, prefix):
            return {word.lower() for word in re.findall(rf"^ +CULTURE_{prefix}_(\w+) =", headers[header], re.M)}

        organisation = SCHEMA["properties"]["organisations"]["items"]["properties"]
        verdict = organisation["verdict"]["properties"]
        dimension = organisation["dimensions"]["items"]["properties"]
        standing = dimension["standing"]["properties"]
        self.assertEqual(set(SCHEMA["$defs"]["reason"]["enum"]), words("status", "REASON") - {"none"})
        self.assertEqual(set(verdict["verdict"]["enum"]), words("assessment", "VERDICT"))
        self.assertEqual(set(verdict["evidence"]["enum"]) - {None}, words("assessment", "EVIDENCE"))
        self.assertEqual(set(standing["band_low"]["enum"]) - {None}, words("assessment", "BAND"))
        self.assertEqual(standing["band_high"], standing["band_low"])
        self.assertEqual(set(dimension["aggregation"]["enum"]) - {None}, words("scores", "AGGREGATION"))
        self.assertEqual(set(dimension["kind"]["enum"]), words("questionnaire", "DIMENSION") | {"tilt"})
        self.assertEqual(set(SCHEMA["properties"]["precision"]["enum"]), words("scores", "PRECISION"))
        self.assertEqual(set(SCHEMA["properties"]["drivers"]["items"]["properties"]["level"]["enum"]), words("drivers", "DRIVERS"))
        self.assertEqual(set(SCHEMA["properties"]["reference"]["properties"]["kind"]["enum"]),
                         words("reference", "REFERENCE"))

    def test_name(self):
        self.assertEqual(SCHEMA["title"], SCHEMA["properties"]["schema"]["const"])


@unittest.skipUnless(jsonschema, "the Python package jsonschema is not installed")
class Validated(Documents):
    """The documents as a validator sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.validator = getattr(jsonschema, "Draft202012Validator", jsonschema.validators.validator_for(SCHEMA))(SCHEMA)

    def problems(self, document):
        return [f"{'/'.join(map(str, problem.absolute_path))}: {problem.message[:200]}"
                for problem in self.validator.iter_errors(document)]

    def test_the_schema_is_valid(self):
        self.assertEqual(SCHEMA["$schema"], "https://json-schema.org/draft/2020-12/schema")
        type(self.validator).check_schema(SCHEMA)

    def test_every_document_keeps_the_schema(self):
        for name, document in self.runs.items():
            with self.subTest(name):
                self.assertEqual(self.problems(document), [])

    def test_a_damaged_document_is_refused(self):
        """One field is spoilt at a time: each gives one problem, at its own place."""
        damages = {
            "schema": ("culture-assessment/2", ""),
            "precision": ("rough", ""),
            "questionnaire/fingerprint": ("d2a3", ""),
            "reference/organisations": (2, ""),
            "files/0/status": ("fine", ""),
            "organisations/1/respondents": (0, ""),
            "organisations/1/response_rate": (1.2, ""),
            "organisations/1/verdict/probability": ("0.5", ""),
            "organisations/1/dimensions/0/mean": (100.5, ""),
            "organisations/1/dimensions/0/alpha": (1.01, ""),
            "organisations/1/dimensions/0/kind": ("item", ""),
            "organisations/1/dimensions/0/standing/band_low": ("high", ""),
            "organisations/1/dimensions/0/standing/percentile": (-1, ""),
            "organisations/1/dimensions/0/reasons/mean": ("because", ""),
            "organisations/1/items/0/counts/0": (1.5, ""),
            "organisations/1/surprise": (1, "organisations/1"),
            "pooled/dimensions/0/mean": ("high", ""),
        }
        for path, (value, reported_at) in damages.items():
            with self.subTest(path):
                document = copy.deepcopy(self.runs["the examples with their register"])
                *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
                place = document
                for step in way:
                    place = place[step]
                place[last] = value
                problems = self.problems(document)
                self.assertEqual([problem.split(":")[0] for problem in problems], [reported_at or path], problems)

    def test_a_missing_field_is_refused(self):
        document = copy.deepcopy(self.runs["the examples with their register"])
        del document["organisations"][1]["dimensions"][0]["reasons"]
        self.assertEqual(self.problems(document), ["organisations/1/dimensions/0: 'reasons' is a required property"])


if __name__ == "__main__":
    unittest.main()
