"""What reports keep of earlier results: when, how many of each severity, and which issues."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model import Severity


@dataclass(frozen=True, slots=True)
class EarlierIssue:
    """An issue of an earlier scan."""

    rule: str
    title: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Earlier:
    """A scan as the trend tells it."""

    id: str
    started: str
    """RFC 3339, UTC."""
    site: str
    pages: int
    """Pages seen, whole or in part."""
    counts: dict[Severity, int]
    """Failures of each severity."""
    failures: dict[str, EarlierIssue]
    """By the issue's id."""
    to_check: frozenset[str] = frozenset()
    """Ids of issues that a person had to decide."""
