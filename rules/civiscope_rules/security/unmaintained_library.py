"""Judge libraries that nobody mends any more. Why is told in unmaintained_library.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.model import Outcome, Page, failed, passed
from civiscope_rules.security.vulnerable_library import TOLD, place_of
from civiscope_rules.shared.libraries import list_names, on_page


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply to pages on which a library is recognised; one outcome for each version."""
    for found in on_page(page, lists):
        if any(hole.unmaintained for hole in found.holes):
            yield failed(
                place_of(found),
                "ended",
                library=printable(found.name, 60),
                version=found.version,
                how=TOLD[found.how],
                lists=list_names(found.lists, lists),
            )
        else:
            yield passed(place_of(found))
