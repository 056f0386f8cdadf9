"""Which unchanged pages are visited all the same: enough of them, and nobody can foresee which."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from civiscope.crawl.reuse.draw import MAX_AGE_DAYS, draw, is_due, lot

TODAY = date(2026, 11, 29)
SECRET = "a secret of the tests"  # noqa: S105 - draws pages, and opens nothing
NIGHTS = [TODAY + timedelta(days=n) for n in range(60)]


def urls(number: int) -> list[str]:
    return [f"https://example.gov/{n}" for n in range(number)]


def test_each_page_is_due_once_in_its_cycle_and_as_many_each_night() -> None:
    due = Counter(
        night
        for url in urls(3000)
        for night in NIGHTS[1:31]
        if is_due(SECRET, url, seen=night - timedelta(days=1), today=night, max_age=MAX_AGE_DAYS)
    )

    assert sum(due.values()) == 3000
    assert min(due.values()) > 60
    assert max(due.values()) < 140


@pytest.mark.parametrize("max_age", [7, 30])
def test_no_page_gets_older_than_the_bound(max_age: int) -> None:
    for url in urls(200):
        last = TODAY + timedelta(days=max_age)
        assert is_due(SECRET, url, seen=TODAY, today=last, max_age=max_age)


def test_a_page_seen_today_is_not_due() -> None:
    assert not any(is_due(SECRET, u, seen=TODAY, today=TODAY, max_age=7) for u in urls(200))


def test_at_least_one_in_a_hundred_is_drawn_each_night() -> None:
    pages = urls(1000)
    drawn = [draw(SECRET, pages, today=night, last=night) for night in NIGHTS]

    assert {len(each) for each in drawn} == {10}
    assert len(set(drawn)) == len(NIGHTS)


def test_a_small_site_has_one_page_visited_a_week() -> None:
    last = TODAY
    gaps: list[int] = []
    for night in NIGHTS[1:]:
        if draw(SECRET, urls(10), today=night, last=last):
            gaps.append((night - last).days)
            last = night

    assert gaps
    assert max(gaps) <= 7


def test_another_secret_draws_other_pages() -> None:
    pages = urls(1000)

    assert draw(SECRET, pages, today=TODAY, last=TODAY) != draw(
        "another", pages, today=TODAY, last=TODAY
    )
    assert 0 <= lot(SECRET, "a") < 1


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw(SECRET, [], today=TODAY, last=None) == frozenset()
