# SPDX-License-Identifier: GPL-3.0-or-later
"""Tallies: exact counts of answers that can be merged."""

from __future__ import annotations

import ctypes
import math
import os
import pathlib
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable

from . import _native
from ._handle import Handle, filled
from ._rows import MISSING, READ_DATA, Answers, int16_of
from .questionnaire import Questionnaire

if TYPE_CHECKING:
    from .analysis import Structure

_library = _native.library

_INT16 = "<h" if sys.byteorder == "little" else ">h"  # as ctypes writes it
INVALID_ANSWERS = {"missing": 0, "reject_row": 1, "fail": 2}
UNFINISHED = {"leave_out": 0, "keep": 1}
DUPLICATES = {"keep": 0, "last": 1}
ARRAY_ROWS = 8192  #: of an array are converted at once: so few stay in the processor's cache


@dataclass(frozen=True)
class Problem:
    """A problem of a file: the same kind in the same column is counted, at its first place."""

    kind: str
    message: str
    line: int
    column: int
    count: int


@dataclass(frozen=True)
class File:
    """What became of a file: ``status`` is "ok", "skipped" (in a folder and no survey file, or a link) or the name of what went wrong."""

    path: str
    status: str
    rows: int
    scored: int
    message: str
    problems: list[Problem] = field(default_factory=list)
    problem_kinds: int = 0  #: found; ``problems`` holds the first of them
    resumed: bool = False  #: taken from the journal, not read again


class Mapping(Handle):
    """What cannot be guessed about survey files: which column is which item, what texts of answers mean. Never changes."""

    _free = _library.culture_mapping_free
    _source: tuple[bytes | pathlib.Path, Questionnaire]

    @classmethod
    def open(cls, path: str | os.PathLike[str], questionnaire: Questionnaire) -> Mapping:
        """Reads a YAML file. Raises MappingProblem, which tells the first."""
        made = cls._read(_native.Source(path=_native.encode_path(path)), questionnaire)
        made._source = (pathlib.Path(path), questionnaire)
        return made

    @classmethod
    def read(cls, data: bytes, questionnaire: Questionnaire, name: str | None = None) -> Mapping:
        """Reads YAML from memory; ``name`` stands for the file in messages."""
        made = cls._read(_native.memory_source(data, name), questionnaire)
        made._source = (bytes(data), questionnaire)
        return made

    @classmethod
    def _read(cls, source: _native.Source, questionnaire: Questionnaire) -> Mapping:
        return cls(cls._made(_library.culture_mapping_read, source, Questionnaire._of(questionnaire), None))

    def __reduce_ex__(self, _protocol: Any) -> Any:
        """Pickled as its file and its questionnaire, so that any engine can move it."""
        source, questionnaire = self._source
        return Mapping.read, (source.read_bytes() if isinstance(source, pathlib.Path) else source, questionnaire)

    @property
    def id(self) -> str:
        return _native.text(_library.culture_mapping_id(self._pointer))


