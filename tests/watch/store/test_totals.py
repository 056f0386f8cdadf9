"""What pages over all sites are read from: the newest figures of each, and sums over them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table, select
from tests.watch.scans import scan

from civiscope_watch.store.history import History
from civiscope_watch.store.record import record
from civiscope_watch.store.schema import fix_now, rule_now, site_now, site_rule, total_day
from civiscope_watch.store.site_now import NEVER_SEEN, refresh_site_now
from civiscope_watch.store.sites import NewSite, add_site
from civiscope_watch.store.totals import refresh_totals


def add(history: History, url: str, owner: str = "", tags: tuple[str, ...] = ()) -> int:
    with history.database.writing() as connection:
        return add_site(connection, NewSite(url=url, owner=owner, tags=tags))[0]


def rows(history: History, table: Table) -> list[dict[str, Any]]:
    with history.database.reading() as connection:
        asked = select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(asked).mappings()]


def test_the_newest_figures_stand_with_the_site(history: History) -> None:
    one = add(history, "https://a.gov/")
    assert [row["weight"] for row in rows(history, site_now)] == [NEVER_SEEN]

    results = scan("2026-11-01", {"seal": ["/"], "menu": ["/", "/a"]}, pages=["/", "/a"])
    record(history.database, history.archive, one, results)

    [row] = rows(history, site_now)
    assert (row["day"], row["pages"], row["critical"]) == (date(2026, 11, 1), 2, 2)
    assert row["weight"] == 2 * 10**12
    assert row["failing_since"] is None
    [of_rule] = rows(history, site_rule)
    assert (of_rule["severity"], of_rule["issues"], of_rule["pages"]) == ("critical", 2, 2)

    record(history.database, history.archive, one, scan("2026-11-02", {}, failed=["/"]))

    [row] = rows(history, site_now)
    assert (row["day"], row["critical"]) == (date(2026, 11, 1), 2)
    assert row["failing_since"] == date(2026, 11, 2)


def test_sums_count_a_site_that_was_not_seen_with_what_was_known(history: History) -> None:
    one = add(history, "https://a.gov/", owner="Finance", tags=("tax", "web"))
    two = add(history, "https://b.gov/", owner="Health", tags=("web",))
    for site, day, wrong in (
        (one, "2026-11-01", {"seal": ["/"]}),
        (two, "2026-11-01", {"seal": ["/"], "menu": ["/"]}),
        (one, "2026-11-02", {}),
        (two, "2026-11-04", {"seal": ["/"]}),
    ):
        record(history.database, history.archive, site, scan(day, wrong))

    assert refresh_totals(history.database, date(2026, 11, 4))
    assert not refresh_totals(history.database, date(2026, 11, 4))

    found = rows(history, total_day)
    of_all = [row for row in found if row["kind"] == "all"]
    assert [(row["day"].day, row["sites"], row["seen"], row["critical"]) for row in of_all] == [
        (1, 2, 2, 3),
        (2, 2, 1, 2),
        (4, 2, 1, 1),
    ]
    assert {row["name"] for row in found if row["kind"] == "owner"} == {"Finance", "Health"}
    web = [row for row in found if (row["kind"], row["name"]) == ("tag", "web")]
    assert [row["critical"] for row in web] == [3, 2, 1]
    [rule] = rows(history, rule_now)
    assert (rule["sites"], rule["issues"]) == (1, 1)
    assert rows(history, fix_now) == []


def test_results_of_the_past_change_the_sums_from_their_day_on(history: History) -> None:
    one, two = add(history, "https://a.gov/"), add(history, "https://b.gov/")
    record(history.database, history.archive, one, scan("2026-11-03", {"seal": ["/"]}))
    refresh_totals(history.database, date(2026, 11, 4))

    record(history.database, history.archive, two, scan("2026-11-02", {"seal": ["/"]}))
    record(history.database, history.archive, two, scan("2026-11-04", {"seal": ["/"]}))
    assert refresh_totals(history.database, date(2026, 11, 5))

    of_all = [row for row in rows(history, total_day) if row["kind"] == "all"]
    assert [(row["day"].day, row["sites"], row["critical"]) for row in of_all] == [
        (2, 1, 1),
        (3, 2, 2),
        (4, 2, 2),
        (5, 2, 2),
    ]
    [fix] = rows(history, fix_now)
    assert (fix["component"], fix["sites"]) == ("seal", 2)


def test_sites_of_an_earlier_version_are_filled_in(history: History) -> None:
    one = add(history, "https://a.gov/")
    record(history.database, history.archive, one, scan("2026-11-03", {"seal": ["/"]}))
    kept = rows(history, site_now)
    with history.database.writing() as connection:
        connection.execute(site_now.update().values(day=None, critical=0, weight=NEVER_SEEN))

    refresh_totals(history.database, date(2026, 11, 4))

    assert rows(history, site_now) == kept
    with history.database.writing() as connection:
        refresh_site_now(connection, one)
    assert rows(history, site_now) == kept
