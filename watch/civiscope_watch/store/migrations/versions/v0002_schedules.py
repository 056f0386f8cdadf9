"""The tables of the second version: schedules, jobs, hosts, workers and duties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from civiscope_watch.store.columns import ID, Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _make_schedules()
    _make_jobs()
    _make_hosts()
    _make_workers()


def _make_schedules() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", ID, nullable=False),
        sa.Column("site", ID, nullable=True),
        sa.Column("tag", sa.String(length=100), server_default="", nullable=False),
        sa.Column("cron", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("spread_s", sa.Integer(), nullable=False),
        sa.Column("window_s", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("missed", sa.String(length=4), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("next_due", Instant(), nullable=True),
        sa.Column("last_slot", Instant(), nullable=True),
        sa.Column("created", Instant(), nullable=False),
        sa.CheckConstraint("missed IN ('run', 'skip')", name=op.f("ck_schedule_missed")),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_schedule_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    op.create_index(
        op.f("ix_schedule_enabled_next_due"), "schedule", ["enabled", "next_due"], unique=False
    )
    op.create_index(op.f("ix_schedule_site"), "schedule", ["site"], unique=False)


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", ID, nullable=False),
        sa.Column("site", ID, nullable=False),
        sa.Column("schedule", ID, nullable=True),
        sa.Column("slot", Instant(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("begins", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=40), server_default="", nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("started", Instant(), nullable=True),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("run", ID, nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'cancelling', 'done', 'inconclusive', 'failed', "
            "'cancelled', 'missed')",
            name=op.f("ck_job_state"),
        ),
        sa.ForeignKeyConstraint(
            ["run"], ["run.id"], name=op.f("fk_job_run_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["schedule"],
            ["schedule.id"],
            name=op.f("fk_job_schedule_schedule"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["site"], ["site.id"], name=op.f("fk_job_site_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("schedule", "site", "slot", name=op.f("uq_job_schedule_site_slot")),
    )
    op.create_index(op.f("ix_job_ended"), "job", ["ended"], unique=False)
    op.create_index(op.f("ix_job_site_ended"), "job", ["site", "ended"], unique=False)
    op.create_index(op.f("ix_job_state_begins"), "job", ["state", "begins"], unique=False)
    op.create_index(
        "uq_job_site_open",
        "job",
        ["site"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running', 'cancelling')"),
        postgresql_where=sa.text("state IN ('queued', 'running', 'cancelling')"),
    )


def _make_hosts() -> None:
    op.create_table(
        "host_pause",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_pause")),
    )
    op.create_table(
        "host_lease",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("job", ID, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job"], ["job.id"], name=op.f("fk_host_lease_job_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_lease")),
    )
    op.create_index(op.f("ix_host_lease_job"), "host_lease", ["job"], unique=False)


def _make_workers() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("seen", Instant(), nullable=False),
        sa.Column("stopped", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('embedded', 'fleet')", name=op.f("ck_worker_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_index(op.f("ix_worker_seen"), "worker", ["seen"], unique=False)
    op.create_table(
        "duty",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("done", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty")),
    )
