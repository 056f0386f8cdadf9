"""The Observatory's tests of the Cross-Origin-… header fields."""

from __future__ import annotations

from civiscope.grade.merging import SPACE
from civiscope.grade.saved import SavedResponse
from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import parse_item

_OPENER = frozenset(
    {"same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"}
)
_EMBEDDER = frozenset({"require-corp", "credentialless", "unsafe-none"})
_RESOURCE = frozenset({"same-origin", "same-site", "cross-origin"})


def opener_test(saved: SavedResponse) -> str:
    """Judge Cross-Origin-Opener-Policy."""
    return _token_test(saved, "cross-origin-opener-policy", "coop", _OPENER)


def embedder_test(saved: SavedResponse) -> str:
    """Judge Cross-Origin-Embedder-Policy."""
    return _token_test(saved, "cross-origin-embedder-policy", "coep", _EMBEDDER)


def resource_test(saved: SavedResponse) -> str:
    """Judge Cross-Origin-Resource-Policy."""
    value = (saved.joined("cross-origin-resource-policy") or "")[:256].strip(SPACE).lower()
    if not value:
        return "corp-not-implemented"
    return f"corp-implemented-with-{value}" if value in _RESOURCE else "corp-header-invalid"


def sharing_test(saved: SavedResponse) -> str:
    """Judge Access-Control-Allow-Origin.

    The result "universal access" is never given: it needs the origin of the Observatory's own
    request, which it does not find (nor is it in a saved response).
    """
    value = saved.joined("access-control-allow-origin")
    if not value:
        return "cross-origin-resource-sharing-not-implemented"
    if value[:256].strip(SPACE) == "*":
        return "cross-origin-resource-sharing-implemented-with-public-access"
    return "cross-origin-resource-sharing-implemented-with-restricted-access"


def _token_test(saved: SavedResponse, name: str, short: str, known: frozenset[str]) -> str:
    value = saved.joined(name)
    if not value:
        return f"{short}-not-implemented"
    item = parse_item([value[:1024].strip(SPACE)])
    if item is None or isinstance(item, Malformed) or item.token not in known:
        return f"{short}-header-invalid"
    return f"{short}-implemented-with-{item.token}"
