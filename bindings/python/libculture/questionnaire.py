# SPDX-License-Identifier: GPL-3.0-or-later
"""Questionnaires: which items there are and how they make up dimensions."""

from __future__ import annotations

import os
import pathlib
from dataclasses import dataclass
from typing import Any

from . import _html, _native
from ._handle import Handle, filled
from .errors import FileProblem, Mismatch

_library = _native.library


FORMS = {name: number for number, name in enumerate("text markdown csv limesurvey xlsform".split())}


@dataclass(frozen=True)
class Item:
    """One statement; ``low`` and ``high`` are the ends of its scale."""

    id: str
    text: str
    low: int
    high: int
    reverse: bool
    dimension: str


@dataclass(frozen=True)
class Dimension:
    """Anything scored: a factor, a theme, an ambition or a side of an axis."""

    id: str
    name: str
    definition: str
    kind: str
    needed: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class Axis:
    """A line of the learning landscape between two poles; ``now`` and ``wanted`` are ids of dimensions."""

    id: str
    low: str
    high: str
    now: str
    wanted: str | None


@dataclass(frozen=True)
class Criterion:
    """What the verdict "practised" asks for: at least ``factors`` factors score ``score``, and none lies below ``floor``."""

    score: float
    factors: int
    floor: float


class Questionnaire(Handle):
    """A questionnaire; immutable, and safe to share between threads.

    >>> questionnaire = Questionnaire.open("nine-factors")
    >>> questionnaire
    <Questionnaire nine-factors 1.0.0: 81 items>
    >>> [factor.id for factor in questionnaire.factors()][:3]
    ['learning', 'leadership', 'management']
    >>> questionnaire.dimensions("en")[0].name
    'The way of learning'
    """

    _free = _library.culture_questionnaire_free
    _source: pathlib.Path | bytes | None = None  # where it was read from; None: a standard one

    @classmethod
    def open(cls, questionnaire: str | os.PathLike[str] = "nine-factors") -> Questionnaire:
        """A standard questionnaire by its id, or a YAML file by its path. Raises QuestionnaireProblem, SyntaxProblem,
        FileProblem."""
        if isinstance(questionnaire, str) and questionnaire in cls.standard_ids():
            return cls(cls._made(_library.culture_questionnaire_standard, questionnaire.encode()))
        try:
            made = cls(cls._made(_library.culture_questionnaire_open, _native.encode_path(questionnaire), None))
        except FileProblem as problem:
            if os.path.exists(questionnaire):
                raise
            ids = ", ".join(cls.standard_ids())
            raise FileProblem(f"neither a file nor the id of a standard questionnaire: {ids}", path=problem.path) from None
        made._source = pathlib.Path(questionnaire)
        return made

    @classmethod
    def read(cls, data: bytes, name: str | None = None) -> Questionnaire:
        """The same from the bytes of a file; the name is used in messages."""
        made = cls(cls._made(_library.culture_questionnaire_read, _native.memory_source(data, name), None))
        made._source = bytes(data)
        return made

    @classmethod
    def _again(cls, data: bytes | None, id: str, fingerprint: str) -> Questionnaire:
        """From a pickle. Raises Mismatch when this library's standard questionnaire is another one."""
        made = cls.open(id) if data is None else cls.read(data, id)
        if made.fingerprint != fingerprint:
            raise Mismatch(f"the questionnaire {id} has changed since it was pickled or opened")
        return made

    def __reduce_ex__(self, _protocol: Any) -> Any:
        """Pickled as its file, or as its id when it is a standard one."""
        data = self._source.read_bytes() if isinstance(self._source, pathlib.Path) else self._source
        return Questionnaire._again, (data, self.id, self.fingerprint)

    @staticmethod
    def standard_ids() -> list[str]:
        """The ids of the questionnaires that are part of the library."""
        ids: list[str] = []
        while (found := _library.culture_questionnaire_standard_id(len(ids))) is not None:
            ids.append(found.decode())
        return ids

    @property
    def id(self) -> str:
        return _native.text(_library.culture_questionnaire_id(self._pointer))

    @property
    def version(self) -> str:
        return _native.text(_library.culture_questionnaire_version(self._pointer))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the scoring model, 64 hexadecimal digits: tallies and references need equal ones."""
        return _native.text(_library.culture_questionnaire_fingerprint(self._pointer))

    def title(self, language: str | None = None) -> str:
        return _native.text(_library.culture_questionnaire_title(self._pointer, _native.encode(language)))

    def items(self, language: str | None = None) -> list[Item]:
        """The items in the order of the file, with their texts in a language ("nl", "en")."""
        dimensions = self.dimensions(language)
        return [self._item(index, language, dimensions) for index in range(self._item_count)]

    def dimensions(self, language: str | None = None) -> list[Dimension]:
        """The dimensions: factors, themes, ambitions, axes."""
        count = _library.culture_questionnaire_dimension_count(self._pointer)
        return [self._dimension(index, language) for index in range(count)]

    def factors(self, language: str | None = None) -> list[Dimension]:
        """The factors alone, in their order."""
        return [dimension for dimension in self.dimensions(language) if dimension.kind == "factor"]

    def axes(self, language: str | None = None) -> list[Axis]:
        """The axes of the learning landscape, with the names of their poles."""
        count = _library.culture_questionnaire_axis_count(self._pointer)
        return [self._axis(index, language) for index in range(count)]

    @property
    def criterion(self) -> Criterion | None:
        """The criterion of the verdict; None when the questionnaire names none."""
        found = filled(_library.culture_questionnaire_criterion, _native.Criterion(), self._pointer)
        return Criterion(found.score, found.factors, found.floor) if found.given else None

    def text(self, language: str | None = None, form: str = "text") -> str:
        """The questionnaire to read ("text", "markdown"), or as a survey tool imports it: "csv" (a blank answer sheet),
        "limesurvey", "xlsform"."""
        options = _native.WriteOptions(language=_native.encode(language), form=FORMS[form])
        return _native.collect(_library.culture_write_questionnaire, self._pointer, options).decode()

    @property
    def _item_count(self) -> int:
        return int(_library.culture_questionnaire_item_count(self._pointer))

    def _item(self, index: int, language: str | None, dimensions: list[Dimension]) -> Item:
        item = filled(_library.culture_questionnaire_item, _native.Item(), self._pointer, index)
        words = _library.culture_questionnaire_item_text(self._pointer, index, _native.encode(language))
        dimension = dimensions[item.dimension].id
        return Item(_native.text(item.id), _native.text(words), item.low, item.high, bool(item.reverse), dimension)

    def _dimension(self, index: int, language: str | None) -> Dimension:
        spoken = _native.encode(language)
        found = filled(_library.culture_questionnaire_dimension, _native.Dimension(), self._pointer, index)
        items = found.items[: found.item_count]
        ids = [filled(_library.culture_questionnaire_item, _native.Item(), self._pointer, item).id for item in items]
        return Dimension(
            id=_native.text(found.id),
            name=_native.text(_library.culture_questionnaire_dimension_name(self._pointer, index, spoken)),
            definition=_native.text(_library.culture_questionnaire_dimension_definition(self._pointer, index, spoken)),
            kind=_native.text(_library.culture_dimension_kind_name(found.kind)),
            needed=found.needed,
            items=tuple(_native.text(item) for item in ids),
        )

    def _axis(self, index: int, language: str | None) -> Axis:
        spoken = _native.encode(language)
        found = filled(_library.culture_questionnaire_axis, _native.Axis(), self._pointer, index)
        ids = [dimension.id for dimension in self.dimensions()]
        low, high = (_native.text(_library.culture_questionnaire_pole(self._pointer, index, end, spoken)) for end in (0, 1))
        return Axis(_native.text(found.id), low, high, ids[found.now], None if found.wanted < 0 else ids[found.wanted])

    def _repr_html_(self) -> str:
        return _html.questionnaire(self)

    def __repr__(self) -> str:
        return f"<Questionnaire {self.id} {self.version}: {self._item_count} items>"
