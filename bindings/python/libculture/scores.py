# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores per organisation, unit and item, and the register of headcounts."""

from __future__ import annotations

import ctypes
import itertools
import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import _native
from ._handle import Handle, filled, matrix
from .questionnaire import Questionnaire

if TYPE_CHECKING:
    from .assessment import Assessment
    from .comparison import Comparison, Matches
    from .drivers import Drivers
    from .reference import Reference
    from .tally import Tally

_library = _native.library

#: Results and levels as in scores.h.
RESULTS = {
    name: number
    for number, name in enumerate(
        "respondents mean mean_low mean_high sd standard_error favourable unfavourable points_mean points_sd "
        "alpha alpha_low alpha_high alpha_respondents missing_share alpha_varying "
        "difference difference_low difference_high difference_respondents difference_above".split()
    )
}
LEVELS = {name: number << 16 for number, name in enumerate("organisation unit item pooled pooled_item factors".split())}
RESULTS |= {
    name: 60 + number
    for number, name in enumerate(
        "icc1 icc1_low icc1_high icc2 icc2_low icc2_high icc_f icc_df1 icc_df2 icc_p icc_k0 icc_organisations "
        "reml_tau2 reml_sigma2 reml_icc design_effect".split()
    )
}
RESULTS |= {
    name: 21 + number
    for number, name in enumerate(
        "alpha_standardised inter_item_r lambda2 lambda6 sem omega omega_observed omega_rmsea omega_cfi omega_tli omega_srmr "
        "item_total alpha_if_dropped".split()
    )
}
RESULTS |= {
    name: 40 + number
    for number, name in enumerate(
        "rwg_j_uniform rwg_j_skewed rwg_star_j awg_j awg_items ad_m ad_md aggregation".split()
    )
}
#: The states of the result "aggregation", by its numbers 0, 1 and 2.
AGGREGATIONS = ("not_supported", "mixed", "supported")
RESULTS |= {
    name: 80 + number
    for number, name in enumerate(
        "favourable_low favourable_high mean_weighted mean_weighted_low mean_weighted_high weighted_respondents "
        "weight_ratio".split()
    )
}
RESULTS |= {
    name: 100 + number
    for number, name in enumerate("respondents_unflagged mean_unflagged mean_unflagged_low mean_unflagged_high".split())
}
#: The signs of careless answering, by their numbers.
SIGNS = tuple("longstring irv even_odd answered speed person_total distance".split())
RESULTS |= {"correlation": 116, "counted_in": 120}
PRECISIONS = {"published": 0, "full": 1}
TARGETS = {"workforce": 0, "process": 1}


class Register(Handle):
    """A register of organisations: headcount, sector and size. Immutable."""

    _free = _library.culture_register_free

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Register:
        """Reads a CSV file with a column organisation and any of headcount, sector, size. Raises RegisterProblem."""
        return cls(cls._made(_library.culture_register_open, _native.encode_path(path), None))

    @classmethod
    def read(cls, data: bytes, name: str | None = None) -> Register:
        """The same from bytes."""
        return cls(cls._made(_library.culture_register_read, _native.memory_source(data, name), None))

    def headcount(self, organisation: str) -> int | None:
        """The headcount of an organisation; None when it is not known."""
        index = _library.culture_register_find(self._pointer, organisation.encode())
        if index < 0:
            return None
        found = filled(_library.culture_register_entry, _native.RegisterEntry(), self._pointer, index)
        return int(found.headcount) or None

    @property
    def units(self) -> list[tuple[str, str, str, int]]:
        """The headcounts of subgroups: organisation, column ("" when not given), unit, headcount."""
        rows = range(_library.culture_register_unit_count(self._pointer))
        found = [filled(_library.culture_register_unit, _native.RegisterUnit(), self._pointer, row) for row in rows]
        return [(_native.text(x.organisation), _native.text(x.column), _native.text(x.unit), int(x.headcount)) for x in found]

    def unit_headcount(self, organisation: str, column: str, unit: str) -> int | None:
        """The headcount of a subgroup, in any column when the register names none; None when it is not known."""
        index = _library.culture_register_find_unit(self._pointer, organisation.encode(), column.encode(), unit.encode())
        return None if index < 0 else self.units[index][3]

    @property
    def ignored(self) -> list[str]:
        """The headings of columns that a register does not have and that were passed over."""
        found = itertools.takewhile(
            lambda heading: heading is not None,
            (_library.culture_register_ignored(self._pointer, index) for index in itertools.count()),
        )
        return [_native.text(heading) for heading in found]

    def __len__(self) -> int:
        return int(_library.culture_register_count(self._pointer))