class Tally(Handle):
    """Counts per organisation and unit. One thread at a time; keep one tally a thread and merge."""

    _free = _library.culture_tally_free

    def __init__(self, questionnaire: Questionnaire, pointer: ctypes.c_void_p | None = None) -> None:
        super().__init__(pointer or self._made(_library.culture_tally_new, Questionnaire._of(questionnaire)))
        self.questionnaire = questionnaire

    @classmethod
    def from_bytes(cls, data: bytes, questionnaire: Questionnaire) -> Tally:
        """A tally from ``bytes(tally)``. Raises SyntaxProblem when damaged, Mismatch when of another questionnaire."""
        source = _native.memory_source(data, None)
        return cls(questionnaire, cls._made(_library.culture_tally_read, source, Questionnaire._of(questionnaire)))

    @classmethod
    def open(cls, path: str | os.PathLike[str], questionnaire: Questionnaire) -> Tally:
        """A tally from a file that save() wrote."""
        source = _native.Source(path=_native.encode_path(path))
        return cls(questionnaire, cls._made(_library.culture_tally_read, source, Questionnaire._of(questionnaire)))

    def add_files(
        self,
        files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        threads: int = 0,
        organisation_column: str | None = None,
        organisation: str | None = None,
        by: str | Sequence[str] = (),
        invalid: str = "missing",
        key: str | None = None,
        duration_column: str | None = None,
        finished_column: str | None = None,
        unfinished: str = "leave_out",
        duplicates: str = "keep",
        mapping: Mapping | str | os.PathLike[str] | None = None,
        screen: Structure | None = None,
        journal: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int, int], object] | bool | None = None,
    ) -> Tally:
        """Adds survey files, tally files and folders of either. Of an Excel file (.xlsx, through openpyxl) the first sheet counts,
        and problems have its rows and columns.

        A bad file does not sink the batch: ``files`` tells about each. ``by`` names the columns that make units; ``invalid`` is
        "missing", "reject_row" or "fail"; ``progress`` is called with files done, files in all and rows, and stops the batch
        (Cancelled) by returning False; True shows a bar where tqdm is installed. ``duration_column`` has the seconds a
        respondent took (by itself "interviewtime" or "Duration (in
        seconds)"), ``finished_column`` tells who did not finish: 0, false, no, nee (by itself what the survey tool
        writes); their rows are left out, or kept with ``unfinished`` "keep". ``screen``, a Structure that the
        same files were added to, compares every row with all for two more signs of careless answering. ``mapping``, a
        Mapping or the path of one, tells what cannot be guessed about columns and answers. A file
        without the column ``key``, which compare() uses too, fails; of a respondent with several rows in a file all count, or
        with ``duplicates`` "last" the last.
        ``journal`` is a file in which every counted survey file is written down, so that a batch that was stopped goes on
        where it was
        (``File.resumed``); it is personal data, to be deleted when the batch is done. Raises NothingScored when not one
        file could be used. Returns the tally itself.
        """
        answers = answers_options(
            self.questionnaire,
            organisation_column=organisation_column,
            organisation=organisation,
            by=by,
            invalid=invalid,
            key=key,
            duration_column=duration_column,
            finished_column=finished_column,
            unfinished=unfinished,
            duplicates=duplicates,
            mapping=mapping,
        )
        watcher = _Watcher(progress)
        options = _native.AddOptions(answers=ctypes.pointer(answers), threads=threads, on_progress=watcher.callback)
        self._screen(options, screen)
        if journal is not None:
            options.journal = _native.encode_path(journal)
        error = _native.Error()
        paths, count = path_list(files)
        with watcher:
            status = _library.culture_tally_add_files(self._pointer, paths, count, options, error)
        _native.check(status, error)
        self._log()
        return self

    def _add_answers(self, answers: Answers, options: _native.AddOptions) -> None:
        error = _native.Error()
        _native.check(_library.culture_tally_add_answers(self._pointer, Answers._of(answers), options, error), error)

    @staticmethod
    def _screen(options: _native.AddOptions, screen: Structure | None) -> None:
        if screen is not None:
            from .analysis import Structure

            options.screen = Structure._of(screen)

    def add(
        self,
        frame: Any,
        organisation: str | Sequence[str] | None = None,
        *,
        name: str | None = None,
        screen: Structure | None = None,
        progress: Callable[[int, int, int], object] | bool | None = None,
        **reading: Any,
    ) -> Tally:
        """Adds a data frame, read where it lies: anything with an Arrow C stream, such as a frame of pandas (2.2, with pyarrow)
        or polars, a table, batch or reader of pyarrow; or a numpy array.

        Columns are recognised by their names, and answers by number, label or category, as add_files() does for the headings
        and cells of a survey file; NaN and null are missing. ``organisation`` is the organisation of all rows; without it a
        column names it, or the stem of ``name``, which also stands for the frame in messages and in ``files``. Of the other
        options those about columns and answers are as for add_files(). ``progress`` is called now and then with 0 or 1, 1
        and the rows so far.

        An array has the shape (respondents, items), items in the questionnaire's order, and any kind of whole numbers, or
        floats with NaN for missing; int16 is not copied. ``organisation`` is then needed, one name or one per row.

        Raises AnswersProblem (no column is an item, no row can be used), Cancelled, TypeError for other kinds of objects.
        Nothing is added then. Returns the tally itself.

        >>> import polars
        >>> frame = polars.DataFrame({"organisation": ["a", "a"], "learning_1": [4, None], "learning_2": ["Agree", "2"]})
        >>> tally = Tally(Questionnaire.open()).add(frame, name="pulse")
        >>> tally
        <Tally of nine-factors: 2 respondents in 1 organisations>
        >>> tally.files[0].status, tally.files[0].rows
        ('ok', 2)
        >>> import numpy
        >>> tally.add(numpy.full((3, 81), 4, dtype="int8"), ["a", "b", "b"])
        <Tally of nine-factors: 5 respondents in 2 organisations>
        """
        if not hasattr(frame, "__arrow_c_stream__"):
            return self._add_array(frame, organisation, reading)
        if organisation is not None and not isinstance(organisation, str):
            raise TypeError("the organisation of a frame is one name, or a column of the frame (organisation_column)")
        answers = answers_options(self.questionnaire, organisation=organisation, **reading)
        watcher = _Watcher(progress)
        options = _native.AddOptions(on_progress=watcher.callback)
        self._screen(options, screen)
        with watcher, Answers.of_frame(frame, name, self.questionnaire, answers) as opened:
            self._add_answers(opened, options)
        return self

    def _add_array(self, array: Any, organisation: str | Sequence[str] | None, reading: dict[str, Any]) -> Tally:
        if not (hasattr(array, "dtype") and hasattr(array, "__array_interface__")):
            kind = f"{type(array).__module__}.{type(array).__name__}"
            raise TypeError(f"{kind} gives no Arrow stream: pandas needs 2.2 or newer with pyarrow, a lazy frame collect()")
        if organisation is None or reading:
            raise TypeError("an array needs its organisation, and has no columns for other options")
        named = not isinstance(organisation, str)
        if named and len(organisation) != len(array):
            raise ValueError(f"{len(array)} rows but {len(organisation)} organisations")
        aside = Tally(self.questionnaire)
        for start in range(0, max(1, len(array)), ARRAY_ROWS):
            part = slice(start, start + ARRAY_ROWS)
            aside.add_rows(int16_of(array[part]), organisation[part] if named else organisation)
        return self.merge(aside)

    def _log(self) -> None:
        from ._log import logger

        for file in self.files:
            if file.status == "skipped":
                logger.info("%s: passed over: %s", file.path, file.message)
            elif file.status != "ok":
                logger.warning("%s: not used: %s", file.path, file.message)
        logger.info("%d respondents in %d organisations", self.respondents, self.organisation_count)

    def add_rows(
        self,
        rows: Sequence[Sequence[int | None]] | Any,
        organisations: str | Sequence[str],
        *,
        seconds: Sequence[float | None] | None = None,
        asked: Sequence[int] | None = None,
    ) -> Tally:
        """Adds rows of answers: one number per item, in the questionnaire's order, as answered; None is missing.

        ``rows`` may also be any C-contiguous two-dimensional buffer of int16, such as a numpy array (no copy).
        ``organisations``
        is one name for all rows or a name per row. ``seconds`` is how long each respondent took, ``asked`` the items by
        number in the
        order they were asked; both serve to tell careless answers. Raises WrongArgument for a value that is not on the
        scale; then nothing is added.
        """
        items = self.questionnaire._item_count
        values, count = _int16(rows, items)
        names = [organisations] if isinstance(organisations, str) else list(dict.fromkeys(organisations))
        place = {name: index for index, name in enumerate(names)}
        if not isinstance(organisations, str) and len(organisations) != count:
            raise ValueError(f"{count} rows but {len(organisations)} organisations")
        per_row = None
        if not isinstance(organisations, str):
            per_row = (ctypes.c_int32 * max(1, count)).from_buffer(array("i", map(place.__getitem__, organisations) if count else [0]))
        block = _native.Block(rows=count, values=values, organisations=_native.strings(names), organisation_count=len(names))
        if per_row is not None:
            block.organisation = per_row
        if seconds is not None:
            if len(seconds) != count:
                raise ValueError(f"{count} rows but {len(seconds)} durations")
            block.seconds = (ctypes.c_double * max(1, count))(*[math.nan if x is None else x for x in seconds])
        if asked is not None:
            block.asked = (ctypes.c_int32 * max(1, len(asked)))(*asked)
            block.asked_count = len(asked)
        error = _native.Error()
        _native.check(_library.culture_tally_add_block(self._pointer, block, error), error)
        return self

    def merge(self, other: Tally) -> Tally:
        """Adds another tally of the same questionnaire. Raises Mismatch. Returns the tally itself.

        >>> one, other = (Tally(Questionnaire.open()).add_rows([[3] * 81] * count, "a") for count in (2, 5))
        >>> one.merge(other).respondents
        7
        >>> one.subtract(other).respondents
        2
        """
        error = _native.Error()
        _native.check(_library.culture_tally_merge(self._pointer, Tally._of(other), error), error)
        return self

    def subtract(self, other: Tally) -> Tally:
        """Takes the rows of another tally out again: after ``merge(other)`` the bytes are as they were before.

        Raises NotFound, with nothing changed, when these rows are not in this tally; Mismatch. Returns the tally itself.
        """
        error = _native.Error()
        _native.check(_library.culture_tally_subtract(self._pointer, Tally._of(other), error), error)
        return self

    def __reduce_ex__(self, _protocol: Any) -> Any:
        """Pickled as its bytes and its questionnaire, so that any engine can move it; what became of files stays behind."""
        return Tally.from_bytes, (bytes(self), self.questionnaire)

    def __bytes__(self) -> bytes:
        data, length, error = ctypes.c_void_p(), ctypes.c_size_t(), _native.Error()
        _native.check(_library.culture_tally_bytes(self._pointer, data, length, error), error)
        try:
            return ctypes.string_at(data, length.value)
        finally:
            _library.culture_bytes_free(data)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the bytes to a file that only its owner can read: they can hold one person's answers."""
        error = _native.Error()
        _native.check(_library.culture_tally_save(self._pointer, _native.encode_path(path), error), error)

    @property
    def respondents(self) -> int:
        return int(_library.culture_tally_respondents(self._pointer))

    @property
    def organisation_count(self) -> int:
        return int(_library.culture_tally_organisation_count(self._pointer))

    @property
    def files(self) -> list[File]:
        """What became of each file given to add_files(), in the order of the batch."""
        return [self._file(index) for index in range(_library.culture_tally_file_count(self._pointer))]

    def scores(self, **options: Any) -> Scores:
        """Scores of everything counted so far; see Scores.compute for the options."""
        return Scores.compute(self, **options)

    def _file(self, index: int) -> File:
        found = filled(_library.culture_tally_file, _native.File(), self._pointer, index)
        problems = [self._problem(index, number) for number in range(found.problem_count)]
        status = "skipped" if found.skipped else _native.text(_library.culture_status_name(found.status))
        path, message = _native.text(found.path), _native.text(found.message)
        resumed = bool(found.resumed)
        return File(path, status, found.rows, found.scored, message, problems, found.problem_kinds, resumed)

    def _problem(self, file: int, index: int) -> Problem:
        found = filled(_library.culture_tally_file_problem, _native.Problem(), self._pointer, file, index)
        return Problem(_native.text(found.kind), _native.text(found.message), found.line, found.column, found.count)

    def __repr__(self) -> str:
        return f"<Tally of {self.questionnaire.id}: {self.respondents} respondents in {self.organisation_count} organisations>"


