"""Gather: visit a site and keep what is seen. Nothing is judged here."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from civiscope.browser.canary import prove
from civiscope.browser.find import find_browser
from civiscope.browser.launch import BrowserStartError
from civiscope.browser.pool import BrowserSettings, Pool, open_pool
from civiscope.browser.tab import Deadlines, View
from civiscope.browser.world import world_script
from civiscope.collectors.visit import PageScript, Plan
from civiscope.crawl.addresses import AddressGuard
from civiscope.crawl.crawler import Crawler
from civiscope.crawl.fetch import Fetcher
from civiscope.crawl.frontier import Candidate, Frontier
from civiscope.crawl.robots import Robots
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.sitemap import read_sitemaps
from civiscope.crawl.targets import Targets, read_targets
from civiscope.crawl.templates import group_by_template
from civiscope.engines import engine_versions
from civiscope.errors import InternalError, UsageError
from civiscope.evidence import EVIDENCE_VERSION, EvidenceReader, EvidenceStore, ScanFile
from civiscope.evidence.schema import EndFile
from civiscope.model import Document, Page
from civiscope.session import Session, read_session
from civiscope.settings import ScanSettings
from civiscope.urls import host_of, origin_of

DEFAULT_PAGES = 100
"""Pages of a crawl when nothing else is said."""
MAX_DOCUMENTS = 1000
"""Documents whose headers are asked for; those beyond are listed without."""
_MAX_SKIPPED = 5000

Say = Callable[[str], None]
PageSeen = Callable[[Page, int], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how the scan goes. Both are called in the scan's own thread."""

    say: Say = lambda _: None
    page: PageSeen = lambda _page, _waiting: None


async def scan(
    words: Sequence[str],
    settings: ScanSettings,
    folder: Path,
    *,
    scripts: Sequence[PageScript] = (),
    force: bool = False,
    resume: bool = False,
    listener: Listener | None = None,
) -> EvidenceReader:
    """Scan the targets that *words* name and return the evidence kept in *folder*.

    *scripts* are the in-page scripts of rules. Raises UsageError for wrong targets or settings,
    InternalError when the browser or the engine does not work.
    """
    listener = listener or Listener()
    with contextlib.ExitStack() as stack:
        browser = find_browser(settings.browser)
        store = EvidenceStore.resume(folder) if resume else None
        targets = read_targets(store.scan.targets if store else words, stack)
        session = read_session(settings, [host_of(url) for url in targets.pages])
        guard = AddressGuard(settings.resolve)
        for url in (*targets.pages, *targets.sitemaps):
            await guard.allow_kind_of(url)
        _check_ignored_robots(settings, targets)
        scope = ScanScope(settings.scope, settings.include, settings.exclude)
        for url in targets.pages:
            scope.add(url)

        async def allow(url: str, must_belong: bool) -> str:
            refusal = await guard.refusal(url)
            if not refusal and must_belong and url.startswith("http") and not scope.covers(url):
                return f"out-of-scope: The address leads to {origin_of(url)}, which is not scanned."
            return refusal

        browser_settings = BrowserSettings(
            executable=browser.path,
            resolve=settings.resolve,
            # Names that only ever mean this machine are of no use to a public site.
            block_hosts=("localhost", "*.localhost") if guard.strict else (),
        )
        plan = Plan(
            scripts=tuple(scripts),
            screenshot=settings.screenshots,
            cookies=session.cookies,
            local_storage=session.local_storage,
        )
        agent = settings.user_agent or default_user_agent()
        try:
            async with (
                open_pool(
                    browser_settings,
                    world=world_script(),
                    allow=allow,
                    deadlines=Deadlines(load=settings.page_timeout, script=settings.script_timeout),
                    view=_view(settings, session),
                    plan=plan,
                    tabs=settings.tabs,
                ) as pool,
                Fetcher(
                    guard,
                    user_agent=agent,
                    headers=settings.headers,
                    own_host=host_of(targets.pages[0]) if targets.pages else "",
                    ca=settings.ca,
                ) as fetcher,
            ):
                await prove(pool)
                if not pool.browser.sandboxed:
                    listener.say("The browser runs without its sandbox, because you are root.")
                if store is None:
                    head = _head(targets, settings, pool)
                    store = EvidenceStore.create(folder, head, force=force)
                run = _Run(settings, targets, store, pool, fetcher, guard, scope, listener)
                await run.go()
        except BrowserStartError as error:
            raise InternalError(str(error)) from error
    return EvidenceReader(folder)


def default_user_agent() -> str:
    """Return how we call ourselves in requests of our own."""
    return f"Mozilla/5.0 (compatible; civiscope/{version('civiscope')})"


