"""The level of a heading is what browsers make of aria-level, and no number stops the visit."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site

from civiscope.model import Dom

pytestmark = pytest.mark.browser

GIVEN = {"3": 3, "7": 7, "1.5": 2, "Infinity": 2, "1e300": 2, "-1": 2, "0": 2, "first": 2, "": 2}


def test_a_level_that_is_no_whole_number_does_not_keep_the_page_from_being_read() -> None:
    headings = "".join(f'<div role="heading" aria-level="{each}">{each}</div>' for each in GIVEN)
    page = f'<!doctype html><html lang="en"><title>Fees</title>{headings}<h4 aria-level="x">h4</h4>'

    dom = visit(Site({"/": Answer(page)}), "/")["/"].evidence.dom

    assert isinstance(dom, Dom)
    assert {each.text: each.level for each in dom.headings} == {**GIVEN, "h4": 4}
