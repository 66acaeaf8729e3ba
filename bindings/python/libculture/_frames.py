# SPDX-License-Identifier: GPL-3.0-or-later
"""Assessments as tidy tables for pandas, polars and Arrow; none of these is imported before it is asked for."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assessment import Assessment

TEXTS = frozenset(
    "organisation column unit dimension kind name aggregation differs own_differs band_low band_high norm reference "
    "reference_kind verdict evidence reason".split()
)
COUNTS = frozenset(
    "headcount items respondents weighted_respondents respondents_unflagged alpha_respondents awg_items "
    "difference_respondents difference_above reference_below reference_ties stanine reference_organisations".split()
)
TRUTHS = frozenset(["member"])


@dataclass(frozen=True)
class Column:
    """A column of a table; ``kind`` is "text", "count", "number" or "truth", and None stands where there is no value."""

    name: str
    kind: str
    values: list[Any]


def needed(name: str, extra: str) -> Any:
    """A module that only this call needs. Raises ImportError that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as problem:
        raise ImportError(f"this needs {name}, which is not installed: pip install 'libculture[{extra}]'") from problem


def keys(units: bool) -> list[str]:
    """The columns that together name a row."""
    return ["organisation", "column", "unit", "dimension"] if units else ["organisation", "dimension"]


def _row(start: dict[str, Any], dimension: dict[str, Any], name: str | None, end: dict[str, Any]) -> dict[str, Any]:
    row = {**start, "dimension": dimension["id"], "kind": dimension["kind"], "name": name}
    row.update((key, value) for key, value in dimension.items() if key not in ("id", "kind", "standing", "reasons"))
    row.update(dimension.get("standing") or {})
    row.update(end)
    row["reason"] = dimension["reasons"].get("mean")
    return row


def _organisation_rows(organisation: dict[str, Any], names: dict[str, str], reference: dict[str, Any]) -> list[dict[str, Any]]:
    start = {"organisation": organisation["organisation"], "headcount": organisation["headcount"]}
    judged = organisation["verdict"] or {}
    end = {**reference, **{key: judged.get(key) for key in ("verdict", "evidence", "probability")}}
    return [_row(start, dimension, names.get(dimension["id"]), end) for dimension in organisation["dimensions"]]


def _unit_rows(organisation: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for unit in organisation["units"] or []:
        start = {"organisation": organisation["organisation"], "column": unit["column"], "unit": unit["unit"]}
        start["headcount"] = unit["headcount"]
        rows += [_row(start, dimension, names.get(dimension["id"]), {}) for dimension in unit["dimensions"]]
    return rows


def _kind(name: str) -> str:
    kinds = (("text", TEXTS), ("count", COUNTS), ("truth", TRUTHS))
    return next((kind for kind, names in kinds if name in names), "number")


def table(assessment: Assessment, language: str, units: bool) -> list[Column]:
    """One row per organisation and dimension; with ``units`` one per organisation, unit and dimension instead."""
    document = assessment.to_dict(language)
    names = {dimension.id: dimension.name for dimension in assessment.scores.questionnaire.dimensions(language)}
    found = document["reference"] or {}
    reference = {"reference": found.get("id"), "reference_kind": found.get("kind")}
    rows: list[dict[str, Any]] = []
    for organisation in document["organisations"]:
        rows += _unit_rows(organisation, names) if units else _organisation_rows(organisation, names, reference)
    order = dict.fromkeys(keys(units))
    for row in rows:
        order.update(dict.fromkeys(row))
    return [_column(name, [row.get(name) for row in rows]) for name in order]


def _column(name: str, values: list[Any]) -> Column:
    kind = _kind(name)
    if kind == "number":
        values = [None if value is None else float(value) for value in values]
    return Column(name, kind, values)


def to_pandas(columns: list[Column], index: list[str]) -> Any:
    pandas = needed("pandas", "pandas")
    types = {"text": "string", "count": "Int64", "number": "float64", "truth": "boolean"}
    frame = pandas.DataFrame({x.name: pandas.Series(x.values, dtype=types[x.kind]) for x in columns})
    return frame.set_index(index)


def to_polars(columns: list[Column]) -> Any:
    polars = needed("polars", "polars")
    types = {"text": polars.String, "count": polars.Int64, "number": polars.Float64, "truth": polars.Boolean}
    return polars.DataFrame([polars.Series(x.name, x.values, dtype=types[x.kind]) for x in columns])


def to_arrow(columns: list[Column]) -> Any:
    arrow = needed("pyarrow", "arrow")
    types = {"text": arrow.string(), "count": arrow.int64(), "number": arrow.float64(), "truth": arrow.bool_()}
    return arrow.table({x.name: arrow.array(x.values, type=types[x.kind]) for x in columns})
