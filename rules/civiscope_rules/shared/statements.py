"""Find the accessibility statements of a site and what was read from them, once for every rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from civiscope.detectors.statement import (
    Applicable,
    DateMention,
    DateRole,
    Jurisdiction,
    StatusReading,
    jurisdiction_of,
    latest,
    read_dates,
    read_status,
)
from civiscope.detectors.statement.parts import wcag_versions
from civiscope.model import Dom, EvidenceMissing, Missing, Outcome, Page, Place, ProvedFailure, Site
from civiscope.model.statement import StatementText
from civiscope.web.urls import canonical_url, host_of
from civiscope_rules.shared.signposts import find_signpost, html_pages

_MODEL = "the model of Implementing Decision (EU) 2018/1523"
MIN_WORDS = 25
"""A page with fewer words says nothing of its own."""
_CALLED = re.compile(
    r"statement|d[ée]claration|dichiarazione|declaraci[óo]n|erkl[äa]rung|verklaring|redog[öo]relse|seloste"
    r"|erkl[æa]ring|deklaracj|r[áa]iteas|declara[çc][ãa]o|prohl[áa][šs]en|vyhl[áa]sen|nyilatkozat|teatis|izjav",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def _status(text: StatementText) -> StatusReading:
    return read_status(text)


@lru_cache(maxsize=256)
def _dates(text: StatementText, month_first: bool, today: date | None) -> tuple[DateMention, ...]:
    return tuple(read_dates(text, month_first=month_first, today=today))


@dataclass(frozen=True)
class StatementSeen:
    """A statement that was visited."""

    page: Page
    dom: Dom
    text: StatementText
    site: Site

    @property
    def place(self) -> Place:
        """The page as a whole."""
        return Place("accessibility statement", url=self.page.url)

    @cached_property
    def applicable(self) -> Applicable | None:
        """Whose law applies, and how sure that is."""
        return jurisdiction_of(self.text, host_of(self.page.final_url), self.site.jurisdiction)

    @property
    def law(self) -> Jurisdiction | None:
        """Whose law applies; None when nobody knows."""
        return self.applicable.jurisdiction if self.applicable else None

    @property
    def status(self) -> StatusReading:
        """What it claims."""
        return _status(self.text)

    @property
    def mentions(self) -> tuple[DateMention, ...]:
        """Its dates."""
        return _dates(self.text, self.law is not None and self.law.code == "US", self.today)

    @property
    def dates(self) -> Mapping[DateRole, str]:
        """One date for each thing that was done."""
        return latest(self.mentions)

    @property
    def today(self) -> date | None:
        """The day of the scan."""
        try:
            return date.fromisoformat(self.site.day)
        except ValueError:
            return None

    @property
    def asks_for_status(self) -> bool:
        """Whether the law asks for one of the three statuses."""
        return self.law is None or self.law.status

    def lacks(self, message: str, *, read: bool = True, **facts: object) -> Outcome:
        """Return that the statement lacks what its law asks for.

        A person has to decide where the law was not *read* in the original, or where only the
        ending of its address tells whose law it is.
        """
        if read and self.applicable is not None and self.applicable.sure and self.law is not None:
            return Outcome("failed", self.place, message, {"law": self.law.title, **facts})
        law = (
            self.law.title
            if self.law is not None
            else "the model of Implementing Decision (EU) 2018/1523"
        )
        return Outcome("cannot_tell", self.place, message, {"law": law, **facts})


def statements(site: Site) -> Iterator[StatementSeen]:
    """Yield the statements that were visited and whose text says something of its own."""
    for each in statement_pages(site):
        if each.text.words >= MIN_WORDS or each.status.status != "none":
            yield each


def statement_pages(site: Site) -> list[StatementSeen]:
    """Return the pages that are accessibility statements, in order.

    A page that only calls itself "accessibility" is one when pages of the site lead to it as to
    their statement, and when it is called a statement, claims a status or names a law.
    """
    # A score of rules ask, and each would go through the links of all pages.
    return list(site.once(_find_statements))


def _find_statements(site: Site) -> tuple[StatementSeen, ...]:
    linked = _linked(site)
    found: list[StatementSeen] = []
    for page in site.visited:
        dom = page.evidence.dom
        if isinstance(dom, Missing) or dom.statement is None:
            continue
        seen = StatementSeen(page, dom, dom.statement, site)
        if page.url == site.statement_url or (_is_led_to(page, linked) and _is_one(seen)):
            found.append(seen)
    return tuple(found)


def _is_led_to(page: Page, linked: set[str]) -> bool:
    return page.target or bool({canonical_url(page.url), canonical_url(page.final_url)} & linked)


def _is_one(seen: StatementSeen) -> bool:
    titles = [heading.text for heading in seen.dom.headings if heading.level == 1]
    if any(_CALLED.search(name) for name in (seen.dom.title, seen.page.final_url, *titles)):
        return True
    return seen.status.status != "none" or jurisdiction_of(seen.text, "") is not None


def _linked(site: Site) -> set[str]:
    """Return the addresses that ordinary pages lead to as to their statement."""
    found: set[str] = set()
    for _, dom in html_pages(site):
        link = find_signpost(dom.links, "accessibility")
        if link is not None:
            found.add(canonical_url(link.url))
    return found


_NOT_JUDGED = Missing("not-gathered", "No rule on WCAG was applied to the pages of the site.")


def proved_of(seen: StatementSeen) -> list[ProvedFailure]:
    """Return what was proved of the criteria that the statement speaks of, of levels A and AA.

    Raises EvidenceMissing when nothing was judged by WCAG.
    """
    if seen.site.failures is None:
        raise EvidenceMissing(_NOT_JUDGED)
    versions = wcag_versions(seen.text)
    least = seen.law.standard if seen.law is not None else ""
    newest = max(versions) if versions else least or "2.2"
    return [
        each
        for each in seen.site.failures
        if each.level in {"A", "AA"} and (each.since or "2.0") <= newest
    ]
