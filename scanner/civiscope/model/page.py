"""A visited page with all that was gathered on it, and the site it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from civiscope.model.browser_tree import TreeNode
from civiscope.model.dom import Box, Dom, RawHtml
from civiscope.model.exposed import FetchedData
from civiscope.model.fingerprints import element_component
from civiscope.model.leaks import Code
from civiscope.model.network import NO_HEADERS, Headers, Request, Response
from civiscope.model.outcome import Place
from civiscope.model.privacy import PrivacyVisit
from civiscope.model.transport import Alias, Endpoint, Host
from civiscope.web.urls import (
    canonical_url,
    host_of,
    is_web_url,
    redact_url,
    registrable_domain,
    same_site,
)

T = TypeVar("T")

FOLDER_FIELD = "x-civiscope-folder"
"""Sent with every answer when civiscope itself serves a folder of built HTML."""

NOT_PROBED = "Behaviour was not checked on this page; --depth says on which pages it is."
"""Why a page that no probe looked at has no evidence of behaviour."""

NO_PRIVACY_VISIT = "This page was not visited for privacy; --privacy says which pages are."
"""Why a page has no evidence of what happens before and after a choice about cookies."""

VisitState = Literal["complete", "partial", "failed"]


class EvidenceMissing(Exception):
    """A rule asked for evidence that is not there. Let it pass: the engine answers for the rule."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.reason)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Missing:
    """Evidence that could not be gathered, and why."""

    missing: Literal["failed", "not-gathered"]
    """`failed`: the collector broke (rules answer cannot tell); `not-gathered`: it did not run, or
    ran out of time (rules answer untested)."""
    reason: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie in the browser after the visit. Its value is replaced by what can be said of it."""

    name: str
    domain: str
    path: str
    secure: bool
    http_only: bool
    same_site: str
    """`Strict`, `Lax`, `None`, or empty when the server did not say."""
    lifetime: float | None
    """Seconds from the visit to expiry; None for a session cookie."""
    partitioned: bool
    host_only: bool
    length: int
    entropy: float
    set_by: Literal["header", "script"]
    set_url: str
    """URL of the answer that set it; the page's own for cookies set by script."""


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change to a cookie or an item of storage that a script made during the visit.

    What answers set stands in their Set-Cookie fields, with the time of the request.
    """

    area: str
    """`cookie`, `local` or `session`. Cookies are told of in secure contexts only; what is left of
    them at the end always stands in `cookies`."""
    action: str
    """`added` (for a cookie, also changed), `changed`, `removed`, or `cleared` (all of an area)."""
    name: str
    at: float
    """Seconds from the start of the visit."""
    length: int = 0
    entropy: float = 0.0
    """Shannon entropy of the new value, bits per character."""
    origin: str = ""
    """Whose storage it is; empty for cookies, which are the page's own."""


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """Something the browser's console would show."""

    level: str
    """`error`, `warning`, `info`, …"""
    source: str
    """`console`, `exception`, `security`, `network`, `violation`, …"""
    text: str
    url: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An element that an in-page engine names."""

    selector: str
    """CSS selector; frames and shadow roots are parted by ` >>> `."""
    snippet: str
    summary: str = ""
    """What the engine says is wrong here."""
    box: Box | None = None
    frame: str = ""
    """URL of the frame when it is not the page's own document."""

    def place(self) -> Place:
        """Return the place a finding about this element names."""
        component = element_component(self.snippet, self.selector)
        return Place(
            component=component,
            selector=self.selector,
            snippet=self.snippet,
            box=self.box,
            frame=self.frame,
        )


@dataclass(frozen=True, slots=True)
class AxeRule:
    """What axe-core says of one rule on one page."""

    id: str
    violations: tuple[Node, ...] = ()
    incomplete: tuple[Node, ...] = ()
    passed: int = 0
    """1 when elements passed, else 0: axe is not asked to list them, which saves time."""
    failed: int = 0
    """Number of elements that failed; more than `violations` holds when that was cut."""
    unsure: int = 0
    """Number of elements axe could not decide; more than `incomplete` holds when that was cut."""
    error: str = ""


