# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference samples: the yardstick."""

from __future__ import annotations

import datetime
import math
import os
from dataclasses import dataclass

from . import _native
from ._handle import Handle, filled, matrix
from .questionnaire import Questionnaire
from .scores import Scores

_library = _native.library

KINDS = {"simulated": 0, "observed": 1, "summary": 2}
NORMS = {
    name: number
    for number, name in enumerate(
        "mean sd organisations p25 p50 p75 prediction_low prediction_high tolerance_low tolerance_high "
        "tolerance_lower_bound wilks skew respondents true_sd".split()
    )
}
NORMS |= {"correlations": 20}


@dataclass(frozen=True)
class NormAudit:
    """What a norm is worth; None where the reference does not tell."""

    kind: str
    age: int
    organisations: int
    mean_respondents: float | None
    mean_response_rate: float | None
    dimensions: int
    skewed: int | None
    at_least_one_low: float | None
    at_least_one_low_error: float | None


class Reference(Handle):
    """A reference sample; immutable, and safe to share between threads."""

    _free = _library.culture_reference_free

    @classmethod
    def standard(cls, questionnaire: str = "nine-factors") -> Reference:
        """The reference that is part of the library: 65 simulated organisations. Raises NotFound for another questionnaire."""
        return cls(cls._made(_library.culture_reference_standard, questionnaire.encode()))

    @classmethod
    def open(cls, path: str | os.PathLike[str], questionnaire: Questionnaire, *, salt: str | None = None) -> Reference:
        """Reads a reference file; members of one with hashed names are recognised with the ``salt`` it was built with. Raises
        ReferenceProblem, SyntaxProblem, Mismatch, FileProblem."""
        options = _native.ReferenceOptions(salt=_native.encode(salt))
        asked = Questionnaire._of(questionnaire)
        return cls(cls._made(_library.culture_reference_open, _native.encode_path(path), asked, options))

    @classmethod
    def build(
        cls,
        scores: Scores,
        *,
        year: int,
        source: str,
        kind: str = "observed",
        id: str = "reference",
        version: str = "1.0.0",
        note: str | None = None,
        salt: str | None = None,
        note_nl: str | None = None,
    ) -> Reference:
        """A reference from scores. Of ``published`` precision (the default of scores) it holds what those publish; ``full`` is
        for data of which nobody needs protection. With a ``salt``, names are replaced by hashes. The salt is not in the file:
        keep it secret, and give it to open() again."""
        recipe = _native.ReferenceRecipe(
            id=id.encode(),
            version=version.encode(),
            kind=KINDS[kind],
            year=year,
            source=source.encode(),
            note=_native.encode(note),
            salt=_native.encode(salt),
            note_nl=_native.encode(note_nl),
        )
        return cls(cls._made(_library.culture_reference_build, Scores._of(scores), recipe))

    def peers(self, **trait: str) -> Reference:
        """The part of the sample that is alike in a trait: peers(sector="care"). Raises ReferenceProblem below 10
        organisations."""
        ((key, value),) = trait.items()
        names = (_native.encode(key), _native.encode(value))
        return type(self)(self._made(_library.culture_reference_peers, self._pointer, *names))

    def for_questionnaire(self, questionnaire: Questionnaire) -> Reference:
        """For a shorter form with shared items: norms recomputed over these. Raises Mismatch when items are missing."""
        return type(self)(self._made(_library.culture_reference_for, self._pointer, Questionnaire._of(questionnaire)))

    def to_yaml(self) -> str:
        """The file form, as text."""
        return _native.collect(_library.culture_reference_write, self._pointer).decode()

    @property
    def id(self) -> str:
        return _native.text(_library.culture_reference_id(self._pointer))

    @property
    def kind(self) -> str:
        """"simulated", "observed" or "summary"."""
        return _native.text(_library.culture_reference_kind_name(_library.culture_reference_kind(self._pointer)))

    @property
    def year(self) -> int:
        return int(_library.culture_reference_year(self._pointer))

    @property
    def source(self) -> str:
        return _native.text(_library.culture_reference_source(self._pointer))

    @property
    def note(self) -> str:
        return _native.text(_library.culture_reference_note(self._pointer))

    def note_in(self, language: str) -> str:
        """The note in a language, "nl" or "en"; in the other when it has none in that one."""
        return _native.text(_library.culture_reference_note_in(self._pointer, language.encode()))

    @property
    def hashed(self) -> bool:
        """Whether its names are hashes."""
        return bool(_library.culture_reference_is_hashed(self._pointer))

    def __len__(self) -> int:
        """Organisations in the sample."""
        return int(_library.culture_reference_organisation_count(self._pointer))

    def get(self, norm: str) -> list[float]:
        """Per dimension of the questionnaire: mean, sd (between organisations), tolerance_low, ... NaN: see reason()."""
        if norm == "correlations":
            raise KeyError("correlations are a table: see correlations()")
        return matrix(_library.culture_reference_get, self._pointer, NORMS[norm])[0]

    def reason(self, norm: str, dimension: int) -> str:
        """Why a value is NaN: "not_in_reference", "zero_variance"; "" when it is a number."""
        return _native.text(
            _library.culture_reason_name(_library.culture_reference_reason(self._pointer, NORMS[norm], dimension))
        )

    def correlations(self) -> list[list[float]]:
        """Of the factors, between organisations; NaN in a summary that gives none."""
        return matrix(_library.culture_reference_get, self._pointer, NORMS["correlations"])

    def audit(self, year: int | None = None) -> NormAudit:
        """What the norm is worth: age (``year`` defaults to this one), respondents, skew, and the chance that an ordinary
        organisation has at least one low factor."""
        year = datetime.date.today().year if year is None else year
        found = filled(_library.culture_reference_audit, _native.NormAudit(), self._pointer, year)

        def known(value: float) -> float | None:
            return None if math.isnan(value) else value

        return NormAudit(
            kind=self.kind,
            age=found.age,
            organisations=found.organisations,
            mean_respondents=known(found.mean_respondents),
            mean_response_rate=known(found.mean_response_rate),
            dimensions=found.dimensions,
            skewed=found.skewed if found.skewed >= 0 else None,
            at_least_one_low=known(found.at_least_one_low),
            at_least_one_low_error=known(found.at_least_one_low_error),
        )

    def __repr__(self) -> str:
        return f"<Reference {self.id}: {len(self)} {self.kind} organisations>"