@dataclass(frozen=True)
class Organisation:
    """An organisation that was scored; ``reason`` says why all its results are hidden, "" when they are not.

    ``target`` is what its intervals are about: "process" also where no headcount is known.
    """

    name: str
    respondents: int | None
    headcount: int | None
    response_rate: float | None
    reason: str
    target: str


@dataclass(frozen=True)
class Unit:
    """A unit of an organisation; ``reason`` says why it is hidden, "" when it is not; ``target`` as of Organisation."""

    organisation: str
    column: str
    name: str
    respondents: int | None
    reason: str
    target: str


@dataclass(frozen=True)
class Sign:
    """A sign of careless answering in an organisation: how many show it, of the ``known`` for whom it can be told.

    ``reason`` says why the share is None, ``counts_reason`` why the counts are; "" when they are not.
    """

    known: int | None
    shown: int | None
    share: float | None
    reason: str
    counts_reason: str


@dataclass(frozen=True)
class Quality:
    """How carelessly an organisation was answered; nobody is left out of the scores. ``reason`` says why counts are None."""

    flagged: int | None  #: respondents with two signs or more; longstring and irv are one
    flagged_share: float | None
    straightliners: int | None
    straight_share: float | None
    median_answered: float | None
    reason: str
    signs: dict[str, Sign]


