# SPDX-License-Identifier: GPL-3.0-or-later
"""Ownership of C handles: freed once, when the Python object goes."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Callable
from typing import Any, TypeVar

from . import _native

Self = TypeVar("Self", bound="Handle")


class Handle:
    """Base of the classes that own a handle. Frees may come in any order: handles keep alive what they need."""

    _free: Callable[[ctypes.c_void_p], None]

    def __init__(self, pointer: ctypes.c_void_p) -> None:
        if not pointer:
            raise ValueError(f"a {type(self).__name__} is made by its functions, not from nothing")
        self._kept: ctypes.c_void_p | None = pointer
        self._finalizer = weakref.finalize(self, type(self)._free, pointer)

    @property
    def _pointer(self) -> ctypes.c_void_p:
        """The handle. Raises ValueError once it is closed."""
        if self._kept is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return self._kept

    def close(self) -> None:
        """Frees the memory now instead of when the object goes; closing again does nothing."""
        self._kept = None
        self._finalizer()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def __reduce_ex__(self, _protocol: Any) -> Any:
        """Copies and pickles would share a handle that the original frees."""
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled")

    @classmethod
    def _of(cls, value: Any) -> ctypes.c_void_p:
        """The handle of an object of this class; C could not tell one kind of handle from another."""
        if not isinstance(value, cls):
            raise TypeError(f"a {cls.__name__} is needed here, not a {type(value).__name__}")
        return value._pointer

    @classmethod
    def _made(cls, function: Callable[..., int], *arguments: Any) -> ctypes.c_void_p:
        """Calls a function whose last two parameters are the new handle and the error."""
        pointer, error = ctypes.c_void_p(), _native.Error()
        _native.check(function(*arguments, ctypes.byref(pointer), ctypes.byref(error)), error)
        return pointer


def filled(function: Callable[..., int], struct: Any, *arguments: Any) -> Any:
    """Calls a function that fills a struct, and returns the struct."""
    error = _native.Error()
    _native.check(function(*arguments, ctypes.byref(struct), ctypes.byref(error)), error)
    return struct


def matrix(function: Callable[..., int], pointer: ctypes.c_void_p, result: int) -> list[list[float]]:
    """A table of results as rows of floats; NaN where there is no number."""
    found, error = _native.Matrix(), _native.Error()
    _native.check(function(pointer, result, ctypes.byref(found)), error)
    values = found.data[: found.rows * found.columns] if found.rows * found.columns else []
    return [values[row * found.columns : (row + 1) * found.columns] for row in range(found.rows)]
