"""Strict-Transport-Security is read as RFC 6797 and browsers read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Malformed
from civiscope.headers.hsts import Hsts, parse_hsts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-age=31536000", Hsts(31536000)),
        ("MAX-AGE=31536000; IncludeSubDomains", Hsts(31536000, include_subdomains=True)),
        (' max-age="600" ; preload ;', Hsts(600, preload=True)),
        (";;max-age=0;;", Hsts(0)),
        ('max-age=1; unknown="a;b"; other', Hsts(1)),
        ("max-age=" + "9" * 40, Hsts(10**18)),
        ("max-age=" + "0" * 40 + "7", Hsts(7)),
        ("max-age=7; preload; preload", Hsts(7, preload=True, repeated=("preload",))),
        ("max-age=7; foo=1; FOO=2", Hsts(7, repeated=("foo",))),
    ],
)
def test_what_browsers_understand_is_read(value: str, expected: Hsts) -> None:
    assert parse_hsts((value,)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "max-age",
        "max-age=",
        "max-age=31536000abc",
        "max-age=-1",
        "max-age=1.5",
        "includeSubDomains",
        "max-age=1; max-age=1",
        "max-age=1; includeSubDomains=yes",
        "max-age=1; includeSubDomains; includeSubDomains",
        "max-age=1; other=a:b",
        "max-age=31536000, max-age=31536000",
        "max age=1",
        'max-age="1',
        "max-age=\u0661\u0662",
    ],
)
def test_what_browsers_throw_away_is_malformed(value: str) -> None:
    assert isinstance(parse_hsts((value,)), Malformed)


def test_only_the_first_of_several_fields_counts() -> None:
    assert parse_hsts(("max-age=5", "max-age=0")) == Hsts(5)


def test_a_field_that_was_not_sent_is_none() -> None:
    assert parse_hsts(()) is None


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_no_text_crashes_the_parser(value: str) -> None:
    assert isinstance(parse_hsts((value,)), Hsts | Malformed)
