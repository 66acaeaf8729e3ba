# SPDX-License-Identifier: GPL-3.0-or-later
"""Excel files as the CSV that a spreadsheet program would save: the first sheet, cells as they are meant."""

from __future__ import annotations

import csv
import datetime
import io
import os
from typing import Any

from ._frames import needed


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, real dates as ISO 8601, truth as Excel writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def csv_of(path: str | os.PathLike[str]) -> bytes:
    """The first sheet of an .xlsx file as CSV, UTF-8; formulas give the value that was saved with them. Raises ImportError
    without openpyxl, ValueError for a file that is no such spreadsheet."""
    openpyxl = needed("openpyxl", "excel")
    try:
        book = openpyxl.load_workbook(os.fspath(path), read_only=True, data_only=True)
    except OSError:
        raise
    except Exception as problem:
        raise ValueError(f"{os.fspath(path)} is no spreadsheet that openpyxl can read ({problem})") from problem
    try:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for row in book.worksheets[0].iter_rows(values_only=True):
            writer.writerow([_text(value) for value in row])
        return text.getvalue().encode()
    finally:
        book.close()
