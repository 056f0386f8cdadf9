"""Gather what there is to be told, make digests of it, and send what is due.

The scheduler calls `tick` every now and then; a person calls `nightly`, by `civiscope watch alerts
send`. Each may be called by several programs at once and at any time: what was told is not told
again, and what could not be sent waits in the outbox.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from civiscope.errors import CiviscopeError
from civiscope_watch.alerts.channels import ChannelSettings, settings_of
from civiscope_watch.alerts.mail import send_mail
from civiscope_watch.alerts.post import send_matrix, send_slack, send_teams, send_webhook
from civiscope_watch.store.alert_events import gather_items
from civiscope_watch.store.alert_rules import AlertChannel, ChannelKind
from civiscope_watch.store.database import Database
from civiscope_watch.store.outbox import (
    AlertDigest,
    DigestItem,
    due_digests,
    note_problem,
    note_sent,
    revive_digests,
    runs_are_over,
    seal_digests,
    take_digest,
)

DIGEST_HOUR_UTC = 5
"""The hour before which a night is not over."""

Sender = Callable[[ChannelSettings, AlertDigest, datetime, ssl.SSLContext], str]
_SENDERS: Mapping[ChannelKind, Sender] = {
    "mail": send_mail,
    "webhook": send_webhook,
    "slack": send_slack,
    "teams": send_teams,
    "matrix": send_matrix,
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a digest that was sent."""

    error: str = ""
    """Why it did not arrive, as a sentence; empty when it did."""
    note: str = ""
    """What went wrong although it arrived, as a sentence."""


@dataclass(slots=True)
class SendReport:
    """What became of the digests that were due."""

    sent: list[str] = field(default_factory=list[str])
    """A line for each."""
    problems: list[str] = field(default_factory=list[str])
    """A sentence for each that did not arrive."""


def after_run(database: Database, run: int, now: datetime | None = None) -> int:
    """Note what there is to be told of a run that has just been recorded; say how much."""
    with database.writing() as connection:
        return gather_items(connection, now or datetime.now(UTC), only_run=run)


def tick(
    database: Database, now: datetime | None = None, *, tls: ssl.SSLContext | None = None
) -> SendReport:
    """Make the digests of a night when it is over and no scan is under way; send what is due."""
    now = now or datetime.now(UTC)
    with database.reading() as connection:
        over = now.hour >= DIGEST_HOUR_UTC and runs_are_over(connection, now)
    return nightly(database, now, tls=tls) if over else send_due(database, now, tls=tls)


def nightly(
    database: Database,
    now: datetime | None = None,
    *,
    again: bool = False,
    tls: ssl.SSLContext | None = None,
) -> SendReport:
    """Make digests of all that waits, and send what is due; with *again*, also what is dead."""
    now = now or datetime.now(UTC)
    with database.writing() as connection:
        gather_items(connection, now)
        seal_digests(connection, now)
        if again:
            revive_digests(connection, now)
    return send_due(database, now, tls=tls)


def send_due(
    database: Database, now: datetime | None = None, *, tls: ssl.SSLContext | None = None
) -> SendReport:
    """Send the digests that are due. Problems are noted in the outbox, and none is raised."""
    now = now or datetime.now(UTC)
    report = SendReport()
    with database.reading() as connection:
        numbers = due_digests(connection, now)
    for number in numbers:
        with database.writing() as connection:
            due = take_digest(connection, number, now)
        if due is None:
            continue
        name = f"{due.digest.rule} by {due.channel.kind} {due.channel.name}"
        # No transaction is open meanwhile: a slow server would hold up all who write.
        done = send_digest(due.channel, due.digest, now, tls=tls)
        with database.writing() as connection:
            if not done.error:
                note_sent(connection, due, now, done.note)
                report.sent.append(f"{name}: {due.digest.title}. {done.note}".strip())
                continue
            again = note_problem(connection, due, done.error, now)
        after = "It will be tried again." if again else "That was the last try."
        report.problems.append(f"{name}: {done.error} {after}")
    return report


def send_digest(
    channel: AlertChannel,
    digest: AlertDigest,
    now: datetime,
    *,
    tls: ssl.SSLContext | None = None,
) -> Delivery:
    """Send *digest*, and return what became of it. Raises nothing that a channel may cause."""
    try:
        context = tls or ssl.create_default_context()
        note = _SENDERS[channel.kind](settings_of(channel), digest, now, context)
    except CiviscopeError as error:
        return Delivery(error=str(error))
    return Delivery(note=note)


def make_test_digest(channel: AlertChannel, now: datetime) -> AlertDigest:
    """Return a digest that says that *channel* works."""
    content = {"sentence": f"This is a test of the channel {channel.name}."}
    return AlertDigest(
        id=0,
        key=f"test-{int(now.timestamp())}",
        rule="test",
        event="new",
        scope="a test",
        night=date(now.year, now.month, now.day),
        items=(DigestItem("www.example.org", "https://www.example.org/", content),),
    )
