"""Compare the values that visits leave on the device. In memory only: evidence keeps no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from civiscope.browser.cdp import Json, Session
from civiscope.collectors.consent.outgoing import layers
from civiscope.detectors.consent_choices import names_choice
from civiscope.model.privacy import DecoratedLink, KeptItem, PrivacyPass
from civiscope.web.urls import host_of, redact_url, registrable_domain

Key = tuple[str, str, str]
"""Area, host and name of an item."""
MAX_VALUE_CHARACTERS = 512
"""Letters of a value that are compared."""
_MIN_VALUE_LENGTH = 8
_MAX_SENT = 2000
_MAX_TEXT = 20_000
_MAX_VALUES = 60
_PIECE = re.compile(r"[\w-]{10,}")
_PAIR = re.compile(r"\d{5,}\.\d{8,}")
"""A random number and the time it was made, as counters write the number of a visitor."""
_TIME = re.compile(r"1[5-9]\d{8}(\d{3})?")
"""Seconds or milliseconds since 1970: many send them, and they tell nobody apart."""


@dataclass(slots=True)
class Values:
    """What one visit left on the device, and what it sent to others.

    Hand `watch` to the tab, and `body` to Bodies.
    """

    before: dict[Key, str] = field(default_factory=dict[Key, str])
    after: dict[Key, str] = field(default_factory=dict[Key, str])
    """At the end of a visit with a choice, after a second page."""
    page: str = ""
    """Address of the page."""
    links: list[str] = field(default_factory=list[str])
    """Addresses with a query that the page links to on other sites."""
    referred: set[str] = field(default_factory=set[str])
    """Domains of others that were told the page's path and query as the referrer."""
    _sent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def watch(self, session: Session) -> None:
        """Listen to *session*."""
        session.on("Network.requestWillBeSent", self._request)

    def sent_to(self, item: KeptItem) -> tuple[str, ...]:
        """Return the domains, besides the item's own, that were sent its value in a request."""
        key = key_of(item)
        pieces = pieces_of(self.after.get(key) or self.before.get(key) or "")
        own = registrable_domain(item.host)
        found = {
            domain
            for domain, text in self._sent
            if domain != own and any(piece in text for piece in pieces)
        }
        return tuple(sorted(found))

    def told(self, items: Iterable[KeptItem]) -> tuple[KeptItem, ...]:
        """Return *items* with whom their values were sent to."""
        told: list[KeptItem] = []
        looked = 0
        for item in items:
            if item.length >= _MIN_VALUE_LENGTH and item.entropy >= 2 and looked < _MAX_VALUES:
                looked += 1
                told.append(replace(item, sent_to=self.sent_to(item)[:10]))
            else:
                told.append(item)
        return tuple(told)

    def with_choice(
        self, items: Iterable[KeptItem], before: Iterable[KeptItem]
    ) -> tuple[KeptItem, ...]:
        """Return *items* with which of them came with the answer to a banner and say it."""
        had = {key_of(item) for item in before}
        return tuple(
            replace(item, choice=True) if self._answers(item, key_of(item) in had) else item
            for item in items
        )

    def _answers(self, item: KeptItem, had: bool) -> bool:
        """Say whether *item* came with the answer, or changed with it, and says it."""
        key = key_of(item)
        value = self.after.get(key, "")
        return names_choice(item.name, value) and not (had and value == self.before.get(key))

    def decorated(self, items: Iterable[KeptItem]) -> tuple[DecoratedLink, ...]:
        """Return the links that carry the value of one of *items*, in a fixed order."""
        found: dict[DecoratedLink, None] = {}
        for item in items:
            pieces = pieces_of(self.before.get(key_of(item)) or "")
            for link in self.links if pieces else ():
                parts = urlsplit(link)
                if not _holds(parts.query, pieces):
                    continue
                pairs = parse_qsl(parts.query, max_num_fields=500)
                names = [name for name, value in pairs if _holds(value, pieces)]
                at = redact_url(link.partition("?")[0])[:300]
                name = names[0][:60] if names else ""
                found[DecoratedLink(host_of(link), at, name, item.area, item.name)] = None
        return tuple(sorted(found, key=lambda link: (link.url, link.parameter, link.name)))[:50]

    def _request(self, event: Json) -> None:
        request = event["request"]
        url = str(request["url"])
        domain = registrable_domain(host_of(url))
        self._note_referrer(str(request.get("headers", {}).get("Referer", "")), domain)
        self._note_sent(url, domain, url)

    def body(self, event: Json, text: str) -> None:
        """Note *text*, the body of a request (from Bodies)."""
        url = str(event["request"]["url"])
        self._note_sent(url, registrable_domain(host_of(url)), text)

    def _note_sent(self, url: str, domain: str, text: str) -> None:
        if len(self._sent) < _MAX_SENT and url.startswith(("http", "ws")):
            text = text[:_MAX_TEXT]
            self._sent.append((domain, f"{text}\n{unquote_plus(text)}" if "%" in text else text))

    def _note_referrer(self, referrer: str, domain: str) -> None:
        if not self.page or host_of(referrer) != host_of(self.page) or len(self.referred) > 200:
            return
        parts = urlsplit(referrer)
        told = parts.query or parts.path not in {"", "/"}
        if told and domain != registrable_domain(host_of(self.page)):
            self.referred.add(domain)


def key_of(item: KeptItem) -> Key:
    """Return what tells *item* from the others on the device."""
    return item.area, item.host, item.name


def _holds(text: str, pieces: Sequence[str]) -> bool:
    """Say whether *text*, or what is packed in it, holds one of *pieces*."""
    return any(piece in layer for layer in layers(text) for piece in pieces)


def pieces_of(value: str) -> tuple[str, ...]:
    """Return the parts of *value* by which it is known again: itself, and its long words."""
    value = value.strip('"')[:MAX_VALUE_CHARACTERS]
    parts = [value, unquote_plus(value), *_PAIR.findall(value)[:2], *_PIECE.findall(value)[:6]]
    return tuple(
        dict.fromkeys(
            part
            for part in parts
            if len(part) >= _MIN_VALUE_LENGTH and len(set(part)) >= 5 and not _TIME.fullmatch(part)
        )
    )


def with_own(passes: Sequence[PrivacyPass], values: Sequence[Values]) -> tuple[PrivacyPass, ...]:
    """Return *passes* with which items hold a value made for one browser.

    Such a value differs from one fresh browser to the next, and stays from one page to the next.
    """
    met: dict[Key, set[str]] = {}
    seen: dict[Key, int] = {}
    unsteady: set[Key] = set()
    for each in values:
        for key in {*each.before, *each.after}:
            first, last = each.before.get(key), each.after.get(key)
            if first is not None and last is not None and first != last:
                unsteady.add(key)
            met.setdefault(key, set()).add(first or last or "")
            seen[key] = seen.get(key, 0) + 1

    def own(item: KeptItem) -> KeptItem:
        key = key_of(item)
        if item.choice:
            # It differs from visit to visit because the answers did.
            return replace(item, own=False)
        if seen.get(key, 0) < 2:
            return item
        differs = len(met[key]) == seen[key]
        return replace(item, own=differs and key not in unsteady)

    return tuple(
        replace(
            one,
            kept=tuple(own(item) for item in one.kept),
            kept_after=tuple(own(item) for item in one.kept_after),
        )
        for one in passes
    )
