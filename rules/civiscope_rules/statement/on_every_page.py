"""Judge from how many pages a statement can be reached. See on_every_page.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Place, Site, passed
from civiscope_rules.shared.signposts import (
    find_signpost,
    has_all_links,
    has_navigation,
    html_pages,
)
from civiscope_rules.shared.statements import StatementSeen, statements


def check(site: Site) -> Iterator[Outcome]:
    """Apply to sites whose statement was visited, when more than one page was."""
    seen = next(statements(site), None)
    if seen is None:
        return
    pages = [
        (page, dom)
        for page, dom in html_pages(site)
        if has_navigation(page, dom) and has_all_links(page, dom)
    ]
    without = [page for page, dom in pages if find_signpost(dom.links, "accessibility") is None]
    if len(pages) > 1 and without:
        yield _lacking(seen, without[0].url, len(without), len(pages))
    elif len(pages) > 1:
        yield passed(seen.place)


def _lacking(seen: StatementSeen, example: str, count: int, pages: int) -> Outcome:
    # Where the law is content with the home page, that is the business of another rule.
    read = seen.law is not None and seen.law.link == "every" and seen.law.read
    outcome = seen.lacks("missing", read=read, example=example, count=count, pages=pages)
    place = Place("accessibility statement", url=example)
    return Outcome(outcome.verdict, place, "missing", outcome.facts)
