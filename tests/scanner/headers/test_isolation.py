"""The Cross-Origin-… and Access-Control-… fields are read as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Malformed
from civiscope.headers.cors import Cors, parse_cors
from civiscope.headers.embedder_policy import EmbedderPolicy, parse_embedder_policy
from civiscope.headers.opener_policy import OpenerPolicy, parse_opener_policy
from civiscope.headers.resource_policy import parse_resource_policy
from civiscope.model import Headers

TEXT = st.text(st.sampled_from("same-origin;\"=, '*") | st.characters(max_codepoint=0x100))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), None),
        (("",), None),
        (("same-origin",), OpenerPolicy("same-origin")),
        ((' same-origin-allow-popups ; report-to="main" ',), None),
        (
            ('same-origin-allow-popups; report-to="main"',),
            OpenerPolicy("same-origin-allow-popups", "main"),
        ),
        (("noopener-allow-popups;report-to=main",), OpenerPolicy("noopener-allow-popups")),
        (("unsafe-none",), OpenerPolicy("unsafe-none")),
    ],
)
def test_the_opener_policy_is_read(values: tuple[str, ...], expected: OpenerPolicy | None) -> None:
    found = parse_opener_policy(values)

    assert (None if isinstance(found, Malformed) else found) == expected


@pytest.mark.parametrize(
    "values", [("Same-Origin",), ('"same-origin"',), ("same-origin", "same-origin"), ("what",)]
)
def test_another_opener_policy_is_malformed(values: tuple[str, ...]) -> None:
    assert isinstance(parse_opener_policy(values), Malformed)


def test_the_embedder_policy_is_read() -> None:
    fields = [(), ("require-corp",), ('credentialless; report-to="a"',), ("REQUIRE-CORP",)]

    found = [parse_embedder_policy(values) for values in fields]

    assert found == [
        None,
        EmbedderPolicy("require-corp"),
        EmbedderPolicy("credentialless", "a"),
        Malformed("it is not a policy that browsers know"),
    ]


def test_the_resource_policy_is_compared_letter_by_letter() -> None:
    fields = [(), (" same-site ",), ("Same-Site",), ("same-site", "same-site"), ("mine",)]

    found = [parse_resource_policy(values) for values in fields]

    assert found == [
        None,
        "same-site",
        Malformed("browsers know the policy in lower case only"),
        Malformed("it names more than one policy"),
        Malformed("it is not a policy that browsers know"),
    ]


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("*", Cors("any", "*")),
        ("null", Cors("null", "null")),
        ("https://a.example", Cors("origin", "https://a.example")),
        ("https://a.example:8443", Cors("origin", "https://a.example:8443")),
        ("https://a.example/", Cors("nobody", "https://a.example/")),
        (
            "https://a.example, https://b.example",
            Cors("nobody", "https://a.example, https://b.example"),
        ),
        ("a.example", Cors("nobody", "a.example")),
        ("", Cors("nobody")),
    ],
)
def test_who_may_read_an_answer_is_told(origin: str, expected: Cors) -> None:
    assert parse_cors(Headers((("access-control-allow-origin", origin),))) == expected


def test_all_that_an_answer_opens_is_told() -> None:
    headers = Headers(
        (
            ("access-control-allow-origin", "null"),
            ("access-control-allow-credentials", "true"),
            ("access-control-allow-methods", "GET, PUT,,"),
            ("access-control-allow-headers", "X-Token"),
            ("access-control-expose-headers", "ETag"),
            ("access-control-expose-headers", "X-Total"),
            ("access-control-max-age", "600"),
        )
    )

    found = parse_cors(headers)

    assert found == Cors(
        "null", "null", True, ("GET", "PUT"), ("x-token",), ("etag", "x-total"), 600
    )
    assert found is not None
    assert found.open_with_cookies


def test_without_an_origin_nothing_is_opened() -> None:
    assert parse_cors(Headers((("access-control-allow-credentials", "true"),))) is None


@given(TEXT, TEXT)
def test_no_text_crashes_a_parser(one: str, other: str) -> None:
    values = (one, other)

    assert isinstance(parse_opener_policy(values), OpenerPolicy | Malformed | None)
    assert isinstance(parse_embedder_policy(values), EmbedderPolicy | Malformed | None)
    assert isinstance(parse_resource_policy(values), str | Malformed)
    assert isinstance(parse_cors(Headers((("access-control-allow-origin", one),))), Cors)
