"""How much of this machine's processors nobody uses."""

from __future__ import annotations

import os
from pathlib import Path

_STAT = Path("/proc/stat")
_THROTTLED = Path("/sys/fs/cgroup/cpu.stat")
_IDLE = slice(3, 5)
"""Ticks with nothing to do, and with nothing to do but wait for a disk."""
_FIELDS = 8
"""Those behind them are guests, which are counted as users already."""


class SpareCpu:
    """Says what part of the processors that this process may use was idle since it was last asked.

    Known on Linux alone. A container that is held to less than its processors has none to spare
    while it is held back.
    """

    def __init__(self, stat: Path = _STAT, throttled: Path = _THROTTLED) -> None:
        self._stat = stat
        self._throttled = throttled
        self._last = self._read()
        self._held = self._held_back()

    def share(self) -> float | None:
        """Return the part that was idle, from 0 to 1; None where that is not known."""
        before, held = self._last, self._held
        now = self._last = self._read()
        self._held = self._held_back()
        if before is None or now is None or now[1] <= before[1]:
            return None
        if self._held > held:
            return 0.0
        return max(0.0, min(1.0, (now[0] - before[0]) / (now[1] - before[1])))

    def _read(self) -> tuple[int, int] | None:
        """Return idle ticks and all ticks of our processors together."""
        try:
            lines = self._stat.read_text(encoding="ascii").splitlines()
            ours = {f"cpu{number}" for number in os.sched_getaffinity(0)}
            idle = total = 0
            for line in lines:
                name, *ticks = line.split()
                if name in ours:
                    numbers = [int(each) for each in ticks[:_FIELDS]]
                    idle += sum(numbers[_IDLE])
                    total += sum(numbers)
        except (OSError, ValueError, AttributeError):
            return None
        return (idle, total) if total else None

    def _held_back(self) -> int:
        """Return how long, in microseconds, our container was held back so far."""
        try:
            for line in self._throttled.read_text(encoding="ascii").splitlines():
                if line.startswith("throttled_usec "):
                    return int(line.split()[1])
        except (OSError, ValueError):
            pass
        return 0
