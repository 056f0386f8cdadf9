"""Results: what judged, and which lists it went by."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.lists.age import OLD_LIST


@dataclass(frozen=True, slots=True)
class Tool:
    """What judged, and what saw."""

    name: str
    version: str
    browser: str
    engines: dict[str, str]
    """Name and version of each engine and list."""
    rulebooks: dict[str, str]
    """Name and version of each rulebook."""


@dataclass(frozen=True, slots=True)
class ListUsed:
    """A list that rules went by: trackers, owners of hosts, cookies, consent platforms, …"""

    name: str
    title: str
    kind: str
    """`filters`, `parties`, `consent rules`, `public suffixes`, `cookies`, …"""
    source: str
    """The address it was fetched from, or what package it came with."""
    licence: str
    version: str
    date: str
    """Day of its last change by its own account; empty when it does not say."""
    age: int | None
    """Days from that to the start of the scan."""
    sha256: str
    rules: int
    """How many rules are in it, for lists of rules; else 0."""

    @property
    def old(self) -> bool:
        """Whether it was so old when the scan began that much may be missing."""
        return self.age is not None and self.age > OLD_LIST
