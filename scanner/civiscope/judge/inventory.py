"""List what a site is made of, page by page: hosts, third parties, cookies, header fields.

Pages are looked at one at a time and not kept, so that 5,000 of them need no more memory than the
lists do. The same pages in the same order give the same lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from civiscope.headers import printable
from civiscope.lists.known_cookies import known_cookie, steady_name
from civiscope.lists.parties import is_public_body, party_at
from civiscope.model import Cookie, EvidenceMissing, Headers, Missing, Page, Request
from civiscope.results import CookieListed, HeaderListed, HostListed, Inventory, ThirdParty
from civiscope.web.urls import host_of, is_web_url, registrable_domain, same_site

MAX_ENTRIES = 500
"""Entries of each list that results keep."""
PROTECTIVE = (
    "content-security-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "cross-origin-resource-policy",
)
_TOLD = {
    *PROTECTIVE,
    "cache-control",
    "content-language",
    "content-security-policy-report-only",
    "content-type",
    "server",
    "via",
    "x-generator",
    "x-powered-by",
    "x-robots-tag",
    "x-xss-protection",
}
"""Fields whose values are of the site, not of one answer, and hold no secret."""
_PUBLIC_BODY = "public-body"
_KEPT = 5000
_MAX_EXAMPLES = 20
_VALUES = 5
_MAX_VALUE_CHARACTERS = 300
_NONCE = re.compile(r"'nonce-[^']*'")

_PartyKey = tuple[str, str, str]
_CookieKey = tuple[str, str, str]
K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class _Connection:
    """How one of the site's own hosts answers."""

    protocols: set[str] = field(default_factory=set[str])
    tls: set[str] = field(default_factory=set[str])
    issuer: str = ""
    valid_to: float = 0.0


@dataclass(slots=True)
class _Host(_Connection):
    pages: int = 0
    asked_by: int = 0


@dataclass(slots=True)
class _Party:
    example: str
    pages: int = 0
    hosts: set[str] = field(default_factory=set[str])
    kinds: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class _Cookie:
    first: Cookie
    third_party: bool
    example: str
    pages: int = 0
    lifetime: float | None = None


@dataclass(slots=True)
class _HeaderField:
    without: list[str]
    pages: int = 0
    values: Counter[str] = field(default_factory=Counter[str])


@dataclass(slots=True)
class InventoryNotes:
    """What the inventory takes from one page; the page itself is not needed any more."""

    url: str
    asked: tuple[str, ...] = ()
    """Hosts of the site that the page asked for something."""
    home: str | None = None
    """The page's own host; None when its requests are not known."""
    parties: dict[_PartyKey, dict[tuple[str, str], None]] = field(
        default_factory=dict[_PartyKey, dict[tuple[str, str], None]]
    )
    """Other companies, each with its hosts and what was asked of them, in order."""
    connections: dict[str, _Connection] = field(default_factory=dict[str, _Connection])
    cookies: dict[_CookieKey, _Cookie] = field(default_factory=dict[_CookieKey, _Cookie])
    fields: dict[str, str] | None = None
    """Header fields of the page and the values that are told; None when they are not known."""

    @classmethod
    def of(cls, page: Page) -> InventoryNotes | None:
        """Return what *page* shows; None of one that was not seen, or asked for as an error."""
        if page.visit.state == "failed" or page.kind != "page" or not is_web_url(page.final_url):
            return None
        notes = cls(page.url)
        if not isinstance(page.evidence.requests, Missing):
            notes._take_requests(page, page.evidence.requests)
        if not isinstance(page.evidence.cookies, Missing):
            notes._take_cookies(page, page.evidence.cookies)
        try:
            notes.fields = _fields_of(page.headers)
        except EvidenceMissing:
            notes.fields = None
        return notes

    def _take_requests(self, page: Page, requests: tuple[Request, ...]) -> None:
        home, asked = page.final_url, set[str]()
        for request in requests:
            # What the browser refused never left it.
            if request.blocked:
                continue
            for host, url in _contacted_hosts(request):
                if same_site(url, home):
                    asked.add(host)
                elif not request.main:
                    self.parties.setdefault(_party_key(host), {})[host, request.type] = None
            self._take_connections(home, request)
        self.asked, self.home = tuple(sorted(asked)), page.host

    def _take_connections(self, home: str, request: Request) -> None:
        for hop in request.hops:
            if not same_site(hop.url, home):
                continue
            host = self.connections.setdefault(host_of(hop.url), _Connection())
            if hop.protocol and not hop.from_cache:
                host.protocols.add(hop.protocol)
            if hop.tls is not None:
                host.tls.add(hop.tls.protocol)
                if hop.tls.valid_to > host.valid_to:
                    host.issuer, host.valid_to = hop.tls.issuer, hop.tls.valid_to

    def _take_cookies(self, page: Page, cookies: tuple[Cookie, ...]) -> None:
        for cookie in cookies:
            key = (steady_name(cookie.name), cookie.domain, cookie.path)
            of_other = not same_site(f"https://{cookie.domain.lstrip('.')}/", page.final_url)
            kept = self.cookies.setdefault(key, _Cookie(cookie, of_other, page.url))
            if cookie.lifetime is not None:
                kept.lifetime = max(cookie.lifetime, kept.lifetime or 0.0)