@dataclass(frozen=True)
class AxeResults:
    """axe-core's answers for all frames of a page."""

    version: str
    rules: tuple[AxeRule, ...]
    """Rules that applied; those not named were inapplicable."""
    untested_frames: tuple[str, ...] = ()
    """URLs of frames axe could not be run in."""
    tree: tuple[TreeNode, ...] = ()
    """What the browser itself makes of failed elements that axe may have misread."""

    def rule(self, rule_id: str) -> AxeRule | None:
        """Return the answer for one rule, None when it was inapplicable."""
        return self._by_id.get(rule_id)

    @cached_property
    def _by_id(self) -> Mapping[str, AxeRule]:
        return {rule.id: rule for rule in self.rules}


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page that could not be judged, or not for sure."""

    kind: str
    """A word for programs: `covered` (lies behind a dialog), `hidden`, `moving`, `endless`, …"""
    selector: str
    """Where it is; empty when it is no one element."""
    reason: str
    """A sentence: why it was not judged."""
    snippet: str = ""
    frame: str = ""
    """URL of the frame when it is not in the page's own document."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit went."""

    state: VisitState
    reason: str = ""
    """A word for programs: `timeout`, `dns`, `refused`, `tls`, `crashed`, `bot-wall`, `login`, …"""
    detail: str = ""
    """A sentence for people; empty when complete."""
    dom_content_loaded: float | None = None
    """Seconds from the start of the visit."""
    loaded: float | None = None
    """Seconds from the start of the visit."""
    navigations: tuple[str, ...] = ()
    """Where scripts or refreshes took the browser after the first document."""
    dialogs: int = 0
    popups: int = 0
    downloads: int = 0
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the collectors brought back from one page; `Missing` where one could not."""

    requests: tuple[Request, ...] | Missing
    cookies: tuple[Cookie, ...] | Missing
    console: tuple[ConsoleMessage, ...] | Missing
    dom: Dom | Missing
    raw_html: RawHtml | Missing
    axe: AxeResults | Missing
    answers: Mapping[str, list[dict[str, Any]] | Missing] = field(
        default_factory=dict[str, "list[dict[str, Any]] | Missing"]
    )
    """What the in-page script of each rule said, by rule id."""
    screenshot: str | Missing = Missing("not-gathered", "No rule asked for a screenshot.")
    """File name below `screenshots/`."""
    changes: tuple[StateChange, ...] | Missing = ()
    """How scripts changed cookies and storage, in time."""
    probes: Mapping[str, dict[str, Any] | Missing] = field(
        default_factory=dict[str, "dict[str, Any] | Missing"]
    )
    """What each probe saw when it acted on the page, by the probe's name."""
    privacy: PrivacyVisit | Missing = Missing("not-gathered", NO_PRIVACY_VISIT)
    """What visits that choose nothing, reject, accept, and ask for privacy saw."""
    code: Code | Missing = Missing("not-gathered", "The page's scripts were not read.")
    """What the page's scripts say of themselves."""
    data: FetchedData | Missing = Missing("not-gathered", "What scripts fetched was not read.")
    """What the data that scripts fetched give away."""
    parts: tuple[PagePart, ...] = ()
    """Parts of the page that were not judged, and why."""


