"""Permissions-Policy is read all or nothing, as RFC 9651 has dictionaries read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Malformed
from civiscope.headers.browser_features import FEATURES, nearest_feature
from civiscope.headers.permissions_policy import (
    Feature,
    PermissionsPolicy,
    parse_permissions_policy,
)


@pytest.mark.parametrize(
    ("values", "features"),
    [
        (("camera=()",), ("camera",)),
        (('camera=(self "https://maps.example.gov"), usb=*',), ("camera", "usb")),
        (("camera=()", "usb=()"), ("camera", "usb")),
        (("camera=(),camera=(self)",), ("camera",)),
        (("camera=( self  src ) ; report-to=a",), None),
        (("camera=( self  src );report-to=a",), ("camera",)),
        (("camera",), ("camera",)),
        (("camera=?1, a=1.5, b=:YQ==:, c=@1700000000",), ("camera", "a", "b", "c")),
    ],
)
def test_a_dictionary_is_read(values: tuple[str, ...], features: tuple[str, ...] | None) -> None:
    found = parse_permissions_policy(values)

    if features is None:
        assert isinstance(found, Malformed)
    else:
        assert isinstance(found, PermissionsPolicy)
        assert found.names == features


def test_who_may_use_a_feature_is_told() -> None:
    found = parse_permissions_policy(
        ('camera=(self "https://maps.example.gov" nobody 5);report-to=a, usb=*, midi=(), hid=self',)
    )

    assert found == PermissionsPolicy(
        (
            Feature(
                "camera",
                ("self", "https://maps.example.gov"),
                skipped=(
                    ("nobody", "only *, self and addresses in double quotes are known"),
                    ("5", "only *, self and addresses in double quotes are known"),
                ),
            ),
            Feature("usb", ("*",)),
            Feature("midi"),
            Feature("hid", ("self",)),
        )
    )


@pytest.mark.parametrize(
    "value",
    [
        "camera 'none'; microphone 'none'",
        "camera=(),",
        "camera=(), , usb=()",
        "Camera=()",
        "camera=(self",
        "camera='none'",
        "camera=()\nusb=()",
        'camera=("https://maps.example.gov"self)',
        "camera=1.2345",
        "camera=12345678901234567",
    ],
)
def test_one_mistake_spoils_the_field(value: str) -> None:
    assert isinstance(parse_permissions_policy((value,)), Malformed)


@pytest.mark.parametrize("values", [(), ("",), ("  ",)])
def test_nothing_sent_says_nothing(values: tuple[str, ...]) -> None:
    assert parse_permissions_policy(values) is None


@given(st.text(st.sampled_from('ab*=();, "\\:?@%19.-') | st.characters(max_codepoint=0xFF)))
def test_no_text_crashes_the_parser(value: str) -> None:
    found = parse_permissions_policy((value,))

    assert found is None or isinstance(found, PermissionsPolicy | Malformed)


@pytest.mark.parametrize(
    ("value", "allowed", "skipped"),
    [
        ("(self https://maps.example.gov)", ("self",), ["https://maps.example.gov"]),
        ('("self")', (), ['"self"']),
        ("none", (), ["none"]),
        ('("none")', (), ['"none"']),
        ('("maps.example.gov")', (), ['"maps.example.gov"']),
        ('("https://*.example.gov")', ("https://*.example.gov",), []),
        ('("*")', ("*",), []),
        ("?0", (), ["?0"]),
        ("(src)", (), ["src"]),
        ("()", (), []),
    ],
)
def test_entries_that_browsers_skip_are_told(
    value: str, allowed: tuple[str, ...], skipped: list[str]
) -> None:
    found = parse_permissions_policy((f"camera={value}",))

    assert isinstance(found, PermissionsPolicy)
    (camera,) = found.features
    assert camera.allowed == allowed
    assert [entry for entry, _ in camera.skipped] == skipped


def test_a_typing_error_in_a_feature_is_told_from_a_feature_of_another_browser() -> None:
    assert nearest_feature("geolocaton") == "geolocation"
    assert nearest_feature("quite-something") == ""
    assert {"camera", "bluetooth", "interest-cohort"} <= FEATURES
