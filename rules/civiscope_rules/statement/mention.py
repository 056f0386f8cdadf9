"""Judge the mention of the status that French pages carry. See mention.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.statement import Status
from civiscope.detectors.statement.folding import folded
from civiscope.model import Outcome, Place, Site, passed
from civiscope_rules.shared.signposts import find_signpost, html_pages
from civiscope_rules.shared.statements import StatementSeen, statements

_WORDS: dict[str, Status] = {"totalement": "full", "partiellement": "partial", "non": "non"}


def check(site: Site) -> Iterator[Outcome]:
    """Apply to sites whose statement is under French law, on each page that leads to it."""
    seen = next((each for each in statements(site) if each.law and each.law.code == "FR"), None)
    if seen is None:
        return
    for page, dom in html_pages(site):
        link = find_signpost(dom.links, "accessibility")
        if link is not None:
            yield _judge(seen, page.url, link.text)


def _judge(seen: StatementSeen, page: str, text: str) -> Outcome:
    place = Place("accessibility mention", url=page)
    plain = " ".join(folded(text).replace("-", " ").split())
    said = next((status for word, status in _WORDS.items() if f"{word} conforme" in plain), None)
    if said is None:
        outcome = seen.lacks("missing", text=text[:100])
        return Outcome(outcome.verdict, place, "missing", outcome.facts)
    if seen.status.status in _WORDS.values() and seen.status.status != said:
        facts = {"text": text[:100], "sentence": seen.status.sentence[:300]}
        return Outcome("failed", place, "differs", facts)
    return passed(place)
