"""The tables of alerts: channels, rules, what is to be told, and what was sent."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from civiscope_watch.store.columns import DATA, ID, Instant
from civiscope_watch.store.schema.base import metadata, of_site

alert_channel = Table(
    "alert_channel",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    # Address and recipients. No secrets: these are named, and read when something is sent.
    Column("settings", DATA, nullable=False),
    # Since when nothing could be sent; nothing while it works.
    Column("dead_since", Instant),
    Column("last_sent", Instant),
    Column("last_error", Text, nullable=False, server_default=""),
    CheckConstraint("kind IN ('mail', 'webhook', 'slack', 'teams', 'matrix')", name="kind"),
)

alert_rule = Table(
    "alert_rule",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("event", String(20), nullable=False),
    Column("channel", ID, ForeignKey("alert_channel.id"), nullable=False),
    # Of which sites; nothing means all.
    Column("site", ID, ForeignKey("site.id", ondelete="CASCADE")),
    Column("tag", String(100), nullable=False, server_default=""),
    Column("owner", Text, nullable=False, server_default=""),
    Column("severity", String(10), nullable=False),
    # Nights or days that the event waits for.
    Column("days", Integer, nullable=False),
    Column("created", Instant, nullable=False),
)

alert_digest = Table(
    "alert_digest",
    metadata,
    Column("id", ID, primary_key=True),
    Column("rule", ID, ForeignKey("alert_rule.id", ondelete="CASCADE"), nullable=False),
    Column("night", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("made", Instant, nullable=False),
    Column("sent", Instant),
    Column("error", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('waiting', 'sending', 'sent', 'dead')", name="state"),
    # One a rule and night, whoever makes it.
    UniqueConstraint("rule", "night"),
    Index(None, "state", "next_try"),
)
"""The outbox: what was sent, and what is still to be."""

alert_item = Table(
    "alert_item",
    metadata,
    Column("id", ID, primary_key=True),
    Column("rule", ID, ForeignKey("alert_rule.id", ondelete="CASCADE"), nullable=False),
    # What it is about, so that it is told once.
    Column("key", String(200), nullable=False),
    of_site(),
    Column("at", Instant, nullable=False),
    Column("content", DATA, nullable=False),
    # Nothing while it waits for the night's end.
    Column("digest", ID, ForeignKey("alert_digest.id", ondelete="CASCADE")),
    UniqueConstraint("rule", "key"),
    Index(None, "digest"),
)
