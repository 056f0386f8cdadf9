"""Content-Security-Policy is read as browsers read and enforce it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.headers import Policies, enforced_policies, parse_policies
from civiscope.headers.csp_effective import Governing, effective_policy
from civiscope.model import Dom, Headers, Meta


def _inline(*values: str) -> tuple[bool, bool]:
    policies = parse_policies(values)
    return (
        policies.all(lambda policy: policy.allows_inline_elements),
        policies.all(lambda policy: policy.allows_inline_attributes),
    )


def test_a_field_may_hold_several_policies_and_a_repeated_directive_counts_once() -> None:
    policies = parse_policies(("script-src 'self'; script-src *, IMG-SRC *", "default-src 'none'"))

    assert [policy.directives for policy in policies.policies] == [
        (("script-src", ("'self'",)),),
        (("img-src", ("*",)),),
        (("default-src", ("'none'",)),),
    ]


@pytest.mark.parametrize("value", ["", " ; ;", ",,", "ümlaut-src 'self'"])
def test_a_field_without_a_directive_is_no_policy(value: str) -> None:
    assert parse_policies((value,)) == Policies()


@pytest.mark.parametrize(
    ("value", "elements", "attributes"),
    [
        ("img-src 'self'", True, True),
        ("default-src 'self'", False, False),
        ("default-src 'self' 'unsafe-inline'", True, True),
        ("script-src 'unsafe-inline' 'nonce-abc123='", False, False),
        ("script-src 'unsafe-inline' 'nonce-'", True, True),
        ("script-src 'UNSAFE-INLINE' 'sha256-abc='", False, False),
        ("script-src 'unsafe-inline' 'strict-dynamic'", False, False),
        ("script-src 'self'; script-src-attr 'unsafe-inline'", False, True),
        ("script-src 'unsafe-inline'; script-src-elem 'self'", False, True),
        ("script-src 'unsafe-inline'; sandbox allow-forms", False, False),
        ("script-src 'unsafe-inline'; sandbox Allow-Scripts", True, True),
    ],
)
def test_inline_scripts_run_when_the_governing_directive_lets_them(
    value: str, elements: bool, attributes: bool
) -> None:
    assert _inline(value) == (elements, attributes)


def test_inline_scripts_run_only_when_all_policies_let_them() -> None:
    assert _inline("script-src 'unsafe-inline'", "script-src 'self'") == (False, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("img-src 'self'", None),
        ("script-src 'self' example.org https://example.org *.example.org", ()),
        ("script-src https: 'self' *", ("https:", "*")),
        ("script-src http://* https://*:* data:", ("http://*", "https://*:*", "data:")),
        ("script-src https: 'strict-dynamic' 'nonce-abc'", ()),
        ("default-src *; script-src 'self'", ()),
        ("default-src *; sandbox", ()),
    ],
)
def test_sources_that_stand_for_any_host_are_found(
    value: str, expected: tuple[str, ...] | None
) -> None:
    (policy,) = parse_policies((value,)).policies

    assert policy.script_sources_anywhere == expected


def test_a_policy_in_the_page_is_enforced_without_what_browsers_ignore_there() -> None:
    meta = (
        Meta("content-security-policy", "script-src 'self'; frame-ancestors 'none'", True),
        Meta("content-security-policy", "frame-ancestors 'none'", True),
        Meta("content-security-policy", "default-src 'none'", False),
        Meta("content-security-policy", "default-src 'none'", True, in_head=False),
    )
    headers = Headers((("content-security-policy", "base-uri 'none'"),))

    found = enforced_policies(headers, Dom("Page", "https://www.example.gov/", meta=meta))

    assert [policy.directives for policy in found.policies] == [
        (("base-uri", ("'none'",)),),
        (("script-src", ("'self'",)),),
    ]


@given(st.lists(st.text(), max_size=3))
def test_no_text_crashes_the_parser(values: list[str]) -> None:
    for policy in parse_policies(tuple(values)).policies:
        assert isinstance(policy.allows_inline_elements or policy.trusts_nonces, bool)
        assert policy.script_sources_anywhere is None or policy.scripts or policy.get("sandbox")


def test_a_directive_that_is_not_there_falls_back_policy_by_policy() -> None:
    headers = Headers(
        (
            ("content-security-policy", "default-src 'self'; child-src 'none', img-src *"),
            ("content-security-policy-report-only", "default-src 'none'"),
        )
    )

    found = effective_policy(headers, None)

    assert found.governing("worker-src") == (Governing("child-src", ("'none'",)),)
    assert found.governing("img-src") == (
        Governing("default-src", ("'self'",)),
        Governing("img-src", ("*",)),
    )
    assert (found.nothing("frame-src"), found.nothing("script-src-elem")) == (True, False)
    assert (found.free("base-uri"), found.free("object-src")) == (True, False)
    assert found.report_only == parse_policies(("default-src 'none'",))
