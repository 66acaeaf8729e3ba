# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that come through Python: data frames by the Arrow C stream interface, Excel workbooks, arrays of numpy."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from . import _native
from ._handle import Handle
from .errors import FileProblem, LimitExceeded
from .questionnaire import Questionnaire

_library = _native.library
MISSING = -32768


class Answers(Handle):
    """An opened reader of answers, to be added to a tally once."""

    _free = _library.culture_answers_free

    @classmethod
    def of_frame(cls, frame: Any, name: str | None, questionnaire: Questionnaire, options: _native.AnswersOptions) -> Answers:
        """Of anything that gives an Arrow stream. The stream lies in a capsule, which keeps what C leaves of it."""
        capsule = _stream_of(frame).__arrow_c_stream__()
        pointer = _pointer_of(ctypes.py_object(capsule), b"arrow_array_stream")
        asked = Questionnaire._of(questionnaire)
        return cls(cls._made(_library.culture_answers_read_arrow, pointer, _native.encode(name), asked, options))


_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


def _read_data(_context: Any, path: bytes, sink: Any, error: Any) -> int:
    """Called by C: workbooks through openpyxl, files of statistics packages by the library itself. Never raises."""
    if not path.lower().endswith(b".xlsx"):
        return int(_library.culture_data_read(path, sink, error))
    try:
        from ._sheets import read

        status, text = read(os.fsdecode(path))
        if status == 0:
            done = sink.contents.write(sink.contents.context, ctypes.cast(ctypes.c_char_p(text), ctypes.c_void_p), len(text))
            status, text = (LimitExceeded.status, b"the file holds too much") if done else (0, b"")
    except BaseException as problem:  # which C could not pass on
        status, text = FileProblem.status, f"{type(problem).__name__}: {problem}".encode("utf-8", "replace")
    if status and error:
        error.contents.status, error.contents.message = status, text[:383]
    return status


#: For ``read_data`` of the options, wherever files are read.
READ_DATA = _native.ReadDataFunction(_read_data)


def _stream_of(frame: Any) -> Any:
    """What gives a frame's stream. pandas would go through all columns for what is missing, and copy: C does that by the way."""
    if type(frame).__module__.split(".")[0] != "pandas":
        return frame
    import pandas
    import pyarrow

    if not isinstance(frame.index, pandas.RangeIndex) or not frame.columns.is_unique:
        return frame  # an index may be a column
    columns = [_column_of(frame[name], pandas, pyarrow) for name in frame.columns]
    return pyarrow.table(columns, names=[str(name) for name in frame.columns])


def _column_of(column: Any, pandas: Any, pyarrow: Any) -> Any:
    """A column of pandas as Arrow, without a copy for ordinary numbers and small categories."""
    kind = column.dtype
    if isinstance(kind, pandas.CategoricalDtype) and column.cat.codes.dtype == "int8":
        # The code of what is missing, -1, is the last of 16 or 256: the words are filled up with nothing.
        room = 16 if len(kind.categories) < 16 else 256
        words = pyarrow.array([*kind.categories, *[None] * (room - len(kind.categories))])
        indexes = column.cat.codes.to_numpy().view("uint8")
        return pyarrow.DictionaryArray.from_arrays(pyarrow.array(indexes & 15 if room == 16 else indexes), words)
    if getattr(kind, "kind", "") in "iuf" and type(kind).__module__.split(".")[0] == "numpy" and kind.itemsize <= 8:
        return pyarrow.array(column.to_numpy(), from_pandas=False)
    return pyarrow.array(column, from_pandas=True)


def int16_of(array: Any) -> Any:
    """A numpy array as C-contiguous int16, NaN as missing; no copy when it is that already. Raises ValueError for values that
    are no whole numbers, TypeError for other kinds of arrays."""
    import numpy

    kind = array.dtype.kind
    if kind not in "iuf":
        raise TypeError(f"an array of numbers is needed, not of {array.dtype}")
    if kind == "f":
        absent = numpy.isnan(array)
        with numpy.errstate(invalid="ignore"):  # what is not there is filled in
            whole = array.astype(numpy.int16)
        same = whole == array
        same |= absent
        numpy.copyto(whole, MISSING, where=absent)
    else:
        whole = array.astype(numpy.int16, copy=False)
        same = whole == array if array.dtype.itemsize >= 2 and array.dtype != whole.dtype else numpy.True_
    if not same.all():
        raise ValueError("the array holds values that are no whole numbers of a scale")
    return numpy.ascontiguousarray(whole)
