"""The tables of the third version: accounts of the dashboard, and what its pages are read from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civiscope_watch.store.columns import ID, Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _make_accounts()
    _make_logs()
    _make_site_sums()
    _make_rule_sums()
    _make_day_sums()
    # The first refresh of the totals fills in what is known of these.
    op.execute("INSERT INTO site_now (site, weight) SELECT id, 10000000000000000 FROM site")


def _make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("seen", Instant(), nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'editor', 'admin')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "web_session",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("used", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
            name=op.f("fk_web_session_account_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account"), "web_session", ["account"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("expires", Instant(), nullable=True),
        sa.Column("used", Instant(), nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'editor', 'admin')", name=op.f("ck_api_token_role")),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
            name=op.f("fk_api_token_account_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_token_hash")),
    )
    op.create_index(op.f("ix_api_token_account"), "api_token", ["account"], unique=False)


def _make_logs() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index(op.f("ix_login_attempt_at"), "login_attempt", ["at"], unique=False)
    op.create_table(
        "audit_log",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_at"), "audit_log", ["at"], unique=False)


def _make_site_sums() -> None:
    op.create_table(
        "site_now",
        sa.Column("site", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("run", ID, nullable=True),
        sa.Column("pages", sa.Integer(), server_default="0", nullable=False),
        sa.Column("critical", sa.Integer(), server_default="0", nullable=False),
        sa.Column("serious", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moderate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("minor", sa.Integer(), server_default="0", nullable=False),
        sa.Column("info", sa.Integer(), server_default="0", nullable=False),
        sa.Column("review", sa.Integer(), server_default="0", nullable=False),
        sa.Column("advice", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", sa.Date(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_site_now_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_site_now")),
    )
    op.create_index(op.f("ix_site_now_day"), "site_now", ["day"], unique=False)
    op.create_index(op.f("ix_site_now_weight_site"), "site_now", ["weight", "site"], unique=False)
    op.create_table(
        "site_rule",
        sa.Column("site", ID, nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("occurrences", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_site_rule_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "rule", name=op.f("pk_site_rule")),
    )
    op.create_index(
        op.f("ix_site_rule_rule_pages_site"), "site_rule", ["rule", "pages", "site"], unique=False
    )


def _make_rule_sums() -> None:
    op.create_table(
        "rule_now",
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("occurrences", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_rule_now")),
    )
    op.create_table(
        "fix_now",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("occurrences", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fix_now")),
    )
    op.create_index(op.f("ix_fix_now_rule"), "fix_now", ["rule"], unique=False)
    op.create_index(op.f("ix_fix_now_sites"), "fix_now", ["sites"], unique=False)


def _make_day_sums() -> None:
    op.create_table(
        "total_day",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("critical", sa.Integer(), server_default="0", nullable=False),
        sa.Column("serious", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moderate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("minor", sa.Integer(), server_default="0", nullable=False),
        sa.Column("info", sa.Integer(), server_default="0", nullable=False),
        sa.Column("review", sa.Integer(), server_default="0", nullable=False),
        sa.Column("advice", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Integer(), nullable=False),
        sa.Column("regressed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "day", name=op.f("pk_total_day")),
    )
    op.create_table(
        "total_state",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("run", ID, nullable=False),
        sa.Column("event", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_total_state")),
    )
