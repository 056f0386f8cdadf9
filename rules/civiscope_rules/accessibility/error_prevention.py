"""Judge whether a commitment can be checked or taken back. See error_prevention.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.journeys import Commitment, JourneyState

_KINDS = {
    "legal": "a legal commitment",
    "financial": "a payment",
    "data": "a change of somebody's data",
    "test": "the answers to a test",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to presses of a journey by which a person commits to something."""
    if not page.journey:
        return
    for commitment in page.probe("journey", JourneyState).commitments:
        yield _judge(commitment)


def _judge(made: Commitment) -> Outcome:
    told: dict[str, Any] = {"step": made.words, "what": _KINDS.get(made.kind, made.kind)}
    if made.reviewed or made.confirmed or made.reversible or made.checked:
        return passed("page")
    if made.checked is None:
        return cannot_tell("page", "unknown", **told)
    return failed("page", "at_once", **told)
