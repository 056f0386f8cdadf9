"""Find links to files that do not say so; what opened as a page is none. Why: link_to_file.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links whose address ends like a file's, unless the scan visited it as a page."""
    for result in page.script_results("accessibility/link-to-file"):
        # Viewers and content systems show a page at an address that ends in .pdf.
        if result.get("address") in page.pages_like_files:
            continue
        place = place_of(result)
        if result["verdict"] == "passed":
            yield passed(place)
        else:
            facts: dict[str, Any] = result["facts"]
            yield failed(place, str(result["message"]), **facts)
