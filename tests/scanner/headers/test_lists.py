"""Lists, media types and one-word fields are read as the Fetch and HTML Standards say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import ContentType, parse_content_type
from civiscope.headers.content_type_options import is_nosniff
from civiscope.headers.frame_options import parse_frame_options
from civiscope.headers.lists import decode_and_split
from civiscope.headers.referrer_policy import parse_meta_referrer, parse_referrer_policy

ANY_TEXT = st.text(st.sampled_from('ab",;=/\\ \t*\x00é') | st.characters(max_codepoint=0xFF))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), ()),
        (("",), ("",)),
        (("a", "b"), ("a", "b")),
        (("a , b,",), ("a", "b", "")),
        (('"a,b", c',), ('"a,b"', "c")),
        ((r'"a\",b", c',), (r'"a\",b"', "c")),
        (('a, "b, c',), ("a", '"b, c')),
        (('a"b,c"d,e',), ('a"b,c"d', "e")),
        (('"a\\',), ('"a\\',)),
    ],
)
def test_lists_are_split_at_commas_outside_quotes(
    values: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert decode_and_split(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("text/html",), ContentType("text/html")),
        (("TEXT/HTML; Charset=UTF-8",), ContentType("text/html", "UTF-8")),
        (('text/html;a=b;charset="utf-8" ; charset=x',), ContentType("text/html", "utf-8")),
        (("text/html;charset=utf-8", "text/html"), ContentType("text/html", "utf-8")),
        (("text/html;charset=utf-8, text/plain",), ContentType("text/plain")),
        (("text/plain", "*/*", "nonsense"), ContentType("text/plain")),
        (("text/html;charset=",), ContentType("text/html")),
        (("text/html;;=;charset",), ContentType("text/html")),
        (("text / html",), None),
        (("",), None),
        ((), None),
    ],
)
def test_the_media_type_browsers_settle_on_is_found(
    values: tuple[str, ...], expected: ContentType | None
) -> None:
    assert parse_content_type(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("nosniff",), True),
        (("NoSniff , x",), True),
        (("nosniff", "no"), True),
        ((",nosniff",), False),
        (('"nosniff"',), False),
        (("\x0bnosniff",), False),
        (("no", "nosniff"), False),
        ((), False),
    ],
)
def test_only_the_first_member_says_nosniff(values: tuple[str, ...], expected: bool) -> None:
    assert is_nosniff(values) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), "none"),
        (("DENY",), "deny"),
        (("deny, DENY", " Deny "), "deny"),
        (("SameOrigin",), "same-origin"),
        (("deny, sameorigin",), "conflicting"),
        (("deny", "nonsense"), "conflicting"),
        (("allowall", "x"), "conflicting"),
        (("x, y",), "ignored"),
        (("",), "ignored"),
        (('"DENY"',), "ignored"),
        (("ALLOWALL",), "ignored"),
        (("ALLOW-FROM https://portal.example.gov",), "ignored"),
    ],
)
def test_frame_options_mean_what_browsers_do(values: tuple[str, ...], expected: str) -> None:
    assert parse_frame_options(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("origin",), "origin"),
        (("no-referrer, unsafe-url",), "unsafe-url"),
        (("no-referrer", "nonsense"), "no-referrer"),
        (("nonsense",), ""),
        ((), ""),
    ],
)
def test_the_last_known_referrer_policy_counts(values: tuple[str, ...], expected: str) -> None:
    assert parse_referrer_policy(values) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [(" ALWAYS ", "unsafe-url"), ("never", "no-referrer"), ("origin", "origin"), ("x", "")],
)
def test_old_words_of_the_meta_element_are_known(content: str, expected: str) -> None:
    assert parse_meta_referrer(content) == expected


@given(st.lists(ANY_TEXT, max_size=3))
def test_no_text_crashes_a_parser(values: list[str]) -> None:
    given_values = tuple(values)

    members = decode_and_split(given_values)

    assert bool(members) == bool(given_values)
    assert (
        "".join(members).replace(" ", "") in ", ".join(values).replace(" ", "") or len(members) > 1
    )
    parse_content_type(given_values)
    parse_referrer_policy(given_values)
    assert is_nosniff(given_values) in {True, False}
    assert (parse_frame_options(given_values) == "none") is (not given_values)
