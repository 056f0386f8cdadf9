"""A visited page with all that was gathered on it, and the site it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from civiscope.model.adapters import adapter_of
from civiscope.model.dom import Dom, RawHtml
from civiscope.model.evidence import (
    NOT_PROBED,
    AxeResults,
    ConsoleMessage,
    Cookie,
    Evidence,
    EvidenceMissing,
    Missing,
    PagePart,
    StateChange,
    Visit,
)
from civiscope.model.exposed import FetchedData
from civiscope.model.leaks import Code
from civiscope.model.network import Headers, Request, Response
from civiscope.model.privacy import PrivacyVisit
from civiscope.web.urls import (
    host_of,
    is_preview,
    is_web_url,
    registrable_domain,
    same_site,
)

T = TypeVar("T")
_COMPLETE = Visit("complete")

FOLDER_FIELD = "x-civiscope-folder"
"""Sent with every response when civiscope itself serves a folder of built HTML."""


@dataclass(frozen=True)
class Page:
    """One page as it was visited. Everything a page rule may look at is in here.

    A property whose evidence is missing raises EvidenceMissing; let it pass, the engine then
    answers `untested` or `cannot tell` for the rule, with the reason.
    """

    url: str
    evidence: Evidence
    visit: Visit = _COMPLETE
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
    site_url: str = ""
    """Where the site usually is, when the user said that it was scanned elsewhere."""
    local_headers: bool = False
    """Whether the header fields of a server on this machine are to be judged."""
    pages_like_files: frozenset[str] = frozenset()
    """Addresses that end like a file's and were visited as pages, without their queries."""
    journey: str = ""
    """Name of the journey that it is a state of; `url` is the state's own address then."""
    step: str = ""
    """Name of the state."""
    contacted: tuple[str, ...] = ()
    """Hosts of others that the page made the browser contact; filled in for rules over the site,
    which do not get the requests."""
    reused_from: str = ""
    """When it was visited, where a later scan reuses what was seen then; else empty."""

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
    def parts(self) -> tuple[PagePart, ...]:
        """Parts of the page that were not judged."""
        axe = self.evidence.axe
        # Evidence of version 0.1.0 names hidden parts there only.
        rule = None if isinstance(axe, Missing) else axe.rule("hidden-content")
        nodes = rule.incomplete if rule is not None else ()
        return self.evidence.parts + tuple(
            PagePart("hidden", node.selector, "It is hidden.", node.snippet, node.frame)
            for node in nodes
        )

    @property
    def axe(self) -> AxeResults:
        """axe-core's answers."""
        return _there(self.evidence.axe)

    @property
    def privacy(self) -> PrivacyVisit:
        """What visits that choose nothing, reject, accept, and ask for privacy saw."""
        return _there(self.evidence.privacy)

    def script_results(self, rule_id: str) -> list[dict[str, Any]]:
        """Return what the in-page script of *rule_id* returned."""
        found = self.evidence.script_results.get(rule_id)
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
            return adapter_of(kind).validate_python(data)
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
        """The response that the page was made from."""
        found = self.document.response
        if found is None:
            raise EvidenceMissing(Missing("not-gathered", "The server gave no response."))
        return found

    @cached_property
    def own_responses(self) -> tuple[Response, ...]:
        """Every response of the site itself: pages, redirects, scripts, images.

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

    @cached_property
    def cookie_responses(self) -> tuple[Response, ...]:
        """Responses of the site itself that set cookies. Raises EvidenceMissing as they do."""
        return tuple(each for each in self.own_responses if "set-cookie" in each.headers)

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
        """Every response on the way to the page, the last one included."""
        return tuple(hop for request in self.requests if request.main for hop in request.hops)

    @property
    def status(self) -> int:
        """HTTP status of the page."""
        return self.response.status

    @property
    def headers(self) -> Headers:
        """Header fields of the page's own response."""
        return self.response.headers

    @property
    def final_url(self) -> str:
        """Where the browser ended; the URL asked for when it got no response."""
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

    @cached_property
    def own_domains(self) -> frozenset[str]:
        """The registrable domains that are the page's own.

        That of its host and of the site's usual address; on a preview of the site also that of the
        address at which the page says it is to be found.
        """
        canonical = self.evidence.dom.canonical if isinstance(self.evidence.dom, Dom) else ""
        usual = (self.site_url, canonical if is_preview(self.host) else "")
        return frozenset(
            registrable_domain(host)
            for host in (self.host, *(host_of(url) for url in usual if is_web_url(url)))
        )

    def lean(self) -> Page:
        """Return the page with only what rules over a whole site need, to keep memory bounded."""
        requests = self.evidence.requests
        lean = self.evidence.lean()
        if isinstance(requests, tuple):
            lean = replace(lean, requests=tuple(r for r in requests if r.main))
        return replace(self, contacted=self._others() or self.contacted, evidence=lean)

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


def _there(found: T | Missing) -> T:
    if isinstance(found, Missing):
        raise EvidenceMissing(found)
    return found
