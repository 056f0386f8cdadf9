"""What a scan can be asked to do: each option declared once, with all that follows from it.

From a declaration come the parameter on the command line with its help, the key in the [scan]
table, their documentation, the values allowed, what evidence keeps, and what `--resume` refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from civiscope.config.jurisdictions import JurisdictionCode
from civiscope.config.option import ScanOption, option, options_of
from civiscope.config.sent_values import check_cookies, check_headers, check_text
from civiscope.config.text_forms import (
    BEFORE_HEADER,
    BEFORE_NAME,
    BEFORE_PATTERN,
    check_patterns,
    check_sample,
    read_header,
    read_pinned_host,
    read_sample,
    read_window_size,
)
from civiscope.errors import UsageError

MAX_PICTURES = 300
"""Pages that pictures are kept of when nobody asked for them."""
Scope = Literal["host", "domain", "path"]
Depth = Literal["quick", "standard", "deep"]
Documents = Literal["off", "list", "check"]
PrivacyVisits = Literal["off", "start", "templates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """How to crawl and visit."""

    name: str = option("", metavar="NAME", help="What reports call the site.")
    """What reports call the site; when empty, what its titles have in common."""
    max_pages: int | None = option(
        None, at_least=1, help="Pages to visit (100 in a crawl, all of a list or folder)."
    )
    """Pages to keep. None: 100 where links are followed, all of a list, sitemap or folder."""
    max_depth: int | None = option(None, at_least=0, help="Links away from a target.")
    """Links from a target; 0 visits the targets only. None: 0 for lists, sitemaps and folders of
    pages, else without bound."""
    max_time: float | None = option(
        None, at_least=0.1, metavar="SECONDS", help="Begin no page after this time."
    )
    """Seconds after which no further page is begun."""
    sample: int | str | None = option(
        None,
        metavar="N|em",
        text=read_sample,
        check=check_sample,
        help="Visit N pages, spread over the kinds of page; em: choose a sample as WCAG-EM asks.",
    )
    """Visit this many pages, spread over the kinds of page the addresses show. `em`: visit up to
    `max_pages`, and choose a sample for evaluation by people, as WCAG-EM asks for it."""
    seed: int = option(1, keep="head", help="Which sample to take.")
    scope: Scope = option("host", help="What belongs to the site (host).")
    """`host`: the targets' own hosts; `domain`: their registrable domains; `path`: below the
    targets' paths."""
    include: tuple[str, ...] = option(
        (),
        metavar="PATTERN",
        between=BEFORE_PATTERN,
        help="Visit only matching addresses, e.g. '/en/*' (repeatable).",
    )
    """Visit only addresses that match one of these patterns (`*` and `?`; whole URL or path)."""
    exclude: tuple[str, ...] = option(
        (),
        metavar="PATTERN",
        between=BEFORE_PATTERN,
        help="Never visit matching addresses (repeatable).",
    )
    """Never visit addresses that match one of these patterns."""
    depth: Depth = option(
        "quick",
        keep="head",
        help="Where to check behaviour (keyboard, small windows, …): nowhere, on a page of each "
        "template and every listed page, or everywhere.",
    )
    """How much to check on each page."""
    privacy: PrivacyVisits | None = option(
        None,
        shown="privacy_visits",
        help="Where to visit again, choosing nothing, rejecting, accepting and asking for privacy: "
        "nowhere, on the first page of each host, or on a page of each template and every page "
        "with a form, too.",
    )
    """Which pages to visit again for privacy: none, the first of each host, or a page of each
    template and every page with a form as well. None: none at the depth `quick`, else
    `templates`."""
    privacy_pages: int = option(
        6, at_least=1, metavar="N", help="Pages to visit again for privacy at most (6)."
    )
    """Pages to visit again for privacy at most; each costs up to five visits."""
    documents: Documents = option(
        "list", help="What becomes of linked PDF and Office files: list, or look into them."
    )
    """`off`: nothing; `list`: their headers are asked for; `check`: each is fetched once, read in a
    process of its own, judged and thrown away."""
    max_documents: int = option(50, at_least=1, help="Documents to look into (50).")
    """With `documents = "check"`: documents to look into, in the order of their addresses."""
    admit_automation: bool = option(
        False, help="Tell scripts in visits for privacy that a program drives the browser."
    )
    """Whether `navigator.webdriver` says true in visits for privacy; some consent notices hide
    from programs then."""
    ignore_robots: tuple[str, ...] = option(
        (), bare=("*",), help="Pass over robots.txt; on this machine only."
    )
    """Hosts whose robots.txt is not asked; `*` is accepted for loopback only."""
    sitemaps: bool = option(True, help="Do not read the site's sitemaps.")
    """Whether to read the sitemaps that robots.txt names, or /sitemap.xml."""
    missing_page: bool | None = option(None)
    """Whether to ask each host for an address that cannot be there, to see its error page. None:
    unless the host is this machine, whose server says nothing of the site."""
    site_url: str = option(
        "", metavar="URL", help="Where the site usually is, when another copy of it is scanned."
    )
    """Where the site usually is, when it is scanned elsewhere (a preview, this machine)."""
    jurisdiction: JurisdictionCode | None = option(
        None,
        metavar="CODE",
        help="Whose law on accessibility statements: GB, FR, DE, … (found out).",
    )
    """Whose law on accessibility statements the site is under. None: as its statement names the
    law, else as its domain says."""
    ignore_parameters: tuple[str, ...] = option(
        (), metavar="NAME", help="Leave this query parameter out of addresses (repeatable)."
    )
    """Query parameters that say nothing of the page, such as a time that is new at each visit."""
    judge_local_headers: bool = option(
        False, help="Judge the header fields of a server on this machine, too."
    )
    """Whether to judge the header fields of a server on this machine, as if it were the site's."""
    delay: float = option(0.0, at_least=0, metavar="SECONDS", help="Between two pages of a host.")
    """Seconds between two pages of one host, when robots.txt does not ask for more."""
    tabs: int | None = option(
        None,
        keep="machine",
        at_least=1,
        at_most=64,
        help="Pages at the same time (by cores and memory).",
    )
    """Pages at the same time; None: as many as the machine keeps busy."""
    page_timeout: float = option(
        20.0, at_least=0.1, metavar="SECONDS", help="For a page to load (20)."
    )
    """Seconds for a page to load; then it is looked at as it stands."""
    script_timeout: float = option(
        30.0, at_least=0.1, metavar="SECONDS", help="For a page to answer (30)."
    )
    """Seconds for a page to answer a question; then its tab is given up."""
    accept_language: str = option(
        "en", check=partial(check_text, what="accept_language in the configuration")
    )
    """Sent as Accept-Language."""
    headers: Mapping[str, str] = option(
        factory=dict[str, str],
        keep="names",
        flag="--header",
        metavar="'NAME: VALUE'",
        text=read_header,
        between=BEFORE_HEADER,
        check=check_headers,
        help="Send this header (repeatable).",
    )
    """Sent with every request. Their values are kept out of evidence."""
    cookies: tuple[str, ...] = option(
        (),
        keep="session",
        in_config=False,
        flag="--cookie",
        metavar="NAME=VALUE",
        between=BEFORE_NAME,
        check=check_cookies,
        help="Set this cookie (repeatable).",
    )
    """`name=value`, set for the targets' hosts before each page. Kept out of evidence."""
    user: str = option(
        "",
        keep="session",
        in_config=False,
        metavar="NAME:PASSWORD",
        help="For HTTP authentication.",
    )
    """`name:password` for HTTP authentication. Kept out of evidence."""
    storage_state: Path | None = option(
        None, keep="session", help="A signed-in session in Playwright's format."
    )
    """A file in Playwright's storage-state format: the cookies and local storage of a session."""
    journeys: tuple[str, ...] = option(
        (),
        flag="--journey",
        metavar="FILE",
        keep="machine",
        help="Make this journey through the service, too (repeatable).",
    )
    """Journey files: what is done step by step, each state audited that they name."""
    only_journeys: bool = option(False)
    """Whether to make the journeys and visit nothing else."""
    resolve: Mapping[str, str] = option(
        factory=dict[str, str],
        metavar="HOST=ADDRESS",
        text=read_pinned_host,
        help="Pin a host name to an address (repeatable).",
    )
    """Host names pinned to addresses. Such a host is trusted to be where you say."""
    ca: Path | None = option(
        None, keep="machine", help="Trust these certificate authorities too, in PEM."
    )
    """PEM file with certificate authorities to trust besides the system's."""
    browser: Path | None = option(None, keep="machine", help="The browser to drive.")
    user_agent: str = option(
        "",
        check=partial(check_text, what="--user-agent (user_agent in the configuration)"),
        help="Send this as User-Agent.",
    )
    """Sent as User-Agent instead of the browser's own."""
    viewport: tuple[int, int] = option(
        (1280, 900),
        at_least=100,
        at_most=10_000,
        metavar="WxH",
        text=read_window_size,
        help="Size of the window (1280x900).",
    )
    """Width and height of the window in CSS pixels."""
    screenshots: bool | None = option(
        None, help="Keep a picture of every page, at depth quick as well."
    )
    """Whether to keep a picture of every page. None: at depth standard and deep, of the first 300
    pages, so that reports can show where on a page a problem is."""
    slow_line: bool = option(
        False,
        help="Load a page of each template on a slow line, without scripts, without third parties "
        "and on an old phone, too.",
    )
    """Whether to load the first page of each template four times more, at the depths `standard` and
    `deep`: at 1.6 Mbit/s and 150 ms, without scripts, without third parties, 360 pixels wide."""
    dns: bool = option(False, help="Query DNS as well: DNSSEC, CAA, mail, IPv6.")
    """Whether to query DNS about the site's domains: DNSSEC, CAA, mail, IPv6."""
    resolver: str = option(
        "", keep="machine", metavar="ADDRESS", help="Resolver for --dns (the system's)."
    )
    """Address of the resolver to ask, with or without a port; empty for the system's own."""
    reuse: Path | None = option(
        None,
        keep="machine",
        in_config=False,
        metavar="DIR",
        help="Visit only what has changed since the scan in DIR; reuse its evidence for the rest.",
    )
    """Output folder of an earlier scan. Pages that have not changed since are not visited again."""
    reuse_ignore: tuple[str, ...] = option((), keep="machine", check=check_patterns)
    """Regular expressions of what is another at each request of an unchanged page, such as a clock;
    with `--reuse`, what they match does not count as a change."""
    geo: Path | None = option(None, keep="machine")
    """A database of addresses and countries, in MaxMind's format; needs `civiscope[geo]`."""

    def __post_init__(self) -> None:
        """Refuse what no declaration allows. Raises UsageError."""
        for each in SCAN_OPTIONS:
            check_value(each, getattr(self, each.name), each.name)

    @property
    def privacy_visits(self) -> PrivacyVisits:
        """Which pages are visited again for privacy."""
        return self.privacy or ("off" if self.depth == "quick" else "templates")

    @property
    def signed_in(self) -> bool:
        """Whether pages are shown something that lets its bearer act on the site."""
        names = {name.lower() for name in self.headers}
        return self.has_session or not names.isdisjoint({"authorization", "cookie"})

    @property
    def has_session(self) -> bool:
        """Whether pages are shown cookies, a password or a stored session."""
        session = (each.name for each in SCAN_OPTIONS if each.facts.keep == "session")
        return any(getattr(self, name) for name in session)

    def resumed(self, stored: Mapping[str, Any]) -> ScanSettings:
        """Return the settings that a scan is gone on with.

        What the scan was told stands in its evidence, as `public` wrote it, and stays; secrets and
        what belongs to the machine are these settings' own.
        """
        values = {
            each.name: each.value_of(stored[each.name])
            for each in SCAN_OPTIONS
            if each.kept_on_resume and each.name in stored
        }
        return replace(self, **values)

    @property
    def takes_pictures(self) -> bool:
        """Whether a picture of a page is taken, where no number of pages is exceeded."""
        return self.depth != "quick" if self.screenshots is None else self.screenshots

    def public(self) -> dict[str, Any]:
        """Return the settings for evidence and results: without secrets and machine paths."""
        public: dict[str, Any] = {}
        for each in SCAN_OPTIONS:
            match each.facts.keep:
                case "value":
                    value = getattr(self, each.facts.shown or each.name)
                    public[each.name] = each.plain(value)
                case "names":
                    public[each.name] = sorted(getattr(self, each.name))
                case "session":
                    public["signed_in"] = self.has_session
                case "head" | "machine":
                    pass
        return public


SCAN_OPTIONS: tuple[ScanOption, ...] = options_of(ScanSettings)
"""Every option, in the order of `--help`."""


def check_value(given: ScanOption, value: object, name: str) -> None:
    """Raise UsageError that calls the option *name* when it does not take *value*."""
    if not given.accepts(value):
        raise UsageError(f"{name} takes {given.expected}, not {value!r:.80}.")
    if given.facts.check is not None:
        given.facts.check(value)
