# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports: one HTML file to hand to a board, without script and without network. Needs Jinja2, the extra [report]."""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import NotFound, WrongArgument
from .pages import Report

if TYPE_CHECKING:
    from ..questionnaire import Questionnaire

LANGUAGES = ("nl", "en")


def render(
    document: dict[str, Any],
    questionnaire: Questionnaire,
    language: str = "en",
    organisation: str | None = None,
    comparison: dict[str, Any] | None = None,
) -> str:
    """The report on a document of schema culture-assessment/1, as HTML.

    ``organisation`` makes it the report of that one alone: nothing of the others is in it, results over all together and names
    of files neither. ``comparison``, a document of culture-comparison/1, adds what changed since an earlier wave. Raises
    NotFound for an organisation that is not there and WrongArgument for a language other than nl and en.
    """
    if language not in LANGUAGES:
        raise WrongArgument(f"a report is in {' or '.join(LANGUAGES)}, not {language!r}")
    document = {**document, "files": [{**file, "path": Path(file["path"]).name} for file in document["files"]]}
    if organisation is not None:
        document = only(document, organisation)
        comparison = None if comparison is None else _only_wave(comparison, organisation)
    said = Report(document, questionnaire, language, comparison)
    held = {"assessment": document, "comparison": comparison}
    embedded = {name: json.dumps(x, ensure_ascii=False, separators=(",", ":")) for name, x in held.items() if x is not None}
    text: str = environment(language).get_template("report.html").render(report=said, embedded=embedded)
    return text


def write(
    path: str | os.PathLike[str],
    document: dict[str, Any],
    questionnaire: Questionnaire,
    language: str = "en",
    organisation: str | None = None,
    comparison: dict[str, Any] | None = None,
) -> None:
    """Writes the report to a file, whole or not at all."""
    text = render(document, questionnaire, language, organisation, comparison)
    target = Path(path)
    handle, beside = tempfile.mkstemp(prefix=target.name + ".", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(beside, 0o666 & ~mask)
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


def read(path: str | os.PathLike[str], what: str = "assessment") -> dict[str, Any]:
    """The document that a report holds for machines: its "assessment", or the "comparison" of a report of two waves."""
    found = re.search(rf'<template id="culture-{re.escape(what)}">(.*?)</template>', Path(path).read_text("utf-8"), re.DOTALL)
    if found is None:
        raise NotFound(f"the file is no report of libculture, or holds no {what}", path=os.fspath(path))
    document: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return document


def only(document: dict[str, Any], organisation: str) -> dict[str, Any]:
    """The part of a document that is about one organisation: its own results and the yardstick."""
    found = [entry for entry in document["organisations"] if entry["organisation"] == organisation]
    if not found:
        raise NotFound(f"no organisation {organisation!r} among the results")
    # Names of files can name other organisations and folders.
    others = ("files", "pooled", "drivers", "only_before", "only_after", "matched", "before", "after")
    kept = {key: value for key, value in document.items() if key not in others}
    return {**kept, "organisations": found}


def _only_wave(comparison: dict[str, Any], organisation: str) -> dict[str, Any]:
    """The same of a comparison; empty when the organisation was not in both waves."""
    try:
        return only(comparison, organisation)
    except NotFound:
        return only({**comparison, "organisations": [{"organisation": organisation}]}, organisation) | {"organisations": []}


def environment(language: str) -> Any:
    """Jinja2's, with escaping on and numbers in the language."""
    try:
        import jinja2
    except ImportError:
        raise ImportError("reports need Jinja2: pip install 'libculture[report]', or Debian's python3-jinja2") from None
    from .charts import across
    from .numbers import Numbers

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    numbers = Numbers(language)
    for name in ("number", "signed", "percent", "chance", "brief_chance", "count"):
        made.filters[name] = getattr(numbers, name)
    made.globals["span"] = numbers.span
    made.globals["chart_x"] = across
    return made
