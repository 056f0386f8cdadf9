"""Say whose law a statement is under, and what that law asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from civiscope.detectors.statement.folding import folded, table
from civiscope.model.statement import StatementText

_NORTHERN = re.compile(r"equality commission for northern ireland|(?<!\w)ecni(?!\w)")
_PUBLIC = frozenset({"gov", "mil"})
_BRITISH = re.compile(r"equality and human rights commission|(?<!\w)ehrc(?!\w)")


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What a law asks of a statement; `jurisdictions.toml` says what each field is."""

    code: str
    name: str
    law: re.Pattern[str]
    title: str
    in_force: date
    domains: tuple[str, ...]
    status: bool
    review: int
    review_read: bool
    link: str
    names: re.Pattern[str]
    hosts: tuple[str, ...]
    enforcement_read: bool
    standard: str
    standard_since: date | None
    register: tuple[str, ...]
    mention: re.Pattern[str]
    source: str
    read: bool


@lru_cache(maxsize=1)
def jurisdictions() -> Mapping[str, Jurisdiction]:
    """Return every jurisdiction that is known, by its code."""
    return {code: _jurisdiction(code, facts) for code, facts in table("jurisdictions.toml").items()}


@dataclass(frozen=True, slots=True)
class Applicable:
    """The jurisdiction that a site is under."""

    jurisdiction: Jurisdiction
    sure: bool
    """Whether the user, the law that is named or a domain of public bodies says so; the ending of
    a country alone is that of private sites, too."""


def jurisdiction_of(text: StatementText | None, host: str, given: str = "") -> Applicable | None:
    """Return whose law applies: as *given*, else as *text* names it, else as *host* ends."""
    known = jurisdictions()
    if given:
        found = known.get(given.upper())
        return None if found is None else Applicable(found, sure=True)
    if text is not None:
        by_law = _by_law(text)
        if by_law is not None:
            return Applicable(by_law, sure=True)
    endings = [
        (len(ending), ending, code)
        for code, each in known.items()
        for ending in each.domains
        if host == ending or host.endswith(f".{ending}")
    ]
    if not endings:
        return None
    _, ending, code = max(endings)
    return Applicable(known[code], sure=ending in _PUBLIC or "." in ending)


def _by_law(text: StatementText) -> Jurisdiction | None:
    """Return the jurisdiction whose law *text* names most; a national law before the Union's."""
    plain = folded(" ".join(block.text for block in text.blocks))
    known = jurisdictions()
    counts = {code: len(each.law.findall(plain)) for code, each in known.items()}
    best = max((c for c in counts if c != "EU"), key=lambda code: counts[code])
    if counts[best] == 0:
        return known["EU"] if counts["EU"] else None
    if best == "GB" and _NORTHERN.search(plain) and not _BRITISH.search(plain):
        return known["NI"]
    return known[best]


def _jurisdiction(code: str, facts: Mapping[str, Any]) -> Jurisdiction:
    return Jurisdiction(
        code=code,
        name=facts["name"],
        law=_words(facts["law"]),
        title=facts["title"],
        in_force=facts["in_force"],
        domains=tuple(facts["domains"]),
        status=facts["status"],
        review=facts["review"],
        review_read=facts["review_read"],
        link=facts["link"],
        names=_words(facts["names"]),
        hosts=tuple(facts["hosts"]),
        enforcement_read=facts["enforcement_read"],
        standard=facts["standard"],
        standard_since=facts.get("standard_since"),
        register=tuple(facts["register"]),
        mention=_words(facts["mention"]),
        source=facts["source"],
        read=facts["read"],
    )


def _words(fragments: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)" if fragments else r"(?!)")
