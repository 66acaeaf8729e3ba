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
        capsule = frame.__arrow_c_stream__()
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


def int16_of(array: Any) -> Any:
    """A numpy array as C-contiguous int16, NaN as missing; no copy when it is that already. Raises ValueError for values that
    are no whole numbers, TypeError for other kinds of arrays."""
    import numpy

    if array.dtype.kind == "f":
        absent = numpy.isnan(array)
        filled = numpy.where(absent, MISSING, array)
        whole = filled.astype(numpy.int16)
        if not (whole == filled).all():
            raise ValueError("the array holds values that are no whole numbers of a scale")
        return numpy.ascontiguousarray(whole)
    if array.dtype.kind not in "iu":
        raise TypeError(f"an array of numbers is needed, not of {array.dtype}")
    whole = array.astype(numpy.int16, copy=False)
    if array.dtype.itemsize >= 2 and not (whole == array).all():
        raise ValueError("the array holds values that are no whole numbers of a scale")
    return numpy.ascontiguousarray(whole)
