"""Access-Control-Allow-…: which other sites may read a response, and with whose cookies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from civiscope.headers.lists import decode_and_split
from civiscope.model import Headers
from civiscope.web.urls import origin_of

Readers = Literal["any", "null", "origin", "nobody"]


@dataclass(frozen=True, slots=True)
class Cors:
    """What a response opens to other sites."""

    readers: Readers
    """`any`: every site (without cookies); `null`: pages without an origin, which any site can
    make; `origin`: one other site; `nobody`: a value that no page's origin ever equals."""
    origin: str = ""
    """The origin as sent."""
    credentials: bool = False
    """Whether the reader gets what the visitor's cookies open."""
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    max_age: int | None = None
    """Seconds for which browsers remember the answer to a preflight request."""
    private_network: bool = False

    @property
    def open_with_cookies(self) -> bool:
        """Whether any site can read the response as the signed-in visitor would."""
        return self.credentials and self.readers == "null"


def parse_cors(headers: Headers) -> Cors | None:
    """Return what the fields of a response say together, None without Access-Control-Allow-Origin.

    Browsers compare origin and `true` letter by letter; a list of origins equals none.
    """
    values = headers.all("access-control-allow-origin")
    if not values:
        return None
    origin = ", ".join(values).strip(" \t")
    age = (headers.get("access-control-max-age") or "").strip(" \t")
    return Cors(
        _readers(origin),
        origin,
        credentials=headers.get("access-control-allow-credentials") == "true",
        methods=_names(headers, "access-control-allow-methods"),
        headers=tuple(n.lower() for n in _names(headers, "access-control-allow-headers")),
        exposed=tuple(n.lower() for n in _names(headers, "access-control-expose-headers")),
        max_age=int(age) if age.isascii() and age.isdecimal() and len(age) <= 18 else None,
        private_network=headers.get("access-control-allow-private-network") == "true",
    )


_SPECIAL: Mapping[str, Readers] = {"*": "any", "null": "null"}


def _readers(origin: str) -> Readers:
    if origin in _SPECIAL:
        return _SPECIAL[origin]
    return "origin" if origin and origin_of(origin) == origin else "nobody"


def _names(headers: Headers, name: str) -> tuple[str, ...]:
    return tuple(word for word in decode_and_split(headers.all(name)) if word)
