"""How much pages weigh is told by template, and by page where all are of one."""

from __future__ import annotations

import pytest

from civiscope.results import PageResult
from civiscope.testing import START, make_issue, make_page_result, make_results
from civiscope_reports.content.page_weight import MAX_ROWS, PageWeight, page_weights, weight_chart
from civiscope_reports.formats.html import render


def page(name: str, weight: int, template: str = "", requests: int = 4) -> PageResult:
    return make_page_result(START + name, weight=weight, template=template, requests=requests)


def test_templates_are_told_with_their_heaviest_page() -> None:
    pages = [
        page("news/1", 1_000_000, "news", requests=10),
        page("news/2", 3_000_400, "news", requests=21),
        page("", 200_000, "start"),
    ]
    assert page_weights(pages) == (
        PageWeight(START + "news/2", 2, 2000, 3000, 16),
        PageWeight(START, 1, 200, 200, 4),
    )


@pytest.mark.parametrize("template", ["", "one"])
def test_pages_of_one_template_are_told_each(template: str) -> None:
    pages = [page(f"{number}", 1000 * number, template) for number in range(1, MAX_ROWS + 5)]
    rows = page_weights(pages)

    assert len(rows) == MAX_ROWS
    assert (rows[0].example, rows[0].kilobytes) == (f"{START}{MAX_ROWS + 4}", MAX_ROWS + 4)


def test_pages_that_were_not_weighed_are_left_out() -> None:
    assert page_weights([page("old", 0)]) == ()
    assert weight_chart((), {}) is None


def test_what_is_not_empty_has_a_kilobyte() -> None:
    assert [row.kilobytes for row in page_weights([page("tiny", 12)])] == [1]


def test_each_bar_stands_in_the_table_too() -> None:
    rows = page_weights([page("a", 40_000), page("b", 10_000)])
    chart = weight_chart(rows, {START + "a": "Start"})

    assert chart is not None
    assert [(each.text, each.number) for each in chart.labels] == [("Start", 40), ("/b", 10)]
    wide, narrow = (bar.width for bar in chart.bars)
    assert wide == pytest.approx(4 * narrow, abs=0.5)


def test_the_report_has_the_chart_and_the_table_and_no_empty_ones() -> None:
    weighed = make_results(make_issue(), pages=(page("", 40_000), page("b", 1_234_000)))
    light = make_results(make_issue(), pages=(page("", 0),))

    assert "Page weight, the heaviest first" in render(weighed)
    assert "Bars: kilobytes a page" in render(weighed)
    assert "1,234" in render(weighed)
    assert "Page weight" not in render(light)
