# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the marks of a chart go. Across, places are percentages of the width, so that a chart fits any page and its text
keeps its size; down, they are pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..questionnaire import Item

LINE = 15  #: pixels between two numbers under each other
ROW = 44  #: pixels of a row: a line of text and a line of marks
TOP = 8
FOOT = 26
MARGIN = 2.5  #: percent of the width left free on both sides, for a mark at 0 or 100
SCORES = ((0, "0"), (25, "25"), (50, "50"), (75, "75"), (100, "100"))
PERCENT = ((0, "0 %"), (50, "50 %"), (100, "100 %"))
SHADES = (40, 50, 60, 70)  #: where the colours of the heat map change


def across(value: float) -> float:
    """The place of 0-100 in percent of the width."""
    return round(MARGIN + (100 - 2 * MARGIN) * min(100, max(0, value)) / 100, 3)


class Dot(NamedTuple):
    value: float
    open: bool = False

    @property
    def x(self) -> float:
        return across(self.value)


class Span(NamedTuple):
    low: float
    high: float

    @property
    def x(self) -> float:
        return across(self.low)

    @property
    def end(self) -> float:
        return across(self.high)

    @property
    def width(self) -> float:
        return round(self.end - self.x, 3)


class Row(NamedTuple):
    """A row of a chart; ``value`` stands at the right of its name."""

    name: str
    value: str
    band: Span | None = None
    line: Span | None = None
    dots: list[Dot] = []
    bar: float | None = None
    hidden: bool = False

    @property
    def short_name(self) -> str:
        return shortened(self.name, 28)


class Chart(NamedTuple):
    rows: list[Row]
    ticks: tuple[tuple[int, str], ...] = SCORES
    rule: float | None = None
    row: int = ROW
    under: bool = False  #: the value stands under the marks rather than beside the name

    @property
    def height(self) -> int:
        return self.bottom + FOOT

    @property
    def bottom(self) -> int:
        return TOP + self.row * len(self.rows)

    def placed(self) -> list[tuple[int, Row]]:
        """The rows with the place of their text; marks lie 20 pixels lower."""
        return [(TOP + self.row * number + 10, row) for number, row in enumerate(self.rows)]

    def scale(self) -> list[tuple[float, str, str]]:
        """Ticks: place, text and how the text is anchored."""
        ends = {0: "start", 100: "end"}
        return [(across(at), text, ends.get(at, "middle")) for at, text in self.ticks]


class Answers(NamedTuple):
    """The answers to one statement: shares from against to for; none when hidden."""

    text: str
    marks: list[str]  #: reversed, ambition, now, wanted
    parts: list[tuple[float, float, str]]  #: x and width in percent of the width, class
    against: float | None
    middle: float | None
    favour: float | None
    n: int | None
    threes: bool


class Slope(NamedTuple):
    """A line from the earlier to the later score, with the factor's number at its end."""

    number: int
    changed: str
    y1: float
    y2: float
    label: float  #: where the number stands: near the end, apart from the others


class Slopes(NamedTuple):
    rows: list[Slope]
    ticks: list[tuple[float, int]]  #: place and score of the ends of the scale
    height: int


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"


def span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else Span(min(low, high), max(low, high))


def dots(value: float | None) -> list[Dot]:
    return [] if value is None else [Dot(value)]


def answers(entry: dict[str, Any], item: Item) -> Answers:
    """Diverging bars: half of the middle point's answers on each side of the middle."""
    marks = item.dimension.split(".")[1:] + ["reversed"] * item.reverse
    counts = entry["counts"]
    total = sum(counts) if counts else 0
    if not total:
        return Answers(item.text, marks, [], None, None, None, None, False)
    shares = [count / total for count in (reversed(counts) if item.reverse else counts)]
    half = len(shares) // 2
    middle = shares[half] if len(shares) % 2 else 0.0
    against, favour = sum(shares[:half]), sum(shares[len(shares) - half :])
    at, parts = 50 - 50 * (against + middle / 2), []
    for number, share in enumerate(shares):
        parts.append((round(at, 3), round(50 * share, 3), _side(number, len(shares))))
        at += 50 * share
    kept = [part for part in parts if part[1] > 0]
    return Answers(item.text, marks, kept, against, middle, favour, entry["n"], entry["counted_in"] == 3)


def _side(number: int, points: int) -> str:
    """The colour of a point: the outer half of each side is dark."""
    half = points // 2
    if points % 2 and number == half:
        return "middle"
    if number < half:
        return "against-dark" if number < half / 2 else "against"
    return "favour-dark" if points - 1 - number < half / 2 else "favour"


def shade(mean: float) -> str:
    return f"shade-{sum(mean >= edge for edge in SHADES)}"


def slopes(rows: list[tuple[int, str, float, float]]) -> Slopes:
    """Lines of number, what changed, earlier and later score; the scale runs over tens around what there is."""
    values = [value for row in rows for value in row[2:]] or [0, 100]
    low, high = int(10 * (min(values) // 10)), min(100, int(10 * (max(values) // 10 + 1)))
    height = max(320, 60 + LINE * len(rows))

    def down(value: float) -> float:
        return round(20 + (height - 60) * (high - value) / (high - low), 2)

    ordered = sorted(rows, key=lambda row: -row[3])
    labels = apart([down(row[3]) for row in ordered], LINE, 12, height - 40)
    made = [Slope(number, changed, down(before), down(after), at) for (number, changed, before, after), at in zip(ordered, labels)]
    return Slopes(made, [(down(score), score) for score in (low, high)], height)


def apart(wanted: list[float], least: float, low: float, high: float) -> list[float]:
    """Places from low to high, as near as can be to the wanted ones, which rise, with at least so much between two: least
    squares, by pooling neighbours that would come too near."""
    pools: list[list[float]] = []  # of places less the room that those before them need
    for number, place in enumerate(wanted):
        pools.append([place - number * least])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    most = max(low, high - least * (len(wanted) - 1))
    levels = [min(most, max(low, _mean(pool))) for pool in pools for _ in pool]
    return [round(level + number * least, 2) for number, level in enumerate(levels)]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
