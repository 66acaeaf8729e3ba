# SPDX-License-Identifier: GPL-3.0-or-later
"""Drivers: which factors go together with a theme. An association, never a cause."""

from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING

from . import _native
from ._handle import Handle, filled, matrix

if TYPE_CHECKING:
    from .scores import Scores

_library = _native.library

#: Results and levels as in drivers.h.
RESULTS = {
    name: number
    for number, name in enumerate("weight weight_low weight_high lmg lmg_low lmg_high correlation".split())
}
LEVELS = {"person": 0, "organisation": 1}


class Drivers(Handle):
    """How the share of a theme's variance that the factors explain together is divided among them; immutable.

    Theme and factors were answered by the same respondents at the same moment, which by itself makes them go together.
    """

    _free = _library.culture_drivers_free

    def __init__(self, pointer: ctypes.c_void_p, scores: Scores) -> None:
        super().__init__(pointer)
        self.scores = scores
        self._summary = filled(_library.culture_drivers_tell, _native.DriversSummary(), pointer)

    @classmethod
    def compute(cls, scores: Scores, theme: str, level: str = "person", resamples: int = 2000) -> Drivers:
        """The drivers of a theme or factor, between respondents within their organisation (level "person") or between the
        means of organisations ("organisation"); intervals from ``resamples`` samples of the organisations."""
        from .scores import Scores

        options = _native.DriversOptions(level=LEVELS[level], resamples=resamples)
        pointer = cls._made(_library.culture_drivers_compute, Scores._of(scores), _native.encode(theme), options)
        return cls(pointer, scores)

    @property
    def theme(self) -> str:
        """The id of the theme or factor that is explained."""
        found: str = self.scores.questionnaire.dimensions()[self._summary.dimension].id
        return found

    @property
    def level(self) -> str:
        return _native.text(_library.culture_drivers_level_name(self._summary.level))

    @property
    def organisations(self) -> int:
        """Organisations that show the theme and every factor."""
        return int(self._summary.organisations)

    @property
    def respondents(self) -> int:
        """The fewest respondents behind any of the correlations."""
        return int(self._summary.respondents)

    @property
    def resamples(self) -> int:
        """Samples of the organisations that gave a result; 0: there were too few organisations for intervals."""
        return int(self._summary.resamples)

    @property
    def r_squared(self) -> float | None:
        """The share of the theme's variance that the factors explain together; None: see ``why``."""
        return None if math.isnan(self._summary.r_squared) else float(self._summary.r_squared)

    @property
    def why(self) -> str:
        """Why there is nothing to tell: "too_few", "zero_variance", "singular"; "" when there is."""
        return _native.text(_library.culture_reason_name(self._summary.reason))

    def get(self, result: str) -> dict[str, float]:
        """One result per factor: weight, lmg (each with _low and _high) or correlation; NaN: see reason()."""
        [row] = matrix(_library.culture_drivers_get, self._pointer, RESULTS[result])
        factors = [x.id for x in self.scores.questionnaire.dimensions() if x.kind == "factor"]
        return {factor: value for factor, value in zip(factors, row) if factor != self.theme}

    def reason(self, result: str, factor: str) -> str:
        """Why a value is NaN; "" when it is a number."""
        factors = [x.id for x in self.scores.questionnaire.dimensions() if x.kind == "factor"]
        found = _library.culture_drivers_reason(self._pointer, RESULTS[result], 0, factors.index(factor))
        return _native.text(_library.culture_reason_name(found))

    def __repr__(self) -> str:
        return f"<Drivers of {self.theme}, level {self.level}, {self.organisations} organisations>"
