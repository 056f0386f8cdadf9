"""What became of each issue in a run: new, still open, fixed, back again, or not looked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, bindparam, case, insert, update

from civiscope.model import SEVERITIES
from civiscope.results import IssuePart
from civiscope_ci.baseline import BaselineEntry
from civiscope_ci.baseline.states import Comparison, IssueStatus, State
from civiscope_watch.store.known import KnownSite
from civiscope_watch.store.schema import issue, issue_event

IssueState = Literal["new", "open", "regressed", "fixed", "unseen", "unchecked"]
OPEN_STATES: tuple[IssueState, ...] = ("new", "open", "regressed")
"""States of what was there when it was last looked for."""
IS_PROBLEM = (issue.c.needs_review.is_(False), issue.c.advice.is_(False))
"""What holds of issues that are counted as problems: not what a person decides, and not advice."""
MAX_PLACES = 2_000
"""Pages of one issue that are kept by name; further ones are counted."""
MAX_TEXT_LENGTH = 2_000

_OTHER_ENGINES = "The rules or engines are of another version than in the run before."
_FOUND: tuple[State, ...] = ("new", "engine-new", "flaky", "existing", "reopened")


def severity_rank(severity: ColumnElement[str]) -> ColumnElement[int]:
    """Return what orders issues by severity: 0 is the worst, 9 what has none that is known."""
    return case(*((severity == each, n) for n, each in enumerate(SEVERITIES)), else_=9)


@dataclass(frozen=True, slots=True)
class RunHead:
    """The run that issues are recorded for."""

    site: int
    run: int
    at: datetime
    rules: frozenset[str]
    """Rules that ran."""
    other_engines: bool = False
    """Whether rules or engines are of another version than in the run before."""

    @property
    def day(self) -> date:
        """The day of the run, in UTC."""
        return self.at.date()


def change_issues(
    connection: Connection, head: RunHead, comparison: Comparison, known: KnownSite
) -> Counter[str]:
    """Write the state of every issue after a run, and an event for each that changed.

    Return how many were opened, fixed and regressed, of those that are problems.
    """
    changes = _Changes(head, known, comparison)
    for found in _merge_twins(comparison):
        changes.add_found(found)
    for missed in comparison.of("fixed", "unverified"):
        changes.add_missed(missed)
    changes.write(connection)
    return changes.counts


@dataclass(frozen=True, slots=True)
class _FoundIssue:
    status: IssueStatus
    entry: BaselineEntry
    part: IssuePart


def _merge_twins(comparison: Comparison) -> Iterator[_FoundIssue]:
    """Yield what was found, once a name: a baseline would hold two of one name as one entry."""
    found: dict[str, _FoundIssue] = {}
    for each in comparison.of(*_FOUND):
        if each.part is None:
            continue
        twin = found.get(each.entry.fingerprint)
        pages = Counter(each.entry.pages) + Counter(twin.entry.pages if twin else {})
        entry = _with_pages(each.entry, dict(pages))
        first = twin or _FoundIssue(each, entry, each.part)
        found[each.entry.fingerprint] = _FoundIssue(first.status, entry, first.part)
    yield from found.values()


def _with_pages(entry: BaselineEntry, pages: dict[str, int]) -> BaselineEntry:
    return replace(entry, pages=dict(sorted(pages.items())))


class _Changes:
    """Rows that a run makes and changes, gathered so that they are written by few statements."""

    def __init__(self, head: RunHead, known: KnownSite, comparison: Comparison) -> None:
        self._head = head
        self._known = known
        self._visited = comparison.visited
        self._reused = comparison.reused
        self._taken: set[int] = set()
        self._made: list[tuple[dict[str, Any], str]] = []
        self._changed: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()

    def add_found(self, found: _FoundIssue) -> None:
        """Note an issue that was found."""
        was = found.status.was
        row = self._known.rows.get(was.fingerprint) if was is not None else None
        values = self._values(found, was)
        if row is None or row in self._taken:
            # Nothing is known of it, or what was known as one has come apart.
            first = was.first_seen if was is not None else self._head.day.isoformat()
            state: IssueState = "new" if was is None else "open"
            values |= {
                "state": state,
                "since": self._head.day,
                "first_seen": date.fromisoformat(first),
            }
            values["accepted"] = False
            self._made.append((values, "opened" if was is None else "split"))
            self._count("opened", found, was is None)
            return
        self._taken.add(row)
        if self._is_reused(found.entry):
            # No visit has seen it tonight: it stays as it was seen last.
            del values["last_seen"]
        before = self._known.states[row]
        if before == "fixed":
            self._change(row, {**values, "state": "regressed", "since": self._head.day})
            self._event(row, "regressed", found.status.reason)
            self._count("regressed", found, True)
            return
        moved: dict[str, Any] = {} if before in {"open", "regressed"} else {"state": "open"}
        if before in {"unseen", "unchecked"}:
            moved["since"] = self._head.day
            self._event(row, "seen", "")
        self._change(row, {**values, **moved})

    def add_missed(self, each: IssueStatus) -> None:
        """Note an issue that was not found: it is fixed, or was not looked for."""
        row = self._known.rows.get(each.entry.fingerprint)
        if row is None or row in self._taken:
            return
        self._taken.add(row)
        if each.state == "fixed":
            day = self._head.day
            self._change(row, {"state": "fixed", "since": day, "fixed": day})
            self._event(row, "fixed", _OTHER_ENGINES if self._head.other_engines else "")
            self.counts["fixed"] += not each.entry.needs_review
            return
        ran = each.entry.rule in self._head.rules
        state: IssueState = "unseen" if ran else "unchecked"
        if self._known.states[row] != state:
            self._change(row, {"state": state, "since": self._head.day})
            self._event(row, state, each.reason)

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        if self._made:
            made = connection.execute(
                insert(issue).returning(issue.c.id, sort_by_parameter_order=True),
                [values for values, _ in self._made],
            )
            for row, (_, event) in zip(made.scalars(), self._made, strict=True):
                self._event(row, event, "")
        # Those that change the same columns are written by one statement.
        alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for values in self._changed:
            alike[tuple(sorted(values))].append(values)
        for rows in alike.values():
            connection.execute(update(issue).where(issue.c.id == bindparam("row")), rows)
        if self._events:
            connection.execute(insert(issue_event), self._events)

    def _is_reused(self, entry: BaselineEntry) -> bool:
        """Say whether all the pages of *entry* are reused from an earlier scan."""
        return bool(entry.pages) and all(page in self._reused for page in entry.pages)

    def _last_seen(self, entry: BaselineEntry) -> date:
        """Return the day on which a visit has seen *entry*."""
        if not self._is_reused(entry):
            return self._head.day
        return date.fromisoformat(max(self._reused[page] for page in entry.pages))

    def _values(self, found: _FoundIssue, was: BaselineEntry | None) -> dict[str, Any]:
        entry, shown = found.entry, found.part.issue
        places = dict(entry.pages)
        for page, times in (was.pages if was is not None else {}).items():
            # What was not visited is not known to be better.
            if page not in self._visited and page:
                places.setdefault(page, times)
        kept = dict(sorted(places.items(), key=lambda each: (-each[1], each[0]))[:MAX_PLACES])
        return {
            "site": self._head.site,
            "fingerprint": entry.fingerprint,
            "problem": shown.fingerprint[:80],
            "rule": entry.rule,
            "message_id": entry.message[:100],
            "component": entry.component[:MAX_TEXT_LENGTH],
            "title": shown.title[:MAX_TEXT_LENGTH],
            "message": shown.message[:MAX_TEXT_LENGTH],
            "severity": entry.severity,
            "needs_review": entry.needs_review,
            "advice": shown.advice,
            "last_seen": self._last_seen(entry),
            "fixed": None,
            "pages": sum(1 for page in places if page),
            "occurrences": sum(places.values()),
            "places": kept,
            "skeletons": list(entry.skeletons),
            "element": entry.element,
        }

    def _change(self, row: int, values: dict[str, Any]) -> None:
        self._changed.append({"row": row, **values})

    def _event(self, row: int, event: str, detail: str) -> None:
        head = self._head
        detail = detail[:MAX_TEXT_LENGTH]
        self._events.append(
            {"issue": row, "run": head.run, "at": head.at, "event": event, "detail": detail}
        )

    def _count(self, what: str, found: _FoundIssue, counts: bool) -> None:
        problem = not found.entry.needs_review and not found.part.issue.advice
        self.counts[what] += counts and problem
