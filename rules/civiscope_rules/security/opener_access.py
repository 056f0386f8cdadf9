"""Judge links that hand this window to other sites. Why is told in opener_access.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.headers import printable
from civiscope.model import Confidence, EvidenceMissing, Outcome, Page, Place, failed, passed
from civiscope.web.urls import is_web_url, origin_of, same_site

_SAME_WINDOW = frozenset({"", "_self", "_parent", "_top"})


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links that open another site in another window."""
    if _is_kept_apart(page):
        return
    # A frame of the page may bear the name; then no window is opened. Frames without a name are
    # told by nothing we have, so only pages without frames are sure.
    sure: Confidence | None = "tentative" if page.dom.frames else None
    seen: set[tuple[str, str]] = set()
    for link in page.dom.links:
        target = link.target.strip().lower()
        key = (origin_of(link.url), target)
        if target in _SAME_WINDOW or not is_web_url(link.url) or key in seen:
            continue
        if same_site(link.url, page.final_url):
            continue
        rel = set(link.rel.lower().split())
        place = Place(f"{key[0]} in {target}", url=link.url)
        facts: dict[str, Any] = {"name": printable(link.text, 80), "origin": key[0]}
        if rel & {"noopener", "noreferrer"} or (target == "_blank" and "opener" not in rel):
            yield passed(place)
        elif target == "_blank":
            seen.add(key)
            yield failed(place, "asked", **facts)
        else:
            seen.add(key)
            yield failed(
                place, "named", confidence=sure, target=printable(link.target, 40), **facts
            )


def _is_kept_apart(page: Page) -> bool:
    try:
        field = page.headers.get("cross-origin-opener-policy") or ""
    except EvidenceMissing:
        return False
    # `same-origin-allow-popups` keeps the handle for windows that the page itself opens.
    return field.partition(";")[0].strip().lower() in {"same-origin", "noopener-allow-popups"}
