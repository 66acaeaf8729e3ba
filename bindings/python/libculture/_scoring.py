# SPDX-License-Identifier: GPL-3.0-or-later
"""What score() does around the counting, wherever the counting is done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .questionnaire import Questionnaire
from .reference import Reference

if TYPE_CHECKING:
    from .assessment import Assessment
    from .scores import Register
    from .tally import Tally


def questionnaire_of(questionnaire: Questionnaire | str | os.PathLike[str]) -> Questionnaire:
    return questionnaire if isinstance(questionnaire, Questionnaire) else Questionnaire.open(questionnaire)


def reference_of(
    questionnaire: Questionnaire,
    reference: Reference | str | os.PathLike[str] | None,
    peers: dict[str, str] | None,
    salt: str | None,
) -> Reference | None:
    """The reference that "default", an id, a path or an object means; the part of it that are peers."""
    if reference == "default":
        standard = questionnaire.id in Questionnaire.standard_ids()
        same = standard and Questionnaire.open(questionnaire.id).fingerprint == questionnaire.fingerprint
        reference = Reference.standard(questionnaire.id) if same else None
    elif reference is not None and not isinstance(reference, Reference):
        reference = Reference.open(reference, questionnaire, salt=salt)
    if not isinstance(reference, Reference):
        if peers:
            raise ValueError("peers are part of a reference, and there is none")
        return None
    return reference.peers(**peers) if peers else reference


def assessed(
    tally: Tally,
    reference: Reference | None,
    *,
    register: Register | str | os.PathLike[str] | None,
    minimum: int,
    precision: str,
    confidence: float,
    target: str,
    threads: int = 0,
) -> Assessment:
    scores = tally.scores(
        register=register, minimum=minimum, precision=precision, confidence=confidence, target=target, threads=threads
    )
    return scores.assess(reference, confidence, threads=threads)
