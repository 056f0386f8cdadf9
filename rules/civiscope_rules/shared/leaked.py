"""Bring together what a page's source and the site's own scripts give away."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from civiscope.model import Leak, Missing, Page
from civiscope.web.urls import same_site

_WHERE = {
    "attribute": "an attribute of the page",
    "comment": "a comment of the page",
    "script": "a script of the page",
    "text": "the text of the page",
    "view state": "the page's view state",
}


@dataclass(frozen=True, slots=True)
class Leaked:
    """A leak, and where it was found."""

    leak: Leak
    url: str
    where: str
    """As a phrase: “a comment of the page”, “the file https://…”."""


def leaks(page: Page, kinds: Collection[str]) -> Iterator[Leaked]:
    """Yield the leaks of *kinds* in the source of *page* and in script files of its site."""
    for leak in page.raw_html.leaks:
        if leak.kind in kinds:
            yield Leaked(leak, page.final_url, _WHERE[leak.place])
    code = page.evidence.code
    # Without the files the page's own source still is evidence.
    for file in () if isinstance(code, Missing) else code.files:
        for leak in file.leaks:
            # What stands in a script of somebody else is theirs to fix, and often a sample.
            if leak.kind in kinds and same_site(file.url, page.final_url):
                yield Leaked(leak, file.url, f"the file {file.url}")
