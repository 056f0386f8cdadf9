"""What differs at every request is left out of a digest, and nothing else."""

from __future__ import annotations

import re

import pytest

from civiscope.crawl.reuse.content import digest

HTML = "text/html; charset=utf-8"


def same(one: str, other: str, media_type: str = HTML) -> bool:
    first, second = (digest(text.encode(), media_type) for text in (one, other))
    return first.sha256 == second.sha256


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p><!-- 08:01 -->", "<p>a</p><!-- 08:02, by node 3 -->"),
        ('<script nonce="abc12345">go()</script>', '<script nonce="zyx98765">go()</script>'),
        (
            "<script nonce=abc12345>self.n='abc12345'</script>",
            "<script nonce=zyx98765>self.n='zyx98765'</script>",
        ),
        (
            '<input type="hidden" name="csrfmiddlewaretoken" value="r4nd0m-one">',
            '<input type="hidden" name="csrfmiddlewaretoken" value="r4nd0m-two">',
        ),
        (
            '<meta name="csrf-token" content="r4nd0m-one"><a data-t="r4nd0m-one">',
            '<meta name="csrf-token" content="r4nd0m-two"><a data-t="r4nd0m-two">',
        ),
        (
            "<input value='/wEPDwUK' id='v' name='__VIEWSTATE' type='hidden'>",
            "<input value='/wEPDwUL' id='v' name='__VIEWSTATE' type='hidden'>",
        ),
        (
            '<input type="hidden" name="jakarta.faces.ViewState" value="-12:34">',
            '<input type="hidden" name="jakarta.faces.ViewState" value="-56:78">',
        ),
    ],
    ids=["comment", "nonce", "nonce in a script", "token", "token in meta", "asp.net", "faces"],
)
def test_what_differs_at_each_request_is_left_out(one: str, other: str) -> None:
    assert same(one, other)
    assert digest(one.encode(), HTML).dropped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<!--><img src=a>-->", "<!--><img src=b>-->"),
        ("<!-- a <img src=a>", "<!-- a <img src=b>"),
        ('<script>x="<!--"+1+"-->"</script>', '<script>x="<!--"+2+"-->"</script>'),
        ("<textarea><!-- a --></textarea>", "<textarea><!-- b --></textarea>"),
        ("<p>the nonce=one</p>", "<p>the nonce=two</p>"),
        (
            '<input type="text" name="token" value="one">',
            '<input type="text" name="token" value="two">',
        ),
        (
            '<input type="text" name="csrf" value="one-seen">',
            '<input type="text" name="csrf" value="two-seen">',
        ),
        (
            '<input type="hidden" name="id" value="one">',
            '<input type="hidden" name="id" value="two">',
        ),
        ('<meta name="csrf-param" content="one">', '<meta name="csrf-param" content="two">'),
        ('<meta name="description" content="one">', '<meta name="description" content="two">'),
        ('<a title="<!-- a -->">', '<a title="<!-- b -->">'),
    ],
)
def test_everything_else_counts(one: str, other: str) -> None:
    assert not same(one, other)


def test_other_kinds_of_file_count_as_they_are() -> None:
    assert not same("/* <!-- a --> */", "/* <!-- b --> */", "text/css")
    assert not same('{"nonce": "a"}', '{"nonce": "b"}', "application/json")


def test_what_was_left_out_is_counted_by_kind() -> None:
    page = '<!--1--><!--2--><p nonce="x">'

    assert digest(page.encode(), HTML).dropped == {"comments": 2, "nonces": 1}


def test_patterns_of_the_user_are_left_out_too() -> None:
    clock = re.compile(r"It is \d\d:\d\d")
    one, other = (digest(f"<p>It is {t}.".encode(), HTML, (clock,)) for t in ("08:01", "09:14"))

    assert one == other
    assert one.dropped == {"ignored": 1}


def test_bytes_that_are_no_text_count() -> None:
    assert digest(b"<p>\xff", HTML).sha256 != digest(b"<p>\xfe", HTML).sha256
