"""A page with hardly any elements left was not really seen, whatever the rules say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ci.known import baseline, found, results

from civiscope.results import Results
from civiscope_ci import GatePolicy
from civiscope_ci.baseline import Baseline, create
from civiscope_ci.baseline import file as baseline_file
from civiscope_ci.baseline.changes import accept, merge, prune, suggest
from civiscope_ci.baseline.states import compare
from civiscope_ci.gate import Against, decide
from civiscope_ci.gate.decision import Check

MANY = tuple(f"/{number}" for number in range(20))


def site(*elements: int, paths: tuple[str, ...] = ("/", "/a", "/b")) -> Results:
    """Build results of pages that have so many *elements*."""
    whole = results(seen=paths[: len(elements)])
    pages = tuple(
        replace(page, elements=number) for page, number in zip(whole.pages, elements, strict=True)
    )
    return replace(whole, pages=pages)


def content_check(known: Baseline, now: Results) -> Check:
    checks = decide(now, GatePolicy(), Against(baseline=known)).checks
    return next(check for check in checks if check.name == "page-content")


def test_a_baseline_keeps_roughly_how_many_elements_pages_have() -> None:
    known = create(site(500, 530, 0))

    assert known.elements == {"/": 512, "/a": 512}
    assert baseline_file.from_bytes(baseline_file.to_bytes(known), "b.json") == known
    assert b'"elements": {\n"/": 512,\n"/a": 512\n}' in baseline_file.to_bytes(known)


def test_a_baseline_without_counts_is_written_as_before_and_nothing_collapses() -> None:
    known = baseline()

    assert b"elements" not in baseline_file.to_bytes(known)
    assert content_check(known, site(5, 5, 5)).verdict == "passed"


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        ((500, 500), (500, 500), "passed"),
        ((500, 500), (130, 500), "passed"),
        ((500, 500), (100, 500), "inconclusive"),
        ((500, 500), (500, 20), "inconclusive"),
        ((40, 500), (3, 500), "passed"),
        ((500, 500), (0, 500), "passed"),
    ],
    ids=["same", "fewer", "start page", "one of two", "always small", "not counted"],
)
def test_a_page_that_lost_most_of_its_elements_leaves_the_gate_open(
    before: tuple[int, ...], now: tuple[int, ...], verdict: str
) -> None:
    check = content_check(create(site(*before)), site(*now))

    assert check.verdict == verdict


def test_one_of_many_pages_may_be_emptied_but_not_more_than_may_be_missing() -> None:
    before = create(site(*[500] * 20, paths=MANY))

    one = content_check(before, site(*[500] * 19, 8, paths=MANY))
    three = content_check(before, site(*[500] * 17, 8, 8, 8, paths=MANY))

    assert (one.verdict, one.actual) == ("passed", "1 page")
    assert one.reason == (
        "/19 has 8 elements where it had about 512. Pages like that: 1, which is not too many."
    )
    assert (three.verdict, three.actual) == ("inconclusive", "3 pages")
    assert three.reason == (
        "Something else than before may stand on 3 pages: /17 has 8 elements where it had about "
        "512. Look at it; if it is meant to be so, accept it with `civiscope baseline accept`."
    )


def test_what_is_not_found_on_an_emptied_page_is_not_mended() -> None:
    was = results(found("seal", on=("/a",)))
    pages = tuple(replace(page, elements=500) for page in was.pages)
    known = create(replace(was, pages=pages))

    compared = compare(site(500, 9, 500), known)

    assert [(each.state, each.reason) for each in compared.stated] == [
        ("unverified", "The page /a has lost most of its elements.")
    ]


def test_accepting_all_takes_the_counts_of_today_and_pruning_forgets_lost_pages() -> None:
    known = create(site(500, 500, 500))
    now = site(500, 9)

    accepted = accept(known, now, compare(now, known)).baseline
    pruned = prune(accepted, now, compare(now, accepted), gone=True).baseline

    assert accepted.elements == {"/": 512, "/a": 8, "/b": 512}
    assert pruned.elements == {"/": 512, "/a": 8}
    assert suggest(known, now, compare(now, known)).elements == accepted.elements


def test_merging_keeps_the_counts_of_both_sides() -> None:
    base = create(site(500))
    ours, theirs = create(site(500, 60)), replace(create(site(500)), elements={"/c": 8})

    assert merge(base, ours, theirs).elements == {"/": 512, "/a": 64, "/c": 8}
