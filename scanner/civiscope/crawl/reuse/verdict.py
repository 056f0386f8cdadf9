"""Judge whether a page is what it was at the earlier scan, from what its addresses say now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from civiscope.crawl.reuse.state import ReusablePage
from civiscope.crawl.reuse.validators import AskedNow, Sameness, Validator, compare
from civiscope.web.urls import host_of

Reason = Literal[
    "unchanged",
    "unfit",
    "not-asked-before",
    "document",
    "part",
    "template-headers",
]


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """Whether a page is unchanged; else what speaks against it."""

    reason: Reason
    at: str = ""
    """The address that differs."""
    how: Sameness | Literal[""] = ""

    @property
    def unchanged(self) -> bool:
        """Whether nothing that it was made from has changed, as far as asking can tell."""
        return self.reason == "unchanged"


def judge_page(
    page: ReusablePage,
    then: Mapping[str, Validator],
    now: Mapping[str, AskedNow],
    *,
    distrusted: Collection[str] = (),
) -> PageVerdict:
    """Return whether *page* is unchanged.

    *then* are the validators of the earlier scan, taken before it visited the page, *now* what the
    addresses say tonight. *distrusted* are pages of a template whose header fields have changed.
    """
    if page.unfit:
        return PageVerdict("unfit")
    for url in (page.url, *page.parts):
        known, asked = then.get(url), now.get(url)
        if known is None:
            return PageVerdict("not-asked-before", url)
        if url == page.url and not 200 <= known.status < 300:
            return PageVerdict("unfit", url)
        how = compare(known, asked) if asked is not None else "no-response"
        if how != "same":
            return PageVerdict("document" if url == page.url else "part", url, how)
    if page.url in distrusted:
        return PageVerdict("template-headers", page.url, "headers")
    return PageVerdict("unchanged")


def group_of(page: ReusablePage, templates: Mapping[str, str]) -> tuple[str, str]:
    """Return host and template of *page*: of each such group one page is asked for whole."""
    return host_of(page.url), templates.get(page.url, "")
