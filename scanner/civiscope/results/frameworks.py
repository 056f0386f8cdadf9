"""Results: the standards that rules cite, and the frameworks that ask for their clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """A clause of a standard, with the rules of these results that cite it."""

    title: str = ""
    level: str = ""
    since: str = ""
    """The version of the standard that it came with."""
    url: str = ""
    source: Literal["primary", "secondary"] = "primary"
    """Whether the clause was read in the document itself, or in what others say of it."""
    outside: Literal["yes", "partly", "no"] = "yes"
    """How far whether it is met can be seen from outside."""
    note: str = ""
    """What of it cannot be seen, and why."""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """A standard, law or policy, with the clauses that a rule cites or a framework asks for."""

    name: str
    title: str
    url: str
    version: str = ""
    date: str = ""
    clauses: dict[str, ClauseFacts] = field(default_factory=dict[str, ClauseFacts])
    """By the key that rules cite."""


@dataclass(frozen=True, slots=True)
class ClausesAsked:
    """The clauses of one standard that a framework asks for, in the standard's order."""

    standard: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    """A versioned set of requirements, as it was when the evidence was judged."""

    id: str
    title: str
    url: str
    jurisdiction: str
    version: str
    in_force: str
    """Since when it binds, as far as known."""
    limits: str
    """What an automated check against this framework cannot show."""
    clauses: tuple[ClausesAsked, ...]
