"""Who is behind a host: the owner and purpose of well-known third parties, and public bodies."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.engines import engine_text

TRACKING = frozenset({"advertising", "analytics", "marketing", "replay", "social", "tag-manager"})
"""Purposes by which visitors are counted, recognised or followed."""
_RENTED = frozenset({"cdn", "hosting"})
_PURPOSES = {
    "ad": "advertising",
    "consent-provider": "consent",
    "customer-success": "customer-support",
    "utility": "tools",
}
"""Our words for categories of third-party-web that are called otherwise there."""
_WORDS = {
    "advertising": "advertising",
    "analytics": "counting visitors",
    "captcha": "telling people from robots",
    "cdn": "delivering files",
    "consent": "asking about cookies",
    "content": "embedded content",
    "customer-support": "chat and support",
    "fonts": "fonts",
    "hosting": "hosting",
    "maps": "maps",
    "marketing": "marketing",
    "reading-aloud": "reading pages aloud",
    "monitoring": "watching errors and speed",
    "payment": "payments",
    "replay": "recording what visitors do",
    "search": "searching the site",
    "social": "social networks",
    "tag-manager": "loading further companies' scripts",
    "tools": "tools for web sites",
    "translation": "translating pages",
    "video": "video",
}
# Labels that states use under their country's top-level domain. `go` is a state's only in some.
_STATE = re.compile(
    r"(^|\.)((gov|mil)|(gov|gob|gouv|gub|gv|govt|government|mil|gc)\.[a-z]{2}"
    r"|go\.(cr|id|jp|ke|kr|th|tz|ug)|nic\.in)$"
)
_OF_STATES = (
    "admin.ch",
    "belgium.be",
    "bund.de",
    "canada.ca",
    "data.gouv.fr",
    "europa.eu",
    "nhs.uk",
    "overheid.nl",
    "police.uk",
    "rijksoverheid.nl",
    "service-public.fr",
    "suomi.fi",
)


@dataclass(frozen=True, slots=True)
class Party:
    """A well-known owner of hosts that other people's pages talk to."""

    name: str
    """The product or company."""
    purpose: str
    """A word for programs: `analytics`, `fonts`, `tag-manager`, …"""

    @property
    def tracks(self) -> bool:
        """Whether it is known for counting, recognising or following visitors."""
        return self.purpose in TRACKING

    @property
    def known_for(self) -> str:
        """The purpose in plain words."""
        return _WORDS.get(self.purpose, "other things")


@lru_cache(maxsize=65536)
def party_at(host: str) -> Party | None:
    """Return who is behind *host*, None when that is not known."""
    theirs = None
    for name in _and_above(host):
        ours = _ours().get(name)
        # On machines for rent, who rents one says more than whose they are.
        if ours is not None and not (theirs and ours.purpose in _RENTED):
            return ours
        theirs = theirs or _entities().get(name)
    return theirs


@lru_cache(maxsize=65536)
def is_public_body(host: str) -> bool:
    """Say whether *host* is, by its name, a government's; only some states have such names."""
    return bool(_STATE.search(host)) or any(
        host == domain or host.endswith(f".{domain}") for domain in _OF_STATES
    )


def _and_above(host: str) -> Iterator[str]:
    """Yield *host* and the domains above it, the nearest first."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])


@lru_cache(maxsize=1)
def _ours() -> Mapping[str, Party]:
    text = files("civiscope.lists").joinpath("parties.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    del table["reviewed"]
    return {
        str(domain): Party(str(owner), purpose)
        for purpose, entries in table.items()
        for domain, owner in entries.items()
    }


@lru_cache(maxsize=1)
def _entities() -> Mapping[str, Party]:
    entities: list[dict[str, Any]] = json.loads(engine_text("third-parties"))
    found: dict[str, Party] = {}
    for entity in entities:
        category = str(entity.get("category", "other"))
        party = Party(str(entity["name"]), _PURPOSES.get(category, category))
        for domain in entity["domains"]:
            found.setdefault(str(domain).removeprefix("*."), party)
    return found
