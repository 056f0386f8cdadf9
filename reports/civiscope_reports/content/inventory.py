"""What a report shows of the inventory and of the visits for privacy, cut to a bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from civiscope.results import (
    ConsentComparison,
    CookieListed,
    HeaderListed,
    HostListed,
    Inventory,
    PageResult,
    Results,
    ThirdParty,
)
from civiscope_reports.text.language import Language
from civiscope_reports.text.wording import PURPOSE

MAX_ROWS = 200
"""Rows of each list; the rest is in results.json."""
MAX_COMPARED = 20
_DAY = 86_400

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The beginning of a list, and how long it is."""

    shown: Sequence[T]
    more: int
    """How many more there are in results.json."""
    total: int
    """How many there are, those included that results do not hold."""


@dataclass(frozen=True, slots=True)
class ShownInventory:
    """The lists of the inventory as a report shows them."""

    hosts: Listed[HostListed]
    third_parties: Listed[ThirdParty]
    cookies: Listed[CookieListed]
    headers: Listed[HeaderListed]


@dataclass(frozen=True, slots=True)
class ShownConsent:
    """Pages that were visited for privacy, with what was seen."""

    pages: Sequence[tuple[PageResult, ConsentComparison]]
    more: int


def select_inventory(found: Inventory) -> ShownInventory:
    """Return the beginning of each list of *found*."""
    return ShownInventory(
        hosts=_listed(found.hosts, "hosts", found.left_out),
        third_parties=_listed(found.third_parties, "third_parties", found.left_out),
        cookies=_listed(found.cookies, "cookies", found.left_out),
        headers=_listed(found.headers, "headers", found.left_out),
    )


def select_consent(results: Results) -> ShownConsent:
    """Return the first pages of *results* that were visited for privacy."""
    pages = [(page, page.consent) for page in results.pages if page.consent is not None]
    return ShownConsent(pages[:MAX_COMPARED], max(len(pages) - MAX_COMPARED, 0))


def purpose(word: str, words: Language) -> str:
    """Return what something is for, in plain words."""
    if not word:
        return words.text("not known")
    return words.text(PURPOSE[word]) if word in PURPOSE else word.replace("-", " ")


def lasts(seconds: int | None, words: Language) -> str:
    """Return how long a cookie lasts, in the unit that says most."""
    if seconds is None:
        return words.text("until the browser is closed")
    days = round(seconds / _DAY)
    if days >= 2:
        return words.count(days, "day")
    if seconds >= 2 * 3600:
        return words.count(round(seconds / 3600), "hour")
    return words.count(max(round(seconds / 60), 0), "minute")


def cookie_flags(cookie: CookieListed) -> str:
    """Return the attributes that protect a cookie, by the names that they have in the field."""
    flags = [("Secure", cookie.secure), ("HttpOnly", cookie.http_only)]
    named = [name for name, on in flags if on]
    return ", ".join([*named, *([f"SameSite={cookie.same_site}"] if cookie.same_site else [])])


def _listed(found: Sequence[T], name: str, left_out: Mapping[str, int]) -> Listed[T]:
    shown = found[:MAX_ROWS]
    return Listed(shown, len(found) - len(shown), len(found) + left_out.get(name, 0))
