"""A page whose pale text may still change is waited for, and lends its place meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.scanner.collectors.page.visiting import visit_together
from tests.scanner.crawl.site import Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.places import Places
from civiscope.collectors.tab_count import TabCount
from civiscope.model import AxeResults

pytestmark = pytest.mark.browser

PALE = '<p id="pale" style="color: #bbb">Bins are late today.</p>'
LATER = """<p id="later" style="color: #bbb">Glass goes to the bottle bank.</p><script>
setTimeout(() => { document.getElementById("later").style.color = "#333"; }, 900);
</script>"""


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return what each wish to lend a place came to."""
    wishes: list[bool] = []
    hand_over: Callable[[Places[object]], bool] = vars(Places)["hand_over"]

    def noted(places: Places[object]) -> bool:
        wishes.append(hand_over(places))
        return wishes[-1]

    monkeypatch.setattr(Places, "hand_over", noted)
    return wishes


def visit(tabs: TabCount, *bodies: str) -> list[VisitResult]:
    """Visit pages with *bodies* at the same time."""
    pages = {f"/{number}": page("Bins", body=body) for number, body in enumerate(bodies)}
    return visit_together(Site(pages), *pages, tabs=tabs)


def failed(seen: VisitResult) -> list[str]:
    assert isinstance(seen.evidence.axe, AxeResults)
    rule = seen.evidence.axe.rule("color-contrast")
    return [node.selector for node in rule.violations] if rule is not None else []


def test_another_page_is_worked_on_while_one_is_waited_for(lent: list[bool]) -> None:
    one, two = visit(TabCount(1, 1), PALE, PALE + LATER)

    assert (failed(one), failed(two)) == (["#pale"], ["#pale"])
    assert any(lent)


def test_where_no_more_may_be_open_the_page_keeps_its_place(lent: list[bool]) -> None:
    one, two = visit(TabCount(1), LATER, PALE)

    assert (failed(one), failed(two)) == ([], ["#pale"])
    assert lent
    assert not any(lent)
