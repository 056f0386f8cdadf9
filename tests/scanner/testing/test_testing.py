"""What is offered to people who test rules, collectors and reports of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import civiscope.testing
from civiscope.model import EvidenceMissing, Outcome, Page, Place, Request, Site, failed, passed
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.testing import (
    BROKEN,
    HOME,
    judge_pages,
    make_issue,
    make_page,
    make_response,
    make_results,
    make_rule,
    make_site,
    page_of_data,
    verdicts,
    visit_html,
    without,
)


def named_server(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose server gives its version."""
    server = page.response.headers.get("server") or ""
    place = Place("server")
    yield failed(place, "version", value=server) if "/" in server else passed(place)


def test_a_check_is_tried_on_a_page_of_one_line() -> None:
    assert verdicts(named_server(make_page(fields={"server": "nginx/1.2"}))) == [
        ("failed", "version")
    ]
    assert verdicts(named_server(make_page(fields=(("server", "nginx"),)))) == [("passed", "")]


def test_a_page_has_what_was_given_and_misses_the_rest() -> None:
    moved = make_response("https://example.gov/", 301, {"location": HOME})
    page = make_page(HOME, Request(f"{HOME}a.js", "script"), hops=(moved, make_response()), order=3)

    assert (page.url, page.order, page.response.status) == ("https://example.gov/", 3, 200)
    assert [request.url for request in page.requests] == [page.url, f"{HOME}a.js"]
    assert page.cookies == ()
    with pytest.raises(EvidenceMissing):
        _ = page.dom
    with pytest.raises(TypeError, match="colour"):
        make_page(colour="red")


def test_a_collector_that_broke_is_one_word() -> None:
    page = without(page_of_data(dom={"title": "Permits"}), dom=BROKEN)

    with pytest.raises(EvidenceMissing, match="broke"):
        _ = page.dom


def test_rules_made_in_a_test_judge_pages_by_way_of_a_folder(tmp_path: Path) -> None:
    rule = make_rule(named_server, messages={"version": "The server says {value}."})

    results = judge_pages(tmp_path, [make_page(fields={"server": "nginx/1.2"})], rule)

    assert [(issue.rule, issue.message) for issue in results.issues] == [
        ("test/named-server", "The server says nginx/1.2.")
    ]


def test_a_site_has_its_pages_in_order() -> None:
    site = make_site(make_page(HOME), make_page(f"{HOME}news"))

    assert isinstance(site, Site)
    assert [(page.url, page.order) for page in site.pages] == [(HOME, 0), (f"{HOME}news", 1)]


def test_results_are_whole_without_anything_given() -> None:
    assert make_results().issues == ()
    assert [finding.issue for finding in make_results(make_issue("i9")).findings] == ["i9"]


@pytest.mark.browser
def test_html_is_visited_with_scripts_of_rules_and_probes() -> None:
    rules = [rule for rule in all_rules(load_rulebooks()) if rule.id == "accessibility/link-text"]

    page = visit_html('<a href="/renew">Renew</a>', *rules, probes=["keyboard"])

    assert [found["name"] for found in page.script_results("accessibility/link-text")] == ["Renew"]
    assert "keyboard" in page.evidence.probes
    assert page.visit.state == "complete"


def test_everything_offered_is_described() -> None:
    offered = [getattr(civiscope.testing, name) for name in civiscope.testing.__all__]

    assert [each for each in offered if callable(each) and not each.__doc__] == []
