"""Judge debugging pages and traces of errors met in the crawl. Why is told in debug_page.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.debug_output import name_of
from civiscope.model import EvidenceMissing, Outcome, Page, Place, cannot_tell, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page whose source was read; one outcome for each kind of trace."""
    signs = [sign for sign in page.raw_html.debugging if sign.kind != "directory"]
    broken = _is_error(page)
    for sign in signs:
        place = Place(sign.kind, snippet=name_of(sign.kind))
        facts: dict[str, Any] = {"kind": name_of(sign.kind), "line": sign.line}
        if sign.sure or broken:
            yield failed(place, "debug", **facts)
        else:
            yield cannot_tell(place, "trace", **facts)
    if not signs:
        yield passed("page source")


def _is_error(page: Page) -> bool:
    try:
        return page.status >= 400 or page.kind == "missing"
    except EvidenceMissing:
        return False
