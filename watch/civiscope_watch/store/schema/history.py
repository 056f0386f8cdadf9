"""Tables of sites, runs, figures, rules and issues."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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
from civiscope_watch.store.schema.base import metadata, of_run, of_site

site = Table(
    "site",
    metadata,
    Column("id", ID, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default=""),
    Column("host", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    # Options of its scans that differ from the command line's defaults.
    Column("settings", DATA, nullable=False),
    Column("created", Instant, nullable=False),
    Index(None, "owner"),
    Index(None, "host"),
)

site_tag = Table(
    "site_tag",
    metadata,
    of_site(key=True),
    Column("tag", String(100), primary_key=True),
    Index(None, "tag"),
)

target = Table(
    "target",
    metadata,
    of_site(key=True),
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", ID, primary_key=True),
    of_site(),
    Column("state", String(12), nullable=False),
    # Of the scan, by which results that are imported twice are known again.
    Column("scan", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("why", Text, nullable=False, server_default=""),
    Column("pages", Integer, nullable=False),
    Column("depth", String(12), nullable=False),
    # Versions that findings depend on.
    Column("engines", DATA, nullable=False),
    # Where the archive has the results; empty when they were not kept, or no longer are.
    Column("archived", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('done', 'inconclusive', 'failed')", name="state"),
    UniqueConstraint("site", "scan"),
    Index(None, "site", "started"),
)

figure_day = Table(
    "figure_day",
    metadata,
    of_site(key=True),
    Column("day", Date, primary_key=True),
    of_run(),
    Column("pages", Integer, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("critical", Integer, nullable=False),
    Column("serious", Integer, nullable=False),
    Column("moderate", Integer, nullable=False),
    Column("minor", Integer, nullable=False),
    Column("info", Integer, nullable=False),
    Column("review", Integer, nullable=False),
    Column("advice", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("fixed", Integer, nullable=False),
    Column("regressed", Integer, nullable=False),
    Column("areas", DATA, nullable=False),
    Index(None, "day"),
)

known_site = Table(
    "known_site",
    metadata,
    of_site(key=True),
    of_run(),
    Column("created", Date, nullable=False),
    Column("updated", Date, nullable=False),
    Column("engines", DATA, nullable=False),
    Column("rules", DATA, nullable=False),
    Column("pages", DATA, nullable=False),
    Column("elements", DATA, nullable=False),
)
"""What baselines hold beside their issues, as of the newest run."""

rule = Table(
    "rule",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("fails", Text, nullable=False),
    Column("area", String(60), nullable=False),
    Column("seen", Date, nullable=False),
)

issue = Table(
    "issue",
    metadata,
    Column("id", ID, primary_key=True),
    of_site(),
    # The gate's own, with the number of the way it is made. When it changes, the row stays.
    Column("fingerprint", String(80), nullable=False),
    # Of the problem that reports show it as a part of.
    Column("problem", String(80), nullable=False),
    Column("rule", String(200), nullable=False),
    Column("message_id", String(100), nullable=False),
    Column("component", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("severity", String(10), nullable=False),
    Column("needs_review", Boolean, nullable=False),
    Column("advice", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("since", Date, nullable=False),
    Column("first_seen", Date, nullable=False),
    Column("last_seen", Date, nullable=False),
    Column("fixed", Date),
    Column("pages", Integer, nullable=False),
    Column("occurrences", Integer, nullable=False),
    Column("places", DATA, nullable=False),
    Column("skeletons", DATA, nullable=False),
    Column("element", Boolean, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("accepted_until", Date),
    Column("note", Text, nullable=False, server_default=""),
    CheckConstraint(
        "state IN ('new', 'open', 'regressed', 'fixed', 'unseen', 'unchecked')", name="state"
    ),
    UniqueConstraint("site", "fingerprint"),
    Index(None, "rule", "state"),
)

issue_event = Table(
    "issue_event",
    metadata,
    Column("id", ID, primary_key=True),
    Column("issue", ID, ForeignKey("issue.id", ondelete="CASCADE"), nullable=False),
    of_run(),
    Column("at", Instant, nullable=False),
    Column("event", String(12), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Index(None, "issue", "at"),
    Index(None, "run"),
)
