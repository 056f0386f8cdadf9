"""Hosts in a policy from which attackers can have their own scripts run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

Kind = Literal["publish", "jsonp", "library", "account"]
_SOURCE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?((?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)(?::(?:[0-9]+|\*))?(/.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bypass:
    """A host that a source allows, and why it should not be trusted as a whole."""

    source: str
    """As the policy writes it."""
    host: str
    """As the list has it."""
    kind: Kind


def bypasses(sources: Iterable[str], *, eval_allowed: bool) -> tuple[Bypass, ...]:
    """Return what *sources* of a policy open, the gravest reason of each source."""
    found: list[Bypass] = []
    for source in sources:
        host = _whole_host(source)
        first = next(_reasons(host, eval_allowed), None) if host else None
        if first is not None:
            found.append(Bypass(source, first[1], first[0]))
    return tuple(found)


def host_sources(sources: Iterable[str]) -> tuple[str, ...]:
    """Return those of *sources* that name a host."""
    return tuple(source for source in sources if _SOURCE.fullmatch(source))


def _reasons(host: str, eval_allowed: bool) -> Iterator[tuple[Kind, str]]:
    """Yield why *host* is a way in, the gravest first."""
    for kind, entries in _table().items():
        if kind != "account" or eval_allowed:
            for entry in entries:
                if _allows(host, entry):
                    yield kind, entry


def _whole_host(source: str) -> str:
    """Return the host that *source* allows as a whole; empty when it names a path, too."""
    found = _SOURCE.fullmatch(source)
    if found is None or (found[2] or "/") != "/":
        return ""
    return found[1].lower()


def _allows(host: str, entry: str) -> bool:
    if host.startswith("*."):
        # `*.example.org` allows what lies below example.org, and not itself.
        return entry.removeprefix("*").endswith(host[1:]) or entry == host
    return host == entry


@lru_cache(maxsize=1)
def _table() -> dict[Kind, tuple[str, ...]]:
    text = files(__package__ or "").joinpath("bypass_hosts.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    return {kind: tuple(lists[kind]) for kind in get_args(Kind)}
