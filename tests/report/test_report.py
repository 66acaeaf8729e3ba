# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as HTML: whole, harmless, in plain words, and nothing in it that the assessment hides."""
import json
import pathlib
import re
import string
import tempfile
import unittest

from reports import EXAMPLES, LANGUAGES, Reader, earlier, examples, libculture, page_one, render, report
from libculture.report.charts import apart
from libculture.report.numbers import Numbers
from libculture.report.words import DUTCH, ENGLISH

JARGON = (
    "significan", "percentiel", "percentile", "betrouwbaarheids", "confidence", "standaard", "deviat", "holm", "cronbach",
    "alpha", "alfa", "p-waarde", "p-value", "steekproef", "sample", "variantie", "variance",
)


class Words(unittest.TestCase):
    def test_both_languages_say_the_same_sentences_with_the_same_values(self):
        self.assertEqual(list(DUTCH), list(ENGLISH))
        fields = lambda text: sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)  # noqa: E731
        for name in ENGLISH:
            self.assertEqual(fields(DUTCH[name]), fields(ENGLISH[name]), name)

    def test_untested_not_significant_and_hidden_are_three_sentences(self):
        for words in (DUTCH, ENGLISH):
            for group in (("state_no", "state_not_tested", "state_hidden"), ("out_nothing", "out_untested", "out_hidden")):
                self.assertEqual(len({words[name] for name in group}), 3)

    def test_numbers_are_written_as_in_the_language(self):
        dutch, english = Numbers("nl"), Numbers("en")
        self.assertEqual((dutch.number(61.25), english.number(61.25)), ("61,3", "61.3"))
        self.assertEqual((dutch.number(-0.04), english.number(-3)), ("0,0", "\u22123.0"))
        self.assertEqual(english.span(-1.5, 2), "\u22121.5\u00a0to 2.0")
        self.assertEqual((dutch.percent(0.635), english.percent(0.635)), ("64\u00a0%", "64\u00a0%"))
        self.assertEqual((english.chance(0), english.chance(1)), ("less than 1\u00a0%", "more than 99\u00a0%"))
        self.assertEqual(dutch.count(12345), "12\u00a0345")

    def test_what_is_enough_is_rounded_up(self):
        self.assertEqual([Numbers("nl").at_least(value) for value in (37.61, 37.6, 0.01)], ["37,7", "37,6", "0,1"])

    def test_a_place_holds_the_count_between_its_limits(self):
        standing = {"reference_below": 58, "reference_organisations": 65, "percentile_wide_low": 81.6, "percentile_wide_high": 95.1}
        self.assertEqual(Numbers("nl").place(standing), (58, 65, 53, 62))
        self.assertIsNone(Numbers("nl").place({**standing, "reference_below": None}))


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.assessment = examples()
        cls.names = [entry.name for entry in cls.assessment.scores.organisations]
        cls.texts = {(language, name): render(cls.assessment, language, name) for language in LANGUAGES for name in cls.names}
        cls.texts |= {(language, None): render(cls.assessment, language, role="role") for language in LANGUAGES}

    def test_it_is_well_formed_and_asks_nothing_of_anybody(self):
        for key, text in self.texts.items():
            read = Reader(text)
            self.assertEqual((read.wrong, read.open), ([], []), key)
            tags = {tag for tag, _ in read.elements}
            self.assertFalse(tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}, key)
            for tag, attributes in read.elements:
                self.assertFalse([name for name in attributes if name.startswith("on")], key)
                for name in ("src", "href", "xlink:href", "action", "style"):
                    self.assertTrue(attributes.get(name, "#").startswith("#"), (key, tag, attributes))
            style = text[text.index("<style>") : text.index("</style>")]
            self.assertNotRegex(style, r"url\(|@import|expression")

    def test_every_chart_is_named_and_described_and_every_reference_to_an_element_holds(self):
        for key, text in self.texts.items():
            read = Reader(text)
            ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
            self.assertEqual(len(ids), len(set(ids)), key)
            for tag, attributes in read.elements:
                if tag == "svg" and "aria-hidden" not in attributes:
                    self.assertEqual(attributes["role"], "img")
                    self.assertTrue(attributes.get("aria-label") or set(attributes["aria-labelledby"].split()) <= set(ids))
                if tag == "a":
                    self.assertIn(attributes["href"][1:], ids)

    def test_the_reader_is_told_of_the_simulated_reference_wherever_it_is_used(self):
        for language, tag in (("nl", "gesimuleerde referentie"), ("en", "simulated reference")):
            text = self.texts[language, "zorggroep-delta"]
            figure = next(part for part in text.split("<figure>") if '-standing-title"' in part)
            self.assertEqual(figure[: figure.index("</figure>")].count(tag), 2)  # the title to hear, the mark to see
            mark = f' <span class="tag">{tag}</span>'
            words = DUTCH if language == "nl" else ENGLISH
            # The table of page one, the sentences that lean on the reference, the chart with its table.
            for heading in (words["factors"], words["stands_out_beside"], words["standing"]):
                self.assertIn(heading + mark, text)
            beside = text[text.index(words["stands_out_beside"]) : text.index(words["stands_out_within"])]
            after = text[text.index(words["stands_out_within"]) : text.index('<table class="glance">')]
            place = words["place"].split("{")[0]
            self.assertGreaterEqual(beside.count(place), 2)
            self.assertNotIn(place, after)

    def test_page_one_answers_in_plain_words_with_the_chance_first(self):
        for (language, name), text in self.texts.items():
            if name in (None, "bureau-kade"):
                continue
            said = page_one(text)
            self.assertFalse([word for word in JARGON if word in said.lower()], (name, said))
            self.assertNotRegex(said, r"\b(NaN|None|null)\b")
            chance = said.index("De kans dat" if language == "nl" else "The chance that")
            self.assertLess(chance, said.index("62,5" if language == "nl" else "62.5"))
            self.assertRegex(said.replace("\u2060", ""), r"(hoger dan|higher than) \d+ (van de|of) 65 \(\d+\u2013\d+\)")
        self.assertIn("Nee, dat is onwaarschijnlijk.", page_one(self.texts["nl", "zorggroep-delta"]))
        self.assertIn("Yes, clearly.", page_one(self.texts["en", "Scholengroep Oost"]))
        self.assertIn("is 24 %", page_one(self.texts["nl", "techniek-noord"]).replace("\u00a0", " "))

    def test_the_report_of_one_holds_nothing_of_the_others(self):
        for (_, name), text in self.texts.items():
            if name is None:
                continue
            for other in self.names:
                if other != name:
                    self.assertNotIn(other, text, name)
            held = json.loads(re.search(r"(?s)<template[^>]*>(.*)</template>", text)[1].replace("&#34;", '"').replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&"))
            self.assertFalse({"pooled", "files", "drivers"} & set(held))
            self.assertEqual([entry["organisation"] for entry in held["organisations"]], [name])

    def test_what_is_hidden_stays_hidden(self):
        for language in LANGUAGES:
            text = self.texts[language, "bureau-kade"]
            self.assertNotIn("<table class=\"glance\">", text)
            self.assertIn(DUTCH["answer_hidden"] if language == "nl" else ENGLISH["answer_hidden"], text)

    def test_hidden_cells_are_hatched_and_hidden_items_say_so(self):
        document = self.assessment.to_dict("nl")
        entry = next(x for x in document["organisations"] if x["organisation"] == "Scholengroep Oost")
        for item in entry["items"][:2]:
            item.update(counts=None, mean=None, reasons={"counts": "suppressed", "mean": "suppressed"})
        for dimension in entry["units"][0]["dimensions"][:3]:
            dimension.update(mean=None, reasons={"mean": "suppressed"})
        factor = entry["dimensions"][0]
        factor.update(mean=None, mean_low=None, mean_high=None, reasons={"mean": "suppressed", "standing.differs": "suppressed"})
        factor["standing"] = {name: None for name in factor["standing"]} | {"differs": "not_tested", "own_differs": "not_tested"}
        text = report.render(document, self.assessment.scores.questionnaire, "nl", "Scholengroep Oost")
        self.assertEqual(text.count('<td class="hidden" colspan="4">'), 2)
        self.assertEqual(text.count('<td class="number hidden">'), 3)
        self.assertIn(DUTCH["out_hidden"].split("{")[0] + "De manier van leren.", page_one(text))
        self.assertNotIn("NaN", Reader(text).text)
        self.assertNotIn("None", Reader(text).text)

    def test_a_hostile_name_stays_text(self):
        name = "<script>alert(1)</script>\"'&</template><img src=x onerror=alert(1)> {{ 7*7 }}"
        document = self.assessment.to_dict("en")
        document["organisations"][1]["organisation"] = name
        for unit in document["organisations"][3]["units"]:
            unit["unit"] = unit["column"] = name
        for only in (None, name):
            text = report.render(document, self.assessment.scores.questionnaire, "en", only)
            read = Reader(text)
            self.assertEqual((read.wrong, read.open), ([], []))
            self.assertFalse({"script", "img"} & {tag for tag, _ in read.elements})
            self.assertIn("{{ 7*7 }}", read.text)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.html"
            report.write(path, document, self.assessment.scores.questionnaire, "en")
            self.assertEqual(report.read(path)["organisations"][1]["organisation"], name)

    def test_a_file_is_written_whole_and_read_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.html"
            self.assessment.report(path, "nl")
            self.assertEqual([entry.name for entry in pathlib.Path(folder).iterdir()], ["report.html"])
            document = self.assessment.to_dict("nl")
            held = report.read(path)
            self.assertEqual(held["organisations"], document["organisations"])
            self.assertNotIn(str(EXAMPLES), path.read_text("utf-8"))
            with self.assertRaises(libculture.errors.NotFound):
                self.assessment.report(path, "nl", organisation="nobody")
            with self.assertRaises(libculture.errors.WrongArgument):
                self.assessment.report(path, "fr")
            self.assertEqual(report.read(path)["organisations"], document["organisations"])
            with self.assertRaises(FileNotFoundError):
                self.assessment.report(pathlib.Path(folder) / "none" / "report.html")

    def test_without_reference_and_without_criterion(self):
        questionnaire = libculture.Questionnaire.read(
            b"""questionnaire: pair
version: 1.0.0
title: A pair
scales: {agreement: {points: {1: never, 2: seldom, 3: often, 4: always}}}
factors:
  - {id: first, name: First, items: [{id: a1, scale: agreement, text: one}, {id: a2, scale: agreement, text: two}]}
"""
        )
        with tempfile.TemporaryDirectory() as folder:
            survey = pathlib.Path(folder) / "survey.csv"
            survey.write_text("a1,a2\n" + "1,2\n3,4\n2,2\n" * 10)
            assessment = libculture.score(survey, questionnaire=questionnaire, reference=None)
        for language in LANGUAGES:
            text = render(assessment, language)
            self.assertEqual(Reader(text).wrong, [])
            self.assertIn({"nl": DUTCH, "en": ENGLISH}[language]["where_none"], page_one(text))

    def test_untested_and_tested_factors_are_not_mixed(self):
        document = self.assessment.to_dict("en")
        entry = next(x for x in document["organisations"] if x["organisation"] == "techniek-noord")
        for factor in entry["dimensions"][:2]:
            factor["standing"].update(differs="not_tested")
        said = page_one(report.render(document, self.assessment.scores.questionnaire, "en", "techniek-noord"))
        self.assertIn("Examined: 7 of 9 factors; none is exceptional.", said)
        self.assertIn("Not examined: The way of learning, Leadership.", said)

    def test_two_waves_are_shown_as_slopes_and_told_on_page_one(self):
        comparison = earlier()
        for language, words in (("nl", DUTCH), ("en", ENGLISH)):
            text = render(self.assessment, language, "zorggroep-delta", comparison=comparison)
            self.assertEqual(Reader(text).wrong, [])
            figure = next(part for part in text.split("<figure>") if '-change-title"' in part)
            chart = figure[: figure.index("</svg>")]
            self.assertEqual([chart.count(f'class="slope {state}"') for state in ("higher", "lower", "no")], [2, 1, 6])
            said = page_one(text)
            label = {dimension.id: dimension.name for dimension in self.assessment.scores.questionnaire.dimensions(language)}
            self.assertIn(words["out_risen"].format(factors=f"{label['learning']}, {label['hr_role']}"), said)
            self.assertIn(words["out_fallen"].format(factors=label["leadership"]), said)
            self.assertIn(words["out_unchanged"].format(count=6), said)

    def test_who_was_not_in_the_earlier_wave_is_told_so(self):
        comparison = earlier()
        text = render(self.assessment, "nl", "techniek-noord", comparison=comparison)
        self.assertIn(DUTCH["change_alone"], text)
        self.assertNotIn(DUTCH["what_changed"], text)
        self.assertNotIn("zorggroep-delta", text)
        everybody = render(self.assessment, "nl", comparison=comparison)
        self.assertEqual(everybody.count(DUTCH["change_alone"]), 4)

    def test_a_known_change_is_not_called_tested(self):
        comparison = earlier()
        [entry] = [x for x in comparison["organisations"] if x["organisation"] == "zorggroep-delta"]
        entry["dimensions"][8].update(changed="no", reasons={"p": "census"})
        entry["dimensions"][7].update(difference=None, changed="not_tested", reasons={"difference": "suppressed"})
        text = render(self.assessment, "nl", "zorggroep-delta", comparison=comparison)
        self.assertIn(DUTCH["change_known"] + "</td>", text)
        self.assertIn(DUTCH["out_change_hidden"].format(count=1), page_one(text))

    def test_the_comparison_is_held_for_machines_too(self):
        comparison = earlier()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.html"
            path.write_text(render(self.assessment, "nl", comparison=comparison), "utf-8")
            self.assertEqual(report.read(path, "comparison"), comparison)
            path.write_text(render(self.assessment, "nl", "zorggroep-delta", comparison=comparison), "utf-8")
            held = report.read(path, "comparison")
            self.assertFalse({"only_before", "only_after", "before", "after"} & set(held))
            path.write_text(render(self.assessment, "nl"), "utf-8")
            with self.assertRaises(libculture.errors.NotFound):
                report.read(path, "comparison")

    def test_numbers_of_slopes_keep_apart_and_near(self):
        self.assertEqual(apart([10, 40, 80], 15, 0, 300), [10, 40, 80])
        self.assertEqual(apart([50, 50, 50], 10, 0, 300), [40, 50, 60])
        self.assertEqual(apart([1, 2, 200], 10, 0, 300), [0, 10, 200])
        self.assertEqual(apart([299, 300], 10, 0, 300), [290, 300])
        self.assertEqual(apart([], 10, 0, 300), [])

    def test_files_that_failed_say_why(self):
        document = self.assessment.to_dict("en")
        document["files"][0].update(status="failed", problems=[{"line": 1, "column": 0, "kind": "failed", "message": "it is damaged", "count": 1}])
        document["files"][1].update(status="skipped")
        text = Reader(report.render(document, self.assessment.scores.questionnaire, "en")).text
        self.assertIn("no: it is damaged", text)
        self.assertIn("passed over: no survey", text)


if __name__ == "__main__":
    unittest.main(verbosity=1)
