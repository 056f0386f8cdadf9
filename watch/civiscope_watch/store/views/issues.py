"""Issues: of a site, with their history, by rule over all sites, and between two runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.issues import IS_PROBLEM, OPEN_STATES, severity_rank
from civiscope_watch.store.listing import ListColumn, Listing
from civiscope_watch.store.schema import (
    fix_now,
    issue,
    issue_event,
    rule,
    rule_now,
    run,
    site,
    site_rule,
)

STATES: dict[str, str] = {
    "open": "Open",
    "new": "New",
    "regressed": "Back again",
    "review": "To check",
    "accepted": "Accepted",
    "fixed": "Fixed",
    "unseen": "Page not seen",
    "unchecked": "Not looked for",
    "": "All",
}
"""What issues can be picked out by, with the words for it."""
MAX_NOTE_LENGTH = 2_000
ISSUE_KEYS = (
    "issue",
    "site",
    "title",
    "message",
    "component",
    "rule",
    "severity",
    "state",
    "needs_review",
    "advice",
    "accepted",
    "accepted_until",
    "first_seen",
    "last_seen",
    "pages",
    "occurrences",
    "fingerprint",
)
"""What is listed of each issue."""


def issue_listing(number: int, state: str = "open") -> Listing:
    """Return the issues of a site in a *state*, the worst first."""
    query = select(issue.c.id.label("issue"), *(issue.c[name] for name in ISSUE_KEYS[1:])).where(
        issue.c.site == number, *_of_state(state)
    )
    return Listing(
        name="issues",
        caption=f"Issues: {STATES.get(state, state).lower()}",
        columns=(
            ListColumn(key="issue"),
            ListColumn(
                key="title", title="Issue", link="/sites/{site}/issues/{issue}", detail="component"
            ),
            ListColumn(key="message"),
            ListColumn(key="component"),
            ListColumn(key="severity", title="Severity", kind="severity"),
            ListColumn(key="state", title="State", kind="state"),
            ListColumn(key="rule", title="Rule", link="/rules/{rule}"),
            ListColumn(key="pages", title="Pages", kind="number"),
            ListColumn(key="occurrences", title="Places", kind="number"),
            ListColumn(key="first_seen", title="First seen", kind="day"),
            ListColumn(key="last_seen", title="Last seen", kind="day"),
            ListColumn(key="needs_review", kind="flag"),
            ListColumn(key="advice", kind="flag"),
            ListColumn(key="accepted", kind="flag"),
            ListColumn(key="accepted_until", kind="day"),
            ListColumn(key="fingerprint"),
        ),
        query=query,
        order=(severity_rank(issue.c.severity), issue.c.pages.desc(), issue.c.rule, issue.c.id),
        key=issue.c.id,
        empty="No issue of this site is like that.",
    )


def _of_state(state: str) -> list[ColumnElement[bool]]:
    match state:
        case "open":
            return [issue.c.state.in_(OPEN_STATES), issue.c.accepted.is_(False), *IS_PROBLEM]
        case "review":
            return [issue.c.state.in_(OPEN_STATES), issue.c.needs_review.is_(True)]
        case "accepted":
            return [issue.c.accepted.is_(True)]
        case "":
            return []
        case _:
            return [issue.c.state == state, *IS_PROBLEM]


def count_states(connection: Connection, number: int) -> dict[str, int]:
    """Return how many issues of a site are in each state that can be picked."""
    rows = connection.execute(
        select(issue.c.state, issue.c.accepted, issue.c.needs_review, issue.c.advice, func.count())
        .where(issue.c.site == number)
        .group_by(issue.c.state, issue.c.accepted, issue.c.needs_review, issue.c.advice)
    ).all()
    counts = dict.fromkeys(STATES, 0)
    for state, accepted, review, advice, number_of in rows:
        counts[""] += number_of
        counts["accepted"] += number_of * accepted
        if review:
            counts["review"] += number_of * (state in OPEN_STATES)
        elif not advice:
            if state != "open":
                counts[state] += number_of
            counts["open"] += number_of * (state in OPEN_STATES and not accepted)
    return counts


@dataclass(frozen=True, slots=True)
class IssuePage:
    """An issue with all that is known of it."""

    row: RowMapping
    events: Sequence[RowMapping] = field(default_factory=list[RowMapping])


def find_issue(connection: Connection, site_number: int, number: int) -> IssuePage | None:
    """Return an issue of a site with its history, the newest event first."""
    row = (
        connection.execute(
            select(issue, issue.c.id.label("issue")).where(
                issue.c.id == number, issue.c.site == site_number
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    events = (
        select(issue_event.c.at, issue_event.c.event, issue_event.c.detail, issue_event.c.run)
        .where(issue_event.c.issue == number)
        .order_by(issue_event.c.at.desc(), issue_event.c.id.desc())
        .limit(500)
    )
    return IssuePage(row, connection.execute(events).mappings().all())


def accept_issue(
    connection: Connection, number: int, *, note: str, until: date | None, who: str
) -> None:
    """Accept an issue, with the reason, for good or *until* a day. Raises HistoryError."""
    note = " ".join(note.split())
    if not note:
        raise HistoryError("Say why the issue is accepted: who reads it later needs the reason.")
    if len(note) > MAX_NOTE_LENGTH:
        raise HistoryError(f"The reason is longer than {MAX_NOTE_LENGTH} characters.")
    if until is not None and until <= datetime.now(UTC).date():
        raise HistoryError(f"{until.isoformat()} is over; name a day that is to come.")
    values = {"accepted": True, "accepted_until": until, "note": note}
    connection.execute(update(issue).where(issue.c.id == number).values(**values))
    ends = f" until {until.isoformat()}" if until else ""
    _note(connection, number, "accepted", f"by {who}{ends}: {note}")


def end_acceptance(connection: Connection, number: int, who: str) -> None:
    """Let an issue that was accepted count as any other again."""
    values = {"accepted": False, "accepted_until": None, "note": ""}
    connection.execute(update(issue).where(issue.c.id == number).values(**values))
    _note(connection, number, "reopened", f"by {who}")


def _note(connection: Connection, number: int, event: str, detail: str) -> None:
    values = {"issue": number, "at": datetime.now(UTC), "event": event, "detail": detail}
    connection.execute(insert(issue_event).values(**values))


def rule_listing() -> Listing:
    """Return the rules that sites fail, those that the most sites fail first."""
    query = select(
        rule_now.c.rule,
        func.coalesce(rule.c.fails, rule_now.c.rule).label("title"),
        func.coalesce(rule.c.area, "").label("area"),
        rule_now.c.severity,
        rule_now.c.sites,
        rule_now.c.issues,
        rule_now.c.pages,
        rule_now.c.occurrences,
    ).outerjoin_from(rule_now, rule, rule.c.id == rule_now.c.rule)
    return Listing(
        name="rules",
        caption="Rules that sites fail",
        columns=(
            ListColumn(key="title", title="Problem", link="/rules/{rule}", detail="rule"),
            ListColumn(key="rule"),
            ListColumn(key="area"),
            ListColumn(key="severity", title="Severity", kind="severity"),
            ListColumn(key="sites", title="Sites", kind="number"),
            ListColumn(key="issues", title="Issues", kind="number"),
            ListColumn(key="pages", title="Pages", kind="number"),
            ListColumn(key="occurrences", title="Places", kind="number"),
        ),
        query=query,
        order=(rule_now.c.sites.desc(), rule_now.c.pages.desc(), rule_now.c.rule),
        empty="No site fails a rule, or no run has been recorded yet.",
    )


def rule_site_listing(name: str, total: int | None = None) -> Listing:
    """Return the sites that fail the rule *name*, those with the most pages first."""
    query = (
        select(
            site_rule.c.site,
            site.c.name,
            site.c.url,
            site.c.owner,
            site_rule.c.severity,
            site_rule.c.issues,
            site_rule.c.pages,
            site_rule.c.occurrences,
        )
        .join_from(site_rule, site)
        .where(site_rule.c.rule == name)
    )
    return Listing(
        name="sites",
        caption="Sites that have it",
        columns=(
            ListColumn(key="site"),
            ListColumn(key="name", title="Site", link="/sites/{site}", detail="url"),
            ListColumn(key="url"),
            ListColumn(key="owner", title="Owner"),
            ListColumn(key="severity", title="Severity", kind="severity"),
            ListColumn(key="issues", title="Issues", kind="number"),
            ListColumn(key="pages", title="Pages", kind="number"),
            ListColumn(key="occurrences", title="Places", kind="number"),
        ),
        query=query,
        order=(site_rule.c.pages.desc(), site_rule.c.site.desc()),
        key=site_rule.c.site,
        total=total,
        empty="No site has it now.",
    )


def fix_listing(name: str = "") -> Listing:
    """Return components that are wrong on several sites, of one rule or all; one fix may clear
    each on all of them."""
    query = select(
        fix_now.c.component,
        fix_now.c.title,
        fix_now.c.rule,
        fix_now.c.severity,
        fix_now.c.sites,
        fix_now.c.pages,
        fix_now.c.occurrences,
    )
    if name:
        query = query.where(fix_now.c.rule == name)
    rule_column = () if name else (ListColumn(key="rule", title="Rule", link="/rules/{rule}"),)
    return Listing(
        name="fixes",
        caption="What one fix may clear on several sites",
        columns=(
            ListColumn(key="component", title="Component", detail="title"),
            ListColumn(key="title"),
            *(rule_column or (ListColumn(key="rule"),)),
            ListColumn(key="severity", title="Severity", kind="severity"),
            ListColumn(key="sites", title="Sites", kind="number"),
            ListColumn(key="pages", title="Pages", kind="number"),
            ListColumn(key="occurrences", title="Places", kind="number"),
        ),
        query=query,
        order=(fix_now.c.sites.desc(), fix_now.c.pages.desc(), fix_now.c.id),
        key=fix_now.c.id,
        empty="No component is wrong in the same way on several sites.",
    )


@dataclass(frozen=True, slots=True)
class RunChange:
    """An issue that is not the same in two runs, or is in both."""

    issue: RowMapping
    change: str
    """`new`, `gone`, `open`; `unseen` when the second run did not look."""


def compare_runs(connection: Connection, first: RowMapping, second: RowMapping) -> list[RunChange]:
    """Return what differs between two runs of a site, by the events of its issues."""
    last: dict[int, dict[str, str]] = {}
    asked = (
        select(issue_event.c.issue, issue_event.c.event, issue_event.c.at)
        .join_from(issue_event, issue)
        .where(issue.c.site == first["site"], issue_event.c.at <= second["started"])
        .order_by(issue_event.c.at, issue_event.c.id)
    )
    for row in connection.execute(asked):
        state = _AFTER.get(row.event)
        if state is not None:
            both = last.setdefault(row.issue, {})
            both["second"] = state
            if row.at <= first["started"]:
                both["first"] = state
    names = ("id", "site", "title", "component", "rule", "severity", "pages")
    found = select(*(issue.c[each] for each in names)).where(
        issue.c.site == first["site"],
        *IS_PROBLEM,
    )
    rows = connection.execute(
        found.order_by(severity_rank(issue.c.severity), issue.c.pages.desc(), issue.c.id)
    ).mappings()
    changes = [(row, last.get(row["id"], {})) for row in rows]
    return [
        RunChange(row, change)
        for row, both in changes
        if (change := _change(both.get("first", ""), both.get("second", "")))
    ]


_AFTER = {
    "opened": "there",
    "split": "there",
    "regressed": "there",
    "seen": "there",
    "fixed": "gone",
    "unseen": "unseen",
    "unchecked": "unseen",
}


def _change(first: str, second: str) -> str:
    match first, second:
        case "there", "there":
            return "open"
        case "there", "gone":
            return "gone"
        case "there", "unseen":
            return "unseen"
        case _, "there":
            return "new"
        case _:
            return ""


def find_run(connection: Connection, number: int) -> RowMapping | None:
    """Return a run."""
    return connection.execute(select(run).where(run.c.id == number)).mappings().first()
