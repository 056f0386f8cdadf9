"""The Observatory's tests of Content-Security-Policy and X-Frame-Options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from civiscope.grade.markup import Markup
from civiscope.grade.merging import SPACE, InvalidPolicyError, directive_names, merge
from civiscope.grade.saved import SavedResponse

_BROAD = frozenset(
    {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
)
_BROAD_START = tuple(_BROAD)
_UNSAFE = _BROAD | {"'unsafe-inline'", "data:"}
_PASSIVE = ("img-src", "media-src")
_TRUSTED = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
_INSECURE = ("http:", "ftp:")
_NOT_IN_META = frozenset({"frame-ancestors", "report-uri", "sandbox"})
_WORD = {
    "inline": "csp-implemented-with-unsafe-inline",
    "insecure": "csp-implemented-with-insecure-scheme",
    "eval": "csp-implemented-with-unsafe-eval",
    "passive": "csp-implemented-with-insecure-scheme-in-passive-content-only",
    "style": "csp-implemented-with-unsafe-inline-in-style-src-only",
    "none": "csp-implemented-with-no-unsafe-default-src-none",
    "good": "csp-implemented-with-no-unsafe",
}
_Word = Literal["inline", "insecure", "eval", "passive", "style", "none", "good"]


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """The result for the policy, and whether it counts as a protection against framing."""

    result: str
    frame_ancestors: bool = False


def policy_test(saved: SavedResponse, markup: Markup) -> PolicyResult:
    """Judge the policies of the header and of the page together."""
    header = _policies(saved.headers.all("content-security-policy"))
    meta = _policies(markup.policies)
    try:
        merged = merge(header + meta)
    except InvalidPolicyError:
        return PolicyResult("csp-header-invalid")
    if not (directive_names(header) or directive_names(meta) - _NOT_IN_META):
        if saved.joined("content-security-policy-report-only"):
            return PolicyResult("csp-not-implemented-but-reporting-enabled")
        return PolicyResult("csp-not-implemented")
    # Looked for in the page, too, where browsers ignore it.
    framing = "frame-ancestors" in merged.sources
    https = saved.url.lower().startswith("https:")
    word = _word(merged.sources, https=https)
    if word is None:
        return PolicyResult("csp-header-invalid", framing)
    if merged.repeated and word in {"good", "none", "style", "passive"}:
        return PolicyResult("csp-implemented-but-duplicate-directives", framing)
    return PolicyResult(_WORD[word], framing)


def frame_test(saved: SavedResponse, policy: PolicyResult) -> str:
    """Judge the protection against framing."""
    if policy.frame_ancestors:
        return "x-frame-options-implemented-via-csp"
    sent = saved.joined("x-frame-options")
    if not sent:
        return "x-frame-options-not-implemented"
    value = sent[:1024].strip(SPACE).lower()
    if value in {"deny", "sameorigin"}:
        return "x-frame-options-sameorigin-or-deny"
    if value.startswith("allow-from"):
        return "x-frame-options-allow-from-origin"
    return "x-frame-options-header-invalid"


def _policies(values: tuple[str, ...]) -> list[str]:
    return [text.strip(SPACE) for value in values for text in value.split(",")]


def _word(sources: dict[str, list[str]], *, https: bool) -> _Word | None:
    """Return the first thing that is wrong; None when 'strict-dynamic' stands alone."""
    fallback = sources.get("default-src", ["*"])
    objects = sources.get("object-src", fallback)
    scripts = sources.get("script-src", fallback)
    styles = sources.get("style-src", fallback)
    # What is taken out of one list is gone from all that fall back to it: the lists are shared.
    for each in (scripts, styles):
        if _trusts(each) and "'unsafe-inline'" in each:
            each.remove("'unsafe-inline'")
    if "'strict-dynamic'" in scripts:
        if not _trusts(scripts):
            return None
        scripts[:] = [source for source in scripts if not _is_ignored(source)]
    if not _UNSAFE.isdisjoint(scripts) or not _BROAD.isdisjoint(objects):
        return "inline"
    if https and _insecure_active(sources, scripts):
        return "insecure"
    if "'unsafe-eval'" in scripts or "'unsafe-eval'" in styles:
        return "eval"
    images = (sources.get(name) or sources.get("default-src") or [] for name in _PASSIVE)
    if https and any(source.startswith(_INSECURE) for each in images for source in each):
        return "passive"
    if not _UNSAFE.isdisjoint(styles):
        return "style"
    return "none" if sources.get("default-src") == ["'none'"] else "good"


def _trusts(sources: list[str]) -> bool:
    return any(source.startswith(_TRUSTED) for source in sources)


def _is_ignored(source: str) -> bool:
    """Say whether 'strict-dynamic' beside a nonce or hash switches *source* off."""
    return source in {"'self'", "'unsafe-inline'"} or source.startswith(_BROAD_START)


def _insecure_active(sources: dict[str, list[str]], scripts: list[str]) -> bool:
    every = [scripts, *(v for k, v in sources.items() if k not in _PASSIVE and k != "script-src")]
    return any(source.startswith(_INSECURE) for each in every for source in each)
