"""Judge whether links that skip content take the keyboard along. Why: skip_link_works.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope import Outcome, Page, failed, passed
from civiscope.model import Missing
from civiscope.model.keyboard import KeyboardWalk

_SKIPS = re.compile(
    r"skip|jump|bypass|main content|to (?:the )?(?:main|content|navigation)|inhalt|contenu"
    r"|contenido|contenuto|conteúdo|inhoud|indhold|innehåll|innhold|sisältöön|treści|obsah|cynnwys",
    re.IGNORECASE,
)
"""Names of links that skip something; other links to a part that is missing are broken links."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to the first links of the page that lead to a part of it that is there.

    One that leads nowhere is left to `accessibility/skip-link`, where that has found it.
    """
    walk = page.probe("keyboard", KeyboardWalk)
    axe = None if isinstance(page.evidence.axe, Missing) else page.axe.rule("skip-link")
    told = axe is not None and bool(axe.violations)
    for skip in walk.skips:
        place = walk.stops[skip.stop].place()
        if skip.landed == "no target" and not told and _SKIPS.search(walk.stops[skip.stop].name):
            yield failed(place, "nowhere", href=skip.href)
        elif skip.landed == "there":
            yield passed(place)
        elif skip.landed == "before" and (address := _other_page(page, skip.href)):
            yield failed(place, "leaves", href=skip.href, address=address)
        elif skip.landed == "before":
            yield failed(place, "stays", href=skip.href)
    if not walk.closer:
        walk.require_end()
        walk.require_all_looked_at()


def _other_page(page: Page, href: str) -> str:
    """Return the address that *href* leads to when a base element makes it one of another page."""
    own = urlsplit(page.final_url)
    leads = [
        link.url
        for link in page.dom.links
        if urlsplit(link.url).fragment == href.removeprefix("#") and href.startswith("#")
    ]
    if any(urlsplit(url)[:3] == own[:3] for url in leads):
        return ""
    return leads[0] if leads else ""
