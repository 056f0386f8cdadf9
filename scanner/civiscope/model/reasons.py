"""Why an address was not visited, or a page not fully scanned: every code there is.

Codes are data; reports have words for each, in each of their languages, and a test holds them to
it.
"""

from __future__ import annotations

from typing import Literal, cast, get_args

Reason = Literal[
    "",
    "acts",
    "blocked",
    "bot-wall",
    "connection",
    "covered",
    "crashed",
    "depth",
    "dns",
    "document",
    "download",
    "duplicate",
    "error",
    "excluded",
    "http-error",
    "hung",
    "invalid",
    "left",
    "limit",
    "login",
    "maintenance",
    "malformed",
    "navigation-loop",
    "no-document",
    "no-page",
    "out-of-scope",
    "overloaded",
    "private",
    "queue",
    "rate-limited",
    "redirects",
    "refused",
    "refused-address",
    "refused-port",
    "robots",
    "scheme",
    "time",
    "timeout",
    "tls",
    "too-large",
    "trap",
    "unavailable",
    "unreadable",
]

REASONS: frozenset[str] = frozenset(get_args(Reason)) - {""}
"""Every code that is not empty."""


def as_reason(code: str) -> Reason:
    """Return *code* as a reason; `error` for one that is none of them."""
    return cast("Reason", code) if code in REASONS or not code else "error"
