# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages say: an assessment's document becomes sentences, rows of tables and marks of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import charts
from .numbers import NO_BREAK, TO, Numbers
from .sources import sources
from .words import WORDS

if TYPE_CHECKING:
    from ..questionnaire import Questionnaire

#: Why a number is hidden rather than unknown.
HIDDEN = ("too_few", "suppressed", "out_of_range")


class Report:
    """All that the templates ask for."""

    def __init__(
        self, document: dict[str, Any], questionnaire: Questionnaire, language: str, comparison: dict[str, Any] | None
    ) -> None:
        self.document = document
        self.language = language
        self.numbers = Numbers(language)
        self.reference = document["reference"]
        self.criterion = questionnaire.criterion
        self.title = questionnaire.title(language)
        self.questionnaire = questionnaire
        self.dimensions = {dimension.id: dimension for dimension in questionnaire.dimensions(language)}
        self.axes = {axis.id: axis for axis in questionnaire.axes(language)}
        self.statements = {item.id: item for item in questionnaire.items(language)}
        self.sources = sources(language)
        self.compared = comparison is not None
        waves = {} if comparison is None else {wave["organisation"]: wave for wave in comparison["organisations"]}
        self.organisations = [
            Page(self, entry, waves.get(entry["organisation"]), f"organisation-{number}")
            for number, entry in enumerate(document["organisations"], 1)
        ]

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence in the language; numbers are to be written already."""
        return WORDS[self.language][sentence].format(**values)

    @property
    def batch(self) -> bool:
        return len(self.organisations) != 1

    @property
    def simulated(self) -> bool:
        return self.reference is not None and self.reference["kind"] == "simulated"

    @property
    def score(self) -> str:
        """The bar, as "62,5"; "" without a criterion."""
        return "" if self.criterion is None else self.plain(self.criterion.score)

    def plain(self, value: float) -> str:
        """A number with no more decimals than it has."""
        return self.numbers.number(value, 0 if value == int(value) else 1)

    def rule(self) -> str:
        """What the verdict asks for."""
        if self.criterion is None:
            return self.say("answer_no_criterion")
        name = "rule" if self.criterion.floor > 0 else "rule_no_floor"
        return self.say(name, factors=self.criterion.factors, score=self.score, floor=self.plain(self.criterion.floor))

    def target(self) -> str:
        """What the intervals are about, and why that is not what was asked for."""
        shown = [page.entry for page in self.organisations if not page.hidden]
        others = sum(entry["target_reason"] is not None for entry in shown)
        if not others:
            return self.say("target_" + (shown[0]["target"] if shown else "workforce"))
        if others == len(shown):
            return self.say("target_none")
        return self.say("target_some", others=others, shown=len(shown))

    def overview_answer(self) -> str:
        """How many organisations practise it, in a few words."""
        shown = [page for page in self.organisations if not page.hidden]
        return self.say("overview_answer", count=len(shown), yes=sum(page.evidence in ("clear", "likely") for page in shown))

    def overview(self) -> str:
        """The same in one sentence."""
        evidence = [page.evidence for page in self.organisations if not page.hidden]
        return self.say("overview_sum", **{name: evidence.count(name) for name in ("clear", "likely", "uncertain", "unlikely")})

    def ranked(self) -> list[Page]:
        """The organisations with the likeliest first; those of which nothing is shown last."""
        return sorted(self.organisations, key=lambda page: (page.hidden, -(page.probability or 0)))

    def file_state(self, file: dict[str, Any]) -> str:
        if file["status"] == "failed":
            return self.say("file_failed", message=file["problems"][0]["message"] if file["problems"] else "")
        return self.say("yes" if file["status"] == "ok" else "file_skipped")

    def overview_hidden(self) -> str:
        names = [page.name for page in self.organisations if page.hidden]
        return self.say("overview_hidden", hidden=", ".join(names)) if names else ""

    def overview_chart(self) -> charts.Chart:
        known = [(page.name, page.probability) for page in self.ranked() if not page.hidden and page.probability is not None]
        marks = [charts.Row(name, self.numbers.brief_chance(chance), dots=charts.dots(100 * chance)) for name, chance in known]
        return charts.Chart(marks, ticks=charts.PERCENT)

    def base_rate(self) -> str:
        """What is published about how many practise it; "" without a criterion."""
        verdict = next((page.entry["verdict"] for page in self.organisations if page.entry["verdict"]), None)
        if verdict is None:
            return ""
        found = verdict["base_rate"]["published"]
        shares = {name: self.numbers.percent(found[name], 1) for name in ("share", "high")}
        shares["low"] = self.numbers.number(100 * found["low"])
        return self.say("limit_base_rate", count=found["count"], of=found["of"], **shares)

    def about_reference(self) -> str:
        found = self.reference
        kind = self.say("kind_" + found["kind"])
        note = "" if self.simulated else found["note"]  # what a simulated one is, is told among the limits
        return self.say("reference_is", id=found["id"], organisations=found["organisations"], kind=kind, note=note)


class Page:
    """One organisation."""

    def __init__(self, report: Report, entry: dict[str, Any], wave: dict[str, Any] | None, anchor: str) -> None:
        self.report = report
        self.entry = entry
        self.wave = wave
        self.anchor = anchor
        self.name = entry["organisation"]
        self.hidden = entry["reason"] is not None
        verdict = entry["verdict"] or {}
        self.evidence = verdict.get("evidence")
        self.probability = verdict.get("probability")
        self.verdict = verdict.get("verdict")
        self.by_id = {dimension["id"]: dimension for dimension in entry["dimensions"]}
        self.factors = [dimension for dimension in entry["dimensions"] if dimension["kind"] == "factor"]
        self.themes = [dimension for dimension in entry["dimensions"] if dimension["kind"] == "theme"]

    def label(self, dimension: str) -> str:
        return self.report.dimensions[dimension].name

    def say(self, sentence: str, **values: Any) -> str:
        return self.report.say(sentence, **values)

    # ------------------------------------------------------------------ page one

    def answer(self) -> str:
        """The answer in a few words."""
        if self.hidden:
            return self.say("answer_hidden" if self.entry["reason"] == "too_few" else "answer_headcount")
        if self.entry["verdict"] is None:
            return self.say("answer_no_criterion")
        return self.say("answer_" + (self.evidence or "none"))

    def chance(self) -> str:
        if self.probability is None:
            return self.say("chance_unknown")
        return self.say("chance_is", chance=self.report.numbers.chance(self.probability))

    def observed(self) -> str:
        found = self.entry["verdict"]
        words = {"verdict": self.say("verdict_" + found["verdict"]), "score": self.report.score}
        return self.say("observed_is", concrete=found["concrete_factors"], measured=found["measured_factors"], **words)

    def how_sure(self) -> list[str]:
        """Who took part, and what those who did not could change."""
        people, headcount = self.entry["respondents"], self.entry["headcount"]
        count = self.report.numbers.count
        if headcount is None:
            return [self.say("took_part_unknown", respondents=count(people))]
        if people == headcount:
            return [self.say("all_took_part", respondents=count(people))]
        share = self.report.numbers.percent(self.entry["response_rate"])
        said = self.say("took_part", respondents=count(people), headcount=count(headcount), share=share)
        return [said, *self._absent()]

    def _absent(self) -> list[str]:
        found = self.entry["nonresponse"]
        if found is None:
            return []
        if found["reason"] is not None:
            return [self.say("turn_hidden")]
        said = [self.say("absent", absent=self.report.numbers.count(found["absent"]))]
        turns = [(name, found["verdict_" + name]) for name in ("up", "down") if found["verdict_" + name]]
        for name, turn in turns:
            points = self.report.numbers.at_least(abs(turn["difference"]))
            said.append(self.say("turn_" + name, points=points, verdict=self.say("verdict_" + turn["becomes"])))
        return said if turns else [*said, self.say("no_turn")]

    def where(self) -> str:
        """On how many factors it is in the upper half of the reference."""
        places = [place for factor in self.factors if (place := self.place(factor))]
        if not places:
            return self.say("where_none")
        upper = sum(below * 2 > of for below, of, _, _ in places)
        return self.say("where_is", count=upper, measured=len(places), of=places[0][1])

    def place(self, dimension: dict[str, Any]) -> tuple[int, int, int, int] | None:
        return self.report.numbers.place(dimension["standing"] or {})

    def place_words(self, dimension: dict[str, Any]) -> str:
        """ "higher than 58 of 65 (53-62)"; else why not."""
        found = self.place(dimension)
        if found is None:
            return self.say("state_" + self.state(dimension, "reference_below"))
        below, of, low, high = found
        return self.say("place", below=below, of=of, span=self.report.numbers.whole_span(low, high))

    def state(self, dimension: dict[str, Any], field: str = "differs") -> str:
        """higher, lower, no, not_tested or hidden: three different kinds of no news."""
        standing = dimension["standing"]
        reasons = dimension["reasons"]
        if dimension["mean"] is None or reasons.get(f"standing.{field}") in HIDDEN:
            return "hidden"
        if standing is None or standing["differs"] == "not_tested":
            return "not_tested"
        return str(standing["differs"])

    def stands_out(self) -> list[tuple[str, bool, list[str]]]:
        """What a board should know first, under headings; whether it leans on the reference."""
        groups = [
            ("stands_out_beside", True, [*self._places(), *self._exceptions(), *self._own_level()]),
            ("stands_out_within", False, [*self._hidden(), *self._furthest(), *self._wishes(), *self._tilts()]),
        ]
        return [group for group in groups if group[2]]

    def _places(self) -> list[str]:
        placed = [(place[0], factor) for factor in self.factors if (place := self.place(factor))]
        if len(placed) < 2:
            return []
        best, worst = max(placed, key=lambda pair: pair[0])[1], min(placed, key=lambda pair: pair[0])[1]
        return [
            self.say(name, factor=self.label(factor["id"]), place=self.place_words(factor))
            for name, factor in (("out_best", best), ("out_worst", worst))
        ]

    def _exceptions(self) -> list[str]:
        states = {factor["id"]: self.state(factor) for factor in self.factors}
        said = [self.say("out_high", factor=self.label(id)) for id, state in states.items() if state == "higher"]
        said += [self.say("out_low", factor=self.label(id)) for id, state in states.items() if state == "lower"]
        count = sum(state == "no" for state in states.values())
        if not said and count:
            said.append(self.say("out_nothing", count=count, of=len(states)))
        untested = [self.label(id) for id, state in states.items() if state == "not_tested"]
        if untested and self.report.reference:
            said.append(self.say("out_untested", factors=", ".join(untested)))
        return said

    def _hidden(self) -> list[str]:
        names = [self.label(factor["id"]) for factor in self.factors if self.state(factor) == "hidden"]
        return [self.say("out_hidden", factors=", ".join(names))] if names else []

    def what_changed(self) -> list[str]:
        """What changed since the earlier wave, and on how many factors it is not known to."""
        states = [(self.label(entry["id"]), self.change_state(entry)) for entry in self.changes()]
        said = []
        for name, state in (("out_risen", "higher"), ("out_fallen", "lower")):
            found = [label for label, held in states if held == state]
            if found:
                said.append(self.say(name, factors=", ".join(found)))
        for name, state in (("out_unchanged", "no"), ("out_change_hidden", "hidden")):
            count = sum(held == state for _, held in states)
            if count:
                said.append(self.say(name, count=count))
        return said

    def _own_level(self) -> list[str]:
        names = {"higher": "out_own_high", "lower": "out_own_low"}
        found = [(factor["id"], (factor["standing"] or {}).get("own_differs")) for factor in self.factors]
        return [self.say(names[state], factor=self.label(id)) for id, state in found if state in names]

    def _furthest(self) -> list[str]:
        missing = (self.entry["verdict"] or {}).get("missing")
        if not missing:
            return []
        most = max(missing, key=lambda entry: entry["points"])
        points = self.report.numbers.number(most["points"])
        return [self.say("out_short", factor=self.label(most["factor"]), points=points)]

    def _wishes(self) -> list[str]:
        known = [gap for gap in self.entry["gaps"] if gap["role"] is None and gap["gap"] is not None and gap["gap_low"] is not None]
        clear = [gap for gap in known if gap["gap_low"] > 0]
        if not clear:
            return [self.say("out_gap_none")] if known else []
        most = max(clear, key=lambda gap: gap["gap"])
        return [self.say("out_gap", factor=self.label(most["factor"]), points=self.report.numbers.number(most["gap"]))]

    def _tilts(self) -> list[str]:
        said = []
        for row in self.entry["landscape"]:
            if row["tilt"] is None or row["tilt_low"] is None or not (row["tilt_low"] > 0 or (row["tilt_high"] or 0) < 0):
                continue
            axis, numbers = self.report.axes[row["axis"]], self.report.numbers
            ends = (axis.low, axis.high) if row["tilt"] > 0 else (axis.high, axis.low)
            if row["tilt"] > 0 and row["share_wanting"] is not None:
                share = numbers.percent(row["share_wanting"])
                said.append(self.say("out_tilt", points=numbers.number(abs(row["tilt"])), low=ends[0], high=ends[1], share=share))
        return said

    # ------------------------------------------------------------------ the other pages

    def short_of(self, factor: dict[str, Any]) -> str:
        """How far a factor is from the bar."""
        if factor["mean"] is None or self.report.criterion is None:
            return self.say("shown_not") if factor["mean"] is None else ""
        points = self.report.criterion.score - factor["mean"]
        return self.report.numbers.number(points) if points > 0 else self.say("reaches")

    def standing_chart(self) -> charts.Chart:
        rows = []
        for factor in self.factors:
            standing = factor["standing"] or {}
            rows.append(
                charts.Row(
                    self.label(factor["id"]),
                    self.report.numbers.number(factor["mean"]) or self.say("shown_not"),
                    band=charts.span(standing.get("reference_p25"), standing.get("reference_p75")),
                    line=charts.span(factor["mean_low"], factor["mean_high"]),
                    dots=charts.dots(factor["mean"]),
                    hidden=factor["mean"] is None,
                )
            )
        return charts.Chart(rows, rule=None if self.report.criterion is None else self.report.criterion.score)

    def gap_chart(self) -> charts.Chart:
        gaps = [gap for gap in self.entry["gaps"] if gap["role"] is None]
        return charts.Chart([self._pair(self.label(gap["factor"]), gap["practice"], gap["ambition"], gap["gap"]) for gap in gaps])

    def role_tables(self) -> list[tuple[list[str], list[tuple[str, list[str]]]]]:
        """The gaps of the roles, a few beside each other at a time: their names, and a row of texts for each factor."""
        told = [gap for gap in self.entry["gaps"] if gap["role"] is not None]
        roles = list(dict.fromkeys(gap["role"] for gap in told))
        texts = {(gap["factor"], gap["role"]): self.gap_words(gap) for gap in told}
        factors = list(dict.fromkeys(gap["factor"] for gap in told))
        chunks = [roles[at : at + 3] for at in range(0, len(roles), 3)]
        return [(chunk, [(self.label(x), [texts[x, role] for role in chunk]) for x in factors]) for chunk in chunks]

    def gap_words(self, gap: dict[str, Any]) -> str:
        """ "+11,2 (7-15)"; else that it is not shown."""
        if gap["gap"] is None:
            return self.say("shown_not")
        span = self.report.numbers.span(gap["gap_low"], gap["gap_high"], 0)
        return self.report.numbers.signed(gap["gap"]) + (f" ({span})" if span else "")

    def landscape_chart(self) -> charts.Chart:
        rows = []
        for row in self.entry["landscape"]:
            axis = self.report.axes[row["axis"]]
            made = self._pair(axis.low, row["now"], row["wanted"], None)
            rows.append(made._replace(value=axis.high))
        return charts.Chart(rows, row=62, under=True)

    def _pair(self, name: str, filled: float | None, open_: float | None, difference: float | None) -> charts.Row:
        value = self.say("shown_not") if filled is None and open_ is None else self.report.numbers.signed(difference)
        marks = charts.dots(filled) + ([] if open_ is None else [charts.Dot(open_, True)])
        return charts.Row(name, value, line=charts.span(filled, open_), dots=marks, hidden=not marks)

    def statements(self) -> list[tuple[str, list[charts.Answers]]]:
        """The items of each dimension, with their bars."""
        found = {entry["id"]: entry for entry in self.entry["items"]}
        blocks: dict[str, list[charts.Answers]] = {}
        for item in self.report.statements.values():
            blocks.setdefault(item.dimension.split(".")[0], []).append(charts.answers(found[item.id], item))
        return [(self._block(name), rows) for name, rows in blocks.items()]

    def _block(self, name: str) -> str:
        axis = self.report.axes.get(name)
        return self.label(name) if axis is None else f"{axis.low} \u2013 {axis.high}"

    def unit_tables(self) -> list[tuple[str, list[list[dict[str, Any]]]]]:
        """The units of each column, a few beside each other at a time."""
        columns: dict[str, list[dict[str, Any]]] = {}
        for unit in self.entry["units"]:
            columns.setdefault(unit["column"], []).append(unit)
        return [(name, [units[at : at + 4] for at in range(0, len(units), 4)]) for name, units in columns.items()]

    def unit_cell(self, unit: dict[str, Any], factor: str) -> tuple[str, str]:
        """The class and the text of a cell of the heat map."""
        mean = next((entry["mean"] for entry in unit["dimensions"] if entry["id"] == factor), None)
        if mean is None:
            return "hidden", self.say("shown_not")
        return charts.shade(mean), self.report.numbers.number(mean)

    def signs(self) -> list[tuple[str, str, str]]:
        """The signs of careless answering: name, share, number."""
        numbers, quality = self.report.numbers, self.entry["quality"]
        rows = [(self.say("quality_flagged"), quality["flagged_share"], quality["flagged"], quality["reason"], quality["reason"])]
        rows += [
            (self.say("sign_" + name), sign["share"], sign["shown"], sign["reason"], sign["counts_reason"])
            for name, sign in quality["signs"].items()
        ]
        return [
            (name, numbers.percent(share) if share is not None else self._why(reason), numbers.count(count) if share is not None and count is not None else self._why(other or reason))
            for name, share, count, reason, other in rows
        ]

    def _why(self, reason: str | None) -> str:
        return self.say("shown_not" if reason in HIDDEN else "not_asked")

    def quality_chart(self) -> charts.Chart:
        quality = self.entry["quality"]
        shares = [(self.say("quality_flagged"), quality["flagged_share"])]
        shares += [(self.say("sign_" + name), sign["share"]) for name, sign in quality["signs"].items()]
        rows = [
            charts.Row(name, self.report.numbers.percent(share), bar=100 * share) for name, share in shares if share is not None
        ]
        return charts.Chart(rows, ticks=charts.PERCENT)

    def facts(self) -> list[tuple[str, str, str]]:
        """What the register tells about money and time, beside what is published."""
        numbers, facts = self.report.numbers, self.entry["facts"]
        published = {entry["id"]: entry for entry in self.report.document["published"]}
        rows = []
        for name in ("used_share", "formal_share", "time_to_solution"):
            if facts[name] is None:
                continue
            days = self.say("days", days=numbers.count(facts[name])) if name == "time_to_solution" else ""
            rows.append((self.say(name), days or numbers.percent(facts[name]), self._published(published.get(name))))
        return rows

    def _published(self, entry: dict[str, Any] | None) -> str:
        if entry is None:
            return ""
        ends = [self.report.numbers.number(100 * entry[end], 0) for end in ("low", "high")]
        written = TO.join(dict.fromkeys(ends))
        return f"{written}{NO_BREAK}% ({entry['source']})"

    def changes(self) -> list[dict[str, Any]]:
        """The factors in two waves; none without a comparison."""
        if self.wave is None:
            return []
        return [entry for entry in self.wave["dimensions"] if entry["kind"] == "factor"]

    def change_state(self, entry: dict[str, Any]) -> str:
        """higher, lower, no, known (everybody answered both times: nothing to test), not_tested or hidden."""
        if entry["difference"] is None and entry["reasons"].get("difference") in HIDDEN:
            return "hidden"
        return "known" if entry["changed"] == "no" and entry["reasons"].get("p") == "census" else str(entry["changed"])

    def changed(self, entry: dict[str, Any]) -> str:
        state = self.change_state(entry)
        return self.say(("change_" if state in ("higher", "lower", "known") else "state_") + state)

    def change_chart(self) -> charts.Slopes:
        rows = [(number, entry["changed"], entry["before"], entry["after"]) for number, entry in enumerate(self.changes(), 1)]
        return charts.slopes([row for row in rows if row[2] is not None and row[3] is not None])
