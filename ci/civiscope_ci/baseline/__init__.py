"""What is known from before: the baseline, and how issues are matched with it."""

from civiscope_ci.baseline.baseline import (
    FINGERPRINTS,
    Baseline,
    BaselineEntry,
    create,
    day_of,
    element_counts,
    elements_seen,
    engines_of,
    entries,
    in_order,
    pages_seen,
)

__all__ = [
    "FINGERPRINTS",
    "Baseline",
    "BaselineEntry",
    "create",
    "day_of",
    "element_counts",
    "elements_seen",
    "engines_of",
    "entries",
    "in_order",
    "pages_seen",
]
