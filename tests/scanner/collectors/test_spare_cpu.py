"""What part of the processors nobody uses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from civiscope.collectors.spare_cpu import SpareCpu

OURS = "cpu{number} {busy} 0 0 {idle} {disk} 0 0 0 {guests} 0\n"


def _ticks(path: Path, *, busy: int, idle: int, disk: int = 0) -> None:
    """Write what the system says: so many ticks for each processor of ours, and more of others."""
    ours = sorted(os.sched_getaffinity(0))
    lines = ["cpu  1 2 3 4 5 6 7 8 9 0\n"]
    lines += [
        OURS.format(number=number, busy=busy, idle=idle, disk=disk, guests=busy) for number in ours
    ]
    lines += [OURS.format(number=max(ours) + 1, busy=0, idle=busy * 90, disk=0, guests=0)]
    path.write_text("".join(lines) + "intr 12 0 0\nctxt 12\n", encoding="ascii")


@pytest.fixture
def stat(tmp_path: Path) -> Path:
    path = tmp_path / "stat"
    _ticks(path, busy=1000, idle=5000)
    return path


@pytest.mark.parametrize(
    ("busy", "idle", "disk", "share"),
    [(25, 75, 0, 0.75), (100, 0, 0, 0.0), (0, 60, 40, 1.0), (50, 25, 25, 0.5)],
)
def test_the_part_that_was_idle_since_it_was_asked_last(
    stat: Path, tmp_path: Path, busy: int, idle: int, disk: int, share: float
) -> None:
    spare = SpareCpu(stat, tmp_path / "none")
    _ticks(stat, busy=1000 + busy, idle=5000 + idle, disk=disk)

    assert spare.share() == pytest.approx(share)


def test_a_container_that_is_held_back_has_nothing_to_spare(stat: Path, tmp_path: Path) -> None:
    held = tmp_path / "cpu.stat"
    held.write_text("usage_usec 9\nnr_throttled 3\nthrottled_usec 700\n", encoding="ascii")
    spare = SpareCpu(stat, held)
    _ticks(stat, busy=1010, idle=5090)
    assert spare.share() == pytest.approx(0.9)
    held.write_text("usage_usec 9\nnr_throttled 4\nthrottled_usec 900\n", encoding="ascii")
    _ticks(stat, busy=1020, idle=5180)

    assert spare.share() == 0.0


@pytest.mark.parametrize("said", ["", "cpu  1 2 3 4 5 6 7 8 9 0\n", "cpu0 x\n"])
def test_nothing_is_known_where_the_system_does_not_say(tmp_path: Path, said: str) -> None:
    path = tmp_path / "stat"
    path.write_text(said, encoding="ascii")

    assert SpareCpu(path, tmp_path / "none").share() is None


def test_nothing_is_known_when_no_time_has_passed(stat: Path, tmp_path: Path) -> None:
    assert SpareCpu(stat, tmp_path / "none").share() is None
