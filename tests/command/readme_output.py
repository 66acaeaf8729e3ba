#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The output that README.md shows, taken from the real one: readme_output.py writes it anew. A test compares the two."""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CULTURE = os.environ.get("CULTURE", str(ROOT / "build" / "culture"))
EXAMPLES = ROOT / "questionnaires" / "examples"
SHOWN = "Scholengroep Oost"


def shown():
    """The overview, one organisation and the notes."""
    words = [CULTURE, "score", "--organisations", EXAMPLES / "register.csv", EXAMPLES]
    parts = subprocess.run(words, capture_output=True, text=True, check=True).stdout.rstrip("\n").split("\n\n")
    one = next(part for part in parts if part.startswith(SHOWN + "  "))
    return "\n\n".join([*parts[:2], "...", one, "...", parts[-1]]) + "\n"


def block(text):
    """Where README.md shows it: start and end."""
    return re.search(r"(?s)(?<=```\n)Nine factors.*?\n(?=```)", text).span()


if __name__ == "__main__":
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    start, end = block(text)
    readme.write_text(text[:start] + shown() + text[end:], encoding="utf-8")
