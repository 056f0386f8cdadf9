"""Judge listings of folders met in the crawl. Why is told in directory_listing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, Place, failed, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every page whose source was read."""
    if any(sign.kind == "directory" for sign in page.raw_html.debugging):
        yield failed(Place("directory", snippet=page.raw_html.title[:120]), "listing")
    else:
        yield passed("page source")
