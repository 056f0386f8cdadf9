"""When a list of reference data counts as old."""

from __future__ import annotations

OLD_LIST = 90
"""Days after which a list is said to be old."""
