"""Beside the Observatory's result stands what browsers do, where that is something else."""

from __future__ import annotations

import pytest
from tests.scanner.grade.factories import HTML, graded, saved

from civiscope.grade import SavedResponse

META = '<meta http-equiv="Content-Security-Policy" content="{}">'


def _said(answer: SavedResponse) -> list[tuple[str, str, str]]:
    """Return test, verdict and the first words of each reading."""
    return [(r.test, r.verdict, " ".join(r.text.split()[:4])) for r in graded(answer).readings]


@pytest.mark.parametrize(
    ("field", "value", "verdict", "words"),
    [
        ("strict-transport-security", "max-age=9x", "weaker", "Browsers ignore the field:"),
        ("strict-transport-security", 'max-age="9"', "weaker", "Browsers read the number"),
        ("strict-transport-security", "max-age=0", "weaker", "max-age=0 makes browsers forget"),
        ("x-content-type-options", "nosniff, nosniff", "safer", "Browsers read a list"),
        ("x-frame-options", "DENY, DENY", "safer", "The same word twice"),
        ("x-frame-options", "DENY, SAMEORIGIN", "safer", "The words contradict each"),
        ("x-frame-options", "ALLOW-FROM https://a", "weaker", "No browser follows ALLOW-FROM"),
        ("cross-origin-resource-policy", "Same-Origin", "weaker", "Browsers ignore the field:"),
        ("referrer-policy", "nonsense", "safer", "Browsers skip words they"),
        ("referrer-policy", "origin", "safer", "With origin, other sites"),
        ("content-security-policy", "script-src 'self'", "safer", "Inline scripts do not"),
        ("content-security-policy", "default-src 'self';,", "safer", "Browsers skip what they"),
        (
            "content-security-policy",
            "script-src 'strict-dynamic'",
            "safer",
            "Browsers read 'strict-dynamic' without",
        ),
        (
            "content-security-policy",
            "default-src 'self'; report-uri http://a.example",
            "safer",
            "The plain address is",
        ),
    ],
)
def test_a_field_is_told_as_browsers_read_it(
    field: str, value: str, verdict: str, words: str
) -> None:
    assert _said(saved({field: value})) == [(field, verdict, words)]


def test_of_repeated_fields_browsers_take_the_first() -> None:
    answer = saved({"strict-transport-security": ["max-age=31536000", "max-age=0"]})

    assert _said(answer) == [("strict-transport-security", "safer", "Browsers remember HTTPS for")]


@pytest.mark.parametrize(
    "around",
    [
        "<main>{}</main>",
        "<head></head><body>{}",
        "<template>{}</template>",
        "<title>x</title><p>{}",
    ],
)
def test_a_policy_outside_the_head_protects_from_nothing(around: str) -> None:
    page = around.format(META.format("default-src 'none'"))

    said = _said(saved(html=page))

    assert ("content-security-policy", "weaker", "A policy stands in") in said


@pytest.mark.parametrize("around", ["{}", "<html><head><title>x</title>{}", "<head></head>{}"])
def test_a_policy_in_the_head_does(around: str) -> None:
    page = around.format(META.format("default-src 'none'"))

    assert "A policy stands in" not in [words for *_, words in _said(saved(html=page))]


def test_framing_rules_in_the_page_protect_from_nothing() -> None:
    page = META.format("default-src 'none'; frame-ancestors 'none'")

    assert _said(saved(html=page)) == [
        ("content-security-policy", "weaker", "Browsers ignore frame-ancestors in"),
        ("x-frame-options", "weaker", "frame-ancestors stands in the"),
    ]


def test_frame_ancestors_for_everybody_switches_the_old_field_off() -> None:
    answer = saved(
        {
            "content-security-policy": "default-src 'none'; frame-ancestors *",
            "x-frame-options": "DENY",
        }
    )

    assert _said(answer) == [("x-frame-options", "weaker", "frame-ancestors lets every site")]


def test_what_stands_in_an_answer_that_is_no_page_does_not_count() -> None:
    page = META.format("default-src 'none'") + "<meta name=referrer content=unsafe-url>"

    answer = saved({"content-type": "application/json"}, page)

    assert _said(answer) == [
        ("content-security-policy", "weaker", "The response is not"),
        ("referrer-policy", "safer", "Browsers follow strict-origin-when-cross-origin: the"),
    ]


def test_scripts_are_told_as_browsers_load_them() -> None:
    page = (
        "<script src=/a.js integrity=garbage></script>"
        "<script src=//b.example/b.js></script>"
        "<script src=http://c.example/c.js></script>"
        "<script src=https://d.example/d.js "
        "integrity=sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8=></script>"
    )

    assert _said(saved(html=page)) == [
        ("subresource-integrity", "weaker", "Browsers find no hash"),
        ("subresource-integrity", "other", "Browsers refuse https://d.example/d.js: integrity"),
        ("subresource-integrity", "other", "Browsers do not load"),
        ("subresource-integrity", "safer", "//b.example/b.js is loaded over"),
    ]


@pytest.mark.parametrize(
    ("cookie", "verdict", "words"),
    [
        (
            "__Host-a=1; Secure; Path=/; Domain=example.gov",
            "other",
            "Browsers refuse __Host-a: __Host-",
        ),
        ("__Http-a=1; Secure; SameSite=Lax", "other", "Browsers refuse __Http-a: HttpOnly"),
        ("a=1; Domain=gov; Secure; SameSite=Lax", "other", "Browsers refuse a: anybody"),
        ("a=1; Partitioned; SameSite=Lax", "other", "Browsers refuse a: Partitioned"),
        ("a=; Max-Age=0; Secure", "safer", "a is only deleted"),
        ("a=1; Secure; SameSite=None", "weaker", "a says SameSite=None, which"),
        ("a=1; Secure; SameSite=Sure", "safer", "Browsers do not know"),
        ("just-a-value; Secure", "weaker", "A cookie without a"),
    ],
)
def test_cookies_are_told_as_browsers_keep_them(cookie: str, verdict: str, words: str) -> None:
    assert _said(saved({"set-cookie": [cookie]})) == [("cookies", verdict, words)]


def test_a_way_that_goes_back_to_http_is_told() -> None:
    hops = [
        ("http://www.example.gov/", 301),
        ("https://www.example.gov/", 302),
        ("http://www.example.gov/en", 301),
        ("https://www.example.gov/en", 200),
    ]

    assert _said(saved(redirects=hops)) == [("redirection", "weaker", "On the way the")]


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("null", [("cross-origin-resource-sharing", "weaker", "The origin null belongs")]),
        (
            "https://a.example, https://b.example",
            [("cross-origin-resource-sharing", "safer", "No page has the")],
        ),
        ("https://a.example", []),
        ("*", []),
    ],
)
def test_open_doors_are_told_as_browsers_open_them(
    origin: str, said: list[tuple[str, str, str]]
) -> None:
    assert _said(saved({"access-control-allow-origin": origin})) == said


def test_where_both_agree_nothing_is_said() -> None:
    answer = saved(
        {
            **HTML,
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
            "strict-transport-security": "max-age=63072000; includeSubDomains",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "set-cookie": "__Host-sess=1; Path=/; Secure; HttpOnly; SameSite=Lax",
        },
        "<script src=/a.js></script>",
    )

    assert _said(answer) == []
