# SPDX-License-Identifier: GPL-3.0-or-later
"""Score surveys over nine learning-culture factors and place organisations against a reference sample.

>>> import libculture
>>> assessment = libculture.score("questionnaires/examples", register="questionnaires/examples/register.csv")
>>> [organisation.name for organisation in assessment.scores.organisations]
['bureau-kade', 'gemeente-waterland', 'Hogeschool Rijnstad', 'Scholengroep Oost', 'techniek-noord', 'zorggroep-delta']
>>> assessment.verdict(3).verdict, assessment.verdict(3).evidence
('practised', 'clear')
>>> print(assessment.to_table().splitlines()[0])
Nine factors of a learning culture (nine-factors 1.0.0)

The steps in between are classes of their own: Questionnaire, Tally, Scores, Reference, Assessment.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 9):
    raise ImportError("libculture needs Python 3.9 or newer; this is Python " + ".".join(map(str, sys.version_info[:2])))

import os

TYPE_CHECKING = False  # as in typing, which takes milliseconds to import
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ._native import VERSION as __version__
    from .analysis import Analysis, Language, Structure
    from .assessment import Assessment, Verdict
    from .comparison import Change, Comparison, Matches
    from .drivers import Drivers
    from .errors import CultureError
    from .questionnaire import Axis, Criterion, Dimension, Item, Questionnaire
    from .reference import NormAudit, Reference
    from .scores import Organisation, Quality, Register, Scores, Sign, Unit
    from .tally import File, Mapping, Problem, Tally

#: Where each name is. A module is imported when one of its names is asked for, and the library with it: a program that
#: imports the package and does not come to use it waits for neither.
_HOMES = {
    name: home
    for home, names in {
        "analysis": "Analysis Language Structure",
        "assessment": "Assessment Verdict",
        "comparison": "Change Comparison Matches",
        "drivers": "Drivers",
        "errors": "CultureError",
        "questionnaire": "Axis Criterion Dimension Item Questionnaire",
        "reference": "NormAudit Reference",
        "scores": "Organisation Quality Register Scores Sign Unit",
        "tally": "File Mapping Problem Tally",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in {"_native", "errors", "report", "spark", *_HOMES.values()}:
        return import_module("." + name, __name__)
    if name == "__version__":
        found = import_module("._native", __name__).VERSION
    elif name in _HOMES:
        found = getattr(import_module("." + _HOMES[name], __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


__all__ = [
    "Analysis",
    "Assessment",
    "Axis",
    "Change",
    "Comparison",
    "Criterion",
    "CultureError",
    "Dimension",
    "Drivers",
    "File",
    "Item",
    "Language",
    "Mapping",
    "Matches",
    "NormAudit",
    "Organisation",
    "Quality",
    "Problem",
    "Questionnaire",
    "Reference",
    "Register",
    "Scores",
    "Structure",
    "Tally",
    "Sign",
    "Unit",
    "Verdict",
    "__version__",
    "compare",
    "errors",
    "score",
    "structure",
]


def _listed(files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """Files that can be gone through twice."""
    return [files] if isinstance(files, (str, os.PathLike)) else list(files)


def _screen(
    questionnaire: Questionnaire, files: list[str | os.PathLike[str]], screen: Structure | bool, reading: dict[str, Any]
) -> Structure | None:
    """What rows are compared with: for True the rows of the files themselves. Tallies hold none."""
    if not isinstance(screen, bool):
        return screen
    if not screen:
        return None
    import warnings

    from . import errors
    from .analysis import Structure

    answers = {name: value for name, value in reading.items() if name not in ("threads", "progress", "journal")}
    try:
        return Structure(questionnaire).add_files(files, **answers)
    except errors.NothingScored as problem:
        warnings.warn(f"screen: nothing is compared: {problem}", stacklevel=3)
        return None


def score(
    files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    questionnaire: Questionnaire | str | os.PathLike[str] = "nine-factors",
    reference: Reference | str | os.PathLike[str] | None = "default",
    register: Register | str | os.PathLike[str] | None = None,
    minimum: int = 10,
    precision: str = "published",
    confidence: float = 0.95,
    target: str = "workforce",
    peers: dict[str, str] | None = None,
    salt: str | None = None,
    screen: Structure | bool = False,
    threads: int = 0,
    **reading: Any,
) -> Assessment:
    """Scores survey files, tallies or folders in one call.

    ``reference`` "default" is the standard reference of a standard questionnaire, and none for another questionnaire; None
    compares with nothing; ``salt`` is the one its names were hashed with. ``peers``, as ``{"sector": "care"}``, compares
    with part of it. ``confidence`` is that of all intervals. ``screen`` True reads the files twice and compares every
    respondent with all, for two more signs of careless answering; a Structure, with those that were added to it. Other
    options are those of Tally.add_files and Scores.compute. Raises NothingScored when not one file could be used, and warns
    when some could not, or when many answers of one were not recognised; ``assessment.to_dict()["files"]`` tells what became
    of each.
    """
    import warnings

    from ._scoring import assessed, questionnaire_of, reference_of
    from .tally import Tally

    questionnaire = questionnaire_of(questionnaire)
    yardstick = reference_of(questionnaire, reference, peers, salt)
    files = _listed(files)
    against = _screen(questionnaire, files, screen, reading)
    tally = Tally(questionnaire).add_files(files, screen=against, threads=threads, **reading)
    for file in tally.files:
        if file.status not in ("ok", "skipped"):
            warnings.warn(f"{file.path}: not used: {file.message}", stacklevel=2)
        for problem in file.problems:
            if problem.kind == "unrecognised_answers":
                warnings.warn(f"{file.path}: {problem.message}", stacklevel=2)
    return assessed(
        tally,
        yardstick,
        register=register,
        minimum=minimum,
        precision=precision,
        confidence=confidence,
        target=target,
        threads=threads,
    )


def structure(
    files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    questionnaire: Questionnaire | str | os.PathLike[str] = "nine-factors",
    register: Register | str | os.PathLike[str] | None = None,
    minimum: int = 10,
    rows: str = "pairwise",
    items: str = "all",
    language_column: str | None = None,
    threads: int = 0,
    **reading: Any,
) -> Analysis:
    """How the items of all respondents hang together, in one call; the files are read twice.

    Organisations of which some dimension or item is hidden stay out; ``["left_out"]`` tells how many and why.
    ``rows`` and ``items`` are those of Structure.analyse; other options
    are about columns and answers, as those of Tally.add_files. The result reads like a dictionary:
    ``structure(files)["components"]``.
    """
    from ._scoring import questionnaire_of
    from .analysis import Structure
    from .tally import Tally

    questionnaire = questionnaire_of(questionnaire)
    files = _listed(files)
    scores = Tally(questionnaire).add_files(files, threads=threads, **reading).scores(register=register, minimum=minimum)
    reader = Structure(questionnaire, scores=scores, language_column=language_column, items=items)
    counted = reader.add_files(files, **reading)
    return counted.analyse(rows=rows, items=items)


def compare(
    before: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    after: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    questionnaire: Questionnaire | str | os.PathLike[str] = "nine-factors",
    register: Register | str | os.PathLike[str] | None = None,
    register_before: Register | str | os.PathLike[str] | None = None,
    register_after: Register | str | os.PathLike[str] | None = None,
    key: str | None = None,
    minimum: int = 10,
    precision: str = "published",
    confidence: float = 0.95,
    target: str = "workforce",
    screen: Structure | bool = False,
    **reading: Any,
) -> Comparison:
    """What changed between two waves of survey files, tallies or folders, in one call.

    ``register`` gives the headcounts of both waves; ``register_before`` and ``register_after`` are those of one wave instead.
    ``key`` is the column that tells respondents apart in both waves: personal data, of which only hashes are kept, in memory;
    of who is in a file twice the last row counts, unless ``duplicates`` is "keep". ``screen`` True compares every respondent
    with all of that wave; the change without who is flagged then (``difference_unflagged``) stands beside that of everybody.
    Other options are those of Tally.add_files; no journal with a key. Raises NothingScored when not one file of a wave could be
    used, and WrongArgument for a tally with a ``key``.
    """
    from ._scoring import questionnaire_of
    from .comparison import Matches
    from .tally import Tally

    questionnaire = questionnaire_of(questionnaire)
    before, after = _listed(before), _listed(after)
    matches = None
    if key is not None:
        reading.setdefault("duplicates", "last")
        matching = {name: value for name, value in reading.items() if name not in ("threads", "progress")}
        matches = Matches(questionnaire)
        matches.add_files("before", before, key=key, **matching)
        matches.add_files("after", after, key=key, **matching)
    waves = []
    for files, own in ((before, register_before), (after, register_after)):
        beside = _screen(questionnaire, files, screen, {"key": key, **reading})
        tally = Tally(questionnaire).add_files(files, key=key, screen=beside, **reading)
        chosen = register if own is None else own
        scores = tally.scores(
            register=chosen, minimum=minimum, precision=precision, confidence=confidence, target=target
        )
        waves.append(scores)
    return waves[0].compare(waves[1], matches=matches, confidence=confidence)


def __dir__() -> list[str]:
    return sorted(__all__)
