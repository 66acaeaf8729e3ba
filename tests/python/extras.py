# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python that has the package's extras: that of the virtual environment CULTURE_VENV, or of .venv in the source tree,
which .ci/run makes; else the one that runs the test."""
import importlib.util
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ.get("CULTURE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
VENV = pathlib.Path(os.environ.get("CULTURE_VENV", ROOT / ".venv"))


def missing(*modules):
    return [name for name in modules if importlib.util.find_spec(name) is None]


def use(*modules):
    """Runs this test again with the virtual environment's Python when modules are missing here; ends it, told, when they
    are missing there too."""
    python = VENV / "bin" / "python"
    if not missing(*modules):
        return
    if python.exists() and pathlib.Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(python, [str(python), *sys.argv])
    print("skipped:", ", ".join(missing(*modules)), "not installed; .ci/run installs what this test needs")
    sys.exit(77)
