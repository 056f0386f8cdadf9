"""The command `civiscope acr` on its own, without what scans need."""

from __future__ import annotations

from civiscope.cli import acr_checks
from civiscope.cli.acr import acr_app

__all__ = ["acr_app"]

for _step in (acr_checks.draft, acr_checks.check, acr_checks.compare, acr_checks.diff):
    acr_app.command()(_step)
