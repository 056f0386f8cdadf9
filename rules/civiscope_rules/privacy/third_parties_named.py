"""Compare third parties seen with those the notice names. See third_parties_named.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.headers import printable
from civiscope.lists.parties import Party, is_public_body, party_at
from civiscope.model import Outcome, Page, Place, Site, cannot_tell, passed
from civiscope.web.urls import registrable_domain
from civiscope_rules.shared.notices import MAX_TEXT_CHARACTERS, Notice, read_notices
from civiscope_rules.shared.signposts.language import fold_words

_TOO_COMMON = frozenset({"adobe", "cloud", "content", "data", "digital", "global", "national"})
_SHORTEST = 3


@dataclass(slots=True)
class _ContactedParty:
    domain: str
    party: Party | None
    page: str
    pages: int = 0


def check(site: Site, *, own: Sequence[str]) -> Iterator[Outcome]:
    """Apply to each notice that was read: one outcome for each third party that pages contact.

    *own* are further domains of the same public body.
    """
    ours = {registrable_domain(domain.lower()) for domain in own}
    for notice in read_notices(site):
        text = f" {fold_words(notice.text)} "
        cut = len(notice.text) >= MAX_TEXT_CHARACTERS
        for owner, seen in sorted(_parties(notice, ours).items()):
            named = any(f" {name} " in text for name in _names(seen))
            place = Place(owner, url=seen.page, snippet=printable(notice.url, 200))
            if named:
                yield passed(place)
            elif not cut:
                yield cannot_tell(
                    place,
                    "not-named",
                    owner=owner,
                    domain=seen.domain,
                    purpose=seen.party.known_for if seen.party else "a purpose we do not know",
                    count=seen.pages,
                )


def _parties(notice: Notice, ours: set[str]) -> dict[str, _ContactedParty]:
    """Return whom the pages contact that lead to *notice*, by owner."""
    found: dict[str, _ContactedParty] = {}
    for page, _ in notice.pages:
        for owner, seen in _of(page, ours).items():
            found.setdefault(owner, seen).pages += 1
    return found


def _of(page: Page, ours: set[str]) -> dict[str, _ContactedParty]:
    found: dict[str, _ContactedParty] = {}
    for host in page.contacted:
        domain = registrable_domain(host)
        if domain in ours or is_public_body(host):
            continue
        party = party_at(host)
        owner = party.name if party else domain
        found.setdefault(owner, _ContactedParty(domain, party, page.url))
    return found


def _names(seen: _ContactedParty) -> set[str]:
    """Return by which names a notice may call a third party, folded."""
    names = {fold_words(seen.domain), fold_words(seen.domain.partition(".")[0])}
    if seen.party is not None:
        whole = fold_words(re.sub(r"\(.*?\)", "", seen.party.name))
        first = whole.partition(" ")[0]
        names |= {whole} if first in _TOO_COMMON else {whole, first}
    return {name for name in names if len(name) >= _SHORTEST or name == "x"}
