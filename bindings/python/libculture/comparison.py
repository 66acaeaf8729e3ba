# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparisons of two waves: what changed in each organisation."""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _native
from ._handle import Handle, filled, matrix
from .questionnaire import Questionnaire
from .tally import answers_options, path_list

if TYPE_CHECKING:
    from .scores import Scores

_library = _native.library

#: Results and waves as in comparison.h.
RESULTS = {
    name: number
    for number, name in enumerate(
        "respondents_before respondents_after before after difference difference_low difference_high standard_error t df p "
        "p_holm changed hedges_g hedges_g_low hedges_g_high detectable mann_whitney_u mann_whitney_z mann_whitney_p "
        "cliffs_delta method matched correlation paired_difference paired_low paired_high paired_t paired_df paired_p "
        "regression_to_mean difference_unflagged".split()
    )
}
WAVES = {"before": 0, "after": 1}


@dataclass(frozen=True)
class Change:
    """An organisation of either wave, with its row in the scores of each; None where it is not in that wave."""

    name: str
    before: int | None
    after: int | None


class Matches(Handle):
    """Respondents recognised in two waves by a key, of which only hashes are kept. One thread at a time."""

    _free = _library.culture_matches_free

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__(self._made(_library.culture_matches_new, Questionnaire._of(questionnaire)))
        self.questionnaire = questionnaire

    def add_files(
        self,
        wave: str,
        files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        key: str,
        **reading: Any,
    ) -> Matches:
        """Reads the survey files of the wave "before" or "after", options as for the tally of that wave. Returns itself."""
        paths, count = path_list(files)
        options = answers_options(self.questionnaire, key=key, **reading)
        error = _native.Error()
        status = _library.culture_matches_add_files(self._pointer, WAVES[wave], paths, count, options, error)
        _native.check(status, error)
        return self

    def counts(self) -> dict[str, int]:
        """Respondents with a key, rows without one, rows with the key of a later one, which is matched, and those in both waves."""
        found = filled(_library.culture_matches_counts, _native.MatchCounts(), self._pointer)
        return {name: getattr(found, name) for name, *_ in found._fields_[1:]}


class Comparison(Handle):
    """A comparison of two waves; immutable, and safe to share between threads."""

    _free = _library.culture_comparison_free

    def __init__(self, pointer: ctypes.c_void_p, before: Scores, after: Scores) -> None:
        super().__init__(pointer)
        self.before = before
        self.after = after

    @property
    def organisations(self) -> list[Change]:
        """The organisations of either wave, in the order of the rows of every result."""
        return [self._organisation(row) for row in range(_library.culture_comparison_organisation_count(self._pointer))]

    def get(self, result: str) -> list[list[float]]:
        """A table of one result, named as in the JSON output: organisations by dimensions. NaN: see reason()."""
        return matrix(_library.culture_comparison_get, self._pointer, RESULTS[result])

    def reason(self, result: str, row: int, column: int) -> str:
        """Why a value is NaN: "too_few", "suppressed", "not_asked", ...; "" when it is a number."""
        found = _library.culture_comparison_reason(self._pointer, RESULTS[result], row, column)
        return _native.text(_library.culture_reason_name(found))

    def to_json(self) -> str:
        """The JSON document, schema culture-comparison/1."""
        return self._write(_library.culture_write_comparison_json, "en")

    def to_dict(self) -> dict[str, Any]:
        """The same as a dictionary."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def to_csv(self, language: str = "en") -> str:
        """One row per organisation in both waves and dimension."""
        return self._write(_library.culture_write_comparison_csv, language)

    def to_table(self, language: str = "en", width: int = 100) -> str:
        """A table to read."""
        return self._write(_library.culture_write_comparison_table, language, width)

    def _organisation(self, row: int) -> Change:
        found = filled(_library.culture_comparison_organisation, _native.Compared(), self._pointer, row)
        rows = [None if at < 0 else int(at) for at in (found.before, found.after)]
        return Change(_native.text(found.name), *rows)

    def _write(self, function: Any, language: str, width: int = 0) -> str:
        options = _native.WriteOptions(language=_native.encode(language), width=width)
        return _native.collect(function, self._pointer, options).decode()

    def __repr__(self) -> str:
        both = sum(1 for change in self.organisations if change.before is not None and change.after is not None)
        return f"<Comparison of {both} organisations between two waves>"