class InventoryTaker:
    """Gathers the inventory while pages go by."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._parties: dict[_PartyKey, _Party] = {}
        self._cookies: dict[_CookieKey, _Cookie] = {}
        self._fields: dict[str, _HeaderField] = {name: _HeaderField([]) for name in PROTECTIVE}
        self._first_pages: list[str] = []
        self._answers = 0

    def add(self, notes: InventoryNotes | None) -> None:
        """Take in what was noted of a page, if anything."""
        if notes is None:
            return
        self._add_parties(notes)
        self._add_hosts(notes)
        for key, cookie in notes.cookies.items():
            kept = _slot(self._cookies, key, _Cookie(cookie.first, cookie.third_party, notes.url))
            if kept is not None:
                kept.pages += 1
                if cookie.lifetime is not None:
                    kept.lifetime = max(cookie.lifetime, kept.lifetime or 0.0)
        if notes.fields is not None:
            self._add_fields(notes.url, notes.fields)

    def inventory(self) -> Inventory:
        """Return what was taken in, that of most pages first."""
        cookies = sorted(
            (_cookie_listed(key, each) for key, each in self._cookies.items()),
            key=lambda each: (-each.pages, each.domain, each.name, each.path),
        )
        of_domain = Counter(registrable_domain(each.domain.lstrip(".")) for each in cookies)
        parties = sorted(
            (_party_listed(key, each, of_domain) for key, each in self._parties.items()),
            key=lambda each: (-each.pages, each.domain, each.owner, each.purpose),
        )
        hosts = sorted(
            (_host_listed(name, each) for name, each in self._hosts.items()),
            key=lambda each: (-each.pages, -each.asked_by, each.host),
        )
        headers = list(self._headers())
        lists: dict[str, Sequence[object]] = {
            "hosts": hosts,
            "third_parties": parties,
            "cookies": cookies,
            "headers": headers,
        }
        return Inventory(
            hosts=tuple(hosts[:MAX_ENTRIES]),
            third_parties=tuple(parties[:MAX_ENTRIES]),
            cookies=tuple(cookies[:MAX_ENTRIES]),
            headers=tuple(headers[:MAX_ENTRIES]),
            left_out={
                name: len(all_) - MAX_ENTRIES
                for name, all_ in lists.items()
                if len(all_) > MAX_ENTRIES
            },
        )

    def _add_parties(self, notes: InventoryNotes) -> None:
        for key, asked in notes.parties.items():
            party = _slot(self._parties, key, _Party(notes.url))
            if party is None:
                continue
            party.pages += 1
            for host, kind in asked:
                if len(party.hosts) < _MAX_EXAMPLES:
                    party.hosts.add(host)
                party.kinds.add(kind)

    def _add_hosts(self, notes: InventoryNotes) -> None:
        for name, seen in notes.connections.items():
            if (host := _slot(self._hosts, name, _Host())) is not None:
                host.protocols |= seen.protocols
                host.tls |= seen.tls
                if seen.valid_to > host.valid_to:
                    host.issuer, host.valid_to = seen.issuer, seen.valid_to
        for name in notes.asked:
            if (host := _slot(self._hosts, name, _Host())) is not None:
                host.asked_by += 1
        if notes.home is not None and (host := _slot(self._hosts, notes.home, _Host())) is not None:
            host.pages += 1

    def _add_fields(self, url: str, sent: dict[str, str]) -> None:
        for name, value in sent.items():
            kept = _slot(self._fields, name, _HeaderField(list(self._first_pages)))
            if kept is None:
                continue
            kept.pages += 1
            if name in _TOLD and (value in kept.values or len(kept.values) < _KEPT):
                kept.values[value] += 1
        for name, kept in self._fields.items():
            if name not in sent and len(kept.without) < _MAX_EXAMPLES:
                kept.without.append(url)
        if len(self._first_pages) < _MAX_EXAMPLES:
            self._first_pages.append(url)
        self._answers += 1

    def _headers(self) -> Iterator[HeaderListed]:
        if not self._answers:
            return
        others = sorted(self._fields.keys() - set(PROTECTIVE))
        for name in (*PROTECTIVE, *others):
            kept = self._fields[name]
            values = sorted(kept.values.items(), key=lambda each: (-each[1], each[0]))
            yield HeaderListed(
                name=name,
                protective=name in PROTECTIVE,
                pages=kept.pages,
                lacking=self._answers - kept.pages,
                without=tuple(kept.without),
                values=tuple(values[:_VALUES]),
                more_values=max(len(values) - _VALUES, 0),
            )


def _fields_of(sent: Headers) -> dict[str, str]:
    """Return the names of *sent*, each with its value where that is told."""
    return {
        name: printable(_NONCE.sub("'nonce-…'", " | ".join(sent.all(name))), _MAX_VALUE_CHARACTERS)
        if name in _TOLD
        else ""
        for name in dict.fromkeys(name for name, _ in sent.fields)
    }


def _party_key(host: str) -> _PartyKey:
    """Return whose a host is: its domain, the owner's name and what it is known for."""
    if is_public_body(host):
        return registrable_domain(host), "", _PUBLIC_BODY
    known = party_at(host)
    owner, purpose = (known.name, known.purpose) if known else ("", "")
    return registrable_domain(host), owner, purpose


