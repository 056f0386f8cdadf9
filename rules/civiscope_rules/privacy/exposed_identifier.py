"""Judge national numbers found in a page's source. See exposed_identifier.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.model import Identifier, Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.privacy.schemes import schemes

_WHERE = {
    "attribute": "an attribute, where nobody sees it",
    "comment": "a comment, where nobody sees it",
    "script": "a script, where nobody sees it",
    "text": "the text",
    "view state": "the page's view state, where nobody sees it",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page whose source was read; one outcome per kind of number."""
    found = page.raw_html.exposed.identifiers
    kinds: dict[str, list[Identifier]] = {}
    for identifier in found:
        kinds.setdefault(identifier.scheme, []).append(identifier)
    if not kinds:
        yield passed("page source")
    for scheme, numbers in sorted(kinds.items()):
        real = [number for number in numbers if not number.example]
        first, *_ = real or numbers
        place = Place(scheme, snippet=f"{first.label}: {first.masked}")
        facts: dict[str, Any] = {
            "kind": _name(scheme),
            "count": len(real or numbers),
            "masked": first.masked,
            "label": first.label,
            "where": _WHERE[first.place],
            "line": first.line,
        }
        if real:
            yield failed(place, "number", **facts)
        else:
            yield cannot_tell(place, "example", **facts)


def _name(scheme: str) -> str:
    known = schemes().get(scheme)
    return known.name if known else scheme
