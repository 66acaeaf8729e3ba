# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m libculture score ...``: the command ``culture`` itself, with this Python for what it needs Python for: Excel
files and reports. Output, errors and exit codes are those of the command."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig


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


def environment() -> dict[str, str]:
    """This Python and this package come first."""
    first = {"PATH": os.path.dirname(sys.executable), "PYTHONPATH": str(pathlib.Path(__file__).resolve().parents[1])}
    return {**os.environ, **{k: os.pathsep.join(filter(None, (v, os.environ.get(k)))) for k, v in first.items()}}


def main(words: list[str] | None = None) -> int:
    try:
        return subprocess.run([command(), *(sys.argv[1:] if words is None else words)], env=environment(), check=False).returncode
    except OSError as problem:
        print(f"python -m libculture: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
