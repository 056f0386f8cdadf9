"""Get a scan ready: targets, session, guard and requests of our own, before a browser starts."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from civiscope.browser.certificates import trusted_keys
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.find import find_browser
from civiscope.collectors.page.visit import Plan
from civiscope.collectors.pool import BrowserSettings
from civiscope.collectors.tab_count import TabCount, default_tabs
from civiscope.config.scan_options import ScanSettings
from civiscope.crawl.interstitials import is_login_address
from civiscope.crawl.scope import ScanScope
from civiscope.crawl.targets import Targets, read_targets
from civiscope.engines import engine_versions
from civiscope.errors import UsageError
from civiscope.evidence import EVIDENCE_VERSION, EvidenceStore, ScanFile
from civiscope.evidence.secret_values import SecretValues
from civiscope.fetch.address_guard import AddressGuard
from civiscope.fetch.client import DEADLINE, Fetcher
from civiscope.fetch.robots import Robots, is_this_machine
from civiscope.model.page_script import PageScript
from civiscope.scan.journey_plan import JourneyPlan, plan_journeys
from civiscope.scan.session import SiteSession, read_session
from civiscope.web.actions import action_of_address
from civiscope.web.urls import host_of, is_web_url, origin_of

if TYPE_CHECKING:
    # Not loaded before they are asked for.
    from civiscope.collectors.hosts import Countries, DnsResolver

_MAX_WATCHED = 1
"""Pages that are open beside those worked on where each is shown once, and watched for a second
and a half at most: more cost memory and win nothing (docs/benchmarks.md)."""
DEFAULT_PAGES = 100
"""Pages of a crawl when nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """All that a scan needs before its browser starts."""

    settings: ScanSettings
    targets: Targets
    session: SiteSession
    secrets: SecretValues
    """Values that must not be written anywhere."""
    store: EvidenceStore | None
    """The evidence to go on with; None for a new scan."""
    guard: AddressGuard
    scope: ScanScope
    fetcher: Fetcher
    robots: Robots
    browser: BrowserSettings
    dns: DnsResolver | None
    countries: Countries | None
    journeys: JourneyPlan
    """The journeys to be made, with what is typed in them."""

    def plan(self, scripts: Sequence[PageScript]) -> Plan:
        """Return what is gathered on each page."""
        return Plan(
            scripts=tuple(scripts),
            screenshot=self.settings.takes_pictures,
            cookies=self.session.cookies,
            local_storage=self.session.local_storage,
        )

    def view(self) -> BrowserView:
        """Return how the browser shows itself to the site."""
        width, height = self.settings.viewport
        return BrowserView(
            width=width,
            height=height,
            user_agent=self.settings.user_agent,
            accept_language=self.settings.accept_language,
            headers=dict(self.session.headers),
            user_name=self.session.user_name,
            password=self.session.password,
            admits_automation=self.settings.admit_automation,
            own=self.session.own.covers,
        )

    def deadlines(self) -> Deadlines:
        """Return how long a page may take."""
        return Deadlines(load=self.settings.page_timeout, script=self.settings.script_timeout)

    @property
    def tabs(self) -> TabCount:
        """How many pages are shown at the same time."""
        settings = self.settings
        shows_again = settings.depth != "quick" or settings.privacy_visits != "off"
        if settings.tabs is not None or shows_again:
            return TabCount.of(settings.tabs)
        if self._pages != 1 or self.journeys.journeys or self.targets.sitemaps:
            return TabCount.of(None, most_watched=_MAX_WATCHED)
        # The second is for the page, while the engine is proved in the first.
        return TabCount(min(default_tabs(), 2 if self.only_page else 1))

    @property
    def _pages(self) -> int:
        """How many pages are visited at most, as far as that is known ahead."""
        return min(
            self.max_pages if self.targets.follow else len(self.targets.pages), self.max_pages
        )

    @property
    def only_page(self) -> str:
        """The address of the only page that is visited, when there is just one; else nothing."""
        if self._pages != 1 or len(self.targets.pages) != 1 or self.targets.sitemaps:
            return ""
        if self.store is not None or self.settings.only_journeys or self.settings.max_time:
            return ""
        (page,) = self.targets.pages
        return "" if self.scope.excluded(page) else page

    async def allow(self, url: str, must_belong: bool) -> str:
        """Return why the browser may not go to *url*, after a code and a colon; else nothing."""
        refusal = await self.guard.refusal(url) or self._signs_out(url)
        if refusal or not must_belong or not is_web_url(url):
            return refusal
        if not self.scope.covers(url):
            return f"out-of-scope: {_elsewhere(url)}"
        said = (await self.robots.rules(url)).refusal(url)
        return f"robots: {said}" if said else ""

    def _signs_out(self, url: str) -> str:
        """Return why a page or frame at *url* would end the session; else nothing.

        The crawl follows no link to one; a redirect and a frame lead there as well.
        """
        if not self.settings.signed_in or action_of_address(url) != "sign-out":
            return ""
        if url in self.targets.pages:
            return ""
        shown = url.partition("?")[0][:120]
        return f"acts: It leads to {shown}, which would sign out of the session that was given."

    def head(self, browser: str) -> ScanFile:
        """Return what stands at the head of new evidence, which *browser* is to bring."""
        settings, targets = self.settings, self.targets
        return ScanFile(
            evidence_version=EVIDENCE_VERSION,
            id=secrets.token_hex(8),
            targets=targets.names,
            pages=targets.pages,
            follow=targets.follow,
            started=now(),
            settings=settings.public(),
            civiscope=civiscope_version(),
            browser=browser,
            engines=engine_versions(),
            seed=settings.seed,
            depth=settings.depth,
        )

    @property
    def max_pages(self) -> int:
        """How many pages the crawl keeps at most."""
        settings = self.settings
        if isinstance(settings.sample, int):
            return settings.sample
        if settings.max_pages is not None:
            return settings.max_pages
        return DEFAULT_PAGES if self.targets.follow else 1_000_000


