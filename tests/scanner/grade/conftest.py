"""The command, run in this process."""

from __future__ import annotations

from tests.scanner.cli.conftest import call

__all__ = ["call"]
