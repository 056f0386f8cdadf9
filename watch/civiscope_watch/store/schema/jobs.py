"""Tables of schedules, of the scans that they ask for, and of who makes these."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from civiscope_watch.store.columns import ID, Instant
from civiscope_watch.store.schema.base import metadata, of_run, of_site

OPEN = "state IN ('queued', 'running', 'cancelling')"

schedule = Table(
    "schedule",
    metadata,
    Column("id", ID, primary_key=True),
    # Of one site, of the sites with a tag, or, with neither, of all.
    Column("site", ID, ForeignKey("site.id", ondelete="CASCADE")),
    Column("tag", String(100), nullable=False, server_default=""),
    Column("cron", String(100), nullable=False),
    Column("zone", String(60), nullable=False),
    # Seconds over which sites begin, and after which none begins any more; 0: no such end.
    Column("spread_s", Integer, nullable=False),
    Column("window_s", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    # What becomes of slots that passed while nothing ran.
    Column("missed", String(4), nullable=False),
    Column("enabled", Boolean, nullable=False),
    # Empty when it never comes again.
    Column("next_due", Instant),
    Column("last_slot", Instant),
    Column("created", Instant, nullable=False),
    CheckConstraint("missed IN ('run', 'skip')", name="missed"),
    Index(None, "site"),
    Index(None, "enabled", "next_due"),
)

job = Table(
    "job",
    metadata,
    Column("id", ID, primary_key=True),
    of_site(),
    Column("schedule", ID, ForeignKey("schedule.id", ondelete="SET NULL")),
    # When the schedule said so; empty when a person asked.
    Column("slot", Instant),
    Column("state", String(12), nullable=False),
    Column("priority", Integer, nullable=False),
    # It may begin between these.
    Column("begins", Instant, nullable=False),
    Column("ends", Instant),
    Column("host", Text, nullable=False),
    # Which attempt is or was the last; what an earlier one still says is refused.
    Column("attempt", Integer, nullable=False),
    Column("worker", String(40), nullable=False, server_default=""),
    Column("lease_until", Instant),
    Column("created", Instant, nullable=False),
    Column("started", Instant),
    Column("ended", Instant),
    Column("why", Text, nullable=False, server_default=""),
    of_run(),
    CheckConstraint(
        "state IN ('queued', 'running', 'cancelling', 'done', 'inconclusive', 'failed', "
        "'cancelled', 'missed')",
        name="state",
    ),
    UniqueConstraint("schedule", "site", "slot"),
    # One of a site that waits or is made: a second one would only find the same again.
    Index(
        "uq_job_site_open",
        "site",
        unique=True,
        sqlite_where=text(OPEN),
        postgresql_where=text(OPEN),
    ),
    Index(None, "state", "begins"),
    Index(None, "site", "ended"),
    Index(None, "ended"),
)
"""A scan that is to be made, is being made, or came to an end; what it found is its run."""

host_pause = Table(
    "host_pause",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("until", Instant, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
)
"""Hosts that asked to be left alone for a while."""

host_lease = Table(
    "host_lease",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("job", ID, ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    Column("until", Instant, nullable=False),
    Index(None, "job"),
)
"""Which job visits a host: sites that share one are scanned one after the other."""

worker = Table(
    "worker",
    metadata,
    # Made anew at each start: a name that comes back would be taken for alive.
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("machine", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("slots", Integer, nullable=False),
    Column("version", String(40), nullable=False),
    Column("started", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("stopped", Instant),
    CheckConstraint("kind IN ('embedded', 'fleet')", name="kind"),
    Index(None, "seen"),
)
"""Who runs scans."""

duty = Table(
    "duty",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", Instant, nullable=False),
    # When it was last done.
    Column("done", Instant),
)
"""What one of all programs does at a time: the tick of the schedules, clearing up."""
