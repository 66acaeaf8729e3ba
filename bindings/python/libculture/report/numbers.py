# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as readers of a language write them; nothing here knows the locale."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

DECIMAL = {"nl": ",", "en": "."}
NO_BREAK = "\u00a0"
MINUS = "\u2212"
TO = "\u2060\u2013\u2060"  # between the ends of an interval, which stay on one line


class Numbers:
    """Writes numbers for one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._decimal = DECIMAL[language]

    def number(self, value: float | None, decimals: int = 1) -> str:
        """ "61,2" in Dutch, "61.2" in English; half goes away from zero, as people round."""
        if value is None:
            return ""
        rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        sign = MINUS if rounded < 0 else ""
        return sign + str(abs(rounded)).replace(".", self._decimal)

    def at_least(self, value: float) -> str:
        """Rounded up: with so much it surely is enough."""
        return self.number(math.ceil(round(10 * value, 6)) / 10)

    def signed(self, value: float | None, decimals: int = 1) -> str:
        """The same with a plus where it is above zero."""
        written = self.number(value, decimals)
        return "+" + written if value is not None and value > 0 else written

    def span(self, low: float | None, high: float | None, decimals: int = 1) -> str:
        """The ends of an interval, "58,3–64,1"; with "to" in between where one is negative."""
        if low is None or high is None:
            return ""
        between = TO if low >= 0 else NO_BREAK + ("tot " if self.language == "nl" else "to ")
        return self.number(low, decimals) + between + self.number(high, decimals)

    def whole_span(self, low: int, high: int) -> str:
        """The same of counts: "53–62"."""
        return f"{low}{TO}{high}"

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """A share of 0-1: "63 %"."""
        if share is None:
            return ""
        return self.number(100 * share, decimals) + NO_BREAK + "%"

    def brief_chance(self, share: float | None) -> str:
        """A probability for a table: "<1 %", "24 %", ">99 %"."""
        if share is None or 0.01 <= share <= 0.99:
            return self.percent(share)
        return "<" + self.percent(0.01) if share < 0.01 else ">" + self.percent(0.99)

    def chance(self, share: float | None) -> str:
        """A probability: never "0 %" nor "100 %", which nobody can know."""
        if share is None:
            return ""
        if share < 0.01:
            return ("minder dan 1" if self.language == "nl" else "less than 1") + NO_BREAK + "%"
        if share > 0.99:
            return ("meer dan 99" if self.language == "nl" else "more than 99") + NO_BREAK + "%"
        return self.percent(share)

    def count(self, value: float | None) -> str:
        """A whole number, with a no-break blank between thousands."""
        return "" if value is None else f"{round(value):,}".replace(",", NO_BREAK)

    def place(self, standing: dict[str, float]) -> tuple[int, int, int, int] | None:
        """How many of the reference score lower: (count, of, from, to); None where that cannot be told."""
        below, of = standing.get("reference_below"), standing.get("reference_organisations")
        low, high = standing.get("percentile_wide_low"), standing.get("percentile_wide_high")
        if below is None or not of or low is None or high is None:
            return None
        least, most = min(below, math.floor(of * low / 100)), max(below, math.ceil(of * high / 100))
        return int(below), int(of), int(least), int(most)
