"""What a scan is asked to do: every option with its default, whether from the command line, the
configuration file or Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

Scope = Literal["host", "domain", "path"]
Depth = Literal["quick", "standard", "deep"]
PrivacyVisits = Literal["off", "start", "templates"]


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How to crawl and visit."""

    scope: Scope = "host"
    """`host`: the targets' own hosts; `domain`: their registrable domains; `path`: below the
    targets' paths."""
    include: tuple[str, ...] = ()
    """Visit only addresses that match one of these patterns (`*` and `?`; whole URL or path)."""
    exclude: tuple[str, ...] = ()
    """Never visit addresses that match one of these patterns."""
    max_pages: int | None = None
    """Pages to keep. None: 100 where links are followed, all of a list, sitemap or folder."""
    max_depth: int | None = None
    """Links from a target; 0 visits the targets only. None: 0 for lists, sitemaps and folders of
    pages, else without bound."""
    max_time: float | None = None
    """Seconds after which no further page is begun."""
    sample: int | None = None
    """Visit this many pages, spread over the kinds of page the addresses show."""
    seed: int = 1
    depth: Depth = "quick"
    """How much to check on each page."""
    privacy: PrivacyVisits | None = None
    """Which pages to visit again for privacy: none, the first of each host, or a page of each
    template and every page with a form as well. None: none at the depth `quick`, else
    `templates`."""
    privacy_pages: int = 6
    """Pages to visit again for privacy at most; each costs up to five visits."""
    sitemaps: bool = True
    """Whether to read the sitemaps that robots.txt names, or /sitemap.xml."""
    missing_page: bool | None = None
    """Whether to ask each host for an address that cannot be there, to see its error page. None:
    unless the host is this machine, whose server says nothing of the site."""
    site_url: str = ""
    """Where the site usually is, when it is scanned elsewhere (a preview, this machine)."""
    ignore_robots: tuple[str, ...] = ()
    """Hosts whose robots.txt is not asked; `*` is accepted for loopback only."""
    delay: float = 0.0
    """Seconds between two pages of one host, when robots.txt does not ask for more."""
    tabs: int | None = None
    """Pages at the same time; None: as many as the machine keeps busy."""
    page_timeout: float = 20.0
    """Seconds for a page to load; then it is looked at as it stands."""
    script_timeout: float = 30.0
    """Seconds for a page to answer a question; then its tab is given up."""
    viewport: tuple[int, int] = (1280, 900)
    """Width and height of the window in CSS pixels."""
    user_agent: str = ""
    """Sent as User-Agent instead of the browser's own."""
    accept_language: str = "en"
    """Sent as Accept-Language."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Sent with every request. Their values are kept out of evidence."""
    cookies: tuple[str, ...] = ()
    """`name=value`, set for the targets' hosts before each page. Kept out of evidence."""
    user: str = ""
    """`name:password` for HTTP authentication. Kept out of evidence."""
    storage_state: Path | None = None
    """A file in Playwright's storage-state format: the cookies and local storage of a session."""
    resolve: Mapping[str, str] = field(default_factory=dict[str, str])
    """Host names pinned to addresses. Such a host is trusted to be where you say."""
    ca: Path | None = None
    """PEM file with certificate authorities to trust besides the system's."""
    browser: Path | None = None
    screenshots: bool = False
    dns: bool = False
    """Whether to ask the name system about the site's domains: DNSSEC, CAA, mail, IPv6."""
    resolver: str = ""
    """Address of the resolver to ask, with or without a port; empty for the system's own."""
    geo: Path | None = None
    """A database of addresses and countries, in MaxMind's format; needs `civiscope[geo]`."""

    @property
    def privacy_visits(self) -> PrivacyVisits:
        """Which pages are visited again for privacy."""
        return self.privacy or ("off" if self.depth == "quick" else "templates")

    @property
    def signed_in(self) -> bool:
        """Whether pages are shown something that lets its bearer act on the site."""
        names = {name.lower() for name in self.headers}
        given = self.cookies or self.user or self.storage_state
        return bool(given or names & {"authorization", "cookie"})

    def resumed(self, stored: Mapping[str, Any]) -> ScanSettings:
        """Return the settings that a scan is gone on with.

        What the scan was told stands in its evidence, as `public` wrote it, and stays; secrets and
        what belongs to the machine are these settings' own.
        """
        lists = {"include", "exclude", "ignore_robots", "viewport"}
        values: dict[str, Any] = {
            name: tuple(value) if name in lists else value
            for name, value in stored.items()
            if name not in {"headers", "signed_in"}
        }
        return replace(self, **values)

    def public(self) -> dict[str, Any]:
        """Return the settings for evidence and results: without secrets and machine paths."""
        return {
            "scope": self.scope,
            "include": list(self.include),
            "exclude": list(self.exclude),
            "max_pages": self.max_pages,
            "max_depth": self.max_depth,
            "max_time": self.max_time,
            "sample": self.sample,
            "privacy": self.privacy_visits,
            "privacy_pages": self.privacy_pages,
            "sitemaps": self.sitemaps,
            "missing_page": self.missing_page,
            "site_url": self.site_url,
            "ignore_robots": list(self.ignore_robots),
            "delay": self.delay,
            "page_timeout": self.page_timeout,
            "script_timeout": self.script_timeout,
            "viewport": list(self.viewport),
            "user_agent": self.user_agent,
            "accept_language": self.accept_language,
            "headers": sorted(self.headers),
            "signed_in": bool(self.cookies or self.user or self.storage_state),
            "resolve": dict(self.resolve),
            "screenshots": self.screenshots,
            "dns": self.dns,
        }
