# SPDX-License-Identifier: GPL-3.0-or-later
"""culture report: the package makes the page, or the command says how to get it."""
import importlib.util
import json
import os
import re
import unittest

from case import CommandTest, ROOT, SANITIZED, survey_rows

LIBRARY = {"PYTHONPATH": str(ROOT / "bindings" / "python")}


def usable():
    """Whether the python3 that the command would find has what a report needs, and can load the library."""
    return not SANITIZED and importlib.util.find_spec("jinja2") is not None and os.path.exists("/usr/bin/python3")


class Report(CommandTest):
    def report(self, *words, expect=0, **more):
        environment = {**LIBRARY, "PATH": "/usr/bin:/bin", **more.pop("env", {})}
        return self.culture("report", "-q", self.questionnaire, "-r", "none", "--quiet", *words, expect=expect, env=environment, **more)

    def setUp(self):
        super().setUp()
        self.survey = self.write_survey("survey.csv", survey_rows())
        self.page = self.folder / "report.html"

    def test_says_how_to_get_the_package(self):
        fake = self.write("bin/python3", "#!/bin/sh\nexit 1\n")
        fake.chmod(0o755)
        for path in (fake.parent, self.folder / "nothing"):
            done = self.report(self.survey, "-o", self.page, expect=3, env={"PATH": str(path)})
            self.assertIn("pip install 'libculture[report]'", done.err)
            self.assertFalse(self.page.exists())

    @unittest.skipUnless(usable(), "skipped: Jinja2 is not installed (python3-jinja2), or a sanitizer is in the library")
    def test_writes_a_page_of_all_or_of_one(self):
        done = self.report(self.survey, "-o", self.page, "--language", "nl")
        self.assertEqual((done.out, done.err), ("", ""))
        text = self.page.read_text("utf-8")
        self.assertIn('<html lang="nl">', text)
        self.assertTrue(all(name in text for name in ("north", "south", "east")))
        self.report(self.survey, "-o", self.page, "--only", "south")
        text = self.page.read_text("utf-8")
        self.assertIn("south", text)
        self.assertNotIn("north", text)

    @unittest.skipUnless(usable(), "skipped: Jinja2 is not installed (python3-jinja2), or a sanitizer is in the library")
    def test_holds_what_the_command_scores(self):
        self.report(self.survey, "-o", self.page, "--by", "team")
        held = re.search(r"(?s)<template[^>]*>(.*)</template>", self.page.read_text("utf-8"))[1]
        document = json.loads(held.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&"))
        scored = json.loads(self.score(self.survey, "--by", "team", "-f", "json").out)
        self.assertEqual(document["organisations"], scored["organisations"])

    @unittest.skipUnless(usable(), "skipped: Jinja2 is not installed (python3-jinja2), or a sanitizer is in the library")
    def test_what_cannot_be_written_is_told_and_leaves_the_old_page(self):
        self.page.write_text("old")
        self.assertIn("nobody", self.report(self.survey, "-o", self.page, "--only", "nobody", expect=2).err)
        self.assertEqual(self.page.read_text(), "old")
        self.assertIn("none", self.report(self.survey, "-o", self.folder / "none" / "page.html", expect=3).err)

    def wave(self, name, shift):
        """The survey with every answer moved, and fewer rows."""
        rows = [row for number, row in enumerate(survey_rows()) if number % 2]
        return self.write_survey(name, [[*row[:2], *(str(min(5, max(1, int(x) + shift))) for x in row[2:])] for row in rows])

    @unittest.skipUnless(usable(), "skipped: Jinja2 is not installed (python3-jinja2), or a sanitizer is in the library")
    def test_tells_what_changed_since_an_earlier_wave(self):
        before = self.wave("before/survey.csv", -1)
        self.report(self.survey, "--before", before.parent, "-o", self.page, "--only", "south", "--by", "team")
        text = self.page.read_text("utf-8")
        self.assertIn("What has changed?", text)
        held = re.search(r'(?s)<template id="culture-comparison">(.*?)</template>', text)[1]
        document = json.loads(held.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&"))
        compared = json.loads(self.culture("compare", "-q", self.questionnaire, before, self.survey, "-f", "json").out)
        self.assertEqual(document["organisations"], [x for x in compared["organisations"] if x["organisation"] == "south"])
        self.assertNotIn("north", text)
        self.report(self.survey, "--before", self.folder / "bef*" / "*.csv", "-o", self.page)
        self.assertIn('id="culture-comparison"', self.page.read_text("utf-8"))

    @unittest.skipUnless(usable(), "skipped: Jinja2 is not installed (python3-jinja2), or a sanitizer is in the library")
    def test_earlier_waves_that_cannot_be_used_are_refused(self):
        stranger = self.write_survey("elsewhere.csv", survey_rows(("west",)))
        done = self.report(self.survey, "--before", stranger, "-o", self.page, expect=3)
        self.assertIn("no organisation is in both waves", done.err)
        self.assertFalse(self.page.exists())
        self.assertIn("--before", self.report(self.survey, "--organisations-before", "x.csv", "-o", self.page, expect=2).err)
        self.assertIn("standard input", self.report(self.survey, "--before", "-", "-o", self.page, expect=2).err)
        self.assertIn("no file was given", self.report("--before", self.survey, "-o", self.page, expect=2).err)
