"""Judge whether the language of a document is known. See office_language.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Document, Outcome, failed, passed
from civiscope_rules.shared.documents import place_in

_FORMATS = frozenset({"docx", "pptx", "odt", "odp", "epub"})
_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")


def check(document: Document) -> Iterator[Outcome]:
    """Apply to documents of text and slides, and to e-books."""
    facts = document.content
    if facts.format not in _FORMATS:
        return
    place = place_in(document)
    if not facts.language:
        yield failed(place, "missing")
    elif not _TAG.fullmatch(facts.language):
        yield failed(place, "invalid", language=facts.language)
    else:
        yield passed(place)
