"""Tell what bandit says of Python code, with the severity medium. See bandit_medium.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Source
from civiscope_rules.shared.bandit import bandit_outcomes


def check(source: Source) -> Iterator[Outcome]:
    """Apply to Python files that bandit has read."""
    yield from bandit_outcomes(source, "MEDIUM")
