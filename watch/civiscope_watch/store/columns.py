"""Types of columns that SQLite and PostgreSQL both have, and read alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect

ID = BigInteger().with_variant(Integer, "sqlite")
"""Key that the database counts up: SQLite does so for plain INTEGER only."""
DATA = JSON().with_variant(JSONB, "postgresql")
"""Values without a table of their own."""


class Instant(TypeDecorator[datetime]):
    """A moment. It goes in with any time zone and comes out in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return *value* as the database keeps it. Raises ValueError without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        value = value.astimezone(UTC)
        # SQLite keeps text, and would keep an offset that comparisons then stumble over.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - SQLAlchemy's own
        """Return what was kept, in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
