"""Compare what a server says of an address with what it said at an earlier scan."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from civiscope.model import Headers

JUDGED_FIELDS = (
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-allow-private-network",
    "access-control-max-age",
    "cache-control",
    "clear-site-data",
    "content-disposition",
    "content-language",
    "content-location",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "feature-policy",
    "permissions-policy",
    "refresh",
    "referrer-policy",
    "server",
    "set-cookie",
    "sourcemap",
    "strict-transport-security",
    "x-aspnet-version",
    "x-aspnetmvc-version",
    "x-content-type-options",
    "x-frame-options",
    "x-generator",
    "x-powered-by",
    "x-sourcemap",
    "x-xss-protection",
)
"""Header fields that rules speak of: a page whose fields differ has changed.

Not `via` and `x-served-by`: they name the machine that happened to answer."""
_NONCE = re.compile(r"'nonce-[^']*'", re.IGNORECASE)

Sameness = Literal["same", "no-response", "status", "redirects", "headers", "content"]


@dataclass(frozen=True, slots=True)
class Validator:
    """What an address was when we asked, and what tells whether it is still that."""

    url: str
    status: int
    final_url: str
    hops: tuple[tuple[int, str], ...] = ()
    """Redirects on the way: status and where each leads."""
    etag: str = ""
    sha256: str = ""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """Hash of each header field that rules speak of."""
    dropped: Mapping[str, int] = field(default_factory=dict[str, int])
    """What the digest leaves out."""

    @property
    def strong_etag(self) -> str:
        """Its ETag when it is a strong one; else nothing."""
        return self.etag if is_strong(self.etag) else ""


@dataclass(frozen=True, slots=True)
class AskedNow:
    """What the server says now."""

    url: str
    now: Validator | None = None
    """None when there was no response that could be compared."""
    conditional: bool = False
    """Whether we asked on the condition that the ETag is another."""
    why: str = ""
    """Why there is nothing to compare, as a sentence."""


def is_strong(etag: str) -> bool:
    """Say whether *etag* is a strong validator (RFC 9110 8.8.3)."""
    return len(etag) > 2 and etag.startswith('"') and etag.endswith('"')


def compare(then: Validator, asked: AskedNow) -> Sameness:
    """Say whether the address is what it was *then*."""
    now = asked.now
    if now is None:
        return "no-response"
    if now.hops != then.hops or now.final_url != then.final_url:
        return "redirects"
    if now.status == 304 and asked.conditional and then.strong_etag:
        # Fields that a 304 does not repeat are those of the response that is kept.
        changed = any(then.fields.get(name) != value for name, value in now.fields.items())
        return "headers" if changed else "same"
    if now.status != then.status:
        return "status"
    if now.sha256 != then.sha256 or not now.sha256:
        return "content"
    return "same" if dict(now.fields) == dict(then.fields) else "headers"


def kept(then: Validator | None, asked: AskedNow) -> Validator | None:
    """Return what is known of the address from now on; None when nothing can be compared later."""
    now = asked.now
    if now is None:
        return None
    if now.status == 304:
        return then
    return now if now.sha256 else None


def judged_fields(headers: Headers) -> dict[str, str]:
    """Return a hash of each of the fields that rules speak of, without what differs each time."""
    found: dict[str, str] = {}
    for name in JUDGED_FIELDS:
        values = headers.all(name)
        if not values:
            continue
        steady = sorted(map(_steady_cookie, values)) if name == "set-cookie" else list(values)
        text = _NONCE.sub("'nonce'", "\n".join(steady))
        found[name] = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return found


def _steady_cookie(value: str) -> str:
    """Return a Set-Cookie field without its value and the date that it ends on."""
    pair, *attributes = value.split(";")
    steady = [pair.partition("=")[0].strip()]
    for each in attributes:
        name, _, said = each.strip().partition("=")
        steady.append(name.lower() + ("" if name.lower() == "expires" else "=" + said.lower()))
    return ";".join([steady[0], *sorted(steady[1:])])