def path_list(files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[Any, int]:
    """Paths as a C array, and their number."""
    paths = [_native.encode_path(path) for path in ([files] if isinstance(files, (str, os.PathLike)) else files)]
    return (ctypes.c_char_p * max(1, len(paths)))(*paths), len(paths)


def answers_options(
    questionnaire: Questionnaire,
    *,
    organisation_column: str | None = None,
    organisation: str | None = None,
    by: str | Sequence[str] = (),
    invalid: str = "missing",
    key: str | None = None,
    duration_column: str | None = None,
    finished_column: str | None = None,
    unfinished: str = "leave_out",
    duplicates: str = "keep",
    mapping: Mapping | str | os.PathLike[str] | None = None,
) -> _native.AnswersOptions:
    """How survey files are read; the struct keeps its texts and the mapping alive."""
    by = [by] if isinstance(by, str) else list(by)
    options = _native.AnswersOptions(
        organisation_column=_native.encode(organisation_column),
        organisation=_native.encode(organisation),
        unit_columns=_native.strings(by),
        unit_column_count=len(by),
        invalid=INVALID_ANSWERS[invalid],
        key_column=_native.encode(key),
        duration_column=_native.encode(duration_column),
        finished_column=_native.encode(finished_column),
        unfinished=UNFINISHED[unfinished],
        duplicates=DUPLICATES[duplicates],
        read_data=READ_DATA,
    )
    if mapping is not None:
        options.kept = mapping if isinstance(mapping, Mapping) else Mapping.open(mapping, questionnaire)
        options.mapping = Mapping._of(options.kept)
    return options


class _Watcher:
    """Calls a Python progress function from C; an exception in it stops the batch and is raised afterwards."""

    def __init__(self, progress: Callable[[int, int, int], object] | bool | None) -> None:
        self.raised: BaseException | None = None
        self.bar: Any = _bar() if progress is True else None
        self.progress = self._show if self.bar is not None else progress if callable(progress) else None
        self.callback = _native.ProgressFunction(self._call) if self.progress else _native.ProgressFunction()

    def __enter__(self) -> _Watcher:
        return self

    def __exit__(self, *problem: object) -> None:
        if self.bar is not None:
            self.bar.close()
        if self.raised is not None:
            raise self.raised

    def _show(self, done: int, total: int, rows: int) -> None:
        self.bar.total = total
        self.bar.set_postfix(rows=rows, refresh=False)
        self.bar.update(done - self.bar.n)

    def _call(self, _context: Any, at: Any) -> int:
        assert self.progress is not None
        try:
            goes_on = self.progress(at.contents.files_done, at.contents.files_total, at.contents.rows)
        except BaseException as problem:
            self.raised = problem
            return 1
        return 1 if goes_on is False else 0


def _bar() -> Any:
    """A bar of tqdm, None where that is not installed."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(unit="file", desc="libculture")


def _int16(rows: Any, items: int) -> tuple[Any, int]:
    """Rows as a C array of int16 and their number."""
    pointer = ctypes.POINTER(ctypes.c_int16)
    try:
        view = memoryview(rows)
    except TypeError:
        flat = array("h")
        for row in rows:
            if len(row) != items:
                raise ValueError(f"a row has {len(row)} answers, the questionnaire {items} items") from None
            flat.extend(MISSING if value is None else value for value in row)
        kept = (ctypes.c_int16 * max(1, len(flat))).from_buffer(flat) if flat else (ctypes.c_int16 * 1)()
        return ctypes.cast(kept, pointer), len(flat) // items
    shaped = view.ndim == 2 and view.shape is not None and view.shape[1] == items and view.c_contiguous
    if view.format not in ("h", _INT16) or not shaped or view.shape is None:
        raise ValueError(f"rows must be a C-contiguous buffer of int16 with {items} columns")
    count = view.shape[0]
    if count == 0:
        return ctypes.cast((ctypes.c_int16 * 1)(), pointer), 0
    if view.readonly:
        return ctypes.cast((ctypes.c_int16 * (count * items)).from_buffer_copy(view.cast("B")), pointer), count
    return ctypes.cast((ctypes.c_int16 * (count * items)).from_buffer(view.cast("B")), pointer), count


from .scores import Scores  # noqa: E402  (scores are made of a tally, and a tally offers to make them)
