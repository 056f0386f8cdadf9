"""The tables of the first version: sites, runs, figures, rules and issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civiscope_watch.store.columns import DATA, ID, Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _make_sites()
    _make_runs()
    _make_figures()
    _make_rules()
    _make_issues()
    _make_events()


def _make_sites() -> None:
    op.create_table(
        "site",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("settings", DATA, nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("url", name=op.f("uq_site_url")),
    )
    op.create_index(op.f("ix_site_host"), "site", ["host"], unique=False)
    op.create_index(op.f("ix_site_owner"), "site", ["owner"], unique=False)
    op.create_table(
        "site_tag",
        sa.Column("site", ID, nullable=False),
        sa.Column("tag", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_site_tag_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "tag", name=op.f("pk_site_tag")),
    )
    op.create_index(op.f("ix_site_tag_tag"), "site_tag", ["tag"], unique=False)
    op.create_table(
        "target",
        sa.Column("site", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_target_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "number", name=op.f("pk_target")),
    )


def _make_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", ID, nullable=False),
        sa.Column("site", ID, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("depth", sa.String(length=12), nullable=False),
        sa.Column("engines", DATA, nullable=False),
        sa.Column("archived", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('done', 'inconclusive', 'failed')", name=op.f("ck_run_state")
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_run_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("site", "scan", name=op.f("uq_run_site_scan")),
    )
    op.create_index(op.f("ix_run_site_started"), "run", ["site", "started"], unique=False)


def _make_figures() -> None:
    op.create_table(
        "figure_day",
        sa.Column("site", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("run", ID, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("critical", sa.Integer(), nullable=False),
        sa.Column("serious", sa.Integer(), nullable=False),
        sa.Column("moderate", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("info", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("advice", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Integer(), nullable=False),
        sa.Column("regressed", sa.Integer(), nullable=False),
        sa.Column("areas", DATA, nullable=False),
        sa.ForeignKeyConstraint(
            ["run"], ["run.id"], name=op.f("fk_figure_day_run_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_figure_day_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", "day", name=op.f("pk_figure_day")),
    )
    op.create_index(op.f("ix_figure_day_day"), "figure_day", ["day"], unique=False)
    op.create_table(
        "known_site",
        sa.Column("site", ID, nullable=False),
        sa.Column("run", ID, nullable=True),
        sa.Column("created", sa.Date(), nullable=False),
        sa.Column("updated", sa.Date(), nullable=False),
        sa.Column("engines", DATA, nullable=False),
        sa.Column("rules", DATA, nullable=False),
        sa.Column("pages", DATA, nullable=False),
        sa.Column("elements", DATA, nullable=False),
        sa.ForeignKeyConstraint(
            ["run"], ["run.id"], name=op.f("fk_known_site_run_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_known_site_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_known_site")),
    )


def _make_rules() -> None:
    op.create_table(
        "rule",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("fails", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("seen", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )


def _make_issues() -> None:
    op.create_table(
        "issue",
        sa.Column("id", ID, nullable=False),
        sa.Column("site", ID, nullable=False),
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("problem", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("advice", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.Column("fixed", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("occurrences", sa.Integer(), nullable=False),
        sa.Column("places", DATA, nullable=False),
        sa.Column("skeletons", DATA, nullable=False),
        sa.Column("element", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("accepted_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'open', 'regressed', 'fixed', 'unseen', 'unchecked')",
            name=op.f("ck_issue_state"),
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_issue_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("site", "fingerprint", name=op.f("uq_issue_site_fingerprint")),
    )
    op.create_index(op.f("ix_issue_rule_state"), "issue", ["rule", "state"], unique=False)


def _make_events() -> None:
    op.create_table(
        "issue_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("issue", ID, nullable=False),
        sa.Column("run", ID, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("event", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["issue"], ["issue.id"], name=op.f("fk_issue_event_issue_issue"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["run.id"], name=op.f("fk_issue_event_run_run"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_event")),
    )
    op.create_index(op.f("ix_issue_event_issue_at"), "issue_event", ["issue", "at"], unique=False)
    op.create_index(op.f("ix_issue_event_run"), "issue_event", ["run"], unique=False)
