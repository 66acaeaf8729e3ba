# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that are in memory: data frames through the Arrow C stream interface, spreadsheets, arrays of numpy."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from . import _native
from ._handle import Handle
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

    @classmethod
    def of_sheet(
        cls, path: str | os.PathLike[str], questionnaire: Questionnaire, options: _native.AnswersOptions
    ) -> Answers:
        """Of the first sheet of an Excel file. Raises ImportError without openpyxl, ValueError for another kind of file."""
        from ._sheets import csv_of

        data = csv_of(path)
        source = _native.memory_source(data, None)
        source.path = _native.encode_path(path)
        return cls(cls._made(_library.culture_answers_read, source, Questionnaire._of(questionnaire), options))


_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]


def is_sheet(path: str | os.PathLike[str]) -> bool:
    """Whether a path names an Excel file."""
    return os.fspath(path).lower().endswith(".xlsx")


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
