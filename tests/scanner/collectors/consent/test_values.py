"""Values that visits leave on the device: made for one browser, and sent to others."""

from __future__ import annotations

import pytest

from civiscope.collectors.consent.values import Values, key_of, pieces_of, with_own
from civiscope.model.privacy import KeptItem, PrivacyPass

Left = dict[tuple[str, str, str], str]
NOTHING: Left = {}
ITEM = KeptItem("cookie", "id", "www.example.gov", length=20, entropy=4.0)
KEY = key_of(ITEM)


@pytest.mark.parametrize(
    ("values", "own"),
    [
        (({KEY: "aaaa1"}, NOTHING, {KEY: "bbbb2"}, {KEY: "bbbb2"}), True),
        (({KEY: "aaaa1"}, NOTHING, {KEY: "aaaa1"}, NOTHING), False),
        (({KEY: "aaaa1"}, NOTHING, {KEY: "bbbb2"}, {KEY: "cccc3"}), False),
        (({KEY: "aaaa1"}, NOTHING, NOTHING, NOTHING), None),
        (({KEY: "aaaa1"}, NOTHING, NOTHING, {KEY: "bbbb2"}), True),
    ],
)
def test_a_value_is_a_browsers_own_when_it_differs_between_browsers_and_stays(
    values: tuple[Left, Left, Left, Left], own: bool | None
) -> None:
    passes = [PrivacyPass("none", kept=(ITEM,)), PrivacyPass("reject", kept_after=(ITEM,))]

    told = with_own(passes, [Values(values[0], values[1]), Values(values[2], values[3])])

    assert (told[0].kept[0].own, told[1].kept_after[0].own) == (own, own)


@pytest.mark.parametrize(
    ("value", "pieces"),
    [
        ("GA1.1.1234567890.1700000000", (
            "GA1.1.1234567890.1700000000", "1234567890.1700000000", "1234567890",
        )),
        ("GA1.1.123456789.1700000000", ("GA1.1.123456789.1700000000", "123456789.1700000000")),
        ("short", ()),
        ("1700000000", ()),
        ("00000000000000", ()),
        ("a81f3c09-77d2-4e1b-9a57-0d2f6b1c8e44", ("a81f3c09-77d2-4e1b-9a57-0d2f6b1c8e44",)),
        ("%7B%22id%22%3A%22abcdefghij12%22%7D", (
            "%7B%22id%22%3A%22abcdefghij12%22%7D", '{"id":"abcdefghij12"}', "22abcdefghij12",
        )),
    ],
)  # fmt: skip
def test_a_value_is_known_again_by_its_long_parts_but_not_by_the_time(
    value: str, pieces: tuple[str, ...]
) -> None:
    assert pieces_of(value) == pieces
