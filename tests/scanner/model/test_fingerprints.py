"""An element has one name on every page and in every build, and no page can make naming it slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiscope.model.fingerprints import element_component, fingerprint, is_generated

HOSTILE = st.text(alphabet="<>a1\"'=_- \n.#:[](){}rR«»\\é", max_size=300)


@pytest.mark.parametrize(
    ("snippet", "selector", "name"),
    [
        ('<a class="footer-link" href="/x">', "footer > a:nth-of-type(3)", "a.footer-link"),
        ('<button id="search-button">', "button", "button#search-button"),
        ('<input type="text" name="q">', "form > input", "input[type=text][name=q]"),
        ("<DIV ROLE=tab>", "div", "div[role=tab]"),
        ('<a class="sign-in">', "nav > a", "a.sign-in"),
        ("<img src='seal.png'>", "header.top > a:nth-child(2) > img", "header.top > a > img"),
        ("<html>", "html", "html"),
        ("", "main > p", "main > p"),
        # A snippet that was cut within its tag still says what it said so far.
        ('<a class="card-link" href="/a-very-long-addr…', "a", "a.card-link"),
        ("<b>", "#map >>> .legend > b", ".legend > b"),
    ],
    ids=[
        "class",
        "id",
        "name",
        "capitals",
        "no state",
        "structure",
        "root",
        "no snippet",
        "cut",
        "frame",
    ],
)
def test_names_are_made_of_what_the_maker_wrote(snippet: str, selector: str, name: str) -> None:
    assert element_component(snippet, selector) == name


@pytest.mark.parametrize(
    ("today", "tomorrow"),
    [
        ('<a class="Button_primary__x7KqZ">', '<a class="Button_primary__p9ZrT">'),
        ('<a class="Button_primary__xKqZa">', '<a class="Button_primary__pZrTb">'),
        ('<a class="css-1q2w3e nav-link">', '<a class="css-9o8i7u nav-link">'),
        ('<a class="sc-bdVaJa nav-link">', '<a class="sc-htpNat nav-link">'),
        ('<a class="nav-link svelte-1abc">', '<a class="nav-link svelte-9xyz">'),
        ('<a class="_button_1x2y3_12">', '<a class="_button_9z8w7_48">'),
        ('<a id="post-48151" class="post">', '<a id="post-48152" class="post">'),
        ('<a id=":r1:" class="tab">', '<a id=":r1f:" class="tab">'),
        ('<a id="«r1»" class="tab">', '<a id="«r2»" class="tab">'),
        ('<a id="_r_1_" class="tab">', '<a id="_r_b_" class="tab">'),
        ('<a class="nav-link active">', '<a class="nav-link">'),
        ('<a class="nav-link is-open">', '<a class="nav-link is-closed">'),
        ('<a class="slide on">', '<a class="slide">'),
        ('<a class="fade in">', '<a class="fade out">'),
        ('<a class="b a">', '<a class="a b">'),
        ('<a id="3f2a9c1d">', '<a id="9b8c7d6e">'),
    ],
)
def test_what_changes_by_itself_is_no_part_of_the_name(today: str, tomorrow: str) -> None:
    assert element_component(today, "nav > a") == element_component(
        tomorrow, "nav > a:nth-child(9)"
    )


@pytest.mark.parametrize(
    "name",
    [
        "usa-banner__header",
        "govuk-header__logotype",
        "nav__title",
        "report_list",
        "related_links",
        "results",
        "facade",
        "accessibility-statement",
    ],
)
def test_names_that_people_gave_are_kept(name: str) -> None:
    assert element_component(f'<div class="{name}">', "div") == f"div.{name}"


@given(snippet=HOSTILE, selector=HOSTILE)
def test_any_text_gets_a_name(snippet: str, selector: str) -> None:
    name = element_component(snippet, selector)

    assert name == element_component(snippet, selector)
    assert len(name) < 4000


@pytest.mark.parametrize(
    "part",
    ["<a ", "<a", " ", 'class="', "='", "_a", "__a", "aaaaaa", "a1", ":nth-child(", "#", ">", "r:"],
)
@pytest.mark.parametrize("frame", ["{}", "<a {}", '<a class="{}">', '<a id="{}', "<a {}='\">"])
def test_hostile_text_takes_no_longer_than_any_other(part: str, frame: str) -> None:
    text = frame.format(part * (400_000 // len(part)))
    began = time.process_time()

    element_component(text, text)

    # A match that tries all ways to split this would take minutes.
    assert time.process_time() - began < 1


def test_fingerprints_stand_for_their_parts() -> None:
    assert fingerprint("a", "b") == "f04cdced9736a69d"
    assert len({fingerprint("a", "b"), fingerprint("ab"), fingerprint("a", "b", "")}) == 3
    assert len(fingerprint("\ud800")) == 16


@pytest.mark.parametrize(
    "name",
    ["gXyZab", "bdVaJa", "styles__Foo--2Xk9d", "jsx-3810203841", "_3zyde4l1yrCdWbgCQp"],
)
def test_names_that_builds_make_are_told(name: str) -> None:
    assert is_generated(name)


@pytest.mark.parametrize(
    "name",
    ["h2", "navItem", "nav--level2", "card--2col", "span4of12", "button--primary1", "usaBar"],
)
def test_names_with_digits_and_capitals_that_people_gave_are_told(name: str) -> None:
    assert not is_generated(name)


def test_values_in_a_selector_are_no_classes() -> None:
    name = element_component("", 'main > a[href="/assets/map.3f2a9c.html?a > b"]')

    assert name == "main > a"
