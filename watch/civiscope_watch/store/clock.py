"""What time it is, for all programs that share a history."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select


def now_of(connection: Connection) -> datetime:
    """Return the present moment: the database server's, or of a file this machine's.

    Machines of a fleet disagree about the time, and leases must not depend on whose is right.
    """
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)
