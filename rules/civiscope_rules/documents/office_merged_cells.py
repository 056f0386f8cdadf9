"""Find tables with merged cells. See office_merged_cells.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Document, Outcome
from civiscope_rules.shared.documents import or_passed, reviews


def check(document: Document) -> Iterator[Outcome]:
    """Apply to Office documents with tables or sheets."""
    facts = document.content
    if facts.format == "pdf" or not (facts.count("tables") or facts.count("sheets")):
        return
    yield from or_passed(document, reviews(document, {"merged-cells": "merged"}))