@dataclass(frozen=True)
class Page:
    """One page as it was visited. Everything a page rule may look at is in here.

    A property whose evidence is missing raises EvidenceMissing; let it pass, the engine then
    answers `untested` or `cannot tell` for the rule, with the reason.
    """

    url: str
    evidence: Evidence
    visit: Visit = Visit("complete")
    kind: Literal["page", "missing"] = "page"
    """`missing`: an address made up by us, to see the site's error page."""
    order: int = 0
    """Position in the crawl, from 0."""
    depth: int = 0
    found_on: str = ""
    target: bool = False
    """Whether the user named it."""
    template: str = ""
    """Name of the group of pages with the same structure; empty before they are grouped."""
    contacted: tuple[str, ...] = ()
    """Hosts of others that the page made the browser contact; filled in for rules over the site,
    which do not get the requests."""

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """Every request of the page, in the order they were made."""
        return _there(self.evidence.requests)

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        """Cookies the visit left in a browser that had none before."""
        return _there(self.evidence.cookies)

    @property
    def changes(self) -> tuple[StateChange, ...]:
        """How scripts changed cookies and storage during the visit, in time."""
        return _there(self.evidence.changes)

    @property
    def console(self) -> tuple[ConsoleMessage, ...]:
        """Console messages, uncaught errors and security errors."""
        return _there(self.evidence.console)

    @property
    def dom(self) -> Dom:
        """The rendered document."""
        return _there(self.evidence.dom)

    @property
    def raw_html(self) -> RawHtml:
        """The HTML as sent."""
        return _there(self.evidence.raw_html)

    @property
    def code(self) -> Code:
        """What the page's scripts say of themselves: versions, source maps, leaks, listeners."""
        return _there(self.evidence.code)

    @property
    def data(self) -> FetchedData:
        """What the data that scripts fetched give away about people."""
        return _there(self.evidence.data)

    @property
    def axe(self) -> AxeResults:
        """axe-core's answers."""
        return _there(self.evidence.axe)

    @property
    def privacy(self) -> PrivacyVisit:
        """What visits that choose nothing, reject, accept, and ask for privacy saw."""
        return _there(self.evidence.privacy)

    def answer(self, rule_id: str) -> list[dict[str, Any]]:
        """Return what the in-page script of *rule_id* said."""
        found = self.evidence.answers.get(rule_id)
        if found is None:
            found = Missing("not-gathered", f"The script of {rule_id} was not run at the visit.")
        return _there(found)

    def probe(self, name: str, kind: type[T]) -> T:
        """Return what the probe *name* saw, as a *kind* (a dataclass of the model).

        Raises EvidenceMissing when the page was not looked at that way, or not in that form.
        """
        found = self.evidence.probes.get(name)
        if found is None:
            found = Missing("not-gathered", NOT_PROBED)
        data = _there(found)
        try:
            return _adapter(kind).validate_python(data)
        except ValidationError as error:
            reason = f"What the probe {name} saw cannot be read ({error.error_count()} problems)."
            raise EvidenceMissing(Missing("failed", reason)) from error

    @cached_property
    def document(self) -> Request:
        """The request for the page's own document; the last one when scripts went on elsewhere."""
        for request in reversed(self.requests):
            if request.main:
                return request
        raise EvidenceMissing(Missing("not-gathered", "The page's own request was not seen."))

    @property
    def response(self) -> Response:
        """The answer that the page was made from."""
        found = self.document.response
        if found is None:
            raise EvidenceMissing(Missing("not-gathered", "The server gave no answer."))
        return found

    @cached_property
    def own_answers(self) -> tuple[Response, ...]:
        """Every answer of the site itself: pages, redirects, scripts, images.

        Empty where civiscope serves the site. Raises EvidenceMissing when requests were not seen.
        """
        home = registrable_domain(host_of(self.url))
        return tuple(
            hop
            for request in self.requests
            for hop in request.hops
            if is_web_url(hop.url)
            and registrable_domain(host_of(hop.url)) == home
            and FOLDER_FIELD not in hop.headers
        )

    def request_for(self, url: str) -> Request | None:
        """Return the first request that asked for *url* or was sent there; not the page's own."""
        return self._by_url.get(url)

    @cached_property
    def _by_url(self) -> Mapping[str, Request]:
        found: dict[str, Request] = {}
        requests = self.evidence.requests
        for request in () if isinstance(requests, Missing) else requests:
            if not request.main:
                for url in (request.url, *(hop.url for hop in request.hops)):
                    found.setdefault(url, request)
        return found

    @property
    def hops(self) -> tuple[Response, ...]:
        """Every answer on the way to the page, the last one included."""
        return tuple(hop for request in self.requests if request.main for hop in request.hops)

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return self.response.status

    @property
    def headers(self) -> Headers:
        """Header fields of the page's own answer."""
        return self.response.headers

    @property
    def final_url(self) -> str:
        """Where the browser ended; the URL asked for when it got no answer."""
        if isinstance(self.evidence.dom, Dom):
            return self.evidence.dom.url
        if isinstance(self.evidence.requests, tuple):
            for request in reversed(self.evidence.requests):
                if request.main:
                    return request.final_url
        return self.url

    @property
    def host(self) -> str:
        """Host the page came from."""
        return host_of(self.final_url)

    def lean(self) -> Page:
        """Return the page with only what rules over a whole site need, to keep memory bounded."""
        kept = Missing("not-gathered", "Not kept for rules over the whole site.")
        requests = self.evidence.requests
        return replace(
            self,
            contacted=self._others() or self.contacted,
            evidence=replace(
                self.evidence,
                requests=tuple(r for r in requests if r.main)
                if isinstance(requests, tuple)
                else requests,
                console=kept,
                changes=kept,
                axe=kept,
                answers={},
                probes={},
                privacy=kept,
                code=kept,
                data=kept,
            ),
        )

    def _others(self) -> tuple[str, ...]:
        requests, home = self.evidence.requests, self.final_url
        if isinstance(requests, Missing):
            return ()
        found: set[str] = set()
        for request in requests:
            # What the browser refused never left it; the page's own way here is a visit.
            if not (request.main or request.blocked) and request.third_party_to(home):
                urls = (request.url, *(hop.url for hop in request.hops))
                found.update(host_of(url) for url in urls if not same_site(url, home))
        return tuple(sorted(found - {""}))


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is linked but is no web page: PDF, office document, archive."""

    url: str
    found_on: str
    status: int | None = None
    headers: Headers = NO_HEADERS
    error: str = ""
    """Why it could not be asked for; empty when it answered."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An address that was found and not visited."""

    url: str
    reason: str
    """A word for programs: `robots`, `limit`, `duplicate`, `trap`, `excluded`, `private`, …"""
    detail: str = ""
    found_on: str = ""


