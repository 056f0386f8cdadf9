"""What all tables have in common: where they are listed, and keys into two of them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData

from civiscope_watch.store.columns import ID

# Names of constraints, so that migrations can name what they change on either database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of_site(*, key: bool = False) -> Column[int]:
    """Return the column that names the site of a row, which goes with it."""
    owner = ForeignKey("site.id", ondelete="CASCADE")
    return Column("site", ID, owner, nullable=False, primary_key=key)


def of_run(nullable: bool = True) -> Column[int]:
    """Return the column that names the run of a row; a row that needs it goes with it."""
    action = "SET NULL" if nullable else "CASCADE"
    return Column("run", ID, ForeignKey("run.id", ondelete=action), nullable=nullable)
