"""Find slides without a title of their own. See office_slide_titles.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import failures, or_passed

_KINDS = {"slide-without-title": "missing", "slide-title-twice": "same"}


def check(document: Document) -> Iterator[Outcome]:
    """Apply to presentations with slides."""
    facts = document.content
    if facts.format not in {"pptx", "odp"} or not facts.count("slides"):
        return
    yield from or_passed(document, failures(document, _KINDS))
