"""What was not tested is said, and what follows from it."""

from __future__ import annotations

from civiscope.model.evidence import NOT_PROBED
from civiscope.results import RuleOutcome
from civiscope.testing import make_page_result, make_results
from civiscope_reports.content.gaps import gaps


def test_where_behaviour_was_not_tried_menus_are_said_to_have_stayed_closed() -> None:
    untried = RuleOutcome("untested", reason=NOT_PROBED)
    tried = make_page_result(outcomes={"accessibility/keyboard": RuleOutcome("passed", passed=1)})
    page = make_page_result(outcomes={"accessibility/keyboard": untried})

    (found,) = gaps(make_results(pages=(page,)))

    assert found.title == "Behaviour not tried on 1 page"
    assert "Menus were not opened there" in found.meaning
    assert gaps(make_results(pages=(tried,))) == ()
