# SPDX-License-Identifier: GPL-3.0-or-later
"""Reliability and agreement against R (tests/golden/synth54/reliability.json tells which functions), on the generated
survey of test_synth54."""
import json
import pathlib
import tempfile
import unittest

import test_synth54 as synth54

HERE = synth54.HERE
RELIABILITY = ["alpha_standardised", "inter_item_r", "lambda2", "lambda6", "sem"]
FIT = ["omega_rmsea", "omega_cfi", "omega_tli", "omega_srmr"]


class Consistency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.result = synth54.score("-r", "none")
        cls.organisations = synth54.by_id(cls.result["organisations"], "organisation")
        cls.golden = json.loads((HERE / "reliability.json").read_text())
        cls.agreement = json.loads((HERE / "organisations.json").read_text())["organisations"]

    def near(self, value, expected, place, tolerance=1e-11):
        self.assertIsNotNone(value, place)
        self.assertLessEqual(abs(value - expected), tolerance * max(1, abs(expected)), place)

    def groups(self):
        """Every golden case: place, what was found on the dimension, its items in order, what R found."""
        found = [("pooled", self.result["pooled"], self.golden["pooled"])]
        found += [(f"organisation {name}", self.organisations[name], factors)
                  for name, factors in self.golden["organisations"].items()]
        for place, group, factors in found:
            dimensions = synth54.by_id(group["dimensions"])
            for factor, golden in factors.items():
                first = 6 * (int(factor[1:]) - 1)
                yield f"{place} {factor}", dimensions[factor.lower()], group["items"][first:first + 6], golden

    def test_coefficients(self):
        cases = 0
        for place, found, items, golden in self.groups():
            self.assertEqual(found["alpha_respondents"], golden["n"], place)
            for field in RELIABILITY:
                self.near(found[field], golden[field], f"{place} {field}")
            for i, item in enumerate(items):
                for field in ("item_total", "alpha_if_dropped"):
                    self.near(item[field], golden[field][i], f"{place} {item['id']} {field}")
            cases += 1
        self.assertEqual(cases, 9 + 10 * 4)

    def test_one_factor(self):
        heywood = 0
        for place, found, _, golden in self.groups():
            fit = golden["fit"]
            if fit["state"] == "heywood":
                self.assertEqual((found["omega"], found["reasons"]["omega"]), (None, "heywood"), place)
                self.assertEqual(found["reasons"]["omega_srmr"], "heywood", place)
                heywood += 1
                continue
            self.near(found["omega"], fit["omega"], f"{place} omega", 1e-6)
            for field in ["omega_observed", *FIT]:  # lavaan itself stops at about 1e-6 of the loadings
                self.near(found[field], fit[field], f"{place} {field}", 1e-5)
        self.assertEqual(heywood, 4)

    def test_agreement(self):
        for factor, golden in self.agreement.items():
            for i, name in enumerate(golden["org"]):
                if golden["n_complete"][i] < 5:
                    continue
                found = synth54.by_id(self.organisations[str(name)]["dimensions"])[factor.lower()]
                for field in ("rwg_j_uniform", "rwg_j_skewed", "ad_m"):
                    self.near(found[field], golden[field][i], f"organisation {name} {factor} {field}")
                # multilevel counts an item that all answer alike as missing, we as full agreement.
                if found["awg_items"] == 6:
                    self.near(found["awg_j"], golden["awg_j"][i], f"organisation {name} {factor} awg_j")

    def test_agreement_beside_multilevel(self):
        for factor, golden in self.golden["agreement"].items():
            for i, name in enumerate(golden["org"]):
                found = synth54.by_id(self.organisations[str(name)]["dimensions"])[factor.lower()]
                if golden["n"][i] < 5:
                    self.assertEqual((found["ad_md"], found["reasons"]["ad_md"]), (None, "too_few"))
                    continue
                for field in ("rwg_star_j", "ad_md"):
                    self.near(found[field], golden[field][i], f"organisation {name} {factor} {field}")

    def test_the_gate_follows_its_thresholds(self):
        seen = set()
        for organisation in self.organisations.values():
            for found in organisation["dimensions"]:
                if found["aggregation"] is None:
                    self.assertEqual(found["reasons"]["aggregation"], found["reasons"]["rwg_j_uniform"])
                    continue
                uniform, skewed = found["rwg_j_uniform"] >= 0.7, found["rwg_j_skewed"] >= 0.7
                expected = "supported" if uniform and skewed and found["ad_m"] <= 5 / 6 else "mixed"
                self.assertEqual(found["aggregation"], expected if uniform else "not_supported")
                seen.add(found["aggregation"])
        self.assertLessEqual({"supported", "mixed"}, seen)

    def test_a_wrong_key_is_warned_about(self):
        """Item q04 is reversed; a questionnaire that forgets it gets a warning for that item alone."""
        right = (HERE / "questionnaire.yaml").read_text()
        forgotten = right.replace("text: item 4, reverse: true", "text: item 4")
        self.assertNotEqual(forgotten, right)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "forgotten.yaml"
            path.write_text(forgotten)
            result = synth54.score("-r", "none", "-q", path)
            table = synth54.run("-r", "none", "-q", path, "-f", "table", "--language", "nl")
        warned = {item["id"] for item in result["pooled"]["items"] if item["warning"]}
        self.assertEqual(warned, {"q04"})
        self.assertRegex(" ".join(table.split()), r"Sleutel controleren van deze vragen: [^:]*\(correlatie onder 0,1\): q04 \(-0,\d\d\) ")
        self.assertEqual({item["warning"] for item in self.result["pooled"]["items"]}, {None})


if __name__ == "__main__":
    unittest.main()
