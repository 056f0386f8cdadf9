"""Crawl a site: take addresses up in a fixed order, visit them, keep what is seen."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from civiscope.collectors.pool import Pool
from civiscope.config.scan_options import MAX_PICTURES, ScanSettings
from civiscope.crawl.duplicates import DuplicateIndex
from civiscope.crawl.frontier import Candidate, Frontier
from civiscope.crawl.other_hosts import data_of, loaded_origins, other_hosts, sibling_hosts
from civiscope.crawl.outages import OUTAGES
from civiscope.crawl.reuse.plan import ReusePlan
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.session_watch import SessionWatch
from civiscope.crawl.visited import VisitedPage, has_form
from civiscope.crawl.visiting import PageGetter, page_of
from civiscope.detectors.privacy_notice import notice_links
from civiscope.evidence import EvidenceStore
from civiscope.evidence.schema import IndexEntry, PageFile
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.rate_limit import HostLimiter
from civiscope.fetch.robots import Robots, is_this_machine
from civiscope.model import Dom, Missing, Page, Skipped
from civiscope.model.reasons import as_reason
from civiscope.web.actions import action_of_name
from civiscope.web.urls import host_of, is_web_url, origin_of

_MAX_DATA = 200
"""Addresses of data that are kept for later; a few of each host are asked for."""
_ELSEWHERE = {"acts", "out-of-scope", "robots"}
"""A page that leads to where we do not go is not a page of the site."""
_AHEAD = 16
"""Pages that may wait for an earlier one before nothing new is begun."""

_GONE = {404, 410}
MIN_DEAD_LINKS = 50
"""Dead links that cost no page of the limit, at least; else as many as the limit has pages."""

Progress = Callable[[Page, int], None]
"""Called with each page that is kept, and how many addresses wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlContext:
    """What a crawl works with."""

    settings: ScanSettings
    store: EvidenceStore
    pool: Pool
    guard: AddressGuard
    scope: ScanScope
    frontier: Frontier
    robots: Robots
    on_page: Progress
    max_pages: int
    reuse: ReusePlan | None = None
    """Knows which pages an earlier scan has seen as they are now."""


