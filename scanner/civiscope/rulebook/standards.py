"""Standards that rules cite, and the frameworks that are made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class StandardEntry(BaseModel):
    """A clause of a standard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    level: str = ""
    since: str = ""
    url: str = ""
    source: Literal["primary", "secondary"] = "primary"
    """Whether the clause was read in the document itself, or in what others say of it."""
    outside: Literal["yes", "partly", "no"] = "yes"
    """How far whether it is met can be seen from outside; no rule cites what is `no`."""
    note: str = ""
    """What of it cannot be seen, and why."""


class Standard(BaseModel):
    """A standard, law or policy that rules cite, with the keys that may be cited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    url: str
    date: Any = ""
    version: str = ""
    entries: dict[str, StandardEntry]


class Selection(BaseModel):
    """Which entries of one standard a framework asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    levels: list[str] | None = None
    until: str | None = None
    """Entries that came with this version of the standard or an earlier one."""
    entries: list[str] | None = None

    def takes(self, key: str, entry: StandardEntry) -> bool:
        """Say whether the clause *entry*, whose key is *key*, is asked for."""
        if self.levels is not None and entry.level not in self.levels:
            return False
        if self.until is not None and entry.since > self.until:
            return False
        return self.entries is None or key in self.entries


class Framework(BaseModel):
    """A versioned set of requirements: rules belong to it by the standards they cite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    url: str
    jurisdiction: str = ""
    version: str = ""
    """Which edition of its documents this is."""
    in_force: str = ""
    """Since when it binds, as far as known."""
    standards: dict[str, Selection]
    limits: str
    """What an automated check against this framework cannot show."""

    def clauses(
        self, standards: Mapping[str, Standard]
    ) -> Iterator[tuple[str, str, StandardEntry]]:
        """Yield what the framework asks for: name of the standard, key, and the clause."""
        for name, selection in self.standards.items():
            standard = standards.get(name)
            for key, entry in standard.entries.items() if standard else ():
                if selection.takes(key, entry):
                    yield name, key, entry
