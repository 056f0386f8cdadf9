"""Judge whether a page leads to the privacy notice. Why is told in privacy_link.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import (
    EvidenceMissing,
    Missing,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)
from civiscope_rules.shared.signposts import (
    find_signpost,
    has_all_links,
    has_navigation,
    is_ordinary,
    knows_language,
)

COMPONENT = "privacy link"
_CUT_SHORT = Missing("not-gathered", "Not all links of the page were seen.")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to whole HTML pages with ordinary navigation; fragments and samples have none."""
    dom = page.dom
    if not is_ordinary(page, dom) or not has_navigation(page, dom):
        return
    link = find_signpost(dom.links, "privacy")
    if link is not None:
        yield passed(Place(COMPONENT, url=link.url))
    elif not has_all_links(page, dom):
        raise EvidenceMissing(_CUT_SHORT)
    elif knows_language(dom.lang):
        yield failed(COMPONENT, "missing")
    else:
        yield cannot_tell(COMPONENT, "unknown-language", language=dom.lang or "none")
