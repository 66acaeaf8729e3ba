# SPDX-License-Identifier: GPL-3.0-or-later
"""Structure: how the items of all respondents hang together, and whether they work alike in all languages."""

from __future__ import annotations

import ctypes
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import _native
from ._handle import Handle, filled, matrix
from .questionnaire import Questionnaire
from .scores import Scores
from .tally import answers_options

_library = _native.library

#: Results as in structure.h.
RESULTS = {
    "eigenvalue": 0,
    "chance_mean": 1,
    "chance_high": 2,
    "components": 20,
    "correlation": 30,
    "covariance": 31,
    "odds_ratio": 40,
    "odds_ratio_low": 41,
    "odds_ratio_high": 42,
    "chi_squared": 43,
    "p": 44,
    "p_holm": 45,
    "delta": 46,
    "class": 47,
    "language_respondents": 48,
}
ROWS = {"pairwise": 0, "complete": 1}
ITEMS = {"all": 0, "factors": 1}


@dataclass(frozen=True)
class Language:
    """A language with enough respondents; the most frequent one comes first."""

    name: str
    respondents: int


class Structure(Handle):
    """Counts of how items go together: a second pass over the answers, mergeable like a tally. One thread at a time."""

    _free = _library.culture_structure_free

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        scores: Scores | None = None,
        language_column: str | None = None,
        items: str = "all",
    ) -> None:
        """With ``scores`` only organisations that these show in full are counted; with ``items="factors"`` a row is
        complete when it has the factors' practice items, and only they can be analysed."""
        options = _native.StructureOptions(
            scores=None if scores is None else Scores._of(scores),
            language=_native.encode(language_column),
            items=ITEMS[items],
        )
        super().__init__(self._made(_library.culture_structure_new, Questionnaire._of(questionnaire), options))
        self.questionnaire = questionnaire
        self.scores = scores

    def add_files(
        self,
        files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        **reading: Any,
    ) -> Structure:
        """Adds survey files and folders; tallies hold no rows and are passed over. Options about columns and answers are
        as for the tally. Raises NothingScored."""
        if isinstance(files, (str, os.PathLike)):
            files = [files]
        paths = [_native.encode_path(path) for path in files]
        answers = answers_options(self.questionnaire, **reading)
        options = _native.AddOptions(answers=ctypes.pointer(answers))
        error = _native.Error()
        status = _library.culture_structure_add_files(
            self._pointer, (ctypes.c_char_p * max(1, len(paths)))(*paths), len(paths), options, error
        )
        _native.check(status, error)
        return self

    def merge(self, other: Structure) -> Structure:
        """Adds another structure of the same questionnaire. Raises Mismatch. Returns the structure itself."""
        error = _native.Error()
        _native.check(_library.culture_structure_merge(self._pointer, Structure._of(other), error), error)
        return self

    @property
    def respondents(self) -> int:
        return int(_library.culture_structure_respondents(self._pointer))

    @property
    def complete(self) -> int:
        """Rows with a valid answer to every item, or with items="factors" to the factors' practice items."""
        return int(_library.culture_structure_complete(self._pointer))

    @property
    def distances(self) -> str:
        """Why as a ``screen`` it tells no distances: "too_few", "singular"; "" when it does."""
        reason, error = ctypes.c_int32(), _native.Error()
        status = _library.culture_structure_distances(self._pointer, ctypes.byref(reason), None, error)
        _native.check(status, error)
        return _native.text(_library.culture_reason_name(reason.value))

    @property
    def by_chance(self) -> float:
        """The share, 0-0.5, of ordinary respondents that would show person_total by chance, with this as a ``screen``;
        above 0.05 the sign is not told. NaN where it cannot be known."""
        share, error = ctypes.c_double(), _native.Error()
        _native.check(_library.culture_structure_by_chance(self._pointer, ctypes.byref(share), error), error)
        return share.value

    def analyse(
        self, *, rows: str = "pairwise", items: str = "all", minimum: int = 100, seed: int = 1, draws: int = 200
    ) -> Analysis:
        """Eigenvalues with parallel analysis, and items across languages.

        ``rows`` "pairwise" takes each correlation over all rows with both items, "complete" over rows complete on all;
        ``items`` "factors" looks at the factors' practice
        items only. Below ``minimum`` respondents nothing is given. With ``scores`` what would tell of a few respondents
        beside these is withheld, most often correlations over pairs.
        """
        options = _native.AnalyseOptions(
            scores=None if self.scores is None else Scores._of(self.scores),
            minimum=minimum,
            seed=seed,
            draws=draws,
            rows=ROWS[rows],
            items=ITEMS[items],
        )
        return Analysis(self._made(_library.culture_structure_analyse, self._pointer, options), self.questionnaire)

    def __repr__(self) -> str:
        return f"<Structure of {self.questionnaire.id}: {self.respondents} respondents, {self.complete} complete>"


