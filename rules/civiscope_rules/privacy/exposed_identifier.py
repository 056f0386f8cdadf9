"""Judge national numbers found in a page's source. See exposed_identifier.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from civiscope.detectors.id_schemes import schemes
from civiscope.headers import printable
from civiscope.model import (
    EvidenceMissing,
    FetchedData,
    Identifier,
    Missing,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)

_WHERE = {
    "attribute": "an attribute, where nobody sees it",
    "comment": "a comment, where nobody sees it",
    "data": "data that a script fetches",
    "script": "a script, where nobody sees it",
    "text": "the text",
    "view state": "the page's view state, where nobody sees it",
}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page whose source was read; one outcome per kind of number and source."""
    found = 0
    for outcome in _judge(page.raw_html.exposed.identifiers, "page source"):
        found += outcome.verdict != "passed"
        yield outcome
    data = page.data
    for answer in data.answers:
        for outcome in _judge(answer.exposed.identifiers, answer.url):
            found += outcome.verdict != "passed"
            yield outcome
    if data.unread and not found:
        raise EvidenceMissing(_not_read(data))


def _judge(identifiers: Sequence[Identifier], source: str) -> Iterator[Outcome]:
    kinds: dict[str, list[Identifier]] = {}
    for identifier in identifiers:
        kinds.setdefault(identifier.scheme, []).append(identifier)
    if not kinds:
        yield passed("page source")
    for scheme, numbers in sorted(kinds.items()):
        real = [number for number in numbers if not (number.example or number.doubtful)]
        first, *_ = real or numbers
        url = "" if source == "page source" else source
        place = Place(scheme, url=url, snippet=f"{first.label}: {first.masked}")
        facts: dict[str, Any] = {
            "kind": _name(scheme),
            "count": len(real or numbers),
            "masked": first.masked,
            "label": first.label,
            "where": _WHERE[first.place]
            + (f" ({printable(url.partition('?')[0], 120)})" if url else ""),
            "line": first.line,
        }
        if real:
            yield failed(place, "number", **facts)
        else:
            message = "example" if first.example else "doubt"
            yield cannot_tell(place, message, **facts)


def _not_read(data: FetchedData) -> Missing:
    return Missing(
        "not-gathered",
        f"Of the data that scripts of the page fetched, {data.unread} answers were not read, as "
        "they are too many or too large.",
    )


def _name(scheme: str) -> str:
    known = schemes().get(scheme)
    return known.name if known else scheme
