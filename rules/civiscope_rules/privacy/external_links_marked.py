"""Notice links that leave government sites without a word. See external_links_marked.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from civiscope.headers import printable
from civiscope.lists.parties import is_public_body
from civiscope.model import Link, Outcome, Page, Place, cannot_tell, passed
from civiscope.web.urls import host_of, is_web_url, registrable_domain

_SAID = re.compile(
    r"\bexternal\b|\boff-?site\b|\bexits?\b|\bleav(?:e|es|ing)\b|\bnon-?government|\bdisclaimer\b"
    r"|\b(?:enlace|sitio) externo|\bextern[oa]\b",
    re.IGNORECASE,
)
"""What a link says of itself, also to screen readers only."""
_SHOWN = 5


def check(page: Page, *, sites: Sequence[str], own: Sequence[str]) -> Iterator[Outcome]:
    """Apply to pages on *sites* (top-level domains, `*` for all) that link to other owners' sites.

    *own* are further domains of the same public body. One outcome a page.
    """
    if not is_web_url(page.final_url):
        return
    suffix = page.host.rpartition(".")[2]
    if "*" not in sites and suffix not in sites:
        return
    ours = {*page.own_domains, *(registrable_domain(name.lower()) for name in own)}
    leaving = [link for link in page.dom.links if link.visible and _leaves(link, ours)]
    if not leaving:
        return
    silent = [link for link in leaving if not _SAID.search(link.text)]
    if not silent:
        yield passed("external links")
        return
    hosts = sorted({host_of(link.url) for link in silent})
    place = Place("external links", url=silent[0].url, snippet=printable(silent[0].text, 120))
    named = ", ".join(hosts[:_SHOWN]) + (", …" if len(hosts) > _SHOWN else "")
    yield cannot_tell(place, "unmarked", count=len(silent), hosts=named)


def _leaves(link: Link, ours: set[str]) -> bool:
    host = host_of(link.url) if is_web_url(link.url) else ""
    return bool(host) and registrable_domain(host) not in ours and not is_public_body(host)
