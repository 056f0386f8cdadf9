"""What there is to be told: events of the last days that a rule asks for, each told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from civiscope.model import SEVERITIES
from civiscope_watch.store.issues import IS_PROBLEM
from civiscope_watch.store.schema import (
    alert_item,
    alert_rule,
    issue,
    issue_event,
    job,
    run,
    site,
    site_fact,
    site_now,
    site_tag,
)
from civiscope_watch.store.upsert import insert_into

RECENT = timedelta(days=3)
"""How old an event may be. What is imported of the past is no news."""
MAX_ISSUES = 20
"""Issues of one run that are named; the others are counted."""
FAILURES = 3
_STAGES = (7, 1)
"""Days before the end of a certificate on which it is told once more."""
_ENDED = ("done", "inconclusive", "failed")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to be told."""

    site: int
    key: str
    """The same for the same thing, so that it is told once."""
    content: Mapping[str, Any]


def gather_items(connection: Connection, now: datetime, *, only_run: int = 0) -> int:
    """Note what there is to be told by each rule, of one run or of all; say how much is new."""
    added = 0
    for rule in connection.execute(select(alert_rule).order_by(alert_rule.c.id)).all():
        find = _FINDERS[rule.event]
        of_runs = rule.event in {"new", "regressed", "gate"}
        if only_run and not of_runs:
            continue
        for told in find(connection, rule, now):
            if only_run and not told.key.endswith(f":{only_run}"):
                continue
            added += _add_item(connection, rule.id, told, now)
    return added


def _add_item(connection: Connection, rule: int, told: Told, now: datetime) -> int:
    values = {"rule": rule, "key": told.key, "site": told.site, "at": now}
    added = insert_into(connection, alert_item).values(**values, content=dict(told.content))
    done = connection.execute(added.on_conflict_do_nothing(index_elements=["rule", "key"]))
    return max(done.rowcount, 0)


def _in_scope(rule: Any, column: ColumnElement[int]) -> ColumnElement[bool]:  # noqa: ANN401 - a row
    """Return the condition that the site of *column* is one that *rule* is about."""
    sites = select(site.c.id).where(site.c.enabled.is_(True))
    if rule.site is not None:
        sites = sites.where(site.c.id == rule.site)
    if rule.owner:
        sites = sites.where(site.c.owner == rule.owner)
    if rule.tag:
        sites = sites.where(
            site.c.id.in_(select(site_tag.c.site).where(site_tag.c.tag == rule.tag))
        )
    return column.in_(sites)


def _since(rule: Any, now: datetime) -> datetime:  # noqa: ANN401 - a row
    created: datetime = rule.created
    return max(created, now - RECENT)


def _issues_that(event: str, rule: Any, since: datetime) -> Select[Any]:  # noqa: ANN401 - a row
    severe = SEVERITIES[: SEVERITIES.index(rule.severity) + 1]
    return (
        select(issue, issue_event.c.run.label("at_run"), run.c.started)
        .join_from(issue_event, issue, issue.c.id == issue_event.c.issue)
        .join(run, run.c.id == issue_event.c.run)
        .where(
            issue_event.c.event == event,
            issue_event.c.at >= since,
            issue.c.severity.in_(severe),
            *IS_PROBLEM,
            issue.c.accepted.is_(False),
            _in_scope(rule, issue.c.site),
        )
        .order_by(issue.c.site, issue_event.c.run, issue.c.pages.desc(), issue.c.id)
    )


def _find_issues(
    connection: Connection,
    rule: Any,  # noqa: ANN401 - a row
    now: datetime,
    event: str,
    words: str,
) -> Iterator[Told]:
    runs: dict[tuple[int, int], list[Any]] = {}
    for row in connection.execute(_issues_that(event, rule, _since(rule, now))):
        runs.setdefault((row.site, row.at_run), []).append(row)
    for (number, at_run), rows in runs.items():
        # In the first run of a site all is found for the first time.
        if event == "opened" and not _was_seen_before(connection, number, rows[0].started):
            continue
        # The parts of one problem are one thing to read.
        problems = {row.problem: row for row in reversed(rows)}
        severe = sorted(
            problems.values(), key=lambda row: (SEVERITIES.index(row.severity), -row.pages, row.id)
        )
        named = [
            {
                "title": row.title,
                "severity": row.severity,
                "rule": row.rule,
                "pages": row.pages,
                "fingerprint": row.problem,
            }
            for row in severe[:MAX_ISSUES]
        ]
        sentence = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} {words}."
        content = {"sentence": sentence, "issues": named, "more": len(problems) - len(named)}
        yield Told(number, f"{rule.event}:{number}:{at_run}", content)


def _was_seen_before(connection: Connection, number: int, started: datetime) -> bool:
    asked = select(run.c.id).where(
        run.c.site == number, run.c.state == "done", run.c.started < started
    )
    return connection.execute(asked.limit(1)).first() is not None


