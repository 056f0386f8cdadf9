"""What alerts are about, and where they go: the rules and channels of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select

from civiscope.model import SEVERITIES, Severity
from civiscope.suggestions import unknown
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.schema import alert_channel, alert_digest, alert_rule, site
from civiscope_watch.store.sites import check_tag, find_site

ChannelKind = Literal["mail", "webhook", "slack", "teams", "matrix"]
CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)
AlertEvent = Literal[
    "new", "regressed", "gate", "unseen", "missed", "failed", "certificate", "statement"
]
ALERT_EVENTS: dict[AlertEvent, str] = {
    "new": "Problems that are new",
    "regressed": "Problems that came back",
    "gate": "Gates that turned",
    "unseen": "Sites that were not seen",
    "missed": "Scans that did not run",
    "failed": "Scans that failed three times",
    "certificate": "Certificates that end soon",
    "statement": "Accessibility statements that are out of date",
}
DEFAULT_DAYS: Mapping[AlertEvent, int] = {"unseen": 3, "certificate": 30, "statement": 365}
"""Nights or days that an event waits for, where it waits for any."""
MAX_NAME_LENGTH = 100
MAX_DAYS = 3_650
_ADD_HELP = "civiscope watch alerts add --help"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChannel:
    """Where alerts go."""

    id: int = 0
    name: str
    kind: ChannelKind
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    dead_since: datetime | None = None
    """Since when nothing could be sent, after all tries; None while it works."""
    last_sent: datetime | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """Of which sites what is told, and where."""

    id: int = 0
    name: str
    event: AlertEvent
    channel: str
    """Name of the channel."""
    site: str = ""
    """Address of the one site; empty for all that the rest names."""
    tag: str = ""
    owner: str = ""
    severity: Severity = "serious"
    """The least that a problem must have to be told."""
    days: int = 0
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def scope(self) -> str:
        """Which sites it is about, in words."""
        parts = [self.site, f"tag {self.tag}" if self.tag else ""]
        parts.append(f"owner {self.owner}" if self.owner else "")
        return ", ".join(filter(None, parts)) or "all sites"


def add_channel(connection: Connection, new: AlertChannel) -> int:
    """Add a channel whose settings are checked already, and return its id. Raises HistoryError."""
    name = _check_name(new.name, "channel")
    if any(each.name == name for each in list_channels(connection)):
        raise HistoryError(f"There is a channel called {name!r} already; remove it first.")
    number: int = connection.execute(
        insert(alert_channel)
        .values(name=name, kind=new.kind, settings=dict(new.settings))
        .returning(alert_channel.c.id)
    ).scalar_one()
    return number


def list_channels(connection: Connection) -> list[AlertChannel]:
    """Return all channels by name."""
    rows = connection.execute(select(alert_channel).order_by(alert_channel.c.name)).mappings()
    return [AlertChannel(**row) for row in rows]


def get_channel(connection: Connection, name: str) -> AlertChannel:
    """Return the channel called *name*. Raises HistoryError."""
    channels = list_channels(connection)
    for each in channels:
        if each.name == name:
            return each
    raise unknown("channel", name, [each.name for each in channels], "civiscope watch alerts list")


def add_rule(connection: Connection, new: AlertRule) -> int:
    """Add a rule and return its id. Raises HistoryError."""
    name = _check_name(new.name, "rule")
    if any(each.name == name for each in list_rules(connection)):
        raise HistoryError(f"There is a rule called {name!r} already; remove it first.")
    if new.severity not in SEVERITIES:
        raise unknown("severity", new.severity, list(SEVERITIES), _ADD_HELP)
    if new.event not in ALERT_EVENTS:
        raise unknown("event", new.event, list(ALERT_EVENTS), _ADD_HELP)
    if not 0 <= new.days <= MAX_DAYS:
        raise HistoryError(f"--days takes 1 to {MAX_DAYS}.")
    if new.tag:
        check_tag(new.tag)
    number: int = connection.execute(
        insert(alert_rule)
        .values(
            name=name,
            event=new.event,
            channel=get_channel(connection, new.channel).id,
            site=find_site(connection, new.site).id if new.site else None,
            tag=new.tag,
            owner=new.owner,
            severity=new.severity,
            days=new.days or DEFAULT_DAYS.get(new.event, 0),
            created=new.created,
        )
        .returning(alert_rule.c.id)
    ).scalar_one()
    return number


def list_rules(connection: Connection) -> list[AlertRule]:
    """Return all rules by name."""
    asked = (
        select(alert_rule, alert_channel.c.name.label("to"), site.c.url.label("url"))
        .join(alert_channel, alert_channel.c.id == alert_rule.c.channel)
        .outerjoin(site, site.c.id == alert_rule.c.site)
        .order_by(alert_rule.c.name)
    )
    return [
        AlertRule(
            id=row.id,
            name=row.name,
            event=row.event,
            channel=row.to,
            site=row.url or "",
            tag=row.tag,
            owner=row.owner,
            severity=row.severity,
            days=row.days,
            created=row.created,
        )
        for row in connection.execute(asked)
    ]


def remove_alert(connection: Connection, name: str) -> str:
    """Remove the rule or the channel called *name*; say which it was. Raises HistoryError."""
    rules, channels = list_rules(connection), list_channels(connection)
    for rule in rules:
        if rule.name == name:
            connection.execute(delete(alert_rule).where(alert_rule.c.id == rule.id))
            return "rule"
    for channel in channels:
        if channel.name != name:
            continue
        used = [rule.name for rule in rules if rule.channel == name]
        if used:
            raise HistoryError(
                f"The channel {name!r} is used by {len(used)} rules ({', '.join(used[:5])}); "
                "remove these first."
            )
        connection.execute(delete(alert_channel).where(alert_channel.c.id == channel.id))
        return "channel"
    names = [*(each.name for each in rules), *(each.name for each in channels)]
    raise unknown("rule or channel", name, names, "civiscope watch alerts list")


def count_digests(connection: Connection) -> dict[tuple[int, str], int]:
    """Return how many digests each rule has in each state, by its id and the state."""
    asked = select(alert_digest.c.rule, alert_digest.c.state, func.count())
    rows = connection.execute(asked.group_by(alert_digest.c.rule, alert_digest.c.state))
    return {(rule, state): count for rule, state, count in rows}


def _check_name(text: str, kind: str) -> str:
    if not text or text != text.strip() or len(text) > MAX_NAME_LENGTH or not text.isprintable():
        raise HistoryError(
            f"{text[:MAX_NAME_LENGTH]!r} cannot be the name of a {kind}. A name is a short text."
        )
    return text
