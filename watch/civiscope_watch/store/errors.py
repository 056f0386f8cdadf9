"""What can go wrong with the history."""

from __future__ import annotations

from civiscope.errors import UsageError


class HistoryError(UsageError):
    """The history cannot be used. The message says where, what is wrong and what to do."""


class DatabaseTrouble(HistoryError):
    """The database cannot be reached or written to now; the same step may go well later."""
