# SPDX-License-Identifier: GPL-3.0-or-later
"""How objects show themselves in notebooks: small tables without style or script."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assessment import Assessment
    from .questionnaire import Questionnaire


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> str:
    def cells(tag: str, values: Sequence[object]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(str(value))}</{tag}>" for value in values) + "</tr>"

    body = "".join(cells("td", row) for row in rows)
    below = f"<p>{html.escape(note)}</p>" if note else ""
    return (
        f"<table><caption>{html.escape(caption)}</caption><thead>{cells('th', head)}</thead>"
        f"<tbody>{body}</tbody></table>{below}"
    )


def _chance(probability: float | None) -> str:
    if probability is None:
        return ""
    return "> 99 %" if probability > 0.99 else "< 1 %" if probability < 0.01 else f"{100 * probability:.0f} %"


def _organisation(found: dict[str, Any]) -> list[object]:
    judged = found["verdict"] or {}
    if found["reason"]:
        return [found["organisation"], "", f"no results: {found['reason'].replace('_', ' ')}", "", ""]
    verdict = (judged.get("verdict") or "").replace("_", " ")
    factors = f"{judged['concrete_factors']}/{judged['measured_factors']}" if judged else ""
    return [found["organisation"], found["respondents"], verdict, _chance(judged.get("probability")), factors]


def assessment(shown: Assessment) -> str:
    """A row per organisation: verdict, the chance that it truly meets the criterion, factors at the criterion."""
    document = shown.to_dict()
    reference = document["reference"]
    note = "Compared with no reference."
    if reference:
        kind = "SIMULATED" if reference["kind"] == "simulated" else reference["kind"]
        note = f"Reference: {reference['organisations']} organisations, {kind} ({reference['id']})."
    head = ["Organisation", "Respondents", "Observed", "Chance that it is practised", "Factors at the criterion"]
    title = shown.scores.questionnaire.title("en")
    return _table(title, head, [_organisation(x) for x in document["organisations"]], note)


def questionnaire(shown: Questionnaire) -> str:
    """A row per dimension with its items."""
    rows = [[x.name, x.kind, len(x.items), x.definition] for x in shown.dimensions("en")]
    caption = f"{shown.title('en')} ({shown.id} {shown.version})"
    return _table(caption, ["Dimension", "Kind", "Items", "Definition"], rows)
