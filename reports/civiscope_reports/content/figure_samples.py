"""Which pages and rules figures are made from, so that a change of these is told as one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from civiscope.results import Results

MAX_MARKS = 128
MIN_SHARED = 0.8
"""Share of pages that two samples must have in common to be compared."""
_MARK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class FigureSample:
    """The pages and the rules that figures are made from."""

    marks: tuple[str, ...]
    """The lowest hashes of the addresses of its pages: all of them, or 128."""
    pages: int
    setup: str
    """Hash of what findings depend on beside the site: rules, versions, depth."""

    def change_from(self, before: FigureSample) -> str:
        """Return why figures of the two must not be compared, as a sentence; empty when they may.

        Beyond 128 pages the share that both have is an estimate, good to about a tenth.
        """
        if self.setup != before.setup:
            return "Rules, their versions or the depth are others than before."
        shared = self._shared_with(before)
        if shared < MIN_SHARED:
            return f"Only {round(shared * 100)} % of the pages are the same as before."
        return ""

    def _shared_with(self, other: FigureSample) -> float:
        """Return the share of pages that both have, of those that either has."""
        lowest = sorted({*self.marks, *other.marks})
        # Where a list was cut, what lies above its end is not known.
        cut = min(
            (each.marks[-1] for each in (self, other) if each.pages > len(each.marks) > 0),
            default="g",
        )
        known = [mark for mark in lowest if mark <= cut]
        both = set(self.marks) & set(other.marks)
        return sum(mark in both for mark in known) / len(known) if known else 0.0


def sample_of(results: Results, pages: Collection[str]) -> FigureSample:
    """Return the sample of *results*; *pages* are names of the pages that were fully scanned.

    They must be the same for the same page in each scan, which addresses are not always.
    """
    marks = sorted({_hash(page)[:_MARK_DIGITS] for page in pages})
    setup = {
        "rules": sorted(rule.id for rule in results.rules),
        "rulebooks": results.tool.rulebooks,
        "depth": results.scan.depth,
    }
    return FigureSample(
        marks=tuple(marks[:MAX_MARKS]),
        pages=len(marks),
        setup=_hash(json.dumps(setup, sort_keys=True))[:16],
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
