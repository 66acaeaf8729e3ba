# SPDX-License-Identifier: GPL-3.0-or-later
"""Assessments: standing, profile and verdict of each organisation."""

from __future__ import annotations

import ctypes
import json
import operator
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _frames, _html, _native
from ._handle import Handle, filled, matrix

if TYPE_CHECKING:
    from .comparison import Comparison
    from .drivers import Drivers
    from .reference import Reference
    from .scores import Scores

_library = _native.library

#: Results as in assessment.h.
RESULTS = {
    name: number
    for number, name in enumerate(
        "z t df p p_holm differs percentile percentile_low percentile_high reference_below reference_ties t_score sten "
        "stanine band_low band_high member reference_organisations reference_p25 reference_p50 reference_p75 "
        "percentile_wide_low percentile_wide_high percentile_true percentile_true_low percentile_true_high rank_percentile "
        "rank_low rank_high p_bh own_difference own_t own_p own_p_holm own_differs own_percentile own_percentile_low "
        "own_percentile_high eb eb_reliability percentile_true_wide_low percentile_true_wide_high".split()
    )
}
RESULTS |= {
    name: 64 + number
    for number, name in enumerate(
        "level scatter mahalanobis profile_f profile_p profile_df1 profile_df2 unusual unusual_low unusual_high".split()
    )
}
RESULTS |= {"nonresponse_up": 96, "nonresponse_down": 97}
RESULTS |= {
    name: 128 + number
    for number, name in enumerate("training_budget training_spent used_share formal_share time_to_solution".split())
}


@dataclass(frozen=True)
class Verdict:
    """Whether an organisation practises a learning culture; None where that cannot be told."""

    verdict: str
    evidence: str | None
    probability: float | None
    probability_error: float | None
    probability_low: float | None  #: where it lies as exactly as it was computed, 95 %
    probability_high: float | None
    concrete: bool | None
    coherent: bool | None
    concrete_factors: int
    measured_factors: int
    missing: dict[str, float]


