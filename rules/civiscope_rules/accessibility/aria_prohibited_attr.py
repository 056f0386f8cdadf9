"""Name attributes that have no effect, but for roles that only the browser knows.

See aria_prohibited_attr.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.browser_tree import correct_by_browser, may_be_named


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements with attributes that name them."""
    known = list(correct_by_browser(page, "aria-prohibited-attr", may_be_named))
    yield from known
    decided = {outcome.place.selector for outcome in known}
    for result in page.script_results("accessibility/aria-prohibited-attr"):
        place = place_of(result)
        if result["verdict"] == "passed":
            yield passed(place)
        elif place.selector not in decided:
            yield failed(place, "no-effect", **result["facts"])
