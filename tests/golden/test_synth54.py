# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole path against R: 2012 generated respondents of 66 organisations on 54 items, scored by the command and compared
with what R computed from the same file (tests/golden/synth54). Organisation 66 is placed against the other 65."""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "golden" / "synth54"
CULTURE = os.environ.get("CULTURE", ROOT / "build" / "culture")
FACTORS = [f"f{f}" for f in range(1, 10)]


def run(*options):
    command = [CULTURE, "score", "-q", HERE / "questionnaire.yaml", "--organisation-column", "org", "--minimum", "5",
               "--precision", "full", "--format", "json", "--organisations", HERE / "register.csv", *options,
               HERE / "synth54.csv"]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def score(*options):
    return json.loads(run(*options))


def by_id(things, key="id"):
    return {thing[key]: thing for thing in things}


def percent(points):
    return 25 * (points - 1)


class Synth54(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = score("-r", "none")
        cls.organisations = {name: by_id(o["dimensions"])
                             for name, o in by_id(cls.result["organisations"], "organisation").items()}
        cls.golden = json.loads((HERE / "organisations.json").read_text())
        cls.assessed = json.loads((HERE / "assessed.json").read_text())
        cls.standing = json.loads((HERE / "standing.json").read_text())

    def near(self, value, expected, place, tolerance=1e-11):
        self.assertIsNotNone(value, place)
        self.assertLessEqual(abs(value - expected), tolerance * max(1, abs(expected)), place)

    def test_organisations(self):
        fields = {"points_mean": "score_mean", "points_sd": "score_sd", "favourable": "favourable"}
        for factor in FACTORS:
            golden = self.golden["organisations"][factor.upper()]
            for i, name in enumerate(golden["org"]):
                found, place = self.organisations[str(name)][factor], f"organisation {name} {factor}"
                self.assertEqual(found["respondents"], golden["n_scored"][i], place)
                for field, column in fields.items():
                    self.near(found[field], golden[column][i], f"{place} {field}")
                self.near(found["mean"], percent(golden["score_mean"][i]), f"{place} mean")
                self.near(found["sd"], 25 * golden["score_sd"][i], f"{place} sd")

    def varying(self, name, factor):
        """How many items of a factor were not answered alike in the rows complete for it."""
        first = 6 * FACTORS.index(factor)
        with open(HERE / "synth54.csv", newline="") as file:
            rows = [row[1 + first:7 + first] for row in csv.reader(file) if row[0] == str(name)]
        return sum(len(set(column)) > 1 for column in zip(*[row for row in rows if all(row)]))

    def test_alpha_on_complete_rows(self):
        """Over all six items; how many of them were not answered alike by all is told beside it."""
        for factor in FACTORS:
            golden = self.golden["organisations"][factor.upper()]
            for i, name in enumerate(golden["org"]):
                found, place = self.organisations[str(name)][factor], f"organisation {name} {factor} alpha"
                if golden["n_complete"][i] >= 5:
                    self.assertEqual(found["alpha_respondents"], golden["n_complete"][i], place)
                    self.assertEqual(found["alpha_varying"], self.varying(name, factor), place)
                    self.near(found["alpha"], golden["alpha_complete"][i], place)
                else:
                    self.assertEqual((found["alpha"], found["reasons"]["alpha"]), (None, "too_few"), place)

    def test_pooled_alpha_and_feldt_interval(self):
        for factor, found in by_id(self.result["pooled"]["dimensions"]).items():
            golden = self.golden["pooled"][factor.upper()]
            self.near(found["alpha"], golden["alpha_complete"], factor)
            self.near(found["alpha_low"], golden["feldt"][0], factor)
            self.near(found["alpha_high"], golden["feldt"][1], factor)

    def test_favourable_interval_with_effective_answers(self):
        golden = json.loads((HERE / "favourable.json").read_text())["factors"]
        for factor in FACTORS:
            for i, name in enumerate(golden[factor.upper()]["org"]):
                found, place = self.organisations[str(name)][factor], f"organisation {name} {factor} favourable"
                self.near(found["favourable_low"], golden[factor.upper()]["low"][i], place)
                self.near(found["favourable_high"], golden[factor.upper()]["high"][i], place)

    def test_pooled_correlations(self):
        golden = json.loads((HERE / "correlations.json").read_text())["rows"]
        for found, expected in zip(self.result["pooled"]["correlations"], golden, strict=True):
            for one, other in zip(found, expected, strict=True):
                self.near(one, other, "correlation")

    def test_pooled_icc_and_variance_components(self):
        golden = json.loads((HERE / "icc.json").read_text())["factors"]
        for factor, found in by_id(self.result["pooled"]["dimensions"]).items():
            gold, reml = golden[factor.upper()], golden[factor.upper()]["reml"]
            closed = {"icc1": gold["ICC1_k0"], "icc2": gold["ICC2_multilevel"], "icc_f": gold["F"], "icc_k0": gold["k0"],
                      "icc1_low": gold["ICC1_CI95_k0"][0], "icc1_high": gold["ICC1_CI95_k0"][1],
                      "icc2_low": gold["ICC2_CI95"][0], "icc2_high": gold["ICC2_CI95"][1],
                      "design_effect": 1 + (gold["n_A_sumsq_over_N"] - 1) * gold["ICC1_k0"]}
            for field, value in closed.items():
                self.near(found[field], value, f"{factor} {field}")
            self.assertEqual([found["icc_df1"], found["icc_df2"], found["icc_organisations"]], [*gold["df"], gold["K"]])
            self.assertLessEqual(abs(found["icc_p"] / gold["p"] - 1), 1e-8, factor)
            self.near(found["reml_tau2"], 625 * reml["tau2"], f"{factor} tau2", 1e-5)
            self.near(found["reml_sigma2"], 625 * reml["sigma2"], f"{factor} sigma2", 1e-5)
            self.near(found["reml_icc"], reml["ICC1"], f"{factor} REML ICC", 1e-5)

    def test_drivers_of_factor_9(self):
        golden = json.loads((HERE / "drivers.json").read_text())
        result = score("-r", "none", "--drivers", "f9", "--drivers", "f9:organisation")
        for found, level in zip(result["drivers"], ("person", "organisation")):
            gold = golden[level]
            self.assertEqual((found["theme"], found["level"], found["organisations"], found["resamples"]),
                             ("f9", level, golden["organisations"], 2000))
            self.near(found["r_squared"], gold["r_squared"], level)
            for i, factor in enumerate(found["factors"]):
                place = f"{level} {factor['factor']}"
                for field in ("weight", "lmg", "correlation"):
                    self.near(factor[field], gold[field][i], f"{place} {field}")
                for field in ("weight_low", "weight_high", "lmg_low", "lmg_high"):
                    self.near(factor[field], gold[field][i], f"{place} {field}", 0.012)

    def test_the_same_factor_as_a_theme(self):
        """What is explained may be a theme: the same numbers, but for the intervals, whose seed is the questionnaire's."""
        text = (HERE / "questionnaire.yaml").read_text().replace("  - id: f9\n", "themes:\n  - id: f9\n")
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder) / "themed.yaml"
            other.write_text(text)
            [one], [two] = (score("-r", "none", "-q", path, "--drivers", "f9")["drivers"]
                            for path in (HERE / "questionnaire.yaml", other))
        self.assertEqual((one["r_squared"], one["respondents"]), (two["r_squared"], two["respondents"]))
        for x, y in zip(one["factors"], two["factors"]):
            self.assertEqual([x[key] for key in ("factor", "weight", "lmg", "correlation")],
                             [y[key] for key in ("factor", "weight", "lmg", "correlation")])
            self.near(x["weight_high"], y["weight_high"], x["factor"], 0.012)

    def test_interval_with_finite_population_correction(self):
        survey = self.assessed["assessed_svy"]
        for i, factor in enumerate(FACTORS):
            found = self.organisations["66"][factor]
            self.assertEqual(found["respondents"], survey["n"][i])
            self.near(found["mean"], percent(survey["mean"][i]), factor)
            self.near(found["standard_error"], 25 * survey["se"][i], factor)
            self.near(found["mean_low"], percent(survey["lo"][i]), factor)
            self.near(found["mean_high"], percent(survey["hi"][i]), factor)

    def observed_reference(self, folder):
        """A reference file of the other 65, small ones too, from their scores."""
        lines = ["reference: others", "version: 1.0.0", "kind: observed", "questionnaire: synth54",
                 f"fingerprint: {self.result['questionnaire']['fingerprint']}", "year: 2026", "source: generated data",
                 "organisations:"]
        for name, dimensions in self.organisations.items():
            if name != "66":
                lines += [f"  - id: '{name}'", "    dimensions:"]
                lines += [f"      {factor}: {self.mean_of(dimensions[factor])}" for factor in FACTORS]
        return self.write(folder, lines)

    @staticmethod
    def mean_of(dimension):
        error = dimension["sd"] / dimension["respondents"] ** 0.5
        return f"{{mean: {dimension['mean']!r}, se: {error!r}, n: {dimension['respondents']}}}"

    def summary_reference(self, folder):
        """The same as nothing but means, SDs and correlations, from R."""
        gold = self.assessed
        lines = ["reference: others", "version: 1.0.0", "kind: summary", "questionnaire: synth54",
                 f"fingerprint: {self.result['questionnaire']['fingerprint']}", "year: 2026", "source: generated data",
                 "n: 65", "dimensions:"]
        lines += [f"  {factor}: {{mean: {percent(gold['ref_mean'][factor.upper()])!r}, "
                  f"sd: {25 * gold['ref_sd'][factor.upper()]!r}}}" for factor in FACTORS]
        lines += ["correlations:"] + [f"  - {row}" for row in gold["ref_cor"]["rows"]]
        return self.write(folder, lines)

    @staticmethod
    def write(folder, lines):
        path = pathlib.Path(folder) / "reference.yaml"
        path.write_text("\n".join(lines) + "\n")
        return path

    def check_standing(self, organisation):
        gold = self.assessed["crawford_howell"]
        for i, factor in enumerate(FACTORS):
            found = by_id(organisation["dimensions"])[factor]["standing"]
            for field, column in {"z": "zcc", "t": "t", "df": "df", "p": "p_two", "percentile": "pct_below"}.items():
                self.near(found[field], gold[column][i], f"{factor} {field}")
            self.near(found["percentile_low"], gold["pct_lo"][i], factor, 1e-9)
            self.near(found["percentile_high"], gold["pct_hi"][i], factor, 1e-9)
            self.near(found["p_holm"], self.assessed["p_holm"][i], factor)
            self.near(found["p_bh"], self.assessed["p_BH"][i], factor)
            self.near(found["t_score"], self.assessed["T_score"][i], factor)
            self.near(found["sten"], self.assessed["sten"][i], factor)
            self.assertEqual(found["differs"], "no")
            self.assertEqual(found["reference_organisations"], 65)
        self.near(organisation["profile"]["level"], self.assessed["profile"]["level"], "level")
        self.near(organisation["profile"]["scatter"], self.assessed["profile"]["scatter"], "scatter")
        hotelling = self.assessed["hotelling"]
        self.near(organisation["profile"]["mahalanobis"], hotelling["D2"], "D2", 1e-10)
        self.near(organisation["profile"]["f"], hotelling["F"], "F", 1e-10)
        self.near(organisation["profile"]["p"], hotelling["p"], "p", 1e-8)
        self.assertEqual([organisation["profile"]["df1"], organisation["profile"]["df2"]], hotelling["df"])

    def check_against_r(self, organisation, name, fields):
        """Fields of the standing, of the dimension and of the profile, as standing.R has them."""
        gold, profile = self.standing[name], organisation["profile"]
        for i, factor in enumerate(FACTORS):
            dimension = by_id(organisation["dimensions"])[factor]
            for field, tolerance in fields.items():
                column = field.replace("percentile_", "", 1) if field.startswith(("percentile_true", "percentile_wide")) else field
                found = dimension[field] if field in dimension else dimension["standing"][field]
                self.near(found, gold[column][i], f"{name} {factor} {field}", tolerance)
        for field in ("mahalanobis", "f", "p", "unusual", "unusual_low", "unusual_high"):
            self.near(profile[field], gold[field], f"{name} {field}", 1e-8)
        self.assertEqual((profile["df1"], profile["df2"]), (gold["df1"], gold["df2"]))

    def test_organisation_66_against_the_other_65(self):
        with tempfile.TemporaryDirectory() as folder:
            result = score("-r", self.observed_reference(folder))
        self.assertEqual((result["reference"]["kind"], result["reference"]["organisations"]), ("observed", 65))
        organisation = by_id(result["organisations"], "organisation")["66"]
        self.check_standing(organisation)
        for i, factor in enumerate(FACTORS):
            found = by_id(organisation["dimensions"])[factor]["standing"]
            self.assertEqual(found["reference_below"], self.assessed["rank"]["below"][i], factor)
            self.assertEqual(found["reference_ties"], self.assessed["rank"]["ties"][i], factor)
            self.assertFalse(found["member"])

    OWN = {"own_difference": 1e-9, "own_t": 1e-10, "own_p": 1e-8, "own_p_holm": 1e-8, "own_percentile": 1e-8,
           "own_percentile_low": 1e-8, "own_percentile_high": 1e-8}
    SHRUNK = {"percentile_true": 1e-10, "percentile_true_low": 1e-10, "percentile_true_high": 1e-10, "eb": 1e-11,
              "eb_reliability": 1e-11}
    WIDE = {"percentile_wide_low": 1e-8, "percentile_wide_high": 1e-8}

    def test_standing_beyond_the_first(self):
        """Both errors, true among true, shrunken scores, own level and the whole profile; of a member without itself."""
        with tempfile.TemporaryDirectory() as folder:
            result = score("-r", self.observed_reference(folder))
        organisations = by_id(result["organisations"], "organisation")
        for name in ("66", "1"):
            self.check_against_r(organisations[name], name, {**self.OWN, **self.SHRUNK, **self.WIDE})
        rank = self.assessed["rank"]
        for i, factor in enumerate(FACTORS):
            found = by_id(organisations["66"]["dimensions"])[factor]["standing"]
            self.near(found["rank_percentile"], rank["pr_mid"][i], factor)
            self.near(found["rank_low"], rank["jeff_lo"][i], factor, 1e-10)
            self.near(found["rank_high"], rank["jeff_hi"][i], factor, 1e-10)

    def test_norms(self):
        with tempfile.TemporaryDirectory() as folder:
            reference = score("-r", self.observed_reference(folder))["reference"]
        for i, factor in enumerate(FACTORS):
            norm = by_id(reference["dimensions"])[factor]
            for field, column in self.standing["norm"].items():
                self.near(norm[field], min(max(column[i], 0), 100) if "_low" in field or "_high" in field else column[i],
                          f"{factor} {field}", 1e-9 if field == "tolerance_lower_bound" else 1e-11)
            self.near(norm["wilks"], 0.84239861531331295, factor)
            for j, correlation in enumerate(self.assessed["ref_cor"]["rows"][i]):
                self.near(reference["correlations"][i][j], correlation, f"{factor} {j}")

    def test_members_are_compared_with_the_others(self):
        with tempfile.TemporaryDirectory() as folder:
            result = score("-r", self.observed_reference(folder))
        standing = by_id(by_id(result["organisations"], "organisation")["1"]["dimensions"])["f1"]["standing"]
        self.assertEqual((standing["member"], standing["reference_organisations"], standing["df"]), (True, 64, 63))
        others = [o["f1"]["mean"] for name, o in self.organisations.items() if name not in ("1", "66")]
        mean = sum(others) / 64
        spread = (sum((x - mean) ** 2 for x in others) / 63) ** 0.5
        self.near(standing["z"], (self.organisations["1"]["f1"]["mean"] - mean) / spread, "z of a member")

    def test_summary_reference_gives_the_same_without_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            result = score("-r", self.summary_reference(folder))
        organisation = by_id(result["organisations"], "organisation")["66"]
        self.check_standing(organisation)
        first = by_id(organisation["dimensions"])["f1"]
        self.assertIsNone(first["standing"]["reference_below"])
        for field in ("rank_percentile", "percentile_true"):
            self.assertEqual((first["standing"][field], first["reasons"][f"standing.{field}"]), (None, "not_in_reference"))
        self.assertEqual((first["eb"], first["reasons"]["eb"]), (None, "not_in_reference"))
        self.check_against_r(organisation, "66", {**self.OWN, **self.WIDE})


if __name__ == "__main__":
    unittest.main()
