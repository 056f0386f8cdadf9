"""What is known of a site from its newest run, in the form of the gate's baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from civiscope_ci.baseline import Baseline, BaselineEntry
from civiscope_watch.store.schema import issue, known_site


@dataclass(frozen=True, slots=True)
class KnownSite:
    """The issues of a site as a baseline, and the row of each."""

    baseline: Baseline | None
    """None before the first run."""
    rows: dict[str, int]
    """Ids of rows by fingerprint."""
    states: dict[int, str]


def read_known_site(connection: Connection, number: int) -> KnownSite:
    """Return what is known of the site *number*."""
    head = connection.execute(select(known_site).where(known_site.c.site == number)).first()
    if head is None:
        return KnownSite(None, {}, {})
    rows = connection.execute(
        select(issue).where(issue.c.site == number).order_by(issue.c.fingerprint)
    ).all()
    baseline = Baseline(
        created=head.created.isoformat(),
        updated=head.updated.isoformat(),
        engines=head.engines,
        rules=tuple(head.rules),
        pages=tuple(head.pages),
        issues=tuple(_entries(rows)),
        elements=head.elements,
    )
    ids = {row.fingerprint: row.id for row in rows}
    return KnownSite(baseline, ids, {row.id: row.state for row in rows})


def _entries(rows: Iterable[Row[Any]]) -> Iterable[BaselineEntry]:
    for row in rows:
        yield BaselineEntry(
            fingerprint=row.fingerprint,
            rule=row.rule,
            message=row.message_id,
            component=row.component,
            severity=row.severity,
            needs_review=row.needs_review,
            pages=row.places,
            skeletons=tuple(row.skeletons),
            element=row.element,
            first_seen=row.first_seen.isoformat(),
            fixed=_iso(row.fixed) if row.state == "fixed" else "",
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
