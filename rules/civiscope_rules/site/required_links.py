"""Judge whether a home page has the links that its country asks for. See required_links.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from civiscope.detectors.statement import jurisdiction_of
from civiscope.detectors.statement.folding import folded
from civiscope.model import Dom, Outcome, Page, Place, Site, passed
from civiscope_rules.shared.signposts import has_all_links, has_navigation, html_pages

_HOME = re.compile(r"/?|/(?:index|default|home)\.\w{2,5}", re.IGNORECASE)
"""Paths of a home page; a folder of built HTML has a file's."""


def check(site: Site) -> Iterator[Outcome]:
    """Apply to home pages of public bodies whose country is known."""
    for page, dom in html_pages(site):
        if not _HOME.fullmatch(urlsplit(page.final_url).path) or not has_navigation(page, dom):
            continue
        applicable = jurisdiction_of(None, page.host, site.jurisdiction)
        if applicable is not None and applicable.sure:
            code = "GB" if applicable.jurisdiction.code == "NI" else applicable.jurisdiction.code
            for each in _links().get(code, ()):
                yield _judge(page, dom, each)


def _judge(page: Page, dom: Dom, wanted: Mapping[str, Any]) -> Outcome:
    place = Place(str(wanted["item"]), url=page.url)
    pattern = re.compile(wanted["words"])
    for link in dom.links:
        if pattern.fullmatch(folded(link.text)) or pattern.fullmatch(link.url.lower()):
            return passed(place)
    facts = {"item": wanted["item"], "source": wanted["source"]}
    sure = wanted["read"] and has_all_links(page, dom)
    return Outcome("failed" if sure else "cannot_tell", place, "missing", facts)


@lru_cache(maxsize=1)
def _links() -> Mapping[str, list[dict[str, Any]]]:
    table = files("civiscope_rules.shared").joinpath("required_links.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))
