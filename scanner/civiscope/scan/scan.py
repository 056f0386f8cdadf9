"""Gather: visit a site and keep what is seen. Nothing is judged here."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from civiscope.browser.certificates import trusted_keys
from civiscope.browser.emulation import Deadlines, View
from civiscope.browser.find import find_browser
from civiscope.browser.launch import BrowserStartError, why_no_sandbox
from civiscope.collectors.canary import prove
from civiscope.collectors.documents.listing import ask_documents
from civiscope.collectors.hosts import Countries, Handshaker, HostAsker, NameAsker, endpoints_of
from civiscope.collectors.interaction import PROBES, Probe
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, Pool, open_pool
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.crawler import Crawler
from civiscope.crawl.frontier import Candidate, Frontier
from civiscope.crawl.other_hosts import ask_aliases
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.sitemap import read_sitemaps
from civiscope.crawl.targets import Targets, read_targets
from civiscope.crawl.templates import group_by_template
from civiscope.engines import engine_versions
from civiscope.errors import InternalError, UsageError
from civiscope.evidence import EVIDENCE_VERSION, EvidenceReader, EvidenceStore, ScanFile
from civiscope.evidence.schema import EndFile
from civiscope.evidence.secret_values import SecretValues
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import DEADLINE, Fetcher
from civiscope.fetch.robots import Robots, is_this_machine
from civiscope.model import Endpoint, Host, Page
from civiscope.model.page_script import PageScript
from civiscope.scan.session import Session, read_session
from civiscope.scan.stages.consent import choose_for_privacy, look_for_privacy
from civiscope.scan.stages.interaction import choose, look
from civiscope.web.urls import host_of, is_web_url, origin_of

DEFAULT_PAGES = 100
"""Pages of a crawl when nothing else is said."""
_MAX_SKIPPED = 5000

Say = Callable[[str], None]
Begun = Callable[[], None]
PageSeen = Callable[[Page, int], None]
Probed = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how the scan goes. All are called in the scan's own thread."""

    say: Say = lambda _: None
    page: PageSeen = lambda _page, _waiting: None
    probed: Probed = lambda _url, _left: None
    """Told of each page whose behaviour was looked at, and how many are left."""
    begun: Begun = lambda: None
    """A new scan's evidence has been begun: from now on what is seen is kept."""

    def without(self, secrets: SecretValues) -> Listener:
        """Return a listener that is told the same, with *secrets* hidden."""
        if not secrets:
            return self

        def page(seen: Page, waiting: int) -> None:
            visit = replace(seen.visit, detail=secrets.hide(seen.visit.detail))
            self.page(replace(seen, url=secrets.hide(seen.url), visit=visit), waiting)

        return Listener(
            say=lambda sentence: self.say(secrets.hide(sentence)),
            page=page,
            probed=lambda url, left: self.probed(secrets.hide(url), left),
            begun=self.begun,
        )


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
    listener = listener or Listener()
    with contextlib.ExitStack() as stack:
        browser = find_browser(settings.browser)
        store = EvidenceStore.resume(folder) if resume else None
        if store is not None:
            settings = _resumed(settings, store.scan)
        targets = read_targets(store.scan.targets if store else words, stack)
        session = read_session(settings, (*targets.pages, *targets.sitemaps))
        hidden = SecretValues(session.secrets(), _public_texts(targets))
        listener = listener.without(hidden)
        names = NameAsker(settings.resolver) if settings.dns else None
        countries = Countries(settings.geo) if settings.geo else None
        if countries is not None:
            stack.callback(countries.close)
        guard = AddressGuard(settings.resolve)
        for url in (*targets.pages, *targets.sitemaps):
            await guard.allow_kind_of(url)
        _check_ignored_robots(settings, targets)
        scope = ScanScope(settings.scope, settings.include, settings.exclude)
        for url in targets.pages:
            scope.add(url)

        browser_settings = BrowserSettings(
            executable=browser.path,
            resolve=settings.resolve,
            block_hosts=guard.blocked_hosts(),
            certificate_hashes=await trusted_keys(settings.ca, targets.pages, settings.resolve),
        )
        plan = Plan(
            scripts=tuple(scripts),
            screenshot=settings.screenshots,
            cookies=session.cookies,
            local_storage=session.local_storage,
        )
        fetcher = Fetcher(
            guard,
            user_agent=settings.user_agent or default_user_agent(),
            headers_for=session.headers_for,
            ca=settings.ca,
            deadline=min(DEADLINE, settings.page_timeout),
        )
        robots = Robots(fetcher, settings.ignore_robots)

        async def allow(url: str, must_belong: bool) -> str:
            refusal = await guard.refusal(url)
            if refusal or not must_belong or not is_web_url(url):
                return refusal
            if not scope.covers(url):
                return f"out-of-scope: The address leads to {origin_of(url)}, which is not scanned."
            said = (await robots.rules(url)).refusal(url)
            return f"robots: {said}" if said else ""

        try:
            async with (
                fetcher,
                open_pool(
                    browser_settings,
                    world=world_script(),
                    allow=allow,
                    deadlines=Deadlines(load=settings.page_timeout, script=settings.script_timeout),
                    view=_view(settings, session),
                    plan=plan,
                    tabs=settings.tabs,
                ) as pool,
            ):
                # Before a folder is begun: a list that cannot be read costs no earlier scan.
                # None of the three waits for another.
                reading = asyncio.create_task(
                    _read_lists(settings, targets, fetcher, robots, scope)
                )
                ahead = [prove(pool)]
                if pool.tabs > 1:
                    ahead.append(pool.warm())
                try:
                    await asyncio.gather(*ahead)
                    listed = await reading
                finally:
                    reading.cancel()
                if not pool.browser.sandboxed:
                    why = why_no_sandbox()
                    listener.say(f"The browser runs without its sandbox, because {why}.")
                for problem in listed.problems:
                    listener.say(problem)
                if store is None:
                    head = _head(targets, settings, pool)
                    store = EvidenceStore.create(folder, head, force=force)
                    listener.begun()
                else:
                    store.begin_again()
                store.hide(hidden)
                run = _Run(
                    settings,
                    targets,
                    store,
                    pool,
                    fetcher,
                    guard,
                    scope,
                    robots,
                    listed,
                    listener,
                    [PROBES[name] for name in PROBES if name in set(probes)],
                    names,
                    countries,
                )
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
        robots: Robots,
        listed: _Listed,
        listener: Listener,
        probes: Sequence[Probe],
        names: NameAsker | None,
        countries: Countries | None,
    ) -> None:
        self._settings = settings
        self._targets = targets
        self._store = store
        self._pool = pool
        self._probes = probes
        self._told = listener.probed
        self._fetcher = fetcher
        self._guard = guard
        self._scope = scope
        self._names = names
        self._countries = countries
        self._robots = robots
        self._listed = listed
        self._notes = list(listed.problems)
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
            guard,
            scope,
            self._frontier,
            self._robots,
            listener.page,
            _limit(settings, targets),
        )
        if not pool.browser.sandboxed:
            self._notes.append(f"The browser ran without its sandbox, because {why_no_sandbox()}.")

    async def go(self) -> None:
        """Crawl, look at error pages and documents, and write the end."""
        crawler = self._crawler
        crawler.start_clock()
        await crawler.run(self._targets.pages, self._listed.pages)
        if self._settings.missing_page and not self._targets.served:
            await crawler.missing_pages()
        templates = group_by_template(crawler.shapes)
        if self._probes:
            await self._look_at_behaviour(templates)
        if self._settings.privacy_visits != "off":
            await self._visit_for_privacy(templates)
        documents = await ask_documents(
            {**self._frontier.documents, **crawler.found_documents},
            self._fetcher,
            self._robots,
            crawler.limiter,
            crawler.time_is_up,
        )
        hosts = await self._ask_hosts()
        aliases = await ask_aliases(crawler.siblings, self._names) if self._names else ()
        endpoints: tuple[Endpoint, ...] = ()
        if self._countries is not None:
            endpoints = endpoints_of(crawler.answered, self._countries)
            self._notes.append(self._countries.told)
        skipped = crawler.skipped_at_end()
        self._store.finish(
            EndFile(
                finished=now(),
                stopped=crawler.stopped,
                found=self._frontier.found,
                documents=documents,
                skipped=tuple(skipped[:_MAX_SKIPPED]),
                skipped_total=len(skipped),
                templates=templates,
                notes=tuple(self._notes),
                hosts=hosts,
                aliases=aliases,
                endpoints=endpoints,
            )
        )

    async def _ask_hosts(self) -> tuple[Host, ...]:
        """Ask the hosts of the site themselves; none when we serve the site."""
        if self._targets.served:
            return ()
        asker = HostAsker(
            self._fetcher,
            self._robots,
            self._crawler.limiter,
            self._guard,
            Handshaker(self._settings.ca),
            self._scope.covers,
            self._crawler.time_is_up,
            names=self._names,
        )
        pages = (*self._targets.pages, *self._crawler.origins)
        return await asker.ask(pages, self._crawler.loaded, self._crawler.data)

    async def _visit_for_privacy(self, templates: Mapping[str, str]) -> None:
        crawler = self._crawler
        settings = self._settings
        chosen = choose_for_privacy(
            settings.privacy_visits, settings.privacy_pages, crawler.kept, templates
        )
        self._notes += await look_for_privacy(
            chosen, self._store, self._pool, crawler.limiter, crawler.time_is_up, self._told
        )

    async def _look_at_behaviour(self, templates: Mapping[str, str]) -> None:
        crawler = self._crawler
        listed = not self._targets.follow
        chosen = choose(self._settings.depth, crawler.kept, templates, listed=listed)
        await look(
            chosen,
            self._probes,
            self._store,
            self._pool,
            crawler.limiter,
            crawler.time_is_up,
            self._told,
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """Pages that sitemaps list, and what is wrong with those that were named."""

    pages: tuple[Candidate, ...] = ()
    problems: tuple[str, ...] = ()


async def _read_lists(
    settings: ScanSettings, targets: Targets, fetcher: Fetcher, robots: Robots, scope: ScanScope
) -> _Listed:
    """Return the pages that sitemaps list: those named as targets, and the site's own."""
    named: tuple[str, ...] = ()
    problems: list[str] = []
    candidates: list[Candidate] = []
    if targets.sitemaps:
        named, said = await read_sitemaps(fetcher, targets.sitemaps)
        problems += said
        if not named:
            raise UsageError(said[0] if said else f"{targets.sitemaps[0]} lists no pages.")
        for url in named:
            scope.add(url)
        candidates += [Candidate(url, 0, targets.sitemaps[0]) for url in named]
    if settings.sitemaps and targets.follow:
        for origin in dict.fromkeys(origin_of(url) for url in targets.pages):
            told = (await robots.rules(origin + "/")).sitemaps
            listed, said = await read_sitemaps(fetcher, told or (f"{origin}/sitemap.xml",))
            # That there is none where nobody said there would be is no problem.
            problems += said if told else ()
            candidates += [Candidate(url, 1, origin) for url in listed]
    return _Listed(tuple(candidates), tuple(problems))


def _limit(settings: ScanSettings, targets: Targets) -> int:
    if settings.sample is not None:
        return settings.sample
    if settings.max_pages is not None:
        return settings.max_pages
    return DEFAULT_PAGES if targets.follow else 1_000_000


def _resumed(settings: ScanSettings, head: ScanFile) -> ScanSettings:
    """Evidence holds no secrets: what the site was shown before has to be given again."""
    signed_in = bool(settings.cookies or settings.user or settings.storage_state)
    if head.settings.get("signed_in") and not signed_in:
        raise UsageError(
            "The scan had a session, which evidence does not keep; give the same --cookie, --user "
            "or --storage-state again to go on with it."
        )
    missing = sorted(set(head.settings.get("headers", ())) - set(settings.headers))
    if missing:
        raise UsageError(
            f"The scan sent headers whose values evidence does not keep; give them again with "
            f"--header to go on with it: {', '.join(missing)}."
        )
    return settings.resumed({**head.settings, "seed": head.seed, "depth": head.depth})


def _check_ignored_robots(settings: ScanSettings, targets: Targets) -> None:
    """robots.txt may be passed over on one's own machine, or for hosts the configuration names."""
    if "*" not in settings.ignore_robots:
        return
    for url in (*targets.pages, *targets.sitemaps):
        host = host_of(url)
        if not is_this_machine(host):
            raise UsageError(
                f"--ignore-robots is for sites on this machine; to pass over the robots.txt of "
                f'{host}, put ignore_robots = ["{host}"] into the [scan] part of civiscope.toml.'
            )


def _public_texts(targets: Targets) -> set[str]:
    """Return the addresses that the user wrote, which may hold a value by chance."""
    urls = (*targets.pages, *targets.sitemaps)
    return {*targets.names, *urls, *map(host_of, urls)}


def _view(settings: ScanSettings, session: Session) -> View:
    width, height = settings.viewport
    return View(
        width=width,
        height=height,
        user_agent=settings.user_agent,
        accept_language=settings.accept_language,
        headers=dict(session.headers),
        user_name=session.user_name,
        password=session.password,
        own=session.own.covers,
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
