# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the report share: the package, the examples, and a reader of HTML that minds what is left open."""
import csv
import html.parser
import os
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("CULTURE_BUILD", ROOT / "build"))
CULTURE = os.environ.get("CULTURE", str(BUILD / "culture"))
os.environ.setdefault("LIBCULTURE", str(BUILD / "libculture" / "libculture.so"))
EXAMPLES = ROOT / "questionnaires" / "examples"
sys.path.insert(0, str(ROOT / "bindings" / "python"))

import libculture  # noqa: E402
from libculture import report  # noqa: E402

try:
    import jinja2  # noqa: F401
except ImportError:
    print("skipped: Jinja2 is not installed (python3-jinja2)")
    sys.exit(77)

VOID = {"meta", "br", "line", "circle", "rect"}
LANGUAGES = ("nl", "en")


def examples():
    return libculture.score(EXAMPLES, register=EXAMPLES / "register.csv", by=["department", "role"])


#: By how much the examples' answers were other in the earlier wave, by dimension: among whom (every so many), how much.
EARLIER = {"learning": (1, -1), "leadership": (2, 1), "hr_role": (2, -1)}


def earlier():
    """What changed in zorggroep-delta since a wave in which fewer answered, and some otherwise."""
    head, *rows = csv.reader((EXAMPLES / "zorggroep-delta.csv").read_text("utf-8").splitlines())
    with tempfile.TemporaryDirectory() as folder:
        before = pathlib.Path(folder) / "zorggroep-delta.csv"
        with before.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(head)
            out.writerows(_before(head, row, number) for number, row in enumerate(rows) if number % 4 != 3)
        return libculture.compare(folder, EXAMPLES, register=EXAMPLES / "register.csv").to_dict()


def _before(head, row, number):
    moved = list(row)
    for at, name in enumerate(head):
        every, points = EARLIER.get(name.rpartition("_")[0], (1, 0))
        if row[at].isdigit() and number % every == 0 and name not in ("respondent", "role"):
            moved[at] = str(min(5, max(1, int(row[at]) + points)))
    return moved


def render(assessment, language="nl", organisation=None, **more):
    document = assessment.to_dict(language, more.pop("role", None))
    return report.render(document, assessment.scores.questionnaire, language, organisation, **more)


class Reader(html.parser.HTMLParser):
    """Keeps the elements and the text, and what was closed in another order than it was opened."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.elements, self.words = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))

    def handle_data(self, data):
        if not {"style", "template"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def page_one(text):
    """The words of the first page of the only organisation."""
    start = text.index('<section class="sheet" id="organisation-1">')
    return Reader(text[start : text.index("</section>", start)]).text
