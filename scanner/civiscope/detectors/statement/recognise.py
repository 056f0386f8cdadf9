"""Know an accessibility statement by what it calls itself, and the links that lead to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from civiscope.detectors.statement.folding import common, folded
from civiscope.model import Dom

_MAX_TITLE = 16
"""Words; a longer title is that of an article."""
_MAX_LINK = 9
"""Words; a longer link is part of a sentence."""
_CALLED = re.compile(rf"(?<!\w)(?:{common('called')})(?!\w)")


def calls_itself_statement(dom: Dom) -> bool:
    """Say whether title, first headings or address of the page name accessibility."""
    names = [dom.title.split("|")[0].split(" - ")[0]]
    names += [heading.text for heading in dom.headings[:8] if heading.level == 1]
    names.append(_last_part(dom.url))
    return any(_names_it(name, _MAX_TITLE) for name in names)


def statement_links(dom: Dom) -> Iterator[str]:
    """Yield where the links of a page lead whose short text names accessibility."""
    for link in dom.links:
        if link.text and _names_it(link.text, _MAX_LINK):
            yield link.url


def _names_it(name: str, most: int) -> bool:
    plain = folded(name)
    return 0 < len(plain.split()) <= most and bool(_CALLED.search(plain))


def _last_part(url: str) -> str:
    try:
        path = urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""
    return re.sub(r"[-_.+]", " ", unquote(path.rpartition("/")[2]))
