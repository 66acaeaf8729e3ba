# SPDX-License-Identifier: GPL-3.0-or-later
"""Data frames of Spark, counted where their rows are; needs PySpark 4 (``pip install 'libculture[spark]'``).

Every partition becomes one tally, on the machine that holds it; tallies are added up in steps, and the last ones and the
statistics are the driver's. The tally has the same bytes as one machine's, however rows lie over partitions.
The guide is bindings/guides/spark.md.
"""

from __future__ import annotations

import functools
import json
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import _native
from ._handle import filled
from ._log import logger
from ._rows import Answers
from ._scoring import assessed, questionnaire_of, reference_of
from .errors import BY_STATUS, AnswersProblem, CultureError, FileProblem
from .questionnaire import Questionnaire
from .tally import Mapping, Tally, answers_options

if TYPE_CHECKING:
    from .assessment import Assessment
    from .reference import Reference
    from .scores import Register

__all__ = ["score", "tally"]

COLUMNS = "tally binary, account string"
#: As many tallies as one task, and in the end the driver, is given to add up.
FAN_IN = 16
#: enum culture_profile: a row an answer.
LONG = 6


def tally(
    frame: Any,
    organisation: str | None = None,
    *,
    questionnaire: Questionnaire | str | os.PathLike[str] = "nine-factors",
    organisation_column: str | None = None,
    by: str | Sequence[str] = (),
    invalid: str = "missing",
    duration_column: str | None = None,
    finished_column: str | None = None,
    unfinished: str = "leave_out",
    mapping: Mapping | str | os.PathLike[str] | None = None,
) -> Tally:
    """Counts the rows of a Spark data frame, a row a respondent, on the machines that hold them.

    Columns and answers are recognised, and the options mean, as with Tally.add: ``organisation`` is that of all rows, else a
    column names it. What needs all rows of a respondent or of the frame together is not offered: ``key``, ``duplicates``,
    ``screen``, a row for each answer; let Spark bring such rows together first.

    Raises ImportError without PySpark and where the workers have no libculture, TypeError for other frames, AnswersProblem
    when no column is an item or no row can be used, and what Spark raises. Warns when many answers of a partition were not
    recognised. The tally knows of no files.
    """
    _check(frame)
    asked = questionnaire_of(questionnaire)
    if mapping is not None and not isinstance(mapping, Mapping):
        mapping = Mapping.open(mapping, asked)
    reading: dict[str, Any] = {
        "organisation": organisation,
        "organisation_column": organisation_column,
        "by": by,
        "invalid": invalid,
        "duration_column": duration_column,
        "finished_column": finished_column,
        "unfinished": unfinished,
        "mapping": mapping,
    }
    frame = _plain_numbers(frame)
    _check_columns(frame, asked, reading)
    parts = frame.mapInArrow(functools.partial(_count, asked, reading), COLUMNS)
    return _told(_collect(parts, asked), asked)


def score(
    frame: Any,
    organisation: str | None = None,
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
    **reading: Any,
) -> Assessment:
    """Scores a Spark data frame in one call: libculture.score() with the counting done by tally() of this module, whose
    options are the others. The assessment is that of the same rows on one machine, but for what became of files."""
    asked = questionnaire_of(questionnaire)
    yardstick = reference_of(asked, reference, peers, salt)
    return assessed(
        tally(frame, organisation, questionnaire=asked, **reading),
        yardstick,
        register=register,
        minimum=minimum,
        precision=precision,
        confidence=confidence,
        target=target,
    )


def _check(frame: Any) -> None:
    try:
        from pyspark.sql import DataFrame
    except ImportError as problem:
        raise ImportError("this needs pyspark, which is not installed: pip install 'libculture[spark]'") from problem
    if not isinstance(frame, DataFrame) or not hasattr(frame, "toArrow"):
        kind = f"{type(frame).__module__}.{type(frame).__name__}"
        raise TypeError(f"a data frame of PySpark 4 or newer is needed, not {kind}; Tally.add takes other frames")


def _plain_numbers(frame: Any) -> Any:
    """Decimals, which databases give for whole numbers, as ordinary numbers."""
    from pyspark.sql.types import DecimalType

    decimals = [field.name for field in frame.schema.fields if isinstance(field.dataType, DecimalType)]
    return frame.withColumns({name: frame[name].cast("double") for name in decimals}) if decimals else frame


