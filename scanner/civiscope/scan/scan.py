"""Gather: visit a site and keep what is seen. Nothing is judged here."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from civiscope.browser.launch import BrowserStartError
from civiscope.browser.process import may_sandbox, why_no_sandbox
from civiscope.collectors.canary import prove
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.interaction.divide import PROBE as DIVIDE
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import Pool, open_pool
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.crawler import CrawlContext, Crawler
from civiscope.crawl.frontier import Frontier
from civiscope.crawl.other_hosts import ask_aliases
from civiscope.crawl.reuse.plan import ReusePlan
from civiscope.crawl.templates import group_by_template
from civiscope.errors import InternalError
from civiscope.evidence import EvidenceReader, EvidenceStore
from civiscope.evidence.kinds import PRIVACY
from civiscope.evidence.schema import EndFile
from civiscope.model import Document, Endpoint, Host
from civiscope.model.page_script import PageScript
from civiscope.scan.context import ScanContext
from civiscope.scan.listener import Listener
from civiscope.scan.preparation import Preparation, now, prepare, public_texts
from civiscope.scan.reuse import ask_site, open_reuse, product_of
from civiscope.scan.sitemaps import ListedPages, read_listed_pages
from civiscope.scan.stages.document_contents import read_documents
from civiscope.scan.stages.documents import ask_documents, is_page
from civiscope.scan.stages.interaction import run_probes
from civiscope.scan.stages.journeys import describe, make_journeys

_MAX_ROUNDS = 3
"""How often the crawl goes on with what a later stage found."""
_MAX_SKIPPED = 5000


async def scan(
    words: Sequence[str],
    settings: ScanSettings,
    folder: Path,
    *,
    scripts: Sequence[PageScript] = (),
    probes: Sequence[str] = (),
    force: bool = False,
    resume: bool = False,
    listener: Listener | None = None,
) -> EvidenceReader:
    """Scan the targets that *words* name and return the evidence kept in *folder*.

    *scripts* are the in-page scripts of rules, *probes* the names of the probes they need. Raises
    UsageError for wrong targets or settings, InternalError when the browser or the engine does not
    work.
    """
    with contextlib.ExitStack() as stack:
        ready = await prepare(words, settings, folder, resume=resume, stack=stack)
        listener = (listener or Listener()).without(ready.secrets)
        reuse = open_reuse(
            ready,
            folder,
            scripts=scripts,
            probes=probes,
            findings_of=listener.findings_of,
            stack=stack,
        )
        try:
            async with (
                ready.fetcher,
                open_pool(
                    ready.browser,
                    world=world_script(),
                    allow=ready.allow,
                    deadlines=ready.deadlines(),
                    view=ready.view(),
                    plan=ready.plan(scripts),
                    tabs=ready.tabs,
                    # Where nothing has changed, no browser is needed.
                    asleep=prove if reuse is not None else None,
                ) as pool,
            ):
                # Before a folder is begun: a list that cannot be read costs no earlier scan.
                listed = await _warm_up(ready, pool, listener)
                browser = product_of(reuse, ready) if reuse is not None else pool.browser.product
                store = _begin_evidence(ready, browser, folder, force=force, listener=listener)
                stack.callback(store.close)
                context = _context(ready, pool, store, listener, frozenset(probes), reuse)
                await _Run(context, listed, ready).go()
        except BrowserStartError as error:
            raise InternalError(str(error)) from error
    return EvidenceReader(folder)


async def _warm_up(ready: Preparation, pool: Pool, listener: Listener) -> ListedPages:
    """Prove the engine, warm the tabs and read sitemaps; none of the three waits for another.

    Nor does the page, where there is only one: nothing is kept of it before the engine is proved.
    """
    reading = asyncio.create_task(
        read_listed_pages(ready.settings, ready.targets, ready.fetcher, ready.robots, ready.scope)
    )
    ahead = [prove(pool)] if pool.is_awake else []
    if ahead and pool.tabs > 1:
        ahead.append(_begin_only_page(ready, pool) if ready.only_page else pool.warm())
    try:
        await asyncio.gather(*ahead)
        listed = await reading
    finally:
        reading.cancel()
    if pool.is_awake and not pool.browser.sandboxed:
        listener.say(f"The browser runs without its sandbox, because {why_no_sandbox()}.")
    for problem in listed.problems:
        listener.say(problem)
    return listed


async def _begin_only_page(ready: Preparation, pool: Pool) -> None:
    """Begin to visit the only page of the scan, unless it must not be visited."""
    url = ready.only_page

    async def refusal() -> str:
        return await ready.guard.refusal(url) or (await ready.robots.rules(url)).refusal(url)

    refused, _ = await asyncio.gather(refusal(), pool.warm())
    if not refused:
        pool.begin(url, may_leave=True)


def _begin_evidence(
    ready: Preparation, browser: str, folder: Path, *, force: bool, listener: Listener
) -> EvidenceStore:
    """Return the store that evidence goes to: a new one, or that of the scan to be gone on with."""
    store = ready.store
    if store is None:
        store = EvidenceStore.create(folder, ready.head(browser), force=force)
        listener.begun()
    else:
        store.begin_again()
    store.hide(ready.secrets)
    return store


def _context(
    ready: Preparation,
    pool: Pool,
    store: EvidenceStore,
    listener: Listener,
    probes: frozenset[str],
    reuse: ReusePlan | None,
) -> ScanContext:
    settings, targets = ready.settings, ready.targets
    depth = 0 if settings.max_depth is None and not targets.follow else settings.max_depth
    crawler = Crawler(
        CrawlContext(
            settings=settings,
            store=store,
            pool=pool,
            guard=ready.guard,
            scope=ready.scope,
            frontier=Frontier(
                ready.scope,
                max_depth=depth,
                sample=settings.sample is not None,
                seed=settings.seed,
                signed_in=settings.signed_in,
                ignore_parameters=settings.ignore_parameters,
            ),
            robots=ready.robots,
            on_page=listener.page,
            max_pages=ready.max_pages,
            reuse=reuse,
        )
    )
    return ScanContext(
        settings=settings,
        targets=targets,
        store=store,
        pool=pool,
        fetcher=ready.fetcher,
        guard=ready.guard,
        scope=ready.scope,
        robots=ready.robots,
        crawler=crawler,
        listener=listener,
        probes=(
            *(probe for name, probe in PROBES.items() if name in probes),
            *((DIVIDE,) if settings.slow_line else ()),
        ),
        secrets=ready.session.secrets(),
        public=frozenset(public_texts(targets)),
        dns=ready.dns,
        countries=ready.countries,
    )


@dataclass
class _Run:
    """The part of a scan between an open browser and the last line of evidence."""

    context: ScanContext
    listed: ListedPages
    ready: Preparation
    notes: list[str] = field(default_factory=list[str])

    async def go(self) -> None:
        """Crawl, run every stage, and write the end."""
        context = self.context
        crawler, targets = context.crawler, context.targets
        self.notes += self.listed.problems
        if not may_sandbox():
            self.notes.append(f"The browser ran without its sandbox, because {why_no_sandbox()}.")
        if not targets.follow and not targets.served and context.settings.max_depth is None:
            self.notes.append(
                "Only the listed addresses were visited, and no links from them, because a list or "
                "sitemap is taken to be complete. --max-depth 1 follows links as well."
            )
        crawler.start_clock()
        if crawler.reuse is not None:
            crawler.reuse.begin(context.store.folder)
            await ask_site(crawler.reuse, self.ready, crawler)
            await crawler.verify_unchanged()
        if not context.settings.only_journeys:
            await crawler.run(targets.pages, self.listed.pages, listed=not targets.follow)
        documents = await self._ask_documents({})
        if context.settings.missing_page is not False and not targets.served:
            await crawler.missing_pages()
        templates = group_by_template(crawler.shapes)
        templates = await self._look_closer(templates)
        documents = await self._ask_documents(documents)
        if crawler.session.note:
            self.notes.append(crawler.session.note)
        self._note_reuse()
        journeys = await make_journeys(context, self.ready.journeys)
        self.notes += [describe(run) for run in journeys if run.end == "stopped"]
        if context.settings.documents == "check":
            documents = await self._read_documents(documents)
        hosts = await self._ask_hosts()
        aliases = await ask_aliases(crawler.siblings, context.dns) if context.dns else ()
        endpoints = self._find_countries()
        skipped = crawler.skipped_at_end()
        context.store.finish(
            EndFile(
                finished=now(),
                stopped=crawler.stopped,
                found=crawler.frontier.found,
                documents=tuple(documents[url] for url in sorted(documents)),
                skipped=tuple(skipped[:_MAX_SKIPPED]),
                skipped_total=len(skipped),
                templates=templates,
                notes=tuple(self.notes),
                hosts=hosts,
                aliases=aliases,
                endpoints=endpoints,
                journeys=journeys,
            )
        )

    def _note_reuse(self) -> None:
        """Say what became of the earlier scan, and keep what the next one needs."""
        crawler, store = self.context.crawler, self.context.store
        if crawler.reuse is None:
            return
        for sentence in crawler.reuse.notes():
            self.notes.append(sentence)
            self.context.listener.say(sentence)
        others = [
            page.url
            for page in crawler.kept
            if (store.folder / PRIVACY.name_of(page.number)).is_file()
        ]
        crawler.reuse.finish(store.folder, others)

    async def _ask_documents(self, known: Mapping[str, Document]) -> dict[str, Document]:
        """Ask for the documents found that are not *known* yet; return all of them by address.

        What turns out to be a page in spite of its ending is visited, and what is found there.
        """
        context, crawler = self.context, self.context.crawler
        documents = dict(known)
        if context.settings.documents == "off":
            return documents
        for _ in range(_MAX_ROUNDS):
            listed = {url: found.found_on for url, found in crawler.frontier.documents.items()}
            found = {**listed, **crawler.found_documents}
            new = {url: page for url, page in found.items() if url not in documents}
            if not new:
                break
            asked = await ask_documents(
                new, context.fetcher, context.robots, crawler.limiter, crawler.time_is_up
            )
            documents |= {document.url: document for document in asked}
            pages = [d.url for d in asked if d.url in listed and is_page(d)]
            for url in pages:
                del documents[url]
            await crawler.visit_as_pages(pages)
        return documents

    async def _read_documents(self, documents: Mapping[str, Document]) -> dict[str, Document]:
        """Return *documents* with what is in those that are looked into."""
        inside, notes = await read_documents(self.context, documents)
        self.notes += notes
        return {
            url: replace(each, facts=inside.get(url, each.facts)) for url, each in documents.items()
        }

    async def _look_closer(self, templates: dict[str, str]) -> dict[str, str]:
        """Act on pages, visit some for privacy, and return the templates of all pages.

        Visits for privacy mostly wait for a notice: where more pages may be open than are worked
        on, they begin with the pages known by now. What is found meanwhile comes after.
        """
        # As with all that comes after the pages: it is loaded while the browser works.
        from civiscope.scan.stages.consent import visit_pages_for_privacy

        context, ahead = self.context, None
        spare = context.pool.at_once - context.pool.tabs
        visits = context.settings.privacy_visits != "off"
        async with context.pool.more_while_idle():
            async with asyncio.TaskGroup() as group:
                if visits and context.probes and spare:
                    ahead = group.create_task(
                        visit_pages_for_privacy(context, templates, at_once=spare)
                    )
                if context.probes:
                    templates = await self._run_probes(templates)
            if visits:
                visited = {page.number for page in ahead.result().pages} if ahead else set[int]()
                selection = await visit_pages_for_privacy(context, templates, visited=visited)
                self.notes += selection.notes()
        return templates

    async def _run_probes(self, templates: dict[str, str]) -> dict[str, str]:
        """Run the probes, visit what they made appear, and return the templates of all pages."""
        context, crawler = self.context, self.context.crawler
        for _ in range(_MAX_ROUNDS):
            appeared = await run_probes(context, templates)
            seen = len(crawler.kept)
            if context.targets.follow:
                await crawler.go_on(appeared)
            if len(crawler.kept) == seen:
                break
            templates = group_by_template(crawler.shapes)
        return templates

    def _find_countries(self) -> tuple[Endpoint, ...]:
        countries = self.context.countries
        if countries is None:
            return ()
        self.notes.append(countries.told)
        from civiscope.collectors.hosts import endpoints_of

        return endpoints_of(self.context.crawler.answered, countries)

    async def _ask_hosts(self) -> tuple[Host, ...]:
        """Ask the hosts of the site themselves; none when we serve the site."""
        context = self.context
        crawler = context.crawler
        if context.targets.served:
            return ()
        from civiscope.collectors.hosts import Handshaker, HostAsker
        from civiscope.scan.stages.hosts import HostAddresses, ask_hosts

        asker = HostAsker(
            context.fetcher,
            context.robots,
            crawler.limiter,
            context.guard,
            Handshaker(context.settings.ca),
            names=context.dns,
        )
        met = HostAddresses(
            (*context.targets.pages, *crawler.origins), crawler.loaded, crawler.data
        )
        return await ask_hosts(asker, met, context.scope.covers, crawler.time_is_up)
