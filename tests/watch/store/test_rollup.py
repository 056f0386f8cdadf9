"""Figures by month: of each site, and summed over owners and tags, in either database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from tests.watch.scans import scan

from civiscope.results import Results
from civiscope.testing import make_not_seen
from civiscope_watch.store.history import History
from civiscope_watch.store.record import record
from civiscope_watch.store.rollup import read_months
from civiscope_watch.store.schema import roll_month
from civiscope_watch.store.sites import (
    NewSite,
    add_site,
    add_tags,
    remove_site,
    remove_tags,
)

NOVEMBER = date(2026, 11, 1)
TEN = tuple(f"/page-{number}" for number in range(10))


def added(history: History, name: str, owner: str, *tags: str) -> int:
    with history.database.writing() as connection:
        new = NewSite(url=f"https://{name}.example.gov/", owner=owner, tags=tags)
        return add_site(connection, new)[0]


def recorded(history: History, site: int, *results: Results) -> None:
    for each in results:
        record(history.database, history.archive, site, each)


def sums(
    history: History, *measures: str, month: date = NOVEMBER
) -> dict[tuple[str, str], Sequence[int]]:
    asked = select(roll_month).where(roll_month.c.month == month)
    with history.database.reading() as connection:
        rows = connection.execute(asked).all()
    groups = sorted({(row.kind, row.name) for row in rows})
    values = {(row.kind, row.name, row.measure): row.value for row in rows}
    found = {group: [values.get((*group, measure), 0) for measure in measures] for group in groups}
    return {group: each for group, each in found.items() if any(each)}


def test_sums_follow_the_last_run_of_each_month(history: History) -> None:
    tax = added(history, "tax", "Finance", "money")
    parks = added(history, "parks", "Nature")

    recorded(history, tax, scan("2026-11-01", {"seal": TEN[:4], "map": TEN[:1]}, pages=TEN))
    recorded(history, parks, scan("2026-11-02", {"seal": TEN[:2]}, pages=TEN))
    first = sums(history, "sites", "pages", "page_barriers", "pages_failing", "opened")
    recorded(history, tax, scan("2026-11-09", {"seal": TEN[:3]}, pages=TEN))

    assert first == {
        ("all", ""): [2, 20, 7, 6, 3],
        ("owner", "Finance"): [1, 10, 5, 4, 2],
        ("owner", "Nature"): [1, 10, 2, 2, 1],
        ("tag", "money"): [1, 10, 5, 4, 2],
    }
    assert sums(history, "sites", "page_barriers", "problems_severe", "fixed", "asked") == {
        ("all", ""): [2, 5, 2, 1, 3],
        ("owner", "Finance"): [1, 3, 1, 1, 2],
        ("owner", "Nature"): [1, 2, 1, 0, 1],
        ("tag", "money"): [1, 3, 1, 1, 2],
    }


def test_results_that_come_late_do_not_displace_newer_ones(history: History) -> None:
    tax = added(history, "tax", "Finance")

    recorded(history, tax, scan("2026-11-09", {"seal": TEN[:3]}, pages=TEN))
    recorded(history, tax, scan("2026-11-02", {"seal": TEN}, pages=TEN))

    assert sums(history, "page_barriers", "asked")[("all", "")] == [3, 2]


def test_a_site_that_changes_hands_takes_its_figures_along(history: History) -> None:
    tax = added(history, "tax", "Finance", "money", "eu")
    recorded(history, tax, scan("2026-11-01", {"seal": ["/"]}))

    with history.database.writing() as connection:
        remove_tags(connection, tax, ["eu", "never"])
        add_tags(connection, tax, ["national", "money"])
        add_site(connection, NewSite(url="https://tax.example.gov/", owner="Treasury"))
    moved = sums(history, "sites", "page_barriers")
    with history.database.writing() as connection:
        remove_site(connection, tax)

    assert moved == {
        ("all", ""): [1, 1],
        ("owner", "Treasury"): [1, 1],
        ("tag", "money"): [1, 1],
        ("tag", "national"): [1, 1],
    }
    assert sums(history, "sites", "page_barriers") == {}


@pytest.mark.parametrize(
    ("pages", "rules", "kept"),
    [
        (TEN, ["accessibility/image-alt"], True),
        ((*TEN[:9], "/new"), ["accessibility/image-alt"], True),
        ((*TEN[:6], "/a", "/b", "/c", "/d"), ["accessibility/image-alt"], False),
        (TEN[:3], ["accessibility/image-alt"], False),
        (TEN, ["accessibility/image-alt", "accessibility/label"], False),
    ],
)
def test_a_month_with_other_pages_or_rules_is_not_comparable(
    history: History, pages: Sequence[str], rules: Sequence[str], kept: bool
) -> None:
    tax = added(history, "tax", "Finance")

    recorded(
        history,
        tax,
        scan("2026-10-20", {}, pages=TEN),
        scan("2026-11-20", {}, pages=pages, rules=rules),
    )

    with history.database.reading() as connection:
        months = read_months(connection, tax)
    assert months[NOVEMBER].kept is kept
    assert sums(history, "kept").get(("all", ""), [0]) == [int(kept)]


def test_a_month_that_is_filled_in_later_makes_the_next_comparable(history: History) -> None:
    tax = added(history, "tax", "Finance")

    recorded(history, tax, scan("2026-11-20", {}, pages=TEN))
    before = sums(history, "kept")
    recorded(history, tax, scan("2026-10-20", {}, pages=TEN))

    assert (before, sums(history, "kept")) == ({}, {("all", ""): [1], ("owner", "Finance"): [1]})


def test_runs_that_saw_nothing_count_for_uptime_unless_a_wall_stood_before_them(
    history: History,
) -> None:
    tax = added(history, "tax", "Finance")
    down = scan("2026-11-02", {}, failed=["/"])
    wall = scan("2026-11-03", {}, failed=["/"])
    walls = (make_not_seen("", "wall"),)

    recorded(history, tax, scan("2026-11-01", {"seal": ["/"]}), down)
    recorded(history, tax, replace(wall, coverage=replace(wall.coverage, walls=walls)))

    assert sums(history, "asked", "reached", "page_barriers")[("all", "")] == [2, 1, 1]


def test_a_count_of_nothing_is_a_figure_and_not_a_gap(history: History) -> None:
    tax = added(history, "tax", "Finance")

    recorded(history, tax, scan("2026-11-01", {}))

    with history.database.reading() as connection:
        rows = connection.execute(
            select(roll_month.c.measure, roll_month.c.value).where(roll_month.c.kind == "all")
        )
        kept = {row.measure: row.value for row in rows}
    assert kept["page_barriers"] == kept["regressed"] == 0
    assert "keyboard_usable" not in kept
