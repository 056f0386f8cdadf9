"""States of pages have names that last from run to run, and are put together when met twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from civiscope.audit.checks import (
    CheckFacts,
    SetupChoice,
    judge_states,
    merge_states,
    read_setup,
    report_checks,
    state_url,
)
from civiscope.audit.rules import RuleChoice
from civiscope.errors import UsageError
from civiscope.model import AxeResults, AxeRule, Node, Page, Visit
from civiscope.testing import make_page, write_evidence
from civiscope_ci.baseline.page_keys import PageKeys

FACTS = CheckFacts("2026-11-23T08:00:00Z", "2026-11-23T08:00:01Z", "Chromium/156", {})
IMAGES = SetupChoice(rules=RuleChoice(only=("accessibility/image-alt",)))


@pytest.mark.parametrize(
    ("url", "names", "state"),
    [
        (
            "http://127.0.0.1:4711/a?b=1",
            ("t.py::t", "open"),
            "http://127.0.0.1/a?b=1#/t.py%3A%3At/open",
        ),
        ("http://localhost:80/", ("", ""), "http://localhost/"),
        ("http://[::1]:9/x", ("", "n"), "http://[::1]/x#/n"),
        ("https://www.example.gov:8443/", ("t", ""), "https://www.example.gov:8443/#/t"),
        ("https://www.example.gov/#/jobs", ("t",), "https://www.example.gov/#/jobs/t"),
        ("https://www.example.gov/#top", ("t",), "https://www.example.gov/#/t"),
        ("about:blank", ("t", "n"), "about:blank#/t#/n"),
    ],
)
def test_a_state_is_known_by_test_name_and_address(
    url: str, names: tuple[str, ...], state: str
) -> None:
    assert state_url(url, *names) == state


def test_a_page_within_its_own_address_is_known_by_it_and_not_spelled_out() -> None:
    one, other = state_url("data:text/html,<p>a"), state_url("data:text/html,<p>b")

    assert one != other
    assert "<p>" not in one + other


def _page(url: str, *selectors: str) -> Page:
    nodes = tuple(Node(each, f'<img id="{each[1:]}">') for each in selectors)
    axe = AxeResults("4", (AxeRule("image-alt", nodes, failed=len(nodes)),))
    return make_page(url, axe=axe)


def test_two_checks_of_one_state_are_one_page() -> None:
    pages = [_page("http://localhost/#/b", "#x"), _page("http://localhost/#/a", "#x")]
    more = _page("http://localhost/#/b", "#x", "#y")

    merged = merge_states([*pages, more])
    results = judge_states([*pages, more], read_setup(IMAGES), FACTS)

    assert [page.url for page in merged] == ["http://localhost/#/a", "http://localhost/#/b"]
    assert [page.url for page in results.pages] == [page.url for page in merged]
    assert [(f.page[-1], f.selector) for f in results.findings] == [
        ("a", "#x"),
        ("b", "#x"),
        ("b", "#y"),
    ]
    # A baseline keeps them apart.
    keys = PageKeys.of(results)
    assert [keys.page(page.url) for page in merged] == ["/#/a", "/#/b"]


def test_what_was_not_seen_once_is_not_seen() -> None:
    seen = _page("http://localhost/#/a")
    unseen = replace(seen, visit=Visit("failed", "hung", "It hung."))

    for order in ([seen, unseen], [unseen, seen]):
        [page] = merge_states(order)
        assert page.visit.state == "failed"


def test_checks_replace_checks_and_no_scan(tmp_path: Path) -> None:
    setup = read_setup(replace(IMAGES, out=tmp_path / "out"))
    pages = [_page("http://localhost/#/a", "#x")]

    first = report_checks(pages, setup, FACTS)
    again = report_checks(pages, setup, FACTS)

    assert first.results == again.results
    assert first.decision.exit_code == 1
    write_evidence(tmp_path / "scan" / "evidence", pages)
    with pytest.raises(UsageError, match="holds the scan of a site"):
        report_checks(pages, replace(setup, folder=tmp_path / "scan"), FACTS)
