"""Judge whether the main text is there without scripts. See works_without_javascript.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope_rules.shared.signposts import is_ordinary

COMPONENT = "main text"
_ALMOST_NOTHING = 0.2
_MIN_COVERAGE = 0.6


def check(page: Page, *, min_words: int) -> Iterator[Outcome]:
    """Apply to HTML pages with at least *min_words* words in their main content.

    Compared are the words of the page as it is shown and of the HTML as it was sent.
    """
    dom = page.dom
    if not is_ordinary(page, dom) or dom.main_words < min_words:
        return
    coverage = page.raw_html.coverage
    if coverage is None:
        return
    facts: dict[str, Any] = {"percent": round(coverage * 100), "words": dom.main_words}
    if coverage >= _MIN_COVERAGE:
        yield passed(COMPONENT)
    elif coverage >= _ALMOST_NOTHING:
        yield cannot_tell(COMPONENT, "partly", **facts)
    else:
        yield failed(COMPONENT, "missing", **facts)