def _find_new(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    return _find_issues(connection, rule, now, "opened", "found for the first time")


def _find_regressed(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    return _find_issues(connection, rule, now, "regressed", "found again after a fix")


def _find_gates(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    asked = (
        select(site_fact)
        .join(run, run.c.id == site_fact.c.gate_run)
        .where(
            run.c.started >= _since(rule, now),
            site_fact.c.gate_before.in_(("passed", "failed")),
            site_fact.c.gate.in_(("passed", "failed")),
            _in_scope(rule, site_fact.c.site),
        )
        .order_by(site_fact.c.site)
    )
    for row in connection.execute(asked):
        sentence = f"The gate {row.gate}; before, it {row.gate_before}."
        yield Told(row.site, f"gate:{row.site}:{row.gate_run}", {"sentence": sentence})


def _find_unseen(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    last = now.date() - timedelta(days=rule.days)
    late = datetime.combine(last, time(), UTC) + timedelta(days=1)
    asked = (
        select(site.c.id, site.c.created, site_now.c.day)
        .outerjoin(site_now, site_now.c.site == site.c.id)
        .where(
            (site_now.c.day <= last) | (site_now.c.day.is_(None) & (site.c.created < late)),
            _in_scope(rule, site.c.id),
        )
        .order_by(site.c.id)
    )
    for row in connection.execute(asked):
        if row.day is None:
            sentence = f"No page was ever seen. It was added on {row.created.date()}."
        else:
            nights = (now.date() - row.day).days
            sentence = f"No page was seen for {nights} nights; the last time was {row.day}."
        yield Told(row.id, f"unseen:{row.id}:{row.day}", {"sentence": sentence})


def _find_missed(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    asked = (
        select(job)
        .where(
            job.c.state == "missed",
            job.c.ended >= _since(rule, now),
            _in_scope(rule, job.c.site),
        )
        .order_by(job.c.site, job.c.id)
    )
    for row in connection.execute(asked):
        slot = f" of {row.slot:%Y-%m-%d %H:%M} UTC" if row.slot is not None else ""
        sentence = f"The scan{slot} did not run. {row.why}".strip()
        yield Told(row.site, f"missed:{row.site}:{row.id}", {"sentence": sentence})


def _find_failed(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    scope = _in_scope(rule, job.c.site)
    lately = select(job.c.site).where(
        job.c.state == "failed", job.c.ended >= _since(rule, now), scope
    )
    for number in connection.execute(lately.distinct().order_by(job.c.site)).scalars().all():
        mine = and_(job.c.site == number, job.c.state.in_(_ENDED))
        ended = select(job.c.id, job.c.state, job.c.why).where(mine).order_by(job.c.id.desc())
        rows = connection.execute(ended.limit(FAILURES)).all()
        if len(rows) < FAILURES or any(row.state != "failed" for row in rows):
            continue
        good = select(func.max(job.c.id)).where(mine, job.c.state != "failed")
        # Told once, until a scan has succeeded in between.
        streak = connection.execute(good).scalar() or 0
        sentence = f"The last {FAILURES} scans failed. {rows[0].why}".strip()
        yield Told(number, f"failed:{number}:{streak}", {"sentence": sentence})


def _find_certificates(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    today = now.date()
    asked = (
        select(site_fact)
        .where(
            site_fact.c.certificate_ends <= today + timedelta(days=rule.days),
            _in_scope(rule, site_fact.c.site),
        )
        .order_by(site_fact.c.site)
    )
    for row in connection.execute(asked):
        ends: date = row.certificate_ends
        left = (ends - today).days
        stage = min([stage for stage in (rule.days, *_STAGES) if left <= stage], default=0)
        verb = f"ends on {ends}, in {left} days" if left >= 0 else f"ended on {ends}"
        sentence = f"The certificate of {row.certificate_host} {verb}."
        key = f"certificate:{row.site}:{ends}:{stage if left >= 0 else 'ended'}"
        yield Told(row.site, key, {"sentence": sentence})


def _find_statements(connection: Connection, rule: Any, now: datetime) -> Iterator[Told]:  # noqa: ANN401
    last = now.date() - timedelta(days=rule.days)
    asked = (
        select(site_fact)
        .where(site_fact.c.statement_day < last, _in_scope(rule, site_fact.c.site))
        .order_by(site_fact.c.site)
    )
    for row in connection.execute(asked):
        days = (now.date() - row.statement_day).days
        sentence = (
            f"The latest date of the accessibility statement is {row.statement_day}, {days} days "
            "ago."
        )
        key = f"statement:{row.site}:{row.statement_day}"
        yield Told(row.site, key, {"sentence": sentence, "address": row.statement_url})


_FINDERS = {
    "new": _find_new,
    "regressed": _find_regressed,
    "gate": _find_gates,
    "unseen": _find_unseen,
    "missed": _find_missed,
    "failed": _find_failed,
    "certificate": _find_certificates,
    "statement": _find_statements,
}