class Scores(Handle):
    """Scores; immutable, and safe to share between threads."""

    _free = _library.culture_scores_free

    def __init__(self, pointer: ctypes.c_void_p, questionnaire: Questionnaire) -> None:
        super().__init__(pointer)
        self.questionnaire = questionnaire

    @classmethod
    def compute(
        cls,
        tally: Tally,
        *,
        register: Register | str | os.PathLike[str] | None = None,
        minimum: int = 10,
        precision: str = "published",
        confidence: float = 0.95,
        target: str = "workforce",
        threads: int = 0,
    ) -> Scores:
        """Scores a tally.

        ``register`` gives headcounts (a Register or the path of one). Below ``minimum`` answers, at least 5, nothing is
        reported. ``precision``
        "published" rounds small groups and gives no SD for them; "full" gives every digit, for your own eyes. Intervals are
        about
        the "workforce" (narrower where the headcount is known) or the "process" that made it. ``threads`` is how many
        work at once, 0 one per processor; the numbers do not depend on it.
        """
        from .tally import Tally

        if isinstance(register, (str, os.PathLike)):
            register = Register.open(register)
        options = _native.ScoresOptions(
            reg=None if register is None else Register._of(register),
            minimum=minimum,
            precision=PRECISIONS[precision],
            confidence=confidence,
            target=TARGETS[target],
            threads=threads,
        )
        return cls(cls._made(_library.culture_scores_compute, Tally._of(tally), options), tally.questionnaire)

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations in the order of the rows of every result."""
        return [self._organisation(row) for row in range(_library.culture_scores_organisation_count(self._pointer))]

    @property
    def units(self) -> list[Unit]:
        """The units in the order of the rows of every result on the level "unit"."""
        names = [organisation.name for organisation in self.organisations]
        return [self._unit(row, names) for row in range(_library.culture_scores_unit_count(self._pointer))]

    def _unit(self, row: int, organisations: list[str]) -> Unit:
        found = filled(_library.culture_scores_unit, _native.Unit(), self._pointer, row)
        reason = _native.text(_library.culture_reason_name(found.reason))
        return Unit(
            organisations[found.organisation],
            _native.text(found.column),
            _native.text(found.name),
            None if reason else found.respondents,
            reason,
            _target(found.target),
        )

    def get(self, result: str, level: str = "organisation") -> list[list[float]]:
        """A table of one result: rows of the level (organisation, unit, item, pooled, pooled_item) by dimensions or items.

        Results are named as in the JSON output: mean (0-100), sd, alpha, ...; NaN where there is no number, see reason().
        """
        return matrix(_library.culture_scores_get, self._pointer, LEVELS[level] + RESULTS[result])

    def reason(self, result: str, row: int, column: int, level: str = "organisation") -> str:
        """Why a value is NaN: "too_few", "suppressed", ...; "" when it is a number."""
        found = _library.culture_scores_reason(self._pointer, LEVELS[level] + RESULTS[result], row, column)
        return _native.text(_library.culture_reason_name(found))

    def quality(self, row: int) -> Quality:
        """How carelessly the organisation of a row was answered. Raises NotFound."""
        found = filled(_library.culture_scores_quality, _native.Quality(), self._pointer, row)
        return Quality(
            _count(found.flagged),
            _number(found.flagged_share),
            _count(found.straightliners),
            _number(found.straight_share),
            _number(found.median_answered),
            _native.text(_library.culture_reason_name(found.counts_reason)),
            {name: self._sign(row, number) for number, name in enumerate(SIGNS)},
        )

    def _sign(self, row: int, sign: int) -> Sign:
        found = filled(_library.culture_scores_sign, _native.SignCount(), self._pointer, row, sign)
        reason = _native.text(_library.culture_reason_name(found.reason))
        counts_reason = _native.text(_library.culture_reason_name(found.counts_reason))
        return Sign(_count(found.known), _count(found.shown), _number(found.share), reason, counts_reason)

    def drivers(self, theme: str, level: str = "person", resamples: int = 2000) -> Drivers:
        """Which factors go together with a theme (or factor): relative weights and LMG; see Drivers."""
        from .drivers import Drivers

        return Drivers.compute(self, theme, level, resamples)

    def assess(self, reference: Reference | None = None, confidence: float = 0.95, *, threads: int = 0) -> Assessment:
        """Places the organisations against a reference sample; without one there are scores and verdicts only.

        ``threads`` is how many work at once, 0 one per processor; the numbers do not depend on it.
        """
        from .assessment import Assessment
        from .reference import Reference

        options = _native.AssessOptions(confidence=confidence, threads=threads)
        yardstick = None if reference is None else Reference._of(reference)
        pointer = self._made(_library.culture_assess, self._pointer, yardstick, options)
        return Assessment(pointer, self, reference)

    def compare(self, after: Scores, *, matches: Matches | None = None, confidence: float = 0.95) -> Comparison:
        """What changed from these scores to those of a later wave; ``matches`` are respondents recognised in both."""
        from .comparison import Comparison, Matches

        options = _native.CompareOptions(
            confidence=confidence, matches=None if matches is None else Matches._of(matches)
        )
        return Comparison(self._made(_library.culture_compare, self._pointer, Scores._of(after), options), self, after)

    def _organisation(self, row: int) -> Organisation:
        found = filled(_library.culture_scores_organisation, _native.Organisation(), self._pointer, row)
        return Organisation(
            name=_native.text(found.name),
            respondents=found.respondents or None,
            headcount=found.headcount or None,
            response_rate=None if math.isnan(found.response_rate) else found.response_rate,
            reason=_native.text(_library.culture_reason_name(found.reason)),
            target=_target(found.target),
        )

    def __repr__(self) -> str:
        count = _library.culture_scores_organisation_count(self._pointer)
        return f"<Scores of {count} organisations on {self.questionnaire.id}>"


def _target(number: int) -> str:
    return next(name for name, known in TARGETS.items() if known == number)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _count(value: float) -> int | None:
    return None if math.isnan(value) else int(value)
