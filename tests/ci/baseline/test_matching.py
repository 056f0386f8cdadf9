"""Issues are known again when names change, and two things are never taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.ci.known import Found, baseline, found, results

from civiscope.results import Finding
from civiscope_ci.baseline import entries
from civiscope_ci.baseline.matching import match
from civiscope_ci.baseline.page_keys import PageKeys
from civiscope_ci.baseline.skeletons import skeleton

MAP = '<a class="x" href="/map"><svg></svg></a>'
FACELESS = '<div class="x"><svg></svg></div>'


def matched(now: Sequence[Found], known: Sequence[Found]) -> tuple[dict[str, str], list[str]]:
    """Return which component is taken for which, and those that are gone."""
    current = results(*now)
    seen = [entry for _, entry in entries(current, PageKeys.of(current))]
    pairs, gone = match(seen, baseline(*known).issues)
    told = {seen[number].component: entry.component for number, entry in pairs.items()}
    return told, [entry.component for entry in gone]


def test_the_same_name_is_the_same_issue() -> None:
    assert matched([found()], [found()]) == ({"img.seal": "img.seal"}, [])


def test_an_element_that_says_the_same_is_known_under_another_name() -> None:
    now = [found("i1", component="a.gXyZab", snippet=MAP)]
    known = [found("i1", component="a.kLmNop", snippet=MAP)]

    assert matched(now, known) == ({"a.gXyZab": "a.kLmNop"}, [])


def test_an_element_that_says_something_else_is_another() -> None:
    now = [found("i1", component="a.two", snippet='<a class="x" href="/news"></a>')]
    known = [found("i1", component="a.one", snippet=MAP)]

    assert matched(now, known) == ({}, ["a.one"])


def test_the_same_element_on_other_pages_only_is_another() -> None:
    now = [found("i1", component="a.two", snippet=MAP, on=("/a",))]
    known = [found("i1", component="a.one", snippet=MAP, on=("/b",))]

    assert matched(now, known) == ({}, ["a.one"])


def test_the_same_element_under_another_rule_is_another() -> None:
    now = [found("i1", component="a.two", snippet=MAP, rule="accessibility/label")]
    known = [found("i1", component="a.one", snippet=MAP)]

    assert matched(now, known) == ({}, ["a.one"])


def test_a_group_that_falls_apart_is_known_in_all_its_parts() -> None:
    news = '<a class="x" href="/news"></a>'
    both, (first, second) = found("i1", component="a.old", snippet=MAP, times=2)
    known = [(both, (first, _with(second, news)))]
    now = [
        found("i1", component="a.one", snippet=MAP),
        found("i2", component="a.two", snippet=news),
    ]

    assert matched(now, known) == ({"a.one": "a.old", "a.two": "a.old"}, [])


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [(2, 2, True), (2, 1, True), (2, 3, False)],
    ids=["as many", "fewer", "more"],
)
def test_what_nothing_tells_apart_is_counted(before: int, after: int, known: bool) -> None:
    now = [found("i1", component="div.two", snippet=FACELESS, times=after)]
    old = [found("i1", component="div.one", snippet=FACELESS, times=before)]

    pairs, gone = matched(now, old)

    assert pairs == ({"div.two": "div.one"} if known else {})
    assert gone == ([] if known else ["div.one"])


def test_names_of_headers_are_their_own_and_are_not_counted() -> None:
    now, (finding,) = found("i1", component="x-frame-options", snippet="")
    old, (former,) = found("i1", component="server", snippet="")

    now_found = [(now, (_without_selector(finding),))]
    known = [(old, (_without_selector(former),))]

    assert matched(now_found, known) == ({}, ["server"])


@pytest.mark.parametrize(
    ("today", "tomorrow"),
    [
        ('<a class="a" href="/x">Go</a>', '<a href="/x" class="b c" data-v-1a2b="">Go</a>'),
        ('<img src="/a/seal.3f2a9c1d.png">', '<img nonce="q" src="/a/seal.9b8c7d6e.png">'),
        ('<img src="/seal.png?v=17">', '<img src="/seal.png?v=18">'),
        ('<a href="http://localhost/x">Go</a>', '<a href="https://www.example.gov/x">Go</a>'),
        ('<input name="q" id=":r1:">', '<input id=":r9:" name="q">'),
        ("<p>Updated 20261123</p>", "<p>Updated 20261124</p>"),
        ('<a href="/x"><i class="a"></i>Go</a>', '<a href="/x"><i class="b"></i> Go</a>'),
    ],
)
def test_a_skeleton_outlasts_a_build(today: str, tomorrow: str) -> None:
    assert skeleton(today) == skeleton(tomorrow) != ""


@pytest.mark.parametrize(
    "snippet",
    ["", "<div>", '<div class="a"><svg></svg></div>', '<button type="button">', "Server: Apache"],
)
def test_an_element_of_which_nothing_lasts_has_no_skeleton(snippet: str) -> None:
    assert skeleton(snippet) == ""


def _with(finding: Finding, snippet: str) -> Finding:
    return replace(finding, snippet=snippet)


def _without_selector(finding: Finding) -> Finding:
    return replace(finding, selector="")