@dataclass(frozen=True)
class Site:
    """All pages of one scan, for rules that compare pages. Pages are lean: no axe, no console, and
    of the requests only those of the pages' own documents."""

    pages: tuple[Page, ...]
    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    targets: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    """What the site's hosts say apart from its pages."""
    aliases: tuple[Alias, ...] = ()
    """What the names of other hosts of its domain lead to; empty unless DNS was asked."""
    endpoints: tuple[Endpoint, ...] = ()
    """In which countries third parties answered; empty unless a database was given."""

    @cached_property
    def visited(self) -> tuple[Page, ...]:
        """Ordinary pages that were seen, whole or in part (no error-page probes)."""
        return tuple(p for p in self.pages if p.kind == "page" and p.visit.state != "failed")

    @cached_property
    def start(self) -> Page | None:
        """The first page of the scan, when it was seen."""
        return next((page for page in self.visited if page.order == 0), None)

    @cached_property
    def _by_url(self) -> Mapping[str, Page | Document]:
        found: dict[str, Page | Document] = {_key(d.url): d for d in self.documents}
        for page in self.pages:
            found.setdefault(_key(page.final_url), page)
        for page in self.pages:
            found[_key(page.url)] = page
        return found

    def at(self, url: str) -> Page | Document | None:
        """Return what was seen at *url*, None when it was not asked for."""
        return self._by_url.get(_key(url))


def _key(url: str) -> str:
    # Links in evidence are redacted, addresses of pages are not.
    return canonical_url(redact_url(url))


_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def _there(found: T | Missing) -> T:
    if isinstance(found, Missing):
        raise EvidenceMissing(found)
    return found
