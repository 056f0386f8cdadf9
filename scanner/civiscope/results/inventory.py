"""Results: what the site is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostListed:
    """A host of the site itself."""

    host: str
    pages: int
    """Pages visited there."""
    asked_by: int
    """Pages whose visit asked it for anything."""
    protocols: tuple[str, ...]
    """`http/1.1`, `h2`, `h3`."""
    tls: tuple[str, ...]
    """`TLS 1.3`, …; empty without encryption."""
    issuer: str = ""
    """Who signed its certificate."""
    valid_to: str = ""
    """Day on which the certificate ends."""


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Somebody else whom the site's pages make browsers contact, before any choice."""

    domain: str
    """Registrable domain."""
    owner: str
    """The product or company; empty when it is not known."""
    purpose: str
    """A word for programs: `analytics`, `fonts`, `public-body`, …; empty when it is not known."""
    hosts: tuple[str, ...]
    """The first twenty."""
    kinds: tuple[str, ...]
    """Types of requests: `script`, `image`, `font`, …"""
    pages: int
    example: str
    """The first page that contacts it."""
    cookies: int = 0
    """How many of the cookies listed belong to it."""


@dataclass(frozen=True, slots=True)
class CookieListed:
    """A cookie that pages leave in a browser that chose nothing. Its value is not kept."""

    name: str
    """With `*` for parts that change from visit to visit."""
    domain: str
    path: str
    third_party: bool
    """Whether it belongs to another site than the page."""
    lifetime: int | None
    """The longest met, in seconds, by the minute; None when it ends with the browser's session."""
    secure: bool
    http_only: bool
    same_site: str
    set_by: str
    """`header` or `script`."""
    purpose: str
    """What cookies of this name are known for; empty when that is not known."""
    owner: str
    pages: int
    example: str
    """The first page that has it."""


@dataclass(frozen=True, slots=True)
class HeaderListed:
    """A header field of the answers that pages are made from."""

    name: str
    protective: bool
    """Whether it is one of those that protect visitors; they are listed even when no page has
    them."""
    pages: int
    """Pages whose answer has it."""
    lacking: int
    """Pages whose answer lacks it."""
    without: tuple[str, ...]
    """The first twenty of those."""
    values: tuple[tuple[str, int], ...] = ()
    """For fields whose values say something of the site: the most frequent five, with the number
    of pages."""
    more_values: int = 0


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the site is made of, by what the pages seen showed. Documents stand in `coverage`."""

    hosts: tuple[HostListed, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    cookies: tuple[CookieListed, ...] = ()
    headers: tuple[HeaderListed, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    """How many more there are than a list holds, by the list's name."""