class Analysis(Handle):
    """An analysis of structure; immutable, and safe to share between threads."""

    _free = _library.culture_analysis_free

    def __init__(self, pointer: ctypes.c_void_p, questionnaire: Questionnaire) -> None:
        super().__init__(pointer)
        self.questionnaire = questionnaire

    def get(self, result: str) -> list[list[float]]:
        """A table of one result; its columns are ``items``, rows of the results about languages are ``languages[1:]``."""
        return matrix(_library.culture_analysis_get, self._pointer, RESULTS[result])

    def reason(self, result: str, row: int = 0, column: int = 0) -> str:
        """Why a value is NaN: "too_few", "suppressed" (beside the scores it would tell of a few respondents), "zero_variance",
        ...; "" when it is a number."""
        found = _library.culture_analysis_reason(self._pointer, RESULTS[result], row, column)
        return _native.text(_library.culture_reason_name(found))

    @property
    def items(self) -> list[str]:
        """The ids of the items that are looked at."""
        known = self.questionnaire.items()
        count = _library.culture_analysis_item_count(self._pointer)
        return [known[_library.culture_analysis_item(self._pointer, column)].id for column in range(count)]

    @property
    def languages(self) -> list[Language]:
        about = filled(_library.culture_analysis_about, _native.Analysed(), self._pointer)
        return [self._language(index) for index in range(about.language_count)]

    @property
    def components(self) -> int | None:
        """Components above chance; None where that cannot be told, see reason("components")."""
        value = self.get("components")[0][0]
        return None if value != value else int(value)

    def to_json(self) -> str:
        """The JSON document, schema culture-structure/1."""
        return self._write(_library.culture_write_structure_json, "en")

    def to_dict(self) -> dict[str, Any]:
        """The same as a dictionary."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def __getitem__(self, key: str) -> Any:
        """A part of to_dict()."""
        return self.to_dict()[key]

    def to_table(self, language: str = "en") -> str:
        """A table to read."""
        return self._write(_library.culture_write_structure_table, language)

    def export(self, folder: str | os.PathLike[str]) -> None:
        """Writes covariances, a model and a script for R's lavaan to a folder. Raises NothingScored when there are too few
        or they would tell of a few respondents."""
        error = _native.Error()
        path = _native.encode_path(folder)
        _native.check(_library.culture_write_structure_lavaan(self._pointer, path, error), error)

    def _language(self, index: int) -> Language:
        name, respondents = ctypes.c_char_p(), ctypes.c_int64()
        error = _native.Error()
        _native.check(_library.culture_analysis_language(self._pointer, index, name, respondents), error)
        return Language(_native.text(name.value), respondents.value)

    def _write(self, function: Any, language: str) -> str:
        options = _native.WriteOptions(language=_native.encode(language))
        return _native.collect(function, self._pointer, options).decode()

    def __repr__(self) -> str:
        return f"<Analysis of {len(self.items)} items of {self.questionnaire.id}: {self.components} components above chance>"
