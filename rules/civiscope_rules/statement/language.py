"""Judge whether a statement is in the language of its site. See language.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civiscope.detectors.statement.folding import language_of
from civiscope.model import Outcome, Site, cannot_tell, passed
from civiscope_rules.shared.signposts import html_pages
from civiscope_rules.shared.statements import StatementSeen, statements

_MIN_WORDS = 60


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each statement of a site whose pages name their language."""
    found = {
        each.page.url: (each, _language(each))
        for each in statements(site)
        if each.text.words >= _MIN_WORDS
    }
    others = Counter(
        dom.lang.lower().partition("-")[0]
        for page, dom in html_pages(site)
        if dom.lang and page.url not in found
    )
    if not others:
        return
    [(main, _)] = others.most_common(1)
    spoken = {own for _, own in found.values()}
    for seen, own in found.values():
        if not own or main in spoken or own in others:
            yield passed(seen.place)
        else:
            yield cannot_tell(seen.place, "other", own=own, main=main)


def _language(seen: StatementSeen) -> str:
    return language_of(" ".join(block.text for block in seen.text.blocks if not block.footer))
