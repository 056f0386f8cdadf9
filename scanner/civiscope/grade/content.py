"""The Observatory's tests of X-Content-Type-Options, Referrer-Policy and Subresource Integrity."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

from civiscope.grade.markup import Markup, MarkupScript
from civiscope.grade.merging import SPACE
from civiscope.grade.saved import SavedResponse
from civiscope.web.urls import host_of

_PRIVATE = frozenset(
    {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
)
_UNSAFE = frozenset(
    {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
)
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_WITHOUT_SCHEME = re.compile(r"//[^/]")
_WHOLE = re.compile(r"https?://")
_ALL = "sri-implemented-and-all-scripts-loaded-securely"
_EXTERNAL = "sri-implemented-and-external-scripts-loaded-securely"
_SRI_WORSE = (
    *(_ALL, _EXTERNAL),
    "sri-implemented-but-external-scripts-not-loaded-securely",
    "sri-not-implemented-but-external-scripts-loaded-securely",
    "sri-not-implemented-and-external-scripts-not-loaded-securely",
)
"""Each worse than the one before; not in the order of their points."""


def sniffing_test(saved: SavedResponse) -> str:
    """Judge X-Content-Type-Options."""
    value = saved.joined("x-content-type-options")
    if not value:
        return "x-content-type-options-not-implemented"
    if value[:256].strip(SPACE).lower() == "nosniff":
        return "x-content-type-options-nosniff"
    return "x-content-type-options-header-invalid"


def referrer_test(saved: SavedResponse, markup: Markup) -> str:
    """Judge Referrer-Policy, of the header and then of the page: the last known word counts."""
    sent = list(saved.headers.all("referrer-policy"))
    if markup.referrer:
        sent.append(markup.referrer)
    if not sent:
        return "referrer-policy-not-implemented"
    for word in reversed(", ".join(sent).split(",")):
        # First lower case, then the ends: so it is done there.
        policy = word.lower().strip(SPACE)
        if policy in _PRIVATE:
            return "referrer-policy-private"
        if policy in _UNSAFE:
            return "referrer-policy-unsafe"
    return "referrer-policy-header-invalid"


def may_be_html(saved: SavedResponse) -> bool:
    """Say whether the Observatory looks for scripts: the type is HTML to the letter, or absent."""
    kind = (saved.joined("content-type") or "").partition(";")[0]
    return not kind or kind in _HTML


def integrity_test(saved: SavedResponse, markup: Markup) -> str:
    """Judge the scripts of the page that come from elsewhere."""
    if not may_be_html(saved):
        return "sri-not-implemented-response-not-html"
    if not markup.scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    home = domain_of(saved.url)
    result = ""
    foreign = False
    for script in markup.scripts:
        if not script.src:
            continue
        if _own(script, home):
            secure = not script.src.startswith("http:") and saved.url.startswith("https:")
            secure = secure or script.src.startswith("https:")
            if script.integrity and secure and not result:
                result = _ALL
            continue
        foreign = True
        found = _foreign(script)
        if found and (not result or _SRI_WORSE.index(found) > _SRI_WORSE.index(result)):
            result = found
    if result:
        return result
    return _EXTERNAL if foreign else "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


@lru_cache(maxsize=4096)
def domain_of(url: str) -> str | None:
    """Return the registrable domain by the public part of the suffix list, None without one."""
    host = host_of(url)
    if re.fullmatch(r"[0-9.]+|.*:.*", host):
        return None
    return _suffixes().privatesuffix(host)


def _own(script: MarkupScript, home: str | None) -> bool:
    if _WITHOUT_SCHEME.match(script.src):
        return False
    return not _WHOLE.match(script.src) or domain_of(script.src) == home


def _foreign(script: MarkupScript) -> str:
    """Return the result for one script from elsewhere, empty when nothing is wrong."""
    # An address without a scheme is taken for insecure, whatever the page came over.
    if script.src.startswith("https:"):
        return "" if script.integrity else _SRI_WORSE[3]
    return _SRI_WORSE[2] if script.integrity else _SRI_WORSE[4]


@cache
def _suffixes() -> PublicSuffixList:
    # Read when first asked for: it takes longer than most of what a command does at its start.
    return PublicSuffixList(only_icann=True)
