"""Integrity-Policy: whether a page runs only files that carry a fingerprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import StructuredItem, Token, parse_dictionary

_KEYS = frozenset({"blocked-destinations", "sources", "endpoints"})


@dataclass(frozen=True, slots=True)
class IntegrityPolicy:
    """A readable Integrity-Policy field."""

    scripts: bool = False
    """Whether scripts without a fingerprint are refused."""
    ignored: tuple[str, ...] = ()
    """What browsers skip in it, each as a clause for people."""


def parse_integrity_policy(values: tuple[str, ...]) -> IntegrityPolicy | Malformed | None:
    """Return what the field says, None when it was not sent or is empty."""
    members = parse_dictionary(values)
    if members is None or isinstance(members, Malformed):
        return members
    ignored = [f"{name[:40]} is not known" for name in members if name not in _KEYS]
    blocked = list(_tokens("blocked-destinations", members, ignored))
    unknown = [each for each in blocked if each != "script"]
    ignored += [f"{each[:40]} is a destination that Chromium does not follow" for each in unknown]
    sources = list(_tokens("sources", members, ignored))
    if "sources" in members and "inline" not in sources:
        # An empty list says that nothing counts as a source of fingerprints.
        ignored.append("sources without inline switches the policy off")
    off = "sources" in members and "inline" not in sources
    return IntegrityPolicy("script" in blocked and not off, tuple(ignored))


def _tokens(name: str, members: dict[str, StructuredItem], ignored: list[str]) -> Iterator[str]:
    item = members.get(name)
    if item is None:
        return
    if not isinstance(item.value, tuple):
        ignored.append(f"{name} is not a list in brackets")
        return
    for each in item.value:
        if isinstance(each.value, Token):
            yield each.value.text
        else:
            ignored.append(f"{str(each.value)[:40]} in {name} stands in quotes or is a number")
