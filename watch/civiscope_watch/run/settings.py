"""How scans are run."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass


def default_slots() -> int:
    """Return how many scans this machine makes at the same time: one for two cores."""
    return max(1, (os.cpu_count() or 1) // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How scans are run, and how soon it is noticed that one no longer is."""

    slots: int
    """Scans at the same time."""
    program: tuple[str, ...] = (sys.executable, "-m", "civiscope")
    """What `audit` is a command of."""
    delay_s: float = 1.0
    """Between two pages of a host, where a site does not set it: nobody watches such scans."""
    lease_s: float = 60.0
    """After which a job whose worker has not been heard of is another one's."""
    beat_s: float = 15.0
    """Between two signs of life."""
    look_s: float = 1.0
    """Between two looks whether a running job is to be cancelled, or a new one waits."""
    tick_s: float = 20.0
    """Between two looks at the schedules."""
    grace_s: float = 30.0
    """That a scan has to end in when it is asked to."""
    max_scan_s: float = 6 * 3600.0
    """After which a scan is ended: it hangs."""
    min_free_bytes: int = 300_000_000
    """On the disk of the history, below which no scan begins."""
    kept_scans: int = 3
    """Of each site, the newest folders with evidence that are kept."""
