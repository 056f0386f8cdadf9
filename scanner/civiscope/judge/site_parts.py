"""Find out in which part of a site problems stand: what is met more often weighs more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from civiscope.model import Missing, Page
from civiscope.results.findings import SitePart

_NEARLY_EVERY = 0.75
_MIN_PAGES = 4
"""Pages that make “every page” mean something."""
_MAX_STARTS = 3
"""Start pages of a crawl; where more were given, they are a list and not the start of anything."""
_ROOTS = {"", "/", "/index.html", "/index.htm", "/index.php", "/default.aspx"}
_MIN_FIELDS = 2
"""A form with one field is a search or a newsletter."""
_NOT_ASKED = {"hidden", "search", "submit", "button", "reset", "image"}
_AROUND = {"header", "nav", "footer", "aside"}
"""Landmarks whose forms are on every page and are nobody's reason to come."""


@dataclass(frozen=True, slots=True)
class SiteParts:
    """The pages of a site that weigh more than others."""

    pages: int = 0
    starts: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, pages: Sequence[Page]) -> SiteParts:
        """Return the parts of the site that *pages* are all visited pages of."""
        shown = [page for page in pages if page.kind == "page" and page.visit.state != "failed"]
        first = [page.url for page in shown if page.target or page.order == 0]
        if len(first) > _MAX_STARTS:
            first = [url for url in first if urlsplit(url).path in _ROOTS]
        return cls(
            pages=len(shown),
            starts=frozenset(first),
            forms=frozenset(page.url for page in shown if _has_form(page)),
        )

    def part(self, pages: Collection[str]) -> SitePart:
        """Return the weightiest part that *pages*, those with the problem, belong to."""
        if not self.forms.isdisjoint(pages) and len(self.forms) < self.pages:
            return "form"
        if self.pages >= _MIN_PAGES and len(pages) >= _NEARLY_EVERY * self.pages:
            return "every-page"
        return "start-page" if not self.starts.isdisjoint(pages) else ""


def _has_form(page: Page) -> bool:
    """Say whether the content of *page* asks visitors for something."""
    dom = page.evidence.dom
    if isinstance(dom, Missing):
        return False
    return any(
        form.region not in _AROUND
        and sum(each.type not in _NOT_ASKED for each in form.fields) >= _MIN_FIELDS
        for form in dom.forms
    )
