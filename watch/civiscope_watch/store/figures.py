"""Figures of one run: what charts and tables over time are made of."""

from __future__ import annotations

from collections import Counter
from typing import Any

from civiscope.model import SEVERITIES
from civiscope.results import Results

CHANGES = ("opened", "fixed", "regressed")


def count_figures(results: Results) -> dict[str, Any]:
    """Return the figures of *results* by the names of their columns.

    Problems are counted as reports count them: without what a person must decide, and without
    advice, which stand apart.
    """
    pages = [page for page in results.pages if page.kind == "page"]
    severities = Counter(issue.severity for issue in results.failures)
    area_of = {rule.id: rule.area for rule in results.rules}
    areas = Counter(area_of[issue.rule] for issue in results.failures)
    return {
        "pages": len(pages),
        "complete": sum(page.state == "complete" for page in pages),
        **{severity: severities[severity] for severity in SEVERITIES},
        "review": len(results.reviews),
        "advice": len(results.advice),
        "areas": dict(sorted(areas.items())),
    }
