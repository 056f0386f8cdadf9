"""Commands of the gate are run as the other commands are."""

from __future__ import annotations

from tests.scanner.cli.conftest import call

__all__ = ["call"]
