"""Problems weigh more on forms, on start pages, and where they are on nearly every page."""

from __future__ import annotations

import pytest

from civiscope.judge.findings import RawFinding, group
from civiscope.judge.site_parts import SiteParts
from civiscope.model import Form, Page, failed
from civiscope.model.dom import Dom, Field
from civiscope.results.ranking import importance
from civiscope.testing import make_issue, make_page, make_rule, make_rule_facts

START = "https://www.example.gov/"
NEWS = [f"https://www.example.gov/news/{number}" for number in range(6)]
APPLY = "https://www.example.gov/apply"
NAME_AND_MAIL = (Field("text", "name"), Field("email", "mail"))


def page(url: str, *forms: Form, target: bool = False, order: int = 1) -> Page:
    return make_page(url, target=target, order=order, dom=Dom("", url, forms=forms))


def form(*fields: Field, region: str = "main") -> Form:
    return Form(APPLY, "post", region=region, fields=fields)


SITE = SiteParts.of([page(START, target=True), *map(page, NEWS), page(APPLY, form(*NAME_AND_MAIL))])


@pytest.mark.parametrize(
    ("pages", "part"),
    [
        ([NEWS[3]], ""),
        ([START], "start-page"),
        ([START, *NEWS[:5]], "every-page"),
        ([APPLY], "form"),
        ([], ""),
    ],
)
def test_pages_belong_to_the_weightiest_part_of_the_site(pages: list[str], part: str) -> None:
    assert SITE.part(pages) == part


@pytest.mark.parametrize(
    "others",
    [
        form(Field("search", "q")),
        form(Field("text", "q"), Field("submit", "go"), Field("hidden", "token")),
        form(*NAME_AND_MAIL, region="footer"),
    ],
    ids=["search", "one field", "in the footer"],
)
def test_a_form_that_asks_for_nothing_is_no_service(others: Form) -> None:
    parts = SiteParts.of([page(START, target=True), page(APPLY, others)])
    assert parts.part([APPLY]) == ""


def test_a_list_of_addresses_has_only_home_pages_for_its_start() -> None:
    parts = SiteParts.of([page(url, target=True) for url in (START, *NEWS)])
    assert [parts.part([url]) for url in (START, NEWS[0])] == ["start-page", ""]


def test_on_few_pages_every_page_means_nothing() -> None:
    parts = SiteParts.of([page(START, target=True), page(NEWS[0]), page(NEWS[1])])
    assert parts.part(NEWS[:2]) == ""


def test_a_form_outweighs_a_start_page_and_that_a_piece_of_news() -> None:
    rule = make_rule(id="test/label")
    at = [NEWS[3], START, APPLY]
    found = [RawFinding(rule, failed(f"part {url}", "none"), url) for url in at]
    _, issues = group(found, {rule.id: rule}, SITE)

    assert [issue.site_part for issue in issues] == ["form", "start-page", ""]


def test_a_step_of_severity_outweighs_the_part_of_the_site() -> None:
    rules = {"accessibility/image-alt": make_rule_facts()}
    news = make_issue(severity="serious", site_part="")
    start = make_issue(severity="moderate", site_part="form")
    assert importance(news, rules) > importance(start, rules)
