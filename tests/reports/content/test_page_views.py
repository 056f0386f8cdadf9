"""Problems by page, by template and by people, with charts whose numbers are those of tables."""

from __future__ import annotations

from dataclasses import replace

from civiscope.results import Results
from civiscope.testing import (
    make_finding,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
)
from civiscope_reports.content.page_views import (
    MAX_LISTED_PAGES,
    ShownGroup,
    ShownTemplate,
    name_rows,
    problems_by_page,
    problems_by_people,
    problems_by_template,
    severity_chart,
)

START = "https://www.example.gov/"
NEWS = tuple(f"{START}news/{number}" for number in range(3))


def two_templates() -> Results:
    menu = make_issue("menu", pages=4, occurrences=4)
    form = make_issue("form", rule="privacy/form", pages=1, occurrences=1)
    rules = (make_rule_facts(), make_rule_facts("privacy/form", affects=("privacy",)))
    pages = (
        replace(make_page_result(START), template="home"),
        *(replace(make_page_result(url), template="news") for url in NEWS),
    )
    findings = (
        *(make_finding(menu, n, page=url) for n, url in enumerate((START, *NEWS))),
        make_finding(form, page=START),
    )
    return make_results(menu, form, rules=rules, pages=pages, findings=findings)


def test_each_page_has_its_problems_in_the_order_of_the_list() -> None:
    results = two_templates()

    found = problems_by_page(results.failures, results)

    assert {url: [issue.id for issue in own] for url, own in found.items()} == {
        START: ["menu", "form"],
        **{url: ["menu"] for url in NEWS},
    }


def test_on_a_large_site_pages_have_numbers_only() -> None:
    results = two_templates()
    many = tuple(make_page_result(f"{START}{n}") for n in range(MAX_LISTED_PAGES + 1))

    assert problems_by_page(results.failures, replace(results, pages=many)) == {}


def test_templates_are_told_with_their_pages_and_problems() -> None:
    results = two_templates()

    assert problems_by_template(results.failures, results) == (
        ShownTemplate(START, 1, 2),
        ShownTemplate(NEWS[0], 3, 1),
    )


def test_pages_of_one_template_are_not_told_apart() -> None:
    results = two_templates()
    one = tuple(replace(page, template="one") for page in results.pages)

    assert problems_by_template(results.failures, replace(results, pages=one)) == ()


def test_templates_of_one_page_each_are_not_told_as_built_alike() -> None:
    results = two_templates()
    own = tuple(replace(page, template=page.url) for page in results.pages)

    assert problems_by_template(results.failures, replace(results, pages=own)) == ()


def test_rows_of_a_chart_have_names_that_tell_them_apart() -> None:
    pages = [START, *NEWS, f"{START}permits/parking/for-residents/apply?step=2"]
    titles = {
        START: "Home",
        NEWS[0]: "Council of Larkmere - News of May",
        NEWS[1]: "Council of Larkmere - News of June",
        pages[4]: "Council of Larkmere - Apply",
    }

    assert name_rows(pages, titles) == [
        "Home",
        "/news/0",
        "/news/1",
        "/news/2",
        "…idents/apply?step=2",
    ]


def test_people_are_told_with_their_problems_and_pages() -> None:
    results = two_templates()

    assert problems_by_people(results.failures, results) == (
        ShownGroup("limited-vision", 1, 4),
        ShownGroup("no-vision", 1, 4),
        ShownGroup("privacy", 1, 1),
    )


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = severity_chart(("critical", "minor"), [("One", (3, 1), 4), ("Two", (0, 2), 2)])

    assert chart is not None
    by_kind = [(bar.kind, bar.y, bar.width) for bar in chart.bars]
    unit = by_kind[1][2]
    assert [(kind, round(width / unit, 2)) for kind, _, width in by_kind] == [
        ("critical", 3.0),
        ("minor", 1.0),
        ("minor", 2.0),
    ]
    assert [label.number for label in chart.labels] == [4, 2]


def test_one_row_is_no_chart() -> None:
    assert severity_chart(("critical",), [("One", (3,), 3)]) is None