def _check_columns(frame: Any, questionnaire: Questionnaire, reading: dict[str, Any]) -> None:
    """What is wrong with columns and options is told here and now, by the library itself, from a frame without rows."""
    options = answers_options(questionnaire, **reading)
    with Answers.of_frame(frame.limit(0).toArrow(), None, questionnaire, options) as opened:
        layout = filled(_native.library.culture_answers_layout, _native.Layout(), Answers._of(opened))
    if layout.profile == LONG:
        raise AnswersProblem("the frame has a row for each answer, which Spark spreads; pivot it to a row for each respondent")


def _count(questionnaire: Questionnaire, reading: dict[str, Any], batches: Iterator[Any]) -> Iterator[Any]:
    """A partition becomes one tally; on a worker. What the library refuses is told by the driver, once."""
    import pyarrow

    first = next(batches, None)
    if first is None:
        return
    rows = 0

    def counted() -> Iterator[Any]:
        nonlocal rows
        batch: Any = first
        while batch is not None:
            rows += batch.num_rows
            yield batch
            batch = next(batches, None)

    made = Tally(questionnaire)
    account: dict[str, Any] = {"problems": {}, "failure": None}
    try:
        made.add(pyarrow.RecordBatchReader.from_batches(first.schema, counted()), **reading)
        account["problems"] = {problem.kind: problem.message for problem in made.files[0].problems}
    except CultureError as problem:
        if isinstance(problem, FileProblem):
            raise  # the rows did not come: for Spark to try again or to tell
        # A partition of which not one row can be used is nothing wrong: others may have some.
        if reading["invalid"] == "fail" or not isinstance(problem, AnswersProblem):
            account["failure"] = [problem.status, problem.where, problem.message]
    yield _row(made, {"rows": rows, **account})


def _add_up(questionnaire: Questionnaire, batches: Iterator[Any]) -> Iterator[Any]:
    """Tallies of several partitions become one; on a worker."""
    rows = ((row["tally"], row["account"]) for batch in batches for row in batch.to_pylist())
    made, account = _sum(rows, questionnaire)
    if account["rows"]:
        yield _row(made, account)


def _row(made: Tally, account: dict[str, Any]) -> Any:
    import pyarrow

    columns = [pyarrow.array([bytes(made)], pyarrow.binary()), pyarrow.array([json.dumps(account)], pyarrow.string())]
    return pyarrow.RecordBatch.from_arrays(columns, ["tally", "account"])


def _sum(rows: Iterator[tuple[bytes, str]], questionnaire: Questionnaire) -> tuple[Tally, dict[str, Any]]:
    made = Tally(questionnaire)
    account: dict[str, Any] = {"rows": 0, "problems": {}, "failure": None}
    for data, told in rows:
        with Tally.from_bytes(bytes(data), questionnaire) as part:
            made.merge(part)
        one = json.loads(told)
        account["rows"] += one["rows"]
        account["problems"].update(one["problems"])
        account["failure"] = account["failure"] or one["failure"]
    return made, account


def _collect(parts: Any, questionnaire: Questionnaire) -> tuple[Tally, dict[str, Any]]:
    """Adds up in steps: each machine its share, then ever fewer, the driver the last few."""
    tasks = _tasks(parts.sparkSession)
    merge: Callable[[Iterator[Any]], Iterator[Any]] = functools.partial(_add_up, questionnaire)
    while True:
        parts = parts.repartition(tasks).mapInArrow(merge, COLUMNS)
        if tasks <= FAN_IN:
            break
        tasks = -(-tasks // FAN_IN)
    try:
        rows = parts.collect()
    except Exception as problem:
        if "No module named 'libculture" in str(problem):
            raise ImportError(
                "Spark's workers have no libculture: install it where they run, or send it along (bindings/guides/spark.md)"
            ) from problem
        raise
    return _sum(((row["tally"], row["account"]) for row in rows), questionnaire)


def _tasks(session: Any) -> int:
    """How many tasks the cluster runs at once; a session through Spark Connect only knows how many it would make."""
    try:
        return max(1, int(session.sparkContext.defaultParallelism))
    except Exception:
        return max(1, int(session.conf.get("spark.sql.shuffle.partitions", "200")))


def _told(counted: tuple[Tally, dict[str, Any]], questionnaire: Questionnaire) -> Tally:
    made, account = counted
    if account["failure"]:
        status, where, message = account["failure"]
        raise BY_STATUS[status](message, where=where)
    if not made.respondents:
        rows = account["rows"]
        raise AnswersProblem(f"not one of the frame's {rows} rows can be used" if rows else "the frame has no rows")
    for kind, message in account["problems"].items():
        if kind == "unrecognised_answers":
            warnings.warn(f"a partition of the frame: {message}", stacklevel=3)
        logger.warning("a partition of the frame: %s", message)
    logger.info("%d respondents of %d rows in %d organisations", made.respondents, account["rows"], made.organisation_count)
    return made
