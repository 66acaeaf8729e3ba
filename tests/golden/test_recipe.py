# SPDX-License-Identifier: GPL-3.0-or-later
"""The default reference sample is what its recipe makes, to the byte, and what its README says of it is true."""
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "questionnaires" / "reference"
CULTURE = os.environ.get("CULTURE", ROOT / "build" / "culture")


class Recipe(unittest.TestCase):
    def test_the_recipe_makes_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder) / "reference.yaml"
            subprocess.run(["/bin/sh", HERE / "make.sh", CULTURE, made], check=True)
            self.assertEqual(made.read_bytes(), (HERE / "nine-factors.yaml").read_bytes())

    def test_the_readme_tells_the_means_and_spreads(self):
        text = (HERE / "nine-factors.yaml").read_text()
        told = re.findall(r"(?m)^\| [\w ]+ \| (\d+\.\d) \| (\d+\.\d) \|$", (HERE / "README.md").read_text())
        factors = "learning leadership management work_practice technology finance hr_role employment_terms own_responsibility"
        found = []
        for factor in factors.split():
            means = [float(mean) for mean in re.findall(rf"(?m)^ +{factor}: {{mean: ([0-9.]+)", text)]
            self.assertEqual(len(means), 65)
            found.append((f"{statistics.mean(means):.1f}", f"{statistics.stdev(means):.1f}"))
        self.assertEqual(told, found)

    def test_four_of_the_65_meet_the_criterion(self):
        text = (HERE / "nine-factors.yaml").read_text()
        practised = 0
        for organisation in text.split("  - id: ")[1:]:
            means = [float(mean) for mean in re.findall(r"(?m)^ +\w+: {mean: ([0-9.]+)", organisation)]
            self.assertEqual(len(means), 9)
            practised += sum(mean >= 62.5 for mean in means) >= 7 and min(means) >= 50
        self.assertEqual(practised, 4)


if __name__ == "__main__":
    unittest.main()
