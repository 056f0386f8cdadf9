"""Name pages so that localhost, a preview and production share one baseline."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from civiscope.results import Results
from civiscope.web.urls import canonical_url, host_of, is_web_url, origin_of

_INDEX = re.compile(r"/index\.x?html?$", re.IGNORECASE)
MISSING = "/{no such page}"
"""The key of an address that was made up to see the error page."""
SITE = "{site}"
"""Stands for the site's own host wherever a component or an element names it."""


@dataclass(frozen=True, slots=True)
class PageKeys:
    """Turns addresses into keys: the path, for pages of the site that the scan began with."""

    rewrites: tuple[tuple[re.Pattern[str], str], ...]
    """What an address may begin with, and what it begins with in keys."""
    homes: frozenset[str]
    """Origins, after rewriting, that a key leaves out."""
    own: re.Pattern[str] | None
    """The site's own addresses and hosts within other text."""
    missing: frozenset[str] = frozenset()
    """Addresses that were made up to see the error page."""
    stand_ins: Mapping[str, str] = field(default_factory=dict[str, str])
    """Keys of pages whose address is new at each visit, and the known keys that they stand for."""

    @classmethod
    def of(cls, results: Results, base_urls: Mapping[str, str] | None = None) -> Self:
        """Return the keys for *results*; *base_urls* maps other homes of the site to the usual one.

        `*` in an address of *base_urls* stands for anything but a slash.
        """
        rewrites = tuple(
            (re.compile(_prefix(base)), home if home.endswith("/") else f"{home}/")
            for base, home in (base_urls or {}).items()
        )
        first = results.pages[:1]
        asked = [url for page in first for url in (page.url, page.final_url)]
        asked = asked or [target for target in results.scan.targets if is_web_url(target)]
        rewritten = [_rewritten(canonical_url(url), rewrites) for url in asked]
        homes = {twin for url in rewritten for twin in _twins(origin_of(url))}
        missing = {page.url for page in results.pages if page.kind == "missing"}
        return cls(rewrites, frozenset(homes), _own([*asked, *rewritten]), frozenset(missing))

    def standing_in(self, known: Collection[str], urls: Iterable[str]) -> PageKeys:
        """Return keys by which pages whose address is new at each visit are those *known*.

        A page stands for one that was not met when their keys differ in nothing but values of
        parameters that no two visits have in common: times, numbers of requests, random text.
        """
        keys = {self.page(url) for url in urls}
        lost: defaultdict[str, list[str]] = defaultdict(list)
        sessions = _sessions_in_paths(known)
        for key in sorted(set(known) - keys):
            lost[_mask_changing_values(key, sessions)].append(key)
        stand_ins: dict[str, str] = {}
        sessions = _sessions_in_paths(keys)
        for key in sorted(keys - set(known)):
            settled = _mask_changing_values(key, sessions)
            if settled != key and lost[settled]:
                stand_ins[key] = lost[settled].pop(0)
        return replace(self, stand_ins=stand_ins)

    def page(self, url: str) -> str:
        """Return the key of the page at *url*; an empty one for the site as a whole."""
        key = self._key(url)
        return self.stand_ins.get(key, key)

    def _key(self, url: str) -> str:
        if not url:
            return ""
        made_up = url in self.missing
        url = _rewritten(canonical_url(url), self.rewrites)
        origin = origin_of(url)
        if made_up:
            return ("" if origin in self.homes else origin) + MISSING
        path = _INDEX.sub("/", url[len(origin) :].partition("#!")[0])
        head, mark, query = path.partition("?")
        key = (head.rstrip("/") or "/") + mark + query
        return key if origin in self.homes else origin + key

    def text(self, text: str) -> str:
        """Return *text* without the host that the site happened to have."""
        for pattern, home in self.rewrites:
            text = pattern.sub(home, text)
        return self.own.sub(SITE, text) if self.own is not None else text


_CHANGING = re.compile(
    r"\d{9,}|\d+\.\d{6,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|(?=[^a-z]*[a-z])(?=\D*\d)[0-9a-z_-]{16,}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,}"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?=[^a-z]*[a-z])(?:[\w.~-]|%(?:2[BF]|3D)){16,}(?:%3D|=){1,2}"
    r"|\d{4}-?\d\d-?\d\d(?:T|%20|\+)\d\d(?:(?::|%3A)?\d\d){1,2}(?:[.,]\d+)?(?:Z|[+-][\d:]+)?",
    re.IGNORECASE,
)
"""Values that are new at each visit: a time, a broken number, a UUID, a hash, long random text."""


_RANDOM_PART = re.compile(
    r"\d{12,}|[0-9a-f]{16,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|(?=\D*\d)(?=[^a-z]*[a-z])[0-9a-z_~]{20,}",
    re.IGNORECASE,
)
"""What a path holds that is no words: a long number, a hash, a UUID, random text."""
_NUMBER_OF_SESSION = re.compile(r"(?<=:)\d{9,}(?=:|$)")
"""The third part of Oracle APEX's `p=APPLICATION:PAGE:SESSION`."""


def _mask_changing_values(key: str, sessions: Collection[str] = ()) -> str:
    """Return *key* with a star for each value of its query that is new at each visit.

    The same for the parts of its path that are one of *sessions*.
    """
    head, mark, query = key.partition("?")
    head = "/".join("*" if part in sessions else part for part in head.split("/"))
    pieces = [piece.partition("=") for piece in query.split("&")]
    kept = [
        f"{n}{e}{'*' if _CHANGING.fullmatch(value) else _NUMBER_OF_SESSION.sub('*', value)}"
        for n, e, value in pieces
    ]
    return head + mark + "&".join(kept)


def _sessions_in_paths(keys: Collection[str]) -> frozenset[str]:
    """Return the random parts of paths that most of *keys* share: a session without cookies.

    A document's own number stands in one address or a few, and at the end of most.
    """
    parts = Counter(
        part
        for key in keys
        for part in set(key.partition("?")[0].split("/")[:-1])
        if _RANDOM_PART.fullmatch(part)
    )
    return frozenset(part for part, times in parts.items() if times > 1 and 2 * times > len(keys))


def _rewritten(url: str, rewrites: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, home in rewrites:
        found = pattern.match(url)
        if found is not None:
            return home + url[found.end() :]
    return url


def _prefix(base: str) -> str:
    base = canonical_url(base.replace("*", "civiscope-any")).replace("civiscope-any", "*")
    base = base if base.endswith("/") else f"{base}/"
    return "".join("[^/]*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", base))


def _twins(origin: str) -> tuple[str, ...]:
    """An origin without a port, with http and with https, is one site."""
    scheme, _, rest = origin.partition("://")
    if not rest or re.search(r":\d+$", rest):
        return (origin,) if origin else ()
    return (origin, f"{'http' if scheme == 'https' else 'https'}://{rest}")


def _own(urls: list[str]) -> re.Pattern[str] | None:
    origins = {origin_of(url) for url in urls} - {""}
    names = {origin.partition("://")[2] for origin in origins} | {
        # `127.0.0.1` alone may be another server of this machine.
        host_of(url)
        for url in urls
        if not re.search(r":\d+$", origin_of(url))
    }
    if not names - {""}:
        return None
    choices = "|".join(re.escape(name) for name in sorted(names - {""}, key=len, reverse=True))
    return re.compile(rf"(?:https?://)?(?<![\w.-])(?:{choices})(?![\w.-]|:\d)")
