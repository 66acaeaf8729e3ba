# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``culture report`` runs: python -m libculture.report QUESTIONNAIRE LANGUAGE OUTPUT [ORGANISATION] < documents.json,
a list of an assessment and, for two waves, a comparison."""

from __future__ import annotations

import json
import sys

from .. import errors
from ..questionnaire import Questionnaire
from . import write

WRONG_USE, NOTHING = 2, 3


def main(words: list[str]) -> int:
    """Reads the whole document first: one that ends early is no document, and nothing is written."""
    questionnaire, language, output, *only = words
    text = sys.stdin.buffer.read()
    try:
        assessment, *comparison = json.loads(text)
        asked = Questionnaire.open(questionnaire)
        write(output, assessment, asked, language, only[0] if only else None, comparison[0] if comparison else None)
    except json.JSONDecodeError:
        return NOTHING  # the command tells why it could not write all
    except errors.NotFound as problem:
        said = problem.message if language == "en" else f"geen organisatie {only[0]!r} in de uitkomsten"
        print(f"culture report: --only: {said}", file=sys.stderr)
        return WRONG_USE
    except errors.CultureError as problem:
        print(f"culture: {problem}", file=sys.stderr)
        return NOTHING
    except OSError as problem:
        print(f"culture: {output}: {problem.strerror}", file=sys.stderr)
        return NOTHING
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