async def prepare(
    words: Sequence[str],
    settings: ScanSettings,
    folder: Path,
    *,
    resume: bool,
    stack: contextlib.ExitStack,
) -> Preparation:
    """Return what a scan of the targets that *words* name needs.

    *stack* closes what is opened. Raises UsageError for wrong targets or settings.
    """
    browser = find_browser(settings.browser)
    store = EvidenceStore.resume(folder) if resume else None
    if store is not None:
        stack.callback(store.close)
        settings = _settings_of_resumed(settings, store.scan)
    targets = read_targets(store.scan.targets if store else words, stack)
    session = read_session(settings, (*targets.pages, *targets.sitemaps))
    journeys = plan_journeys(settings.journeys, targets.pages[0] if targets.pages else "")
    countries = _countries(settings)
    if countries is not None:
        stack.callback(countries.close)
    guard = AddressGuard(settings.resolve)
    for url in (*targets.pages, *targets.sitemaps, *journeys.starts):
        await guard.allow_kind_of(url)
    _check_ignored_robots(settings, targets)
    scope = ScanScope(settings.scope, settings.include, settings.exclude)
    for url in targets.pages:
        scope.add(url)
    fetcher = Fetcher(
        guard,
        user_agent=settings.user_agent or default_user_agent(),
        headers_for=session.headers_for,
        ca=settings.ca,
        deadline=min(DEADLINE, settings.page_timeout),
    )
    return Preparation(
        settings=settings,
        targets=targets,
        session=session,
        secrets=SecretValues((*session.secrets(), *journeys.secrets), public_texts(targets)),
        store=store,
        guard=guard,
        scope=scope,
        fetcher=fetcher,
        robots=Robots(fetcher, settings.ignore_robots),
        browser=BrowserSettings(
            executable=browser.path,
            resolve=settings.resolve,
            block_hosts=guard.blocked_hosts(),
            certificate_hashes=await trusted_keys(
                settings.ca, (*targets.pages, *journeys.starts), settings.resolve
            ),
        ),
        dns=_resolver(settings),
        countries=countries,
        journeys=journeys,
    )


def _elsewhere(url: str) -> str:
    """Say where an address out of scope leads, and what is not seen for it."""
    where = origin_of(url)
    if not is_login_address(url):
        return f"The address leads to {where}, which is not scanned."
    return (
        f"The address leads to a login at {where}, which is not scanned; give civiscope a session "
        f"with --storage-state, --cookie or --header to see behind it."
    )


def _countries(settings: ScanSettings) -> Countries | None:
    if not settings.geo:
        return None
    from civiscope.collectors.hosts import Countries

    return Countries(settings.geo)


def _resolver(settings: ScanSettings) -> DnsResolver | None:
    if not settings.dns:
        return None
    from civiscope.collectors.hosts import DnsResolver

    return DnsResolver(settings.resolver)


def civiscope_version() -> str:
    """Return the version of this civiscope."""
    return version("civiscope")


def default_user_agent() -> str:
    """Return how we call ourselves in requests of our own."""
    return f"Mozilla/5.0 (compatible; civiscope/{civiscope_version()})"


def now() -> str:
    """Return the time as RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _settings_of_resumed(settings: ScanSettings, head: ScanFile) -> ScanSettings:
    """Evidence holds no secrets: what the site was shown before has to be given again."""
    if head.settings.get("signed_in") and not settings.has_session:
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


def public_texts(targets: Targets) -> set[str]:
    """Return the addresses that the user wrote, which may hold a value by chance."""
    urls = (*targets.pages, *targets.sitemaps)
    return {*targets.names, *urls, *map(host_of, urls)}
