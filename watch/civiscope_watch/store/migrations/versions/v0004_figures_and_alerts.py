"""The tables of the fourth version: figures by month, facts of sites, alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civiscope_watch.store.columns import DATA, ID, Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    _make_figures()
    _make_facts()
    _make_rules()
    _make_outbox()


def _make_figures() -> None:
    op.create_table(
        "site_month",
        sa.Column("site", ID, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("stock", DATA, nullable=False),
        sa.Column("flows", DATA, nullable=False),
        sa.Column("sample", DATA, nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_site_month_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "month", name=op.f("pk_site_month")),
    )
    op.create_index(op.f("ix_site_month_month"), "site_month", ["month"], unique=False)
    op.create_table(
        "roll_month",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "month", "measure", name=op.f("pk_roll_month")),
    )


def _make_facts() -> None:
    op.create_table(
        "site_fact",
        sa.Column("site", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gate", sa.String(length=12), nullable=False),
        sa.Column("gate_before", sa.String(length=12), server_default="", nullable=False),
        sa.Column("gate_run", ID, nullable=True),
        sa.Column("gate_since", sa.Date(), nullable=False),
        sa.Column("certificate_ends", sa.Date(), nullable=True),
        sa.Column("certificate_host", sa.Text(), server_default="", nullable=False),
        sa.Column("statement_day", sa.Date(), nullable=True),
        sa.Column("statement_url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_site_fact_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_site_fact")),
    )
    op.create_index(
        op.f("ix_site_fact_certificate_ends"), "site_fact", ["certificate_ends"], unique=False
    )


def _make_rules() -> None:
    op.create_table(
        "alert_channel",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("settings", DATA, nullable=False),
        sa.Column("dead_since", Instant(), nullable=True),
        sa.Column("last_sent", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "kind IN ('mail', 'webhook', 'slack', 'teams', 'matrix')",
            name=op.f("ck_alert_channel_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_channel")),
        sa.UniqueConstraint("name", name=op.f("uq_alert_channel_name")),
    )
    op.create_table(
        "alert_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("channel", ID, nullable=False),
        sa.Column("site", ID, nullable=True),
        sa.Column("tag", sa.String(length=100), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel"], ["alert_channel.id"], name=op.f("fk_alert_rule_channel_alert_channel")
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_alert_rule_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
        sa.UniqueConstraint("name", name=op.f("uq_alert_rule_name")),
    )


def _make_outbox() -> None:
    op.create_table(
        "alert_digest",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", ID, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", Instant(), nullable=False),
        sa.Column("made", Instant(), nullable=False),
        sa.Column("sent", Instant(), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'dead')", name=op.f("ck_alert_digest_state")
        ),
        sa.ForeignKeyConstraint(
            ["rule"],
            ["alert_rule.id"],
            name=op.f("fk_alert_digest_rule_alert_rule"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_digest")),
        sa.UniqueConstraint("rule", "night", name=op.f("uq_alert_digest_rule_night")),
    )
    op.create_index(
        op.f("ix_alert_digest_state_next_try"), "alert_digest", ["state", "next_try"], unique=False
    )
    op.create_table(
        "alert_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("site", ID, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("content", DATA, nullable=False),
        sa.Column("digest", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["digest"],
            ["alert_digest.id"],
            name=op.f("fk_alert_item_digest_alert_digest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rule"],
            ["alert_rule.id"],
            name=op.f("fk_alert_item_rule_alert_rule"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_alert_item_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_item")),
        sa.UniqueConstraint("rule", "key", name=op.f("uq_alert_item_rule_key")),
    )
    op.create_index(op.f("ix_alert_item_digest"), "alert_item", ["digest"], unique=False)
