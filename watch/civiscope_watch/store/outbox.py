"""The outbox of alerts: one digest a rule and night, sent once, tried again until it is dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from civiscope_watch.store.accounts import log_change
from civiscope_watch.store.alert_rules import ALERT_EVENTS, AlertChannel, AlertEvent
from civiscope_watch.store.schema import (
    alert_channel,
    alert_digest,
    alert_item,
    alert_rule,
    job,
    site,
)

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""How long to wait after each failed try; after one more, a digest is dead."""
LEASE = timedelta(minutes=5)
"""After which one who took a digest and never said what became of it is taken for gone."""
_MAX_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing that a digest tells."""

    name: str
    """Of the site."""
    url: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDigest:
    """What one rule has to tell of one night."""

    id: int
    key: str
    """The same at each try, by which receivers can know it again."""
    rule: str
    event: AlertEvent
    scope: str
    night: date
    items: tuple[DigestItem, ...]

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        sites = len({item.url for item in self.items})
        return f"{ALERT_EVENTS[self.event]}: {sites} {'site' if sites == 1 else 'sites'}"


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that is to be sent now, and where."""

    digest: AlertDigest
    channel: AlertChannel
    attempts: int


def seal_digests(connection: Connection, now: datetime) -> int:
    """Put all that waits into digests, one a rule; say how many were made.

    A rule that has told something today already goes on tomorrow.
    """
    night = now.date()
    waiting = select(alert_item.c.rule).where(alert_item.c.digest.is_(None)).distinct()
    told = select(alert_digest.c.rule).where(alert_digest.c.night == night)
    rules = connection.execute(
        select(alert_rule.c.id)
        .where(alert_rule.c.id.in_(waiting), alert_rule.c.id.not_in(told))
        .order_by(alert_rule.c.id)
    )
    made = 0
    for rule in rules.scalars().all():
        number = connection.execute(
            insert(alert_digest)
            .values(rule=rule, night=night, state="waiting", attempts=0, next_try=now, made=now)
            .returning(alert_digest.c.id)
        ).scalar_one()
        mine = (alert_item.c.rule == rule) & alert_item.c.digest.is_(None)
        connection.execute(update(alert_item).where(mine).values(digest=number))
        made += 1
    return made


def runs_are_over(connection: Connection, now: datetime) -> bool:
    """Return whether no scan is being made, or is due."""
    under_way = job.c.state.in_(("running", "cancelling"))
    due = (job.c.state == "queued") & (job.c.begins <= now)
    return connection.execute(select(job.c.id).where(or_(under_way, due)).limit(1)).first() is None


def due_digests(connection: Connection, now: datetime) -> list[int]:
    """Return the ids of digests that are to be sent, the oldest first."""
    asked = (
        select(alert_digest.c.id)
        .where(alert_digest.c.state.in_(("waiting", "sending")), alert_digest.c.next_try <= now)
        .order_by(alert_digest.c.id)
    )
    return list(connection.execute(asked).scalars())


def take_digest(connection: Connection, number: int, now: datetime) -> DueDigest | None:
    """Take a digest to send it; None when somebody else did meanwhile."""
    taken = connection.execute(
        update(alert_digest)
        .where(
            alert_digest.c.id == number,
            alert_digest.c.state.in_(("waiting", "sending")),
            alert_digest.c.next_try <= now,
        )
        .values(state="sending", attempts=alert_digest.c.attempts + 1, next_try=now + LEASE)
    )
    if taken.rowcount != 1:
        return None
    row = connection.execute(
        select(
            alert_digest.c.attempts,
            alert_digest.c.night,
            alert_rule,
            site.c.url.label("site_url"),
        )
        .join_from(alert_digest, alert_rule, alert_rule.c.id == alert_digest.c.rule)
        .outerjoin(site, site.c.id == alert_rule.c.site)
        .where(alert_digest.c.id == number)
    ).one()
    kept = connection.execute(
        select(alert_channel).where(alert_channel.c.id == row.channel)
    ).mappings()
    parts = [row.site_url, f"tag {row.tag}" if row.tag else ""]
    parts.append(f"owner {row.owner}" if row.owner else "")
    digest = AlertDigest(
        id=number,
        key=f"{row.id}-{row.night}",
        rule=row.name,
        event=row.event,
        scope=", ".join(filter(None, parts)) or "all sites",
        night=row.night,
        items=tuple(_items(connection, number)),
    )
    return DueDigest(digest, AlertChannel(**kept.one()), row.attempts)


def note_sent(connection: Connection, due: DueDigest, now: datetime, note: str = "") -> None:
    """Note that a digest has arrived, so that its channel works; *note* says what did not."""
    mine = alert_digest.c.id == due.digest.id
    connection.execute(
        update(alert_digest).where(mine).values(state="sent", sent=now, error="", next_try=now)
    )
    connection.execute(
        update(alert_channel)
        .where(alert_channel.c.id == due.channel.id)
        .values(last_sent=now, dead_since=None, last_error=note[:_MAX_ERROR_LENGTH])
    )


def note_problem(connection: Connection, due: DueDigest, error: str, now: datetime) -> bool:
    """Note why a digest did not arrive, and return whether it will be tried again."""
    error = error[:_MAX_ERROR_LENGTH]
    again = due.attempts <= len(BACK_OFF)
    mine = alert_digest.c.id == due.digest.id
    changes: dict[str, Any] = {"error": error, "state": "waiting" if again else "dead"}
    if again:
        changes["next_try"] = now + BACK_OFF[due.attempts - 1]
    connection.execute(update(alert_digest).where(mine).values(**changes))
    at = alert_channel.c.id == due.channel.id
    connection.execute(update(alert_channel).where(at).values(last_error=error))
    if not again:
        dead = update(alert_channel).where(at, alert_channel.c.dead_since.is_(None))
        if connection.execute(dead.values(dead_since=now)).rowcount:
            log_change(connection, "civiscope", "alert channel is dead", due.channel.name)
    return again


def revive_digests(connection: Connection, now: datetime) -> int:
    """Let dead digests be tried again from the start; say how many there were."""
    dead = update(alert_digest).where(alert_digest.c.state == "dead")
    done = connection.execute(dead.values(state="waiting", attempts=0, next_try=now))
    return max(done.rowcount, 0)


def _items(connection: Connection, number: int) -> Sequence[DigestItem]:
    asked = (
        select(site.c.name, site.c.url, alert_item.c.content)
        .join_from(alert_item, site, site.c.id == alert_item.c.site)
        .where(alert_item.c.digest == number)
        .order_by(site.c.url, alert_item.c.id)
    )
    return [DigestItem(row.name, row.url, row.content) for row in connection.execute(asked)]