class Crawler:
    """One crawl. What is seen goes to the store at once; what became of it, to the index, in order.

    The order of visits depends on the site only: addresses found on a page are taken in when its
    turn comes, whichever visit ended first.
    """

    def __init__(self, context: CrawlContext) -> None:
        self._settings = context.settings
        self._limit = context.max_pages
        self._store = context.store
        self._pool = context.pool
        self._scope = context.scope
        self.frontier = context.frontier
        """The addresses found, visited and not."""
        self._progress = context.on_page
        self.limiter = HostLimiter(context.settings.delay)
        self.reuse = context.reuse
        """What becomes of the pages of an earlier scan; None when nothing is reused."""
        self._getter = PageGetter(
            pool=context.pool,
            store=context.store,
            guard=context.guard,
            robots=context.robots,
            limiter=self.limiter,
            # One more than are worked on: a page may only be waited for, and lend its place.
            slots=asyncio.Semaphore(min(context.pool.tabs + 1, context.pool.at_once)),
            time_is_up=self.time_is_up,
            reuse=context.reuse,
            ahead={},
        )
        self._number = 0
        self._kept = 0
        self._held: list[Candidate] | None = None
        self._dead = 0
        self._doubles = DuplicateIndex()
        cookies = {name for name, _ in self._pool.given_cookies}
        self.session = SessionWatch(signed_in=self._settings.signed_in, cookies=cookies)
        self.origins: dict[str, None] = {}
        """Origins of the pages kept, in order."""
        self.siblings: dict[str, str] = {}
        """Other hosts of the pages' own domains that pages load from, each with the first page."""
        self.loaded: dict[str, None] = {}
        """Origins of the pages' own domains that pages load from."""
        self.data: dict[str, None] = {}
        """Addresses there that scripts of pages ask for, the first of them."""
        self.answered: dict[str, tuple[str, str]] = {}
        """Hosts of others that pages contacted, each with its address and the first page."""
        self.found_documents: dict[str, str] = {}
        """Addresses that turned out to be files, and where they were found."""
        self.kept: list[VisitedPage] = []
        """The pages kept, in order."""
        self.shapes: list[tuple[str, tuple[int, ...]]] = []
        """The pages kept, with the hashes of their structure."""
        self._notices: list[str] = []
        self._statements: list[str] = []
        self.stopped = ""

    async def run(
        self, targets: Iterable[str], more: Iterable[Candidate], *, listed: bool = False
    ) -> None:
        """Visit *targets*, take *more* (from sitemaps) in, then go on until there is nothing left
        or a limit is reached.

        With *listed*, targets stand in a list or a folder, which patterns make shorter; a target
        that somebody names is visited whatever they say.
        """
        # Where a target redirects to comes into scope: what belongs to it is known after the last.
        self._held = []
        self.frontier.add(
            Candidate(url, 0, "", target=not (listed and self._scope.excluded(url)))
            for url in targets
        )
        await self._until_done(only_targets=True)
        self.frontier.add(self._held)
        self._held = None
        self.frontier.add(more)
        if self.frontier.left > self._limit - self._kept:
            # Rules hang on the notice of privacy and on the accessibility statement; where not
            # every page has room, they must have.
            self.frontier.put_first(self._notices)
            self.frontier.put_first(self._statements)
        await self._until_done(only_targets=False)

    def next_number(self) -> int:
        """Return the number of a page that is seen by other means than an address."""
        self._number += 1
        return self._number - 1

    async def go_on(self, more: Iterable[Candidate]) -> None:
        """Visit *more*, found when the crawl was over, and what is found there."""
        self.frontier.add(more)
        await self._until_done(only_targets=False)

    async def visit_as_pages(self, urls: Iterable[str]) -> None:
        """Visit documents of the frontier that turned out to be pages, and what is found there."""
        for url in urls:
            self.frontier.take_as_page(url)
        await self._until_done(only_targets=False)

    async def verify_unchanged(self) -> None:
        """Visit the unchanged pages that are visited all the same, before any page is reused."""
        if self.reuse is None or not self.reuse.to_verify:
            return
        # What the targets lead to is of the site; the crawl itself has not begun.
        for page in self.reuse.earlier_pages():
            self._scope.add(page.final_url)
        found = (self.reuse.candidate(url) for url in self.reuse.to_verify)
        candidates = [candidate for candidate in found if candidate is not None]
        await asyncio.gather(*map(self._getter.visit_ahead, candidates))

    async def _until_done(self, *, only_targets: bool) -> None:
        waiting: dict[int, tuple[Candidate, asyncio.Task[PageFile | None]]] = {}
        turn = self._number
        # A sample picks among what is known: rounds of fixed size make that the same every time.
        round_size = 8 if self._settings.sample else self._pool.tabs + _AHEAD
        try:
            while True:
                if not self._settings.sample or not waiting:
                    self._begin_more(waiting, round_size, only_targets)
                if not waiting:
                    return
                # The others have to wait for this one whenever they end.
                await asyncio.wait([waiting[turn][1]])
                while turn in waiting and waiting[turn][1].done():
                    candidate, task = waiting.pop(turn)
                    self._commit(turn, candidate, task.result())
                    turn += 1
        finally:
            for _, task in waiting.values():
                task.cancel()
            await asyncio.gather(*(task for _, task in waiting.values()), return_exceptions=True)

    def _begin_more(
        self,
        waiting: dict[int, tuple[Candidate, asyncio.Task[PageFile | None]]],
        round_size: int,
        only_targets: bool,
    ) -> None:
        while len(waiting) < round_size and self._may_begin(len(waiting)):
            candidate = self.frontier.take(only_targets=only_targets)
            if candidate is None:
                return
            task = asyncio.create_task(self._see(self._number, candidate))
            waiting[self._number] = (candidate, task)
            self._number += 1

    def _may_begin(self, under_way: int) -> bool:
        if self.stopped:
            return False
        if self._kept + under_way >= self._limit:
            return False
        return not self.time_is_up()

    def time_is_up(self) -> bool:
        """Say whether no further page may be begun, and note it as the end of the crawl."""
        allowed = self._settings.max_time
        if allowed is not None and time.monotonic() > self._started + allowed:
            self.stopped = f"The time allowed ({allowed:g} seconds) was up."
        return bool(self.stopped)

    _started = 0.0

    def start_clock(self) -> None:
        """Begin to count the time a scan may take."""
        self._started = time.monotonic()

    async def _see(self, number: int, candidate: Candidate) -> PageFile | None:
        """Return the page at the candidate's address, from an earlier run if it is there; None when
        it must not be visited."""
        known = self._store.read_page(number)
        if known is not None and known.page.url == candidate.url:
            self.session.check(known.page)
            return known
        refusal = await self._getter.refusal(candidate)
        if refusal:
            reason, _, detail = refusal.partition(": ")
            self.frontier.skip(candidate, as_reason(reason), detail)
            return None
        seen = await self._getter.get(number, candidate)
        if seen is None:
            self.frontier.skip(candidate, "time", self.stopped)
            return None
        page = self.session.check(seen.page)
        if seen.screenshot and (self._settings.screenshots or number <= MAX_PICTURES):
            name = self._store.write_screenshot(number, seen.screenshot)
            page = replace(page, evidence=replace(page.evidence, screenshot=name))
        links = tuple(url for url in seen.links if self._may_follow(candidate, url))
        file = PageFile(page, links)
        self._store.write_page(number, file)
        return file

    def _may_follow(self, candidate: Candidate, url: str) -> bool:
        return is_web_url(url) and (candidate.target or self._scope.covers(url))

    def _commit(self, number: int, candidate: Candidate, file: PageFile | None) -> None:
        """Take the outcome of a visit in, in the order the addresses were taken up."""
        if file is None:
            self._store.note(IndexEntry(number, candidate.url, "skipped"))
            return
        page = file.page
        final = page.final_url
        if candidate.target and page.visit.state != "failed":
            self._scope.add(final)
        if page.visit.reason in {"download", "document"}:
            self.found_documents.setdefault(candidate.url, candidate.found_on)
            self._store.note(IndexEntry(number, candidate.url, "document"))
            return
        double = self._doubles.of(page)
        if double:
            detail = f"It shows the same page as {double}."
            self.frontier.skip(candidate, "duplicate", detail)
            self._store.note(IndexEntry(number, candidate.url, "duplicate", double))
            return
        if page.visit.reason in _ELSEWHERE:
            self.frontier.skip(candidate, page.visit.reason, page.visit.detail)
            self._store.note(IndexEntry(number, candidate.url, "skipped", page.visit.detail))
            return
        self._count(page)
        if page.visit.state != "failed":
            self.origins.setdefault(origin_of(final))
        self._keep(number, page)
        if candidate.target and isinstance(page.evidence.dom, Dom):
            self._notices += notice_links(page.evidence.dom)
            from civiscope.detectors.statement import statement_links

            self._statements += statement_links(page.evidence.dom)
        self._note_acts(page)
        links = [Candidate(url, candidate.depth + 1, candidate.url) for url in file.links]
        if self._held is None:
            self.frontier.add(links)
        else:
            self._held += links
        self._progress(page, self.frontier.left)

    def _count(self, page: Page) -> None:
        """Count *page* against the limit; a dead link has a budget of its own."""
        if page.visit.reason == "http-error" and page.status in _GONE:
            self._dead += 1
            if self._dead <= max(self._limit, MIN_DEAD_LINKS):
                return
        self._kept += 1

    def _note_acts(self, page: Page) -> None:
        """Have addresses left alone that links of *page* call by the name of an act."""
        dom = page.evidence.dom
        if not self._settings.signed_in or isinstance(dom, Missing):
            return
        for link in dom.links:
            action = action_of_name(link.text)
            # "Cancel" alone leads back to the list, on most forms; "Cancel booking" does not.
            if action == "cancel" and " " not in link.text.strip() and "?" not in link.url:
                continue
            if action is not None:
                self.frontier.leave_alone(link.url, action)

    def _keep(self, number: int, page: Page) -> None:
        self._store.note(IndexEntry(number, page.url, "page"))
        whole = page.visit.state == "complete"
        if page.kind == "page":
            # A made-up address is looked at once, for what its error page gives away.
            self.kept.append(
                VisitedPage(number, page.url, page.target, whole, has_form(page), page.depth)
            )
        for host, address in other_hosts(page):
            self.answered.setdefault(host, (address, page.url))
        for host in sibling_hosts(page):
            self.siblings.setdefault(host, page.url)
        self.loaded.update(dict.fromkeys(loaded_origins(page)))
        if len(self.data) < _MAX_DATA:
            self.data.update(dict.fromkeys(data_of(page)))
        if isinstance(page.evidence.dom, Dom) and page.kind == "page":
            self.shapes.append((page.url, page.evidence.dom.shape))

    async def missing_pages(self) -> None:
        """Ask each origin for an address that cannot be there, to see its error page.

        Unless it was asked for, not on this machine: the error page of a server for development
        says nothing of the site.
        """
        for origin in list(self.origins):
            if self._settings.missing_page is None and is_this_machine(host_of(origin)):
                continue
            name = hashlib.sha256(host_of(origin).encode()).hexdigest()[:12]
            candidate = Candidate(f"{origin}/civiscope-{name}-not-there", 0, "")
            number = self._number
            self._number += 1
            if await self._getter.refusal(candidate):
                continue
            file = self._store.read_page(number)
            if file is None or file.page.url != candidate.url:
                seen = await self._getter.visit(candidate)
                if seen is None:
                    return
                page = replace(page_of(number, candidate, seen), kind="missing")
                if page.visit.reason in {"http-error", *OUTAGES}:
                    page = replace(page, visit=seen.visit)
                file = PageFile(page)
                self._store.write_page(number, file)
            self._keep(number, file.page)
            self._progress(file.page, 0)

    def skipped_at_end(self) -> list[Skipped]:
        """Return every address set aside, those still waiting included."""
        why = self.stopped or f"The limit of {self._limit:,} pages was reached."
        waiting = [
            Skipped(candidate.url, "time" if self.stopped else "limit", why, candidate.found_on)
            for candidate in self.frontier.waiting
        ]
        return sorted([*self.frontier.skipped, *waiting], key=lambda s: (s.reason, s.url))
