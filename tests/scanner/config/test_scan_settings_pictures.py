"""Pictures are kept where people look at behaviour, unless somebody says otherwise."""

from __future__ import annotations

import pytest

from civiscope.config.scan_options import Depth, ScanSettings


@pytest.mark.parametrize(
    ("depth", "asked", "taken"),
    [
        ("quick", None, False),
        ("standard", None, True),
        ("deep", None, True),
        ("quick", True, True),
        ("deep", False, False),
    ],
)
def test_pictures_are_taken_beyond_quick_or_as_asked(
    depth: Depth, asked: bool | None, taken: bool
) -> None:
    assert ScanSettings(depth=depth, screenshots=asked).takes_pictures is taken
