"""Judge whether privacy notices answer, and in the reader's language. See notice_answers.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import (
    Document,
    EvidenceMissing,
    Missing,
    Outcome,
    Page,
    Place,
    Site,
    cannot_tell,
    failed,
    passed,
)
from civiscope_rules.shared.notices import Notice, notices

_NOT_VISITED = Missing("not-gathered", "The privacy notices that pages lead to were not visited.")
_NO_PAGE = 400


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each notice that pages lead to; one outcome for it, and one a foreign language."""
    found = notices(site)
    for notice in found:
        yield from _judge(notice)
    if found and all(notice.there is None for notice in found):
        raise EvidenceMissing(_NOT_VISITED)


def _judge(notice: Notice) -> Iterator[Outcome]:
    first, _ = notice.pages[0]
    place = Place("privacy notice", url=first.url, snippet=printable(notice.url, 200))
    status = _status(notice.there)
    if status is not None and status >= _NO_PAGE:
        count = len(notice.pages)
        yield failed(place, "broken", url=printable(notice.url, 200), status=status, count=count)
        return
    if notice.page is None and not isinstance(notice.there, Document):
        return
    said = _language(notice.dom.lang if notice.dom else None)
    foreign: dict[str, list[Page]] = {}
    for page, dom in notice.pages:
        own = _language(dom.lang)
        if said and own and own != said:
            foreign.setdefault(own, []).append(page)
    if not foreign:
        yield passed(place)
    for own, pages in sorted(foreign.items()):
        yield cannot_tell(
            Place("privacy notice", url=pages[0].url, snippet=printable(notice.url, 200)),
            "language",
            url=printable(notice.url, 200),
            language=said,
            own=own,
            count=len(pages),
        )


def _status(there: Page | Document | None) -> int | None:
    if there is None or isinstance(there, Document):
        return there.status if there else None
    try:
        return there.status
    except EvidenceMissing:
        return None


def _language(lang: str | None) -> str:
    word = (lang or "").strip().lower().partition("-")[0]
    # The two written forms of Norwegian are read by the same people.
    return {"nb": "no", "nn": "no"}.get(word, word)
