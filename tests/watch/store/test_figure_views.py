"""Key figures as they are read, and made anew, in either database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete
from tests.watch.scans import scan

from civiscope.results import Results
from civiscope_watch.store.figure_views import (
    FigureChoice,
    FigureGroup,
    FigureValue,
    median_days,
    read_figures,
)
from civiscope_watch.store.history import History
from civiscope_watch.store.rebuild import rebuild_months
from civiscope_watch.store.record import record
from civiscope_watch.store.schema import roll_month, run, site_month
from civiscope_watch.store.sites import NewSite, add_site

TEN = tuple(f"/page-{number}" for number in range(10))


def added(history: History, name: str, owner: str, *results: Results) -> None:
    with history.database.writing() as connection:
        new = NewSite(url=f"https://{name}.example.gov/", owner=owner, tags=("public",))
        number = add_site(connection, new)[0]
    for each in results:
        record(history.database, history.archive, number, each)


def read(history: History, **choice: object) -> list[FigureGroup]:
    with history.database.reading() as connection:
        return read_figures(connection, FigureChoice(**choice))  # type: ignore[arg-type]


def value(group: FigureGroup, key: str) -> FigureValue:
    [found] = [each for each in group.values if each.key == key]
    return found


@pytest.fixture
def _two_sites(history: History) -> None:
    """Of one the pages stay; the other is larger in the second month, and has become worse."""
    added(
        history,
        "tax",
        "Finance",
        scan("2026-10-01", {"seal": TEN[:4], "map": TEN[:4]}, pages=TEN),
        scan("2026-11-05", {"seal": TEN[:2]}, pages=TEN),
    )
    added(
        history,
        "parks",
        "Nature",
        scan("2026-10-01", {"seal": TEN[:1]}, pages=TEN[:2]),
        scan("2026-11-05", {"seal": TEN[:6]}, pages=TEN),
    )


@pytest.mark.usefixtures("_two_sites")
def test_figures_of_each_owner_stand_beside_the_month_before(history: History) -> None:
    finance, nature = read(history, by="owner")

    assert (finance.name, finance.month, finance.sites) == ("Finance", date(2026, 11, 1), 1)
    barriers = value(finance, "barriers_per_page")
    assert (barriers.value, barriers.before, barriers.trend) == (0.2, 0.8, "better")
    assert (barriers.top, barriers.bottom) == (2, 10)
    assert value(finance, "usable_by_keyboard").value is None
    worse = value(nature, "barriers_per_page")
    assert (worse.value, worse.before, worse.trend, worse.note) == (0.6, None, "", "sample changed")
    # What happened is counted whole, whatever was looked at.
    assert value(nature, "opened").note == ""


@pytest.mark.usefixtures("_two_sites")
def test_a_group_with_a_changed_sample_has_no_trend(history: History) -> None:
    october, november = read(history, by="month")

    assert (october.name, october.month, november.month) == (
        "",
        date(2026, 10, 1),
        date(2026, 11, 1),
    )
    assert value(october, "barriers_per_page").value == pytest.approx(9 / 12)
    both = value(november, "barriers_per_page")
    assert (both.value, both.trend, both.note) == (0.4, "", "sample changed")
    assert [group.sites for group in read(history, by="tag")] == [2]
    assert [group.name for group in read(history, by="site", owner="Finance")] == [
        "https://tax.example.gov/"
    ]
    assert value(read(history, by="month", owner="Finance")[-1], "problems_severe").value == 1
    assert value(read(history, by="month", tag="public")[-1], "problems_severe").value == 2
    assert read(history, by="owner", month=date(2020, 1, 1)) == []


@pytest.mark.usefixtures("_two_sites")
def test_time_to_fix_counts_what_is_still_open(history: History) -> None:
    october, november = read(history, by="month")
    [_, tax] = read(history, by="site")

    # Three were found in October; one was fixed after 35 days, two are still open.
    assert value(october, "days_to_fix").value is None
    late = value(november, "days_to_fix")
    assert (late.value, late.note) == (None, "more than 35: half are not fixed")
    assert value(tax, "days_to_fix").value == 35
    share = value(november, "fixed_in_12_weeks")
    assert (share.value, share.top, share.bottom) == (1.0, 1, 1)


@pytest.mark.usefixtures("_two_sites")
def test_figures_that_are_made_anew_are_the_same(history: History) -> None:
    before = read(history, by="month"), read(history, by="site"), read(history, by="owner")
    with history.database.writing() as connection:
        connection.execute(delete(roll_month))
        connection.execute(delete(site_month))
    assert read(history, by="month") == []

    done = rebuild_months(history.database, history.archive)

    assert (done.sites, done.months, done.lost) == (2, 4, 0)
    assert (
        read(history, by="month"),
        read(history, by="site"),
        read(history, by="owner"),
    ) == before
    assert rebuild_months(history.database, history.archive).months == 0


@pytest.mark.usefixtures("_two_sites")
def test_months_whose_results_are_gone_are_counted(history: History) -> None:
    with history.database.writing() as connection:
        connection.execute(delete(site_month))
        connection.execute(run.update().where(run.c.id == 1).values(archived=""))

    done = rebuild_months(history.database, history.archive)

    assert (done.months, done.lost) == (3, 1)


@pytest.mark.parametrize(
    ("spans", "median"),
    [
        ([], (None, 0)),
        ([(10, True, 1), (20, True, 1)], (10, 20)),
        ([(10, True, 1), (20, True, 2)], (20, 20)),
        # Open ones count for as long as they are known: a mean of the fixed would say 10.
        ([(10, True, 2), (90, False, 3)], (None, 90)),
        ([(5, False, 1), (10, True, 2), (90, False, 2)], (10, 90)),
        ([(5, False, 4)], (None, 5)),
    ],
)
def test_the_median_by_kaplan_and_meier(
    spans: list[tuple[int, bool, int]], median: tuple[int | None, int]
) -> None:
    assert median_days(spans) == median
