"""Structured fields become values of our own, or a reason why browsers cannot read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Malformed
from civiscope.headers.structured import (
    StructuredItem,
    Token,
    parse_dictionary,
    parse_item,
    parse_list,
)


def test_an_item_has_a_value_and_parameters() -> None:
    assert parse_item(['"a"; b; c=d; e=1']) == StructuredItem(
        "a", (("b", True), ("c", Token("d")), ("e", 1))
    )


def test_a_list_goes_over_repeated_fields_and_holds_lists() -> None:
    assert parse_list(["a, (b 2);c", "?0"]) == (
        StructuredItem(Token("a")),
        StructuredItem((StructuredItem(Token("b")), StructuredItem(2)), (("c", True),)),
        StructuredItem(False),
    )


def test_of_a_name_given_twice_the_last_counts() -> None:
    assert parse_dictionary(["a=1, b, a=2"]) == {"a": StructuredItem(2), "b": StructuredItem(True)}


def test_rare_kinds_of_values_are_plain_ones() -> None:
    found = parse_list(['1.5, :aGk=:, %"f%c3%bc"'])

    assert found == (StructuredItem("1.5"), StructuredItem(b"hi"), StructuredItem("fü"))


@pytest.mark.parametrize("values", [[], [""], ["  "]])
def test_nothing_sent_says_nothing(values: list[str]) -> None:
    assert (parse_item(values), parse_list(values), parse_dictionary(values)) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("a b", "it cannot be read from “b” on"),
        ("a;", "its end cannot be read"),
        ("ä", "it has characters that are not ASCII"),
        ("@99999999999999", "its end cannot be read"),
    ],
)
def test_what_cannot_be_read_has_a_reason(value: str, reason: str) -> None:
    found = parse_item([value])

    assert found == Malformed(reason)


@given(st.lists(st.text(st.sampled_from('a1(),;="?:@% \\') | st.characters(max_codepoint=0x100))))
def test_no_text_crashes_the_parser(values: list[str]) -> None:
    assert isinstance(parse_item(values), StructuredItem | Malformed | None)
    assert isinstance(parse_list(values), tuple | Malformed | None)
    assert isinstance(parse_dictionary(values), dict | Malformed | None)