class _Run:
    """The part of a scan between an open browser and the last line of evidence."""

    def __init__(
        self,
        settings: ScanSettings,
        targets: Targets,
        store: EvidenceStore,
        pool: Pool,
        fetcher: Fetcher,
        guard: AddressGuard,
        scope: ScanScope,
        listener: Listener,
    ) -> None:
        self._settings = settings
        self._targets = targets
        self._store = store
        self._fetcher = fetcher
        self._listener = listener
        self._scope = scope
        self._notes: list[str] = []
        self._robots = Robots(fetcher, settings.ignore_robots)
        depth = settings.max_depth
        if depth is None and not targets.follow:
            depth = 0
        self._frontier = Frontier(
            scope, max_depth=depth, sample=settings.sample is not None, seed=settings.seed
        )
        self._crawler = Crawler(
            settings,
            store,
            pool,
            fetcher,
            guard,
            scope,
            self._frontier,
            self._robots,
            listener.page,
            _limit(settings, targets),
        )
        if not pool.browser.sandboxed:
            self._notes.append(
                "The browser ran without its sandbox, because it was started by root."
            )

    async def go(self) -> None:
        """Crawl, look at error pages and documents, and write the end."""
        crawler = self._crawler
        crawler.start_clock()
        listed = await self._listed()
        await crawler.run(self._targets.pages, listed)
        if self._settings.missing_page and not self._targets.served:
            await crawler.missing_pages()
        documents = await self._documents()
        skipped = crawler.skipped_at_end()
        reader = EvidenceReader(self._store.folder)
        self._store.finish(
            EndFile(
                finished=now(),
                stopped=crawler.stopped,
                found=self._frontier.found,
                documents=documents,
                skipped=tuple(skipped[:_MAX_SKIPPED]),
                skipped_total=len(skipped),
                templates=group_by_template(reader.pages()),
                notes=tuple(self._notes),
            )
        )

    async def _listed(self) -> list[Candidate]:
        """Return the pages that sitemaps list: those named as targets, and the site's own."""
        sitemaps = list(self._targets.sitemaps)
        named = bool(sitemaps)
        if self._settings.sitemaps and self._targets.follow:
            for origin in dict.fromkeys(origin_of(url) for url in self._targets.pages):
                rules = await self._robots.rules(origin + "/")
                sitemaps += rules.sitemaps or (f"{origin}/sitemap.xml",)
        if not sitemaps:
            return []
        pages, problems = await read_sitemaps(self._fetcher, sitemaps)
        if named:
            self._notes += problems
            for problem in problems:
                self._listener.say(problem)
            if not pages:
                raise UsageError(problems[0] if problems else f"{sitemaps[0]} lists no pages.")
            for url in pages:
                self._scope.add(url)
            return [Candidate(url, 0, sitemaps[0]) for url in pages]
        return [Candidate(url, 1, sitemaps[0]) for url in pages]

    async def _documents(self) -> tuple[Document, ...]:
        found = {**self._frontier.documents, **self._crawler.found_documents}
        documents: list[Document] = []
        for url, found_on in sorted(found.items()):
            rules = await self._robots.rules(url)
            refusal = rules.refusal(url)
            if refusal or len(documents) >= MAX_DOCUMENTS:
                why = refusal or f"More than {MAX_DOCUMENTS} documents; this one was not asked for."
                documents.append(Document(url, found_on, error=why))
                continue
            answer = await self._fetcher.head(url)
            documents.append(Document(url, found_on, answer.status, answer.headers, answer.error))
        return tuple(documents)


def _limit(settings: ScanSettings, targets: Targets) -> int:
    if settings.sample is not None:
        return settings.sample
    if settings.max_pages is not None:
        return settings.max_pages
    return DEFAULT_PAGES if targets.follow else 1_000_000


def _check_ignored_robots(settings: ScanSettings, targets: Targets) -> None:
    """robots.txt may be passed over on one's own machine, or for hosts the configuration names."""
    if "*" not in settings.ignore_robots:
        return
    for url in (*targets.pages, *targets.sitemaps):
        host = host_of(url)
        if host != "localhost" and not host.startswith("127.") and host != "::1":
            raise UsageError(
                f"--ignore-robots is for sites on this machine; to pass over the robots.txt of "
                f'{host}, put ignore_robots = ["{host}"] into the [scan] part of civiscope.toml.'
            )


def _view(settings: ScanSettings, session: Session) -> View:
    name, _, password = settings.user.partition(":")
    width, height = settings.viewport
    return View(
        width=width,
        height=height,
        user_agent=settings.user_agent,
        accept_language=settings.accept_language,
        headers=dict(settings.headers),
        user_name=name,
        password=password,
    )


def _head(targets: Targets, settings: ScanSettings, pool: Pool) -> ScanFile:
    return ScanFile(
        evidence_version=EVIDENCE_VERSION,
        id=secrets.token_hex(8),
        targets=targets.names,
        pages=targets.pages,
        follow=targets.follow,
        started=now(),
        settings=settings.public(),
        civiscope=version("civiscope"),
        browser=pool.browser.product,
        engines=engine_versions(),
        seed=settings.seed,
        depth=settings.depth,
    )


def now() -> str:
    """Return the time as RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
