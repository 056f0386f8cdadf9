"""The column of the fifth version: where a site leads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column."""
    op.add_column("site_fact", sa.Column("leads_to", sa.Text(), server_default="", nullable=False))