def _slot(table: dict[K, V], key: K, new: V) -> V | None:
    """Return the entry at *key*, *new* when there was none; None when the table is full."""
    if key not in table and len(table) >= _KEPT:
        return None
    return table.setdefault(key, new)


def _contacted_hosts(request: Request) -> Iterator[tuple[str, str]]:
    """Yield the hosts that a request went to, each with the address asked for there."""
    for url in dict.fromkeys((request.url, *(hop.url for hop in request.hops))):
        if is_web_url(url) or url.startswith(("ws://", "wss://")):
            yield host_of(url), url


def _host_listed(name: str, host: _Host) -> HostListed:
    return HostListed(
        host=name,
        pages=host.pages,
        asked_by=host.asked_by,
        protocols=tuple(sorted(host.protocols)),
        tls=tuple(sorted(host.tls)),
        issuer=host.issuer,
        valid_to=_day(host.valid_to),
    )


def _day(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds > 0 else ""
    except (OverflowError, OSError, ValueError):
        return ""  # certificates can name any year


def _party_listed(key: _PartyKey, party: _Party, cookies: Counter[str]) -> ThirdParty:
    domain, owner, purpose = key
    return ThirdParty(
        domain=domain,
        owner=owner,
        purpose=purpose,
        hosts=tuple(sorted(party.hosts)),
        kinds=tuple(sorted(party.kinds)),
        pages=party.pages,
        example=party.example,
        cookies=cookies[domain],
    )


def _cookie_listed(key: _CookieKey, kept: _Cookie) -> CookieListed:
    name, domain, path = key
    known = known_cookie(kept.first.name)
    # Whole minutes, so that a page that answered a moment later makes no difference.
    lifetime = None if kept.lifetime is None else round(kept.lifetime / 60) * 60
    return CookieListed(
        name=name,
        domain=domain,
        path=path,
        third_party=kept.third_party,
        lifetime=lifetime,
        secure=kept.first.secure,
        http_only=kept.first.http_only,
        same_site=kept.first.same_site,
        set_by=kept.first.set_by,
        purpose=known.purpose if known else "",
        owner=known.owner if known else "",
        pages=kept.pages,
        example=kept.example,
    )
