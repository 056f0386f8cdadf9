"""Traps that never end by themselves, or are too much: they end all the same.

Apart from the others, so that they wait while those work.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.hostile.outcomes import HANGS, LOOPS, MASSES
from tests.hostile.scanned import ORDINARY, STUCK, WAITING, check_that_all_end

from civiscope.config.scan_options import ScanSettings

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("expected", "settings"),
    [
        pytest.param(HANGS, WAITING, id="pages that never end"),
        pytest.param(LOOPS, STUCK, id="scripts that never end"),
        # These keep the machine busy, and the healthy pages after them have to be seen in time.
        pytest.param(MASSES, replace(ORDINARY, tabs=2), id="pages that are too much"),
    ],
)
def test_each_trap_ends_in_time_with_a_name_and_the_scan_goes_on(
    expected: dict[str, set[str]], settings: ScanSettings, tmp_path: Path
) -> None:
    check_that_all_end(expected, settings, tmp_path)
