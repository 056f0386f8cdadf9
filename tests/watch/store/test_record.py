"""What becomes of issues from run to run, in either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from tests.watch.scans import RULE, scan

from civiscope.results import DocumentResult, Results, RuleOutcome
from civiscope.testing import make_issue, make_rule_facts
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.record import Recorded, record
from civiscope_watch.store.schema import figure_day, issue, issue_event, known_site, rule, run
from civiscope_watch.store.sites import NewSite, add_site


@pytest.fixture
def site(history: History) -> int:
    with history.database.writing() as connection:
        return add_site(connection, NewSite(url="https://www.example.gov/"))[0]


def recorded(history: History, site: int, *results: Results) -> Recorded:
    done = [record(history.database, history.archive, site, each) for each in results]
    return done[-1]


def states(history: History) -> dict[str, str]:
    with history.database.reading() as connection:
        return {row.component: row.state for row in connection.execute(select(issue))}


def events(history: History, component: str) -> list[tuple[str, str]]:
    asked = (
        select(issue_event.c.at, issue_event.c.event)
        .join(issue, issue.c.id == issue_event.c.issue)
        .where(issue.c.component == component)
        .order_by(issue_event.c.at, issue_event.c.id)
    )
    with history.database.reading() as connection:
        return [(row.at.date().isoformat(), row.event) for row in connection.execute(asked)]


def last_seen(history: History, component: str) -> date:
    asked = select(issue.c.last_seen).where(issue.c.component == component)
    with history.database.reading() as connection:
        found: date = connection.execute(asked).scalar_one()
    return found


def figures(history: History) -> dict[date, Any]:
    with history.database.reading() as connection:
        return {row.day: row for row in connection.execute(select(figure_day))}


def test_an_issue_is_new_then_open_then_fixed_then_back(history: History, site: int) -> None:
    told: list[tuple[str, dict[str, int]]] = []
    for day, found in (
        ("2026-11-01", {"seal": ["/"], "map": ["/"]}),
        ("2026-11-02", {"seal": ["/"], "map": ["/"]}),
        ("2026-11-03", {"map": ["/"]}),
        ("2026-11-04", {"seal": ["/"], "map": ["/"]}),
        ("2026-11-05", {"seal": ["/"], "map": ["/"]}),
    ):
        changes = recorded(history, site, scan(day, found)).changes
        told.append((states(history)["seal"], dict(+changes)))

    assert told == [
        ("new", {"opened": 2}),
        ("open", {}),
        ("fixed", {"fixed": 1}),
        ("regressed", {"regressed": 1}),
        ("regressed", {}),
    ]
    assert events(history, "seal") == [
        ("2026-11-01", "opened"),
        ("2026-11-03", "fixed"),
        ("2026-11-04", "regressed"),
    ]
    by_day = figures(history)
    assert [(row.critical, row.opened, row.fixed, row.regressed) for row in by_day.values()] == [
        (2, 2, 0, 0),
        (2, 0, 0, 0),
        (1, 0, 1, 0),
        (2, 0, 0, 1),
        (2, 0, 0, 0),
    ]
    assert by_day[date(2026, 11, 1)].areas == {"accessibility": 2}


def test_a_page_that_was_not_seen_fixes_nothing(history: History, site: int) -> None:
    both = ("/", "/map")
    first = scan("2026-11-01", {"map": ["/map"], "seal": ["/"]}, pages=both)
    blind = scan("2026-11-02", {"seal": ["/"]}, pages=both, failed=["/map"])
    again = scan("2026-11-03", {"map": ["/map"], "seal": ["/"]}, pages=both)

    recorded(history, site, first, blind)
    assert states(history) == {"map": "unseen", "seal": "open"}
    recorded(history, site, again)

    assert states(history) == {"map": "open", "seal": "open"}
    assert [event for _, event in events(history, "map")] == ["opened", "unseen", "seen"]


def test_a_page_that_was_reused_fixes_nothing_and_is_not_seen_anew(
    history: History, site: int
) -> None:
    both = ("/", "/map")
    first = scan("2026-11-01", {"map": ["/map"], "seal": ["/"]}, pages=both)
    reused: dict[str, str] = dict.fromkeys(both, "2026-11-01")
    # Judged by newer rules, what is reused may show less, or the same.
    less = scan("2026-11-02", {"seal": ["/"]}, pages=both, reused=reused)
    visited = scan("2026-11-03", {"seal": ["/"]}, pages=both)

    recorded(history, site, first, less)
    assert states(history) == {"map": "unseen", "seal": "open"}
    assert last_seen(history, "seal") == date(2026, 11, 1)
    recorded(history, site, visited)

    assert states(history) == {"map": "fixed", "seal": "open"}
    assert last_seen(history, "seal") == date(2026, 11, 3)


def test_a_rule_that_did_not_run_fixes_nothing(history: History, site: int) -> None:
    first = scan("2026-11-01", {"seal": ["/"]})
    without = scan("2026-11-02", {}, rules=["accessibility/label"])

    recorded(history, site, first, without)

    assert states(history) == {"seal": "unchecked"}


def test_a_run_that_saw_no_page_is_inconclusive_and_changes_no_issue(
    history: History, site: int
) -> None:
    blind = scan("2026-11-02", {}, failed=["/"])

    recorded(history, site, scan("2026-11-01", {"seal": ["/"]}))
    last = recorded(history, site, blind)

    assert last.state == "inconclusive"
    assert states(history) == {"seal": "new"}
    assert figures(history)[date(2026, 11, 2)].complete == 0


def of_documents(day: str, failed: dict[str, bool]) -> Results:
    """Return results of documents alone, by name with whether the rule fails on each."""
    issues = [
        make_issue(name, component=name, fingerprint=f"print-{name}", pages=0)
        for name, fails in failed.items()
        if fails
    ]
    seen = [
        DocumentResult(name, "", {RULE: RuleOutcome("failed" if fails else "passed")})
        for name, fails in failed.items()
    ]
    whole = scan(day, {}, pages=())
    return replace(
        whole,
        issues=tuple(issues),
        documents=tuple(seen),
        rules=(make_rule_facts(RULE, scope="document"),),
    )


def test_documents_have_a_history_of_their_own(history: History, site: int) -> None:
    recorded(history, site, scan("2026-11-01", {"seal": ["/"]}))
    told: list[tuple[str, dict[str, str]]] = []
    for day, failed in (
        ("2026-11-02", {"a.pdf": True, "b.pdf": True}),
        ("2026-11-03", {"a.pdf": False}),
    ):
        told.append((recorded(history, site, of_documents(day, failed)).state, states(history)))

    assert told == [
        ("done", {"seal": "unseen", "a.pdf": "new", "b.pdf": "new"}),
        ("done", {"seal": "unseen", "a.pdf": "fixed", "b.pdf": "unseen"}),
    ]


def test_results_that_are_known_change_nothing(history: History, site: int) -> None:
    results = scan("2026-11-01", {"seal": ["/"]})

    first = recorded(history, site, results)
    second = recorded(history, site, results)

    assert (second.run, second.state) == (first.run, "known")
    assert len(events(history, "seal")) == 1


def test_older_results_give_figures_and_leave_issues(history: History, site: int) -> None:
    recorded(history, site, scan("2026-11-02", {"seal": ["/"]}))

    older = recorded(history, site, scan("2026-11-01", {"seal": ["/"], "map": ["/"]}))

    assert older.state == "older"
    assert states(history) == {"seal": "new"}
    assert figures(history)[date(2026, 11, 1)].critical == 2


def test_pages_not_visited_keep_their_share_of_an_issue(history: History, site: int) -> None:
    both = ("/", "/map")
    recorded(history, site, scan("2026-11-01", {"seal": both}, pages=both))

    recorded(history, site, scan("2026-11-02", {"seal": ["/"]}, pages=both, failed=["/map"]))

    with history.database.reading() as connection:
        [row] = connection.execute(select(issue.c.pages, issue.c.places)).all()
    assert row == (2, {"/": 1, "/map": 1})


def test_review_and_advice_are_kept_and_not_counted_as_problems(
    history: History, site: int
) -> None:
    results = scan("2026-11-01", {"seal": ["/"]}, needs_review=True, outcome="cantTell")

    assert not +recorded(history, site, results).changes
    [day] = figures(history).values()
    assert (day.critical, day.review) == (0, 1)
    assert states(history) == {"seal": "new"}


def test_results_are_archived_and_read_again(history: History, site: int) -> None:
    results = scan("2026-11-01", {"seal": ["/"]})
    recorded(history, site, results)

    with history.database.reading() as connection:
        name = connection.execute(select(run.c.archived)).scalar_one()

    assert history.archive.read(name) == results
    assert list(history.archive.names()) == [name]
    with pytest.raises(HistoryError, match="outside its folder"):
        history.archive.read("../../etc/passwd")


def test_a_start_that_is_no_time_is_refused(history: History, site: int) -> None:
    with pytest.raises(HistoryError, match="'yesterdayT02:00:00Z' for when their scan began"):
        recorded(history, site, scan("yesterday", {}))

    assert list(history.archive.names()) == []


def test_rules_keep_their_names(history: History, site: int) -> None:
    recorded(history, site, scan("2026-11-01", {}), scan("2026-11-02", {}))

    with history.database.reading() as connection:
        rows = connection.execute(select(rule.c.id, rule.c.seen)).all()
    assert rows == [(RULE, date(2026, 11, 2))]


def test_a_page_with_a_new_address_each_night_is_known_by_one_name(
    history: History, site: int
) -> None:
    for day, stamp in (("2026-11-01", "1793000000000"), ("2026-11-02", "1793000099999")):
        results = scan(day, {}, pages=("/", f"/form?t={stamp}"))
        pages = tuple(replace(page, elements=100) for page in results.pages)
        recorded(history, site, replace(results, pages=pages))

    with history.database.reading() as connection:
        known = connection.execute(select(known_site.c.pages, known_site.c.elements)).one()
    assert known.pages == ["/", "/form?t=1793000000000"]
    assert sorted(known.elements) == known.pages
