"""Judge whether a page says in which encoding its text is. See content_type_charset.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import document_response, parse_content_type, printable_field
from civiscope.model import Dom, Outcome, Page, Place, failed, passed

FIELD = "content-type"
_IN_META = re.compile(r"charset\s*=", re.IGNORECASE)


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages. The page itself is asked only when its header does not say."""
    response = document_response(page)
    if response is None:
        return
    values = response.headers.all(FIELD)
    place = Place(FIELD, snippet=printable_field(FIELD, ", ".join(values)) if values else "")
    kind = parse_content_type(values)
    if (kind is not None and kind.charset) or _declares_charset(page.dom):
        yield passed(place)
    else:
        # The evidence may not hold a meta element that names an old encoding.
        guess = page.dom.charset or "an old one"
        yield failed(place, "missing", confidence="tentative", guess=guess)


def _declares_charset(dom: Dom) -> bool:
    # No browser guesses UTF-8: when it took that, the page said so.
    if dom.charset.lower() == "utf-8" or dom.meta_content("charset"):
        return True
    return any(
        meta.http_equiv and meta.name == FIELD and _IN_META.search(meta.content)
        for meta in dom.meta
    )
