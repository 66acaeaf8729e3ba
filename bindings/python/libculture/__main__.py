# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m libculture score ...``: the command ``culture`` itself, with Excel files read through openpyxl.

Output, errors and exit codes are those of the command. An Excel file is given to it as a CSV copy of its first sheet, of
the same name in a folder for this run alone.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile


def command() -> str:
    """The command that was installed with the package, in the source tree's build, or on the path. Raises
    FileNotFoundError."""
    told = os.environ.get("CULTURE")
    paths = [pathlib.Path(sysconfig.get_path("scripts"), "culture")]
    paths += [base / "build" / "culture" for base in pathlib.Path(__file__).resolve().parents[3:4]]
    found = told or next((str(path) for path in paths if path.is_file()), None) or shutil.which("culture")
    if not found:
        raise FileNotFoundError("the command culture is not here: build it with ./setup, or set CULTURE to its path")
    return found


def is_sheet(word: str) -> bool:
    return word.lower().endswith(".xlsx") and os.path.isfile(word)


def run(words: list[str], folder: str) -> int:
    """Runs the command; 2 when it cannot be run."""
    for index, word in enumerate(words):
        if is_sheet(word):
            from ._sheets import csv_of

            path = pathlib.Path(folder, str(index), pathlib.Path(word).stem + ".csv")
            path.parent.mkdir()
            path.write_bytes(csv_of(word))
            words[index] = str(path)
    return subprocess.run([command(), *words], check=False).returncode


def main(words: list[str] | None = None) -> int:
    words = list(sys.argv[1:] if words is None else words)
    with tempfile.TemporaryDirectory(prefix="libculture-") as folder:
        try:
            return run(words, folder)
        except (ImportError, OSError, ValueError) as problem:
            print(f"python -m libculture: {problem}", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
