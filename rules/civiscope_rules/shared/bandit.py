"""What bandit says of Python code, as outcomes of rules."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Confidence, Outcome, Place, Source, failed, passed
from civiscope.model.source import BanditFinding

_CERTAIN_FAULTS = frozenset({"B201", "B501", "B502", "B503", "B504", "B507"})
"""What is wrong wherever it stands; of all else, how it is used decides.

Not B701: a Jinja2 environment that escapes nothing is right for texts and mails, and bandit does
not see what options hold that are handed on (`Environment(**options)`).
"""


def bandit_outcomes(source: Source, severity: str) -> Iterator[Outcome]:
    """Yield what bandit found in a file with that *severity*, place by place."""
    told = False
    for found in source.facts.bandit:
        # Findings without a severity of their own are told with the small ones.
        own = "LOW" if found.severity == "UNDEFINED" else found.severity
        if own == severity:
            told = True
            yield _outcome(source, found)
    if source.facts.bandit_ran and not told:
        yield passed(Place(source.path, source.path))


def _outcome(source: Source, found: BanditFinding) -> Outcome:
    sure = found.test in _CERTAIN_FAULTS and found.confidence == "HIGH"
    confidence: Confidence = "firm" if sure and source.role == "production" else "tentative"
    place = Place(
        component=f"{source.path} {found.test} {found.snippet}",
        url=source.path,
        snippet=found.snippet,
        line=found.line,
        column=found.column,
    )
    return failed(
        place,
        "found",
        confidence=confidence,
        test=found.test,
        name=found.name,
        said=found.message,
        sure=found.confidence.lower(),
        cwe=f"CWE-{found.cwe}" if found.cwe else "-",
    )
