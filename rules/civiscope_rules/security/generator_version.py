"""Judge whether a page tells the version that made it. Why: generator_version.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import Outcome, Page, Place, failed, passed

# `Drupal 10 (https://…)` tells the major version only, and every page of that version does.
_VERSION = re.compile(r"(?<![\w.])v?\d+\.\d+")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages with a generator element."""
    for meta in page.dom.meta:
        if meta.name == "generator" and not meta.http_equiv:
            value = printable(meta.content, 80)
            place = Place("generator", snippet=f'<meta name="generator" content="{value}">')
            if _VERSION.search(meta.content):
                yield failed(place, "named", value=value)
            else:
                yield passed(place)
