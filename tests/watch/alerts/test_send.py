"""From what changed in a night to what arrives: once, in one digest, and nothing lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from tests.watch.alerts.sinks import WebSink
from tests.watch.scans import scan

from civiscope.results import HostListed, Inventory, Results
from civiscope_watch.alerts.channels import ChannelSettings, make_channel
from civiscope_watch.alerts.send import SendReport, after_run, nightly, send_due, tick
from civiscope_watch.store.alert_rules import (
    AlertRule,
    add_channel,
    add_rule,
    list_channels,
    list_rules,
    remove_alert,
)
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.outbox import BACK_OFF, seal_digests, take_digest
from civiscope_watch.store.record import record
from civiscope_watch.store.schema import alert_digest, alert_item, audit_log, job, site_fact
from civiscope_watch.store.sites import NewSite, add_site

NIGHT = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _channel(history: History, web: WebSink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS_KEY", "a shared key")
    settings = ChannelSettings(server=f"{web.url}/hook", secret="env:OPS_KEY", private=True)  # noqa: S106
    with history.database.writing() as connection:
        add_channel(connection, make_channel("ops", "webhook", settings))


def rule(history: History, event: str, name: str = "", **changes: Any) -> None:  # noqa: ANN401
    kind: Any = event
    new = AlertRule(name=name or event, event=kind, channel="ops", created=LONG_AGO)
    with history.database.writing() as connection:
        add_rule(connection, replace(new, **changes))


def recorded(history: History, site: int, *results: Results, gate: str = "") -> int:
    return [record(history.database, history.archive, site, r, gate=gate).run for r in results][-1]


def told(web: WebSink) -> list[tuple[str, list[str]]]:
    """The rule of each digest that arrived, and its sentences."""
    return [
        (each.data["rule"], [site["sentence"] for site in each.data["sites"]])
        for each in web.received
    ]


def test_what_is_new_and_what_came_back_is_told_once_in_one_digest_a_rule(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new")
    rule(history, "regressed")
    with history.database.writing() as connection:
        other = add_site(connection, NewSite(url="https://parks.example.gov/"))[0]
    for each in (site, other):
        recorded(
            history,
            each,
            scan("2026-11-26", {"seal": ["/"]}),
            scan("2026-11-27", {}),
            scan("2026-11-28", {"seal": ["/"], "map": ["/"], "logo": ["/"]}),
        )

    first = nightly(history.database, NIGHT)
    second = nightly(history.database, NIGHT)

    assert (len(first.sent), first.problems, second) == (2, [], SendReport())
    assert told(web) == [
        ("new", ["2 problems found for the first time."] * 2),
        ("regressed", ["1 problem found again after a fix."] * 2),
    ]
    assert [issue["severity"] for issue in web.received[0].data["sites"][0]["issues"]] == [
        "critical",
        "critical",
    ]


def test_what_is_found_in_the_first_run_of_a_site_is_no_news(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new")

    recorded(history, site, scan("2026-11-28", {"seal": ["/"]}))

    assert nightly(history.database, NIGHT) == SendReport()


def test_the_past_that_is_imported_is_no_news(history: History, site: int, web: WebSink) -> None:
    rule(history, "new")

    recorded(history, site, scan("2026-10-01", {}), scan("2026-10-02", {"seal": ["/"]}))

    assert nightly(history.database, NIGHT) == SendReport()


def test_a_rule_tells_what_it_is_about_and_nothing_else(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new", "all")
    rule(history, "new", "severe", severity="critical")
    rule(history, "new", "tag", tag="money")
    rule(history, "new", "other tag", tag="parks")
    rule(history, "new", "owner", owner="Finance")
    rule(history, "new", "other owner", owner="Nature")
    rule(history, "new", "site", site="www.example.gov")
    rule(history, "new", "late", created=NIGHT)

    recorded(
        history,
        site,
        scan("2026-11-27", {}),
        scan("2026-11-28", {"seal": ["/"]}, severity="serious"),
    )
    nightly(history.database, NIGHT)

    assert [name for name, _ in told(web)] == ["all", "tag", "owner", "site"]


def test_what_a_person_must_decide_is_not_told(history: History, site: int, web: WebSink) -> None:
    rule(history, "new")

    found = scan("2026-11-28", {"seal": ["/"]}, needs_review=True, outcome="cantTell")
    recorded(history, site, scan("2026-11-27", {}), found)

    assert nightly(history.database, NIGHT) == SendReport()


def test_a_gate_that_turned_is_told_and_one_that_saw_too_little_turns_nothing(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "gate")
    recorded(history, site, scan("2026-11-27", {}), gate="passed")
    recorded(history, site, scan("2026-11-28", {"seal": ["/"]}), gate="failed")
    nightly(history.database, NIGHT - timedelta(days=1))
    recorded(history, site, scan("2026-11-29", {"seal": ["/"]}), gate="inconclusive")
    nightly(history.database, NIGHT)

    assert told(web) == [("gate", ["The gate failed; before, it passed."])]
    with history.database.reading() as connection:
        assert connection.execute(select(site_fact.c.gate)).scalar_one() == "failed"


def test_without_a_gate_of_its_own_the_default_one_decides(history: History, site: int) -> None:
    recorded(history, site, scan("2026-11-28", {"seal": ["/"]}))

    with history.database.reading() as connection:
        assert connection.execute(select(site_fact.c.gate)).scalar_one() == "failed"


def test_a_site_that_was_not_seen_is_told_once_until_it_is_seen(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "unseen")
    recorded(history, site, scan("2026-11-26", {}))

    for days in range(-1, 3):
        nightly(history.database, NIGHT + timedelta(days=days))

    assert told(web) == [
        ("unseen", ["No page was seen for 3 nights; the last time was 2026-11-26."])
    ]


def test_scans_that_did_not_run_or_failed_three_times(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "missed")
    rule(history, "failed")

    def ended(state: str, hour: int) -> None:
        at = NIGHT.replace(hour=hour)
        values = {"site": site, "slot": at, "state": state, "priority": 0, "begins": at}
        more = {"host": "x", "attempt": 1, "created": at, "ended": at, "why": "It crashed."}
        with history.database.writing() as connection:
            connection.execute(insert(job).values(**values, **more))

    ended("missed", 0)
    ended("failed", 1)
    ended("failed", 2)
    nightly(history.database, NIGHT)
    ended("failed", 3)
    ended("failed", 4)
    nightly(history.database, NIGHT)
    nightly(history.database, NIGHT + timedelta(days=1))

    assert told(web) == [
        ("missed", ["The scan of 2026-11-29 00:00 UTC did not run. It crashed."]),
        ("failed", ["The last 3 scans failed. It crashed."]),
    ]


def test_certificates_are_told_when_thirty_seven_and_one_days_are_left(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "certificate")
    hosts = (HostListed("www.example.gov", 1, 1, (), ("TLS 1.3",), "CA", "2026-12-20"),)
    recorded(history, site, replace(scan("2026-11-10", {}), inventory=Inventory(hosts=hosts)))

    for days in (-10, -9, -8, 0, 14, 15, 19, 20, 21, 22):
        nightly(history.database, NIGHT + timedelta(days=days))

    assert [sentences[0] for _, sentences in told(web)] == [
        "The certificate of www.example.gov ends on 2026-12-20, in 30 days.",
        "The certificate of www.example.gov ends on 2026-12-20, in 7 days.",
        "The certificate of www.example.gov ends on 2026-12-20, in 1 days.",
        "The certificate of www.example.gov ended on 2026-12-20.",
    ]


def test_a_statement_out_of_date_is_told_once(history: History, site: int, web: WebSink) -> None:
    rule(history, "statement")
    recorded(history, site, scan("2026-11-28", {}))
    with history.database.writing() as connection:
        old = {"statement_day": date(2025, 11, 1), "statement_url": "https://www.example.gov/a11y"}
        connection.execute(site_fact.update().values(**old))

    nightly(history.database, NIGHT)
    nightly(history.database, NIGHT + timedelta(days=1))

    assert told(web) == [
        (
            "statement",
            ["The latest date of the accessibility statement is 2025-11-01, 393 days ago."],
        )
    ]


def test_a_server_that_fails_is_tried_again_and_then_the_channel_is_dead(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new")
    web.statuses = [500] * 5
    recorded(history, site, scan("2026-11-27", {}), scan("2026-11-28", {"seal": ["/"]}))

    now = NIGHT
    reports = [nightly(history.database, now)]
    too_early = send_due(history.database, now + BACK_OFF[0] / 2)
    for wait in BACK_OFF:
        now += wait
        reports.append(send_due(history.database, now))
    late = send_due(history.database, now + timedelta(days=9))
    with history.database.reading() as connection:
        [channel] = list_channels(connection)
        logged = connection.execute(select(audit_log.c.what, audit_log.c.about)).all()

    assert [len(each.problems) for each in reports] == [1] * 5
    assert "responded with status 500. It will be tried again." in reports[0].problems[0]
    assert reports[-1].problems[0].endswith("That was the last try.")
    assert (too_early, late, len(web.received)) == (SendReport(), SendReport(), 5)
    assert len({each.headers["webhook-id"] for each in web.received}) == 1
    assert channel.dead_since == now
    assert "status 500" in channel.last_error
    assert logged == [("alert channel is dead", "ops")]

    # Nothing is lost: once it is repaired, all of it is sent.
    again = nightly(history.database, now + timedelta(hours=1), again=True)
    with history.database.reading() as connection:
        [channel] = list_channels(connection)
    assert len(again.sent) == 1
    assert (channel.dead_since, channel.last_error) == (None, "")


def test_two_programs_at_once_send_a_digest_once(history: History, site: int, web: WebSink) -> None:
    rule(history, "new")
    recorded(history, site, scan("2026-11-27", {}), scan("2026-11-28", {"seal": ["/"]}))
    reports: list[SendReport] = []

    def work() -> None:
        reports.append(nightly(history.database, NIGHT))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(reports) == 4
    assert sum(len(each.sent) for each in reports) == len(web.received) == 1


def test_a_digest_whose_sender_was_killed_is_sent_by_the_next(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new")
    recorded(history, site, scan("2026-11-27", {}), run_results := scan("2026-11-28", {"a": ["/"]}))
    assert run_results.scan.id == "scan-2026-11-28"
    with history.database.reading() as connection:
        assert connection.execute(select(alert_item)).all() == []
    after_run(history.database, 2, NIGHT)
    with history.database.writing() as connection:
        seal_digests(connection, NIGHT)
        number = connection.execute(select(alert_digest.c.id)).scalar_one()
        assert take_digest(connection, number, NIGHT) is not None

    busy = send_due(history.database, NIGHT + timedelta(minutes=1))
    later = send_due(history.database, NIGHT + timedelta(minutes=6))

    assert (busy, len(later.sent), len(web.received)) == (SendReport(), 1, 1)


def test_a_night_is_told_when_it_is_over_and_what_comes_later_the_next_night(
    history: History, site: int, web: WebSink
) -> None:
    rule(history, "new")
    recorded(history, site, scan("2026-11-27", {}), scan("2026-11-28", {"seal": ["/"]}))
    at = {"begins": NIGHT, "created": NIGHT, "host": "x", "attempt": 1, "priority": 0}
    with history.database.writing() as connection:
        connection.execute(insert(job).values(site=site, state="running", **at))

    early = tick(history.database, NIGHT.replace(hour=3))
    under_way = tick(history.database, NIGHT)
    with history.database.writing() as connection:
        connection.execute(job.update().values(state="done", ended=NIGHT))
    over = tick(history.database, NIGHT)
    recorded(history, site, scan("2026-11-29", {"seal": ["/"], "map": ["/"]}))
    same_day = tick(history.database, NIGHT.replace(hour=20))
    next_day = tick(history.database, NIGHT + timedelta(days=1))

    assert [len(each.sent) for each in (early, under_way, over, same_day, next_day)] == [
        0,
        0,
        1,
        0,
        1,
    ]
    assert [sites for _, sites in told(web)] == [["1 problem found for the first time."]] * 2


def test_rules_and_channels_are_added_once_and_removed_in_order(history: History) -> None:
    rule(history, "new")

    with history.database.writing() as connection:
        with pytest.raises(HistoryError, match="a rule called 'new' already"):
            add_rule(connection, AlertRule(name="new", event="gate", channel="ops"))
        with pytest.raises(HistoryError, match="is used by 1 rules"):
            remove_alert(connection, "ops")
        assert remove_alert(connection, "new") == "rule"
        assert remove_alert(connection, "ops") == "channel"
        assert (list_rules(connection), list_channels(connection)) == ([], [])
