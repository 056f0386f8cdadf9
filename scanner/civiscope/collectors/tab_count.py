"""How many tabs a machine keeps busy."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_MEMORY_PER_TAB = 700_000_000
"""What a busy tab takes with its processes (docs/benchmarks.md); bounds the number of tabs."""


@dataclass(frozen=True, slots=True)
class TabCount:
    """How many pages are worked on at the same time, and how many more may be open meanwhile."""

    worked_on: int
    watched: int = 0
    """Pages that may be open besides; while processors are idle, some are worked on as well."""

    @staticmethod
    def of(tabs: int | None, *, most_watched: int | None = None) -> TabCount:
        """Return *tabs* and none beside; as many as the machine can when nobody says how many.

        No more than *most_watched* are only watched, where that is said.
        """
        if tabs is not None:
            return TabCount(tabs)
        count = default_tabs()
        room = min(2 * count, _available_memory() // _MEMORY_PER_TAB - count)
        return TabCount(count, max(0, room if most_watched is None else min(room, most_watched)))


def default_tabs() -> int:
    """Return how many tabs this machine keeps busy: one more than it has cores, because a tab waits
    while its page settles, as far as its memory allows."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(1, min(cores + 1, _available_memory() // _MEMORY_PER_TAB))


def _available_memory() -> int:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
                return min(free, _container_limit())
    except (OSError, ValueError):
        pass
    return 4_000_000_000


def _container_limit() -> int:
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text(encoding="ascii"))
        return int(limit) - used
    except (OSError, ValueError):
        return 1 << 62
