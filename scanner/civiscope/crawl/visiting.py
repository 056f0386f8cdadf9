"""Get pages for a crawl: by a visit, or from an earlier scan when they are still as they were."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.pool import Pool
from civiscope.crawl.frontier import Candidate
from civiscope.crawl.page_outcome import classify_visit, main_response, rate_limited
from civiscope.crawl.reuse.plan import ReusePlan
from civiscope.evidence import EvidenceStore
from civiscope.evidence.kinds import PAGES, pack
from civiscope.evidence.schema import PageFile
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots
from civiscope.model import Page
from civiscope.model.evidence import NO_SCREENSHOT
from civiscope.web.urls import host_of

_RETRY_REASONS = {"connection"}
_MAX_RETRIES = 3
"""How often a page is asked for again when its host asks to wait."""


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """A page that was got, before it is kept."""

    page: Page
    links: tuple[str, ...]
    """Links of the page, as they are."""
    screenshot: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGetter:
    """Gets pages for one crawl."""

    pool: Pool
    store: EvidenceStore
    guard: AddressGuard
    robots: Robots
    limiter: HostLimiter
    slots: asyncio.Semaphore
    time_is_up: Callable[[], bool]
    reuse: ReusePlan | None = None
    ahead: dict[str, tuple[bytes, bytes]]
    """Pages that were visited before their turn, packed, each with its picture."""

    async def refusal(self, candidate: Candidate) -> str:
        """Return why the candidate's address must not be visited, after a code and a colon."""
        url = candidate.url
        refusal = await self.guard.refusal(url)
        if refusal:
            return refusal
        rules = await self.robots.rules(url)
        self.limiter.ask_for(host_of(url), rules.delay)
        # A target is opened all the same: the browser's own word on the connection is wanted.
        said = rules.refusal(url) or ("" if candidate.target else rules.unknown)
        return f"robots: {said}" if said else ""

    async def get(self, number: int, candidate: Candidate) -> CrawledPage | None:
        """Return the page at the candidate's address, the nth taken up; None when the time was up
        before it could be visited."""
        found = self._visited_ahead(candidate) or self._reused(candidate)
        if found is None:
            seen = await self.visit(candidate)
            if seen is None:
                return None
            page = page_of(number, candidate, seen)
            if self.reuse is not None:
                self.reuse.note_visit(page)
            found = CrawledPage(page, seen.links, seen.screenshot)
        placed = replace(
            found.page, order=number, depth=candidate.depth, found_on=candidate.found_on
        )
        return replace(found, page=placed)

    def _visited_ahead(self, candidate: Candidate) -> CrawledPage | None:
        packed, screenshot = self.ahead.pop(candidate.url, (b"", b""))
        file = PAGES.read(packed) if packed else None
        if file is None or file.page.target != candidate.target:
            return None
        return CrawledPage(file.page, file.links, screenshot)

    def _reused(self, candidate: Candidate) -> CrawledPage | None:
        """Return what an earlier scan saw at the candidate's address, when it is still so."""
        file = self.reuse.page(candidate) if self.reuse is not None else None
        if self.reuse is None or file is None:
            return None
        picture = self.reuse.picture(file.page)
        # It gets the name of its own place, where it is kept.
        evidence = replace(file.page.evidence, screenshot=NO_SCREENSHOT)
        return CrawledPage(replace(file.page, evidence=evidence), file.links, picture)

    async def visit(self, candidate: Candidate) -> VisitResult | None:
        """Visit the candidate's address as often as its host asks to come again; None when the time
        was up before it could be."""
        host = host_of(candidate.url)
        attempts = 0
        while True:
            attempts += 1
            async with self.limiter.turn(host), self.slots:
                if self.time_is_up():
                    return None
                seen = await self.pool.visit(candidate.url, may_leave=candidate.target)
            # What a page shows of keys is hidden in all that is written from now on.
            self.store.hide_found(seen.secrets)
            response = main_response(seen)
            if response is None or response.status not in {429, 503}:
                self.limiter.note_success(host)
                if seen.visit.reason in _RETRY_REASONS and attempts == 1:
                    continue
                return seen
            after = response.headers.get("retry-after")
            told = response.status == 429 or after is not None
            # Without a word about waiting, a 503 may be how things are: ask once more, no oftener.
            if attempts <= (_MAX_RETRIES if told else 1) and self.limiter.refused(host, after):
                continue
            return replace(seen, visit=rate_limited(seen.visit, response)) if told else seen

    async def visit_ahead(self, candidate: Candidate) -> None:
        """Visit an unchanged page before its turn, and tell whether it was right to call it so."""
        if self.reuse is None or await self.refusal(candidate):
            return
        seen = await self.visit(candidate)
        if seen is None:
            return
        page = page_of(0, candidate, seen)
        self.reuse.note_visit(page)
        # Packed: there may be hundreds.
        packed = pack(PAGES.to_json(PageFile(page, seen.links)))
        self.ahead[candidate.url] = packed, seen.screenshot


def page_of(number: int, candidate: Candidate, seen: VisitResult) -> Page:
    """Return the page that a visit of the candidate's address has shown."""
    return Page(
        url=candidate.url,
        evidence=seen.evidence,
        visit=classify_visit(candidate.url, seen),
        order=number,
        depth=candidate.depth,
        found_on=candidate.found_on,
        target=candidate.target,
    )
