# SPDX-License-Identifier: GPL-3.0-or-later
"""Surveys drawn from a seed, written as any tool might write them, and the command over them."""
import csv
import io
import itertools
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "command"))
from case import CommandTest  # noqa: E402

NL = ["Nóóit", "Zelden", "Soms", "Váák", "Altijd"]
EN = ["Never", "Seldom", "Sometimes", "Often", "Always"]
ITEMS = ["a1", "a2", "a3", "a4", "b1", "b2", "c1", "c2"]
REVERSED = {"a2", "b1"}
TEXTS = {"nl": [f"Ik leer élke dag, {item}; ook nu" for item in ITEMS],
         "en": [f'I "learn" every day; {item}, now too' for item in ITEMS]}
ALIASES = [f"Q{i + 1}" for i in range(len(ITEMS))]
CODES = [f"G1Q{i + 1}[SQ00{i + 1}]" for i in range(len(ITEMS))]
NAMES = ["north", "Zuid-Één", "O'Neil & zn", 'west "x"', "a;b,c"]
UNITS = ["team 1", "téam 2", "team;3", ""]
INVALID = ["77", "0", "what?", "3.5"]
FORMS = ("json", "csv", "table")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def questionnaire(reversed_items=frozenset(REVERSED), lowest=1):
    """Two factors, the first with an ambition, and a theme; labels and texts in two languages."""
    def item(i, more=""):
        reverse = ", reverse: true" if ITEMS[i] in reversed_items else ""
        return (f"      - {{id: {ITEMS[i]}, scale: often{reverse}{more}, text: {{nl: {quoted(TEXTS['nl'][i])}, "
                f"en: {quoted(TEXTS['en'][i])}}}, aliases: [{ALIASES[i]}, {quoted(CODES[i])}]}}\n")
    points = "".join(f"      {i + lowest}: {{nl: {NL[i]}, en: {EN[i]}}}\n" for i in range(5))
    return ("questionnaire: properties\nscales:\n  often:\n    points:\n" + points
            + "    missing: [{nl: Weet niet, en: \"Don't know\"}]\nfactors:\n  - id: first\n    items:\n"
            + item(0) + item(1) + item(2) + item(3, ", aspect: ambition")
            + "  - id: second\n    items:\n" + item(4) + item(5)
            + "themes:\n  - id: third\n    items:\n" + item(6) + item(7)
            + "practised: {score: 62.5, factors: 1, floor: 50}\n")


def draw_answers(draw, items=len(ITEMS), low=1, high=5, missing=0.08, invalid=0.02):
    """One person's answers around a level of their own; None is missing, text is invalid."""
    level, answers = draw.uniform(low, high), []
    for _ in range(items):
        answer = min(high, max(low, round(draw.gauss(level, (high - low) / 4))))
        at = draw.random()
        answers.append(None if at < missing else draw.choice(INVALID) if at < missing + invalid else answer)
    return answers


def draw_rows(seed, names=NAMES, size=(11, 45), **more):
    """Rows of (organisation, unit, answers), in no order; some with a name in other case and spacing."""
    draw = random.Random(seed)
    rows = [(draw.choice([name] * 5 + [name.upper(), f" {name} "]), draw.choice(UNITS), draw_answers(draw, **more))
            for name in names for _ in range(draw.randint(*size))]
    draw.shuffle(rows)
    return rows


def cell(answer, values, draw):
    """An answer as survey tools write it."""
    if values == "mixed":
        values = draw.choice(["number", "nl", "en", "numbered", "code", "decimal"])
    if answer is None:
        return draw.choice({"nl": ["", "weet niet", "n/a"], "en": ["", "Don't know", "-"]}.get(values, ["", "NA"]))
    if isinstance(answer, str):
        return answer
    nl, en = (NL[answer - 1], EN[answer - 1]) if 1 <= answer <= 5 else ("", "")
    return {"number": str(answer), "nl": nl, "en": draw.choice([en, en.upper(), f" {en} "]),
            "numbered": f"{answer} - {draw.choice([nl, en])}", "code": f"A{answer}",
            "decimal": draw.choice([f"{answer}.0", f"{answer},0"])}[values]


def render(rows, headers=ITEMS, values="number", delimiter=",", newline="\n", encoding="utf-8",
           quoting=csv.QUOTE_MINIMAL, columns=None, organisation="organisation", extra=0, seed=0):
    """The bytes of a survey file; columns is the order of organisation, team and the items."""
    draw, text = random.Random(seed), io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    order = columns or list(range(2 + len(headers) + extra))
    irrelevant = [["Remarks", "Date", "E-mail", "Answer"][i % 4] + str(i // 4 or "") for i in range(extra)]
    table = [[organisation, "team", *headers, *irrelevant]]
    for name, unit, answers in rows:
        noise = [draw.choice(["", "x, y", "5", "é;\n2"]) for _ in range(extra)]
        table.append([name, unit, *(cell(answer, values, draw) for answer in answers), *noise])
    writer.writerows([line[i] for i in order] for line in table)
    return text.getvalue().encode(encoding)


class PropertyTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.questionnaire = self.write("properties.yaml", questionnaire())
        self.numbers = itertools.count()

    def survey(self, rows, **how):
        return self.write(f"survey{next(self.numbers)}.csv", render(rows, **how))

    def tally_of(self, *inputs, options=()):
        return self.tally(f"t{next(self.numbers)}.tally", "--by", "team", "--quiet", *options, *inputs)

    def bytes_of(self, *inputs, options=()):
        return self.tally_of(*inputs, options=options).read_bytes()

    def scores(self, *inputs, form="json", **more):
        out = self.score("-f", form, "--by", "team", "--minimum", "5", "--quiet", *inputs, **more).out
        if form == "json":
            out = {key: value for key, value in json.loads(out).items() if key != "files"}
        return out

    def full(self, rows, *options, **more):
        """Full results of rows: organisations by name, and all of them together."""
        result = self.scores(self.survey(rows), "--precision", "full", *options, **more)
        return {x["organisation"]: x for x in result["organisations"]}, result["pooled"]
