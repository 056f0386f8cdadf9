"""Propose a strict Content Security Policy from what a crawl saw, and tell what it would stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from civiscope.model import Dom, Missing, Page, Request
from civiscope.web.urls import is_web_url, origin_of

NONCE = "'nonce-{random}'"
"""Stands for a nonce that the server makes anew for each response."""
_DIRECTIVES = {
    "script": "script-src",
    "stylesheet": "style-src",
    "image": "img-src",
    "font": "font-src",
    "media": "media-src",
    "texttrack": "media-src",
    "xhr": "connect-src",
    "fetch": "connect-src",
    "eventsource": "connect-src",
    "websocket": "connect-src",
    "ping": "connect-src",
    "document": "frame-src",
    "manifest": "manifest-src",
}
_BASE: dict[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    # Browsers that know 'strict-dynamic' go by the nonce alone; the others go by the hosts.
    "script-src": (NONCE, "'strict-dynamic'", "'self'"),
    # Attributes that hold style are not kept in evidence, so they cannot be ruled out.
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'",),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "media-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}
_HANDLERS = "security/inline-handlers"


@dataclass(slots=True)
class ProposedSource:
    """Somewhere that something is loaded from or sent to."""

    directive: str
    source: str
    pages: int
    first: str
    """The first page that did so."""


@dataclass(slots=True)
class Stopped:
    """Something that works today and that the policy would stop."""

    what: str
    """A sentence without its full stop."""
    pages: int
    first: str


@dataclass(slots=True)
class Proposal:
    """A policy for the pages of one origin."""

    origin: str
    pages: int = 0
    sources: list[ProposedSource] = field(default_factory=list[ProposedSource])
    stopped: list[Stopped] = field(default_factory=list[Stopped])
    inline_scripts: int = 0
    """Pages with scripts of their own in them: each needs the nonce."""
    unseen: int = 0
    """Pages whose requests or document are missing in the evidence."""

    @property
    def policy(self) -> dict[str, tuple[str, ...]]:
        """The sources of each directive."""
        found = {name: list(sources) for name, sources in _BASE.items()}
        for each in self.sources:
            allowed = found.setdefault(each.directive, [])
            if "'none'" in allowed:
                allowed.remove("'none'")
            if each.source not in allowed:
                allowed.append(each.source)
        return {name: tuple(sources) for name, sources in found.items()}

    @property
    def text(self) -> str:
        """The policy as the value of a header."""
        return "; ".join(" ".join((name, *sources)) for name, sources in self.policy.items())


def propose(pages: Iterable[Page]) -> tuple[Proposal, ...]:
    """Return a proposal for each origin that *pages* came from, in the order they were seen."""
    made: dict[str, _Making] = {}
    for page in pages:
        origin = origin_of(page.final_url)
        if page.visit.state != "failed" and is_web_url(page.final_url):
            made.setdefault(origin, _Making(Proposal(origin))).add(page)
    return tuple(making.proposal() for making in made.values())


class _Making:
    """A proposal that is being made."""

    def __init__(self, proposal: Proposal) -> None:
        self._proposal = proposal
        self._sources: dict[tuple[str, str], ProposedSource] = {}
        self._find_stopped: dict[str, Stopped] = {}

    def add(self, page: Page) -> None:
        """Take in what one page does."""
        found = self._proposal
        found.pages += 1
        evidence = page.evidence
        if isinstance(evidence.requests, Missing) or isinstance(evidence.dom, Missing):
            found.unseen += 1
        for key in dict.fromkeys(_sources(page, found.origin)):
            seen = self._sources.setdefault(key, ProposedSource(*key, 0, page.url))
            seen.pages += 1
        for what in dict.fromkeys(_find_stopped(page)):
            stopped = self._find_stopped.setdefault(what, Stopped(what, 0, page.url))
            stopped.pages += 1
        if isinstance(evidence.dom, Dom):
            found.inline_scripts += any(not each.url for each in evidence.dom.scripts)

    def proposal(self) -> Proposal:
        """Return the proposal with all that was taken in, most frequent first."""
        self._proposal.sources = sorted(
            self._sources.values(), key=lambda each: (each.directive, -each.pages, each.source)
        )
        self._proposal.stopped = sorted(
            self._find_stopped.values(), key=lambda each: (-each.pages, each.what)
        )
        return self._proposal


def _sources(page: Page, own: str) -> Iterator[tuple[str, str]]:
    evidence = page.evidence
    for request in () if isinstance(evidence.requests, Missing) else evidence.requests:
        directive = _DIRECTIVES.get(request.type)
        # What was refused or never came is not needed; what came by a detour needs each hop.
        if request.main or directive is None or request.blocked:
            continue
        for url in dict.fromkeys((request.url, *(hop.url for hop in request.hops))):
            source = _source(url, own)
            if source and (directive != "script-src" or source not in {"data:", "blob:"}):
                yield directive, source
    if isinstance(evidence.dom, Dom):
        for form in evidence.dom.forms:
            source = _source(form.action, own)
            if source:
                yield "form-action", source


def _source(url: str, own: str) -> str:
    scheme = urlsplit(url).scheme
    if scheme in {"data", "blob"}:
        return f"{scheme}:"
    if scheme not in {"http", "https", "ws", "wss"}:
        return ""
    origin = origin_of(url)
    # A source of http lets https through as well, and a strict policy asks for https.
    if own.startswith("https://"):
        origin = origin.replace("http://", "https://", 1).replace("ws://", "wss://", 1)
    return "'self'" if origin == own else origin


def _find_stopped(page: Page) -> Iterator[str]:
    responses = page.evidence.script_results.get(_HANDLERS)
    if isinstance(responses, list):
        for response in responses:
            facts: dict[str, Any] = response.get("facts") or {}
            if response.get("message") == "handler":
                yield f"Code in {str(facts.get('attribute', 'unnamed'))[:40]} attributes"
            elif response.get("message") == "link":
                yield "Links whose address is code (javascript:)"
    elif isinstance(page.evidence.dom, Dom) and page.evidence.dom.handlers:
        yield "Code in attributes such as onclick"
    console = page.evidence.console
    for said in () if isinstance(console, Missing) else console:
        if "unsafe-eval" in said.text and said.source in {"security", "exception", "violation"}:
            yield "Text that is run as code (eval)"
    requests = page.evidence.requests
    for request in () if isinstance(requests, Missing) else requests:
        if _is_plain(request, page):
            yield f"Files that come unencrypted from {origin_of(request.url)}"


def _is_plain(request: Request, page: Page) -> bool:
    https = page.final_url.startswith("https://")
    return https and request.url.startswith("http://") and not request.main and not request.blocked
