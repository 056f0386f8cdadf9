"""The tables of who may look at the dashboard, and who changed what there."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text

from civiscope_watch.store.columns import ID, Instant
from civiscope_watch.store.schema.base import metadata


def _account() -> Column[int]:
    return Column("account", ID, ForeignKey("account.id", ondelete="CASCADE"), nullable=False)


account = Table(
    "account",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    # As hashed, with its parameters; empty for those who sign in elsewhere.
    Column("password", Text, nullable=False, server_default=""),
    Column("role", String(10), nullable=False),
    # Who vouches for the name: nobody but us, `proxy`, or the issuer of OpenID Connect.
    Column("origin", Text, nullable=False, server_default=""),
    # What the issuer calls the person, for ever.
    Column("subject", Text, nullable=False, server_default=""),
    Column("created", Instant, nullable=False),
    Column("seen", Instant),
    CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
)

web_session = Table(
    "web_session",
    metadata,
    # Hash of what the cookie holds: whoever reads the database cannot go on with a session.
    Column("key", String(64), primary_key=True),
    _account(),
    Column("created", Instant, nullable=False),
    Column("used", Instant, nullable=False),
    Index(None, "account"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", ID, primary_key=True),
    _account(),
    Column("name", String(200), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("used", Instant),
    CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
    Index(None, "account"),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("address", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)
"""Attempts that failed."""

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", ID, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(60), nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    Index(None, "at"),
)
