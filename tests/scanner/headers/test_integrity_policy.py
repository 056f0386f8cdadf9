"""Integrity-Policy is read as Chromium reads it."""

from __future__ import annotations

import pytest

from civiscope.headers import Malformed
from civiscope.headers.integrity_policy import IntegrityPolicy, parse_integrity_policy


@pytest.mark.parametrize(
    ("value", "scripts", "ignored"),
    [
        ("blocked-destinations=(script)", True, 0),
        ("blocked-destinations=(script), sources=(inline), endpoints=(a)", True, 0),
        ("blocked-destinations=(script style)", True, 1),
        ("blocked-destinations=(style)", False, 1),
        ("blocked-destinations=(script), sources=()", False, 1),
        ("blocked-destinations=script", False, 1),
        ('blocked-destinations=("script")', False, 1),
        ("blocked-destinations=(SCRIPT)", False, 1),
        ("other=(script)", False, 1),
        ("sources=(inline)", False, 0),
        ("blocked-destinations=()", False, 0),
    ],
)
def test_a_policy_that_can_be_read_may_have_parts_that_do_nothing(
    value: str, scripts: bool, ignored: int
) -> None:
    found = parse_integrity_policy((value,))

    assert isinstance(found, IntegrityPolicy)
    assert (found.scripts, len(found.ignored)) == (scripts, ignored)


def test_what_is_no_dictionary_is_thrown_away() -> None:
    assert isinstance(parse_integrity_policy(("blocked-destinations=(script",)), Malformed)
    assert parse_integrity_policy(()) is None
