# SPDX-License-Identifier: GPL-3.0-or-later
"""Exceptions: one class per status of the library, all of them a CultureError with the place of the problem."""

from __future__ import annotations


class CultureError(Exception):
    """Something the library refused. ``path``, ``line``, ``column`` and ``where`` are empty or 0 when they do not apply."""

    status = 0

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0, where: str = "") -> None:
        place = ":".join(str(part) for part in (path, line, column) if part)
        text = ": ".join(part for part in (place, where, message) if part)
        super().__init__(text)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.where = where


class OutOfMemory(CultureError):
    """Memory ran out."""

    status = 1


class WrongArgument(CultureError):
    """The call itself is wrong."""

    status = 2


class FileProblem(CultureError):
    """A file cannot be opened, read or written."""

    status = 3


class SyntaxProblem(CultureError):
    """A file is not well-formed."""

    status = 4


class QuestionnaireProblem(CultureError):
    """A questionnaire breaks a rule."""

    status = 5


class AnswersProblem(CultureError):
    """A survey file cannot be used."""

    status = 6


class RegisterProblem(CultureError):
    """A register of organisations breaks a rule."""

    status = 7


class ReferenceProblem(CultureError):
    """A reference sample breaks a rule."""

    status = 8


class Mismatch(CultureError):
    """Two things were made with different questionnaires."""

    status = 9


class LimitExceeded(CultureError):
    """Something is larger than a documented cap."""

    status = 10


class CountOverflow(CultureError):
    """A count no longer fits."""

    status = 11


class Cancelled(CultureError):
    """The progress callback asked to stop."""

    status = 12


class NotFound(CultureError):
    """There is no such id, index or result."""

    status = 13


class NothingScored(CultureError):
    """Not one file could be used."""

    status = 14


class MappingProblem(CultureError):
    """A mapping of columns and answers breaks a rule."""

    status = 15


BY_STATUS: dict[int, type[CultureError]] = {kind.status: kind for kind in CultureError.__subclasses__()}
