# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python package: reference samples, and two waves beside each other."""
import math
import subprocess
import unittest

from package import CULTURE, EXAMPLES, PAIR, PackageTest, ROOT, command, pair

import libculture
from libculture import Questionnaire, Reference, Tally, errors


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


if __name__ == "__main__":
    unittest.main()