class Assessment(Handle):
    """An assessment; immutable, and safe to share between threads."""

    _free = _library.culture_assessment_free

    def __init__(self, pointer: ctypes.c_void_p, scores: Scores, reference: Reference | None) -> None:
        super().__init__(pointer)
        self.scores = scores
        self.reference = reference

    def get(self, result: str) -> list[list[float]]:
        """A table of one result: organisations by dimensions (of the profile, such as level: by 1). NaN: see reason().

        >>> from libculture import score
        >>> assessment = score("questionnaires/examples/bureau-kade.csv")
        >>> assessment.get("percentile")[0][0], assessment.reason("percentile", 0, 0)
        (nan, 'too_few')
        """
        return matrix(_library.culture_assessment_get, self._pointer, RESULTS[result])

    def reason(self, result: str, row: int, column: int = 0) -> str:
        """Why a value is NaN: "too_few", "not_in_reference", ...; "" when it is a number."""
        found = _library.culture_assessment_reason(self._pointer, RESULTS[result], row, column)
        return _native.text(_library.culture_reason_name(found))

    def verdict(self, row: int) -> Verdict:
        """The verdict on the organisation of a row, a number as in ``scores.organisations``. Raises NotFound when the
        questionnaire names no criterion."""
        try:
            row = operator.index(row)
        except TypeError:
            raise TypeError(f"row is the number of an organisation in scores.organisations, not {row!r}") from None
        found = filled(_library.culture_assessment_verdict, _native.Verdict(), self._pointer, row)
        states = {1: True, 0: False}
        evidence = _native.text(_library.culture_evidence_name(found.evidence)) or None
        return Verdict(
            verdict=_native.text(_library.culture_verdict_name(found.verdict)),
            evidence=evidence,
            probability=None if evidence is None else found.probability,
            probability_error=None if evidence is None else found.probability_error,
            probability_low=None if evidence is None else found.probability_low,
            probability_high=None if evidence is None else found.probability_high,
            concrete=states.get(found.concrete),
            coherent=states.get(found.coherent),
            concrete_factors=found.concrete_factors,
            measured_factors=found.measured_factors,
            missing=dict(self._missing(row, index) for index in range(found.missing_count)),
        )

    def nonresponse(self, row: int) -> dict[str, Any]:
        """What those who did not answer could change: ``absent`` people, or up to ``absent_most`` on one factor; ``up`` and
        ``down``, the smallest differences on every
        factor (points) from those who did answer that would change the verdict on all, each with what it would become; None
        where
        none would. ``reason`` says why nothing can be told. Raises NotFound when the questionnaire names no criterion."""
        found = filled(_library.culture_assessment_nonresponse, _native.Nonresponse(), self._pointer, row)
        reason = _native.text(_library.culture_reason_name(found.reason))

        def turn(difference: float, becomes: int) -> tuple[float, str] | None:
            return None if difference != difference else (difference, _native.text(_library.culture_verdict_name(becomes)))

        return {
            "absent": None if reason else int(found.absent),
            "absent_most": None if reason else int(found.absent_most),
            "up": turn(found.up, found.up_becomes),
            "down": turn(found.down, found.down_becomes),
            "reason": reason,
        }

    def to_json(
        self,
        language: str = "en",
        role: str | None = None,
        multiverse: bool = False,
        drivers: Sequence[Drivers] = (),
    ) -> str:
        """The JSON document, schema culture-assessment/1; ``role`` names the unit column for which gaps are given per role,
        ``multiverse`` adds the verdict under other thresholds, ``drivers`` (of the same scores) are added."""
        return self._write(_library.culture_write_json, language, role=role, multiverse=multiverse, drivers=drivers)

    def to_dict(
        self,
        language: str = "en",
        role: str | None = None,
        multiverse: bool = False,
        drivers: Sequence[Drivers] = (),
    ) -> dict[str, Any]:
        """The same as a dictionary."""
        document: dict[str, Any] = json.loads(self.to_json(language, role, multiverse, drivers))
        return document

    def to_csv(self, language: str = "en") -> str:
        """One row per organisation and dimension."""
        return self._write(_library.culture_write_csv, language)

    def to_pandas(self, language: str = "en", units: bool = False) -> Any:
        """A tidy pandas.DataFrame: one row per organisation and dimension, with all that the JSON output tells of it.

        The index has the levels ``organisation`` and ``dimension`` (an id); ``name`` is in the ``language``. Texts are of dtype
        string, counts (``respondents``, ``reference_below``, ...) Int64, ``member`` boolean, and all others float64:
        ``mean`` and
        its kin 0-100, shares in percent, ``missing_share``, ``probability`` and p from 0 to 1. A value that cannot be given is
        NaN or NA; ``reason`` tells why the mean is, to_dict() why any other is. Results of the standing are there when there is
        a reference; ``verdict`` and ``probability`` are the organisation's and repeat in its rows. With ``units`` one row per
        organisation, unit and dimension instead, index ``organisation, column, unit, dimension``, without what only
        organisations have. Raises ImportError without pandas.

        >>> from libculture import score
        >>> frame = score("questionnaires/examples").to_pandas()
        >>> frame.index.names
        FrozenList(['organisation', 'dimension'])
        >>> row = frame.loc[("Scholengroep Oost", "leadership")]
        >>> print(round(row["mean"], 1), row["reference_below"], row["verdict"])
        76.6 65 practised
        """
        return _frames.to_pandas(_frames.table(self, language, units), _frames.keys(units))

    def to_polars(self, language: str = "en", units: bool = False) -> Any:
        """The same as a polars.DataFrame without index, the keys first: String, Int64, Boolean, Float64; null where there is no
        value. Raises ImportError without polars."""
        return _frames.to_polars(_frames.table(self, language, units))

    def to_arrow(self, language: str = "en", units: bool = False) -> Any:
        """The same as a pyarrow.Table: string, int64, bool, double. Raises ImportError without pyarrow."""
        return _frames.to_arrow(_frames.table(self, language, units))

    def _repr_html_(self) -> str:
        return _html.assessment(self)

    def to_table(
        self,
        language: str = "en",
        width: int = 100,
        role: str | None = None,
        drivers: Sequence[Drivers] = (),
        details: bool = False,
    ) -> str:
        """A table to read: page one of each organisation, or all there is with ``details``."""
        return self._write(_library.culture_write_table, language, width, role, drivers=drivers, details=details)

    def report(
        self,
        path: str | os.PathLike[str],
        language: str = "en",
        organisation: str | None = None,
        role: str | None = None,
        comparison: Comparison | None = None,
    ) -> None:
        """Writes a report to hand to a board: one HTML file, without script or network, in Dutch ("nl") or English ("en").

        ``organisation`` makes it about that one alone, and then nothing of the others is in the file. ``comparison`` adds what
        changed since an earlier wave. Needs Jinja2, the extra [report]. Raises NotFound and WrongArgument.
        """
        from . import report

        waves = None if comparison is None else comparison.to_dict()
        document = self.to_dict(language if language in report.LANGUAGES else "en", role)
        report.write(path, document, self.scores.questionnaire, language, organisation, waves)

    def _missing(self, row: int, index: int) -> tuple[str, float]:
        factor, points, error = ctypes.c_int32(), ctypes.c_double(), _native.Error()
        status = _library.culture_assessment_missing(self._pointer, row, index, factor, points, error)
        _native.check(status, error)
        return self.scores.questionnaire.dimensions()[factor.value].id, points.value

    def _write(
        self,
        function: Any,
        language: str,
        width: int = 0,
        role: str | None = None,
        multiverse: bool = False,
        drivers: Sequence[Drivers] = (),
        details: bool = False,
    ) -> str:
        from .drivers import Drivers

        handles = (ctypes.c_void_p * max(1, len(drivers)))(*[Drivers._of(x) for x in drivers])
        options = _native.WriteOptions(
            language=_native.encode(language),
            width=width,
            role=_native.encode(role),
            multiverse=int(multiverse),
            drivers=handles,
            driver_count=len(drivers),
            details=int(details),
        )
        return _native.collect(function, self._pointer, options).decode()

    def __repr__(self) -> str:
        against = "no reference" if self.reference is None else repr(self.reference)
        return f"<Assessment of {len(self.scores.organisations)} organisations against {against}>"
