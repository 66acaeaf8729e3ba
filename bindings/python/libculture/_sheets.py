# SPDX-License-Identifier: GPL-3.0-or-later
"""Excel workbooks as the CSV that a spreadsheet program would save: the first sheet, cells as they are meant."""

from __future__ import annotations

import csv
import datetime
import io
import os
import sys
from typing import Any

from . import errors
from ._frames import needed

MOST_SECONDS, MOST_MEMORY = 60, 3 << 30


def _text(value: Any) -> str:
    """A cell as text on one line: whole numbers without a point, real dates as ISO 8601, truth as Excel writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else " ".join(str(value).splitlines())


def csv_of(path: str | os.PathLike[str]) -> bytes:
    """The name of the first sheet of an .xlsx file, then that sheet as CSV, a line a row, all of it in UTF-8; formulas give
    the value that was saved with them. Raises ImportError without openpyxl, ValueError for a file that is no such workbook."""
    openpyxl = needed("openpyxl", "excel")
    with open(path, "rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for row in sheet.iter_rows(values_only=True):
                writer.writerow([_text(value) for value in row])
        except Exception as problem:  # whatever a damaged file makes openpyxl stumble over
            raise ValueError(f"the file is damaged or no workbook (.xlsx): {problem}") from problem
    return (_text(sheet.title) + "\n" + text.getvalue()).encode("utf-8", "replace")


def read(path: str) -> tuple[int, bytes]:
    """The status of the library with what csv_of() gives, or with the message that tells why it cannot."""
    try:
        return 0, csv_of(path)
    except MemoryError:
        return errors.LimitExceeded.status, b"the file holds too much"
    except OSError as problem:
        return errors.FileProblem.status, f"cannot read the file: {problem.strerror}".encode()
    except ImportError as problem:
        return errors.FileProblem.status, str(problem).encode()
    except ValueError as problem:
        return errors.SyntaxProblem.status, str(problem).encode("utf-8", "replace")


def main(words: list[str]) -> int:
    """What the command runs in a process of its own: one byte, the status, then the sheet or the message; nothing without
    openpyxl."""
    import resource

    needed("openpyxl", "excel")
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS), (resource.RLIMIT_CORE, 0)):
        soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    status, text = read(words[0])
    sys.stdout.buffer.write(bytes([status]) + text)
    return 0
