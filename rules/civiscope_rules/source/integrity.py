"""Judge whether files from public networks are pinned. See integrity.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Source, failed, passed
from civiscope.model.source import SourceElement
from civiscope.web.urls import host_of
from civiscope_rules.shared.sources import elements_of, literal, place_of_element

_NETWORKS = frozenset(
    {
        "cdnjs.cloudflare.com", "cdn.jsdelivr.net", "unpkg.com", "code.jquery.com",
        "ajax.googleapis.com", "ajax.aspnetcdn.com", "maxcdn.bootstrapcdn.com",
        "netdna.bootstrapcdn.com", "stackpath.bootstrapcdn.com", "cdn.datatables.net",
        "cdn.polyfill.io", "polyfill.io", "rawgit.com", "cdn.rawgit.com", "use.fontawesome.com",
    }
)  # fmt: skip
"""Hosts that give anybody's libraries out, in versions that never change."""
_VERSION = re.compile(r"\d+\.\d+")


def check(source: Source) -> Iterator[Outcome]:
    """Apply to scripts and styles in a fixed version from a network that is open to all."""
    for element in elements_of(source, "script", "link"):
        url = _address(element)
        if not url or host_of(url) not in _NETWORKS or not _VERSION.search(url):
            continue
        place = place_of_element(source, element)
        if element.lacks("integrity"):
            yield failed(place, "missing", host=host_of(url))
        elif element.has("integrity") and "integrity" not in element.maybe:
            yield passed(place)


def _address(element: SourceElement) -> str:
    if (
        element.tag == "link"
        and "stylesheet" not in (literal(element, "rel") or "").lower().split()
    ):
        return ""
    url = literal(element, "src" if element.tag == "script" else "href") or ""
    return f"https:{url}" if url.startswith("//") else url
