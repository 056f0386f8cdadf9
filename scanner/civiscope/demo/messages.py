"""What comes in to a demo server and what goes out: plain values, no sockets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class DemoOrigins:
    """Where the three parties of the demo answer, without a slash at the end."""

    main: str
    """The council's own site."""
    second: str
    """Its appointments service: another port of the same host, so the same registrable domain."""
    third: str
    """Somebody else's map and counter: another host name, so another registrable domain."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, read as far as the demo needs it."""

    path: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=_nothing)
    cookies: Mapping[str, str] = field(default_factory=_nothing)
    form: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response. It holds nothing that changes from one request to the next."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


def as_json(value: object) -> bytes:
    """Return *value* as JSON bytes that are the same every time."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
