"""Text in other windows and sizes: what nobody sees is neither too wide nor in the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import page

from civiscope.model.viewport import Viewport

pytestmark = pytest.mark.browser

WORDS = "A long text for screen readers only which is never to be seen by anybody else at all"
AWAY = (
    "clip-path: rect(0 0 0 0)",
    "clip-path: inset(0 100% 100% 0)",
    "clip-path: inset(0 0 99.9% 99.9%)",
    "clip-path: ellipse(0 0)",
    "clip-path: polygon(1px 1px, 1px 1px, 1px 1px)",
    "clip-path: path(&quot;M0 0&quot;)",
    "clip-path: inset(100vh)",
    "clip-path: url(#none)",
    "clip: rect(0 0 0 0)",
    "mask: linear-gradient(transparent, transparent)",
    "mask: linear-gradient(#000, #000) 0 0 / 0 0",
    "filter: opacity(0%)",
    "color: transparent",
    "scale: 0",
)
SEEN = (
    "clip-path: inset(0 -10px)",
    "clip-path: polygon(0 0, 100% 0, 100% 100%, 0 100%)",
    "clip-path: circle(farthest-side)",
    "mask: linear-gradient(90deg, #000, transparent)",
    "color: transparent; text-shadow: 0 0 0 #000",
)
PAGES: Mapping[str, str] = {
    "away": '<svg width="0" height="0"><clipPath id="none"></clipPath></svg>'
    + "".join(f'<p><span style="{style}">{WORDS}</span></p>' for style in AWAY),
    "seen": "".join(f'<p><span style="{style}">{WORDS}</span></p>' for style in SEEN),
    "signs": '<p style="font-size: 80px"><i class="material-icons">verified_user_outline</i></p>'
    '<p style="font-size: 80px"><i class="heading">participation_of_all</i></p>',
    "scrolled": """<ul style="height: 60px; overflow: auto; line-height: 20px">
          <li>One line<li>Two lines<li>Three lines<li>Four lines<li>Five lines<li>Six lines</ul>
        <p>The first text below the box.</p><p>The second text below the box.</p>""",
    "waiting": """<style>section { content-visibility: auto; padding: 8px;
          contain-intrinsic-size: auto 40px; font: 16px/1.5 sans-serif }</style>
        <h1>Minutes</h1><p>Eleven members were present.</p><div style="height: 2000px"></div>
        <section><h2>Roads</h2><p>The council agreed to repair Mill Lane.</p>
        <p>See form <code>RD-12</code>.</p></section>
        <section><h2>Parks</h2><p>The council agreed to plant forty trees.</p>
        <p>See form <code>PK-7</code> for requests.</p></section>
        <section><h2>Budget</h2><p>The budget was adopted.</p></section>
        <section><h2>Other</h2><p>The meeting ended at ten.</p></section>
        <div style="height: 2000px"></div>""",
    "zoomed": """<style>@media (max-width: 700px) {
          .low { height: 20px; overflow-y: hidden; width: 200px }
        }</style>
        <p class="low">What brings you in today? We would like to know what brings you here.</p>""",
    "enlarged": """<div class="low" style="width: 20em; height: 40px; overflow: hidden">
        The office is open from nine to twelve and from two to five.</div>""",
}


@pytest.fixture(scope="module")
def views() -> Mapping[str, Viewport]:
    """Look at every page in all views."""
    style = "<style>body { margin: 0 } span { position: absolute; white-space: nowrap }</style>"
    pages = {f"/{name}": page(name, head=style, body=body) for name, body in PAGES.items()}
    seen = looked(pages, {path: ["viewport"] for path in pages})
    return {path[1:]: shown.probe("viewport", Viewport) for path, shown in seen.items()}


def test_text_that_nobody_sees_is_not_too_wide(views: Mapping[str, Viewport]) -> None:
    narrow = views["away"].narrow

    assert narrow is not None
    assert narrow.wide == ()


def test_text_of_which_some_is_seen_is_too_wide(views: Mapping[str, Viewport]) -> None:
    narrow = views["seen"].narrow

    assert narrow is not None
    assert len(narrow.wide) == len(SEEN)


def test_the_name_of_a_sign_is_no_text_where_its_font_did_not_load(
    views: Mapping[str, Viewport],
) -> None:
    narrow = views["signs"].narrow

    assert narrow is not None
    assert [each.text for each in narrow.wide] == ["participation_of_all"]


def test_what_is_scrolled_out_of_its_box_lies_on_nothing(views: Mapping[str, Viewport]) -> None:
    seen = views["scrolled"]

    assert [view.overlaps for view in (seen.spaced, seen.enlarged) if view] == [(), ()]


def test_what_waits_to_be_laid_out_lies_on_nothing(views: Mapping[str, Viewport]) -> None:
    seen = views["waiting"]

    assert [view.overlaps for view in (seen.spaced, seen.enlarged) if view] == [(), ()]


def test_a_box_that_scrolls_sideways_cuts_lines_off_below(views: Mapping[str, Viewport]) -> None:
    zoomed = views["zoomed"].zoomed

    assert zoomed is not None
    assert [cut.how for cut in zoomed.clipped] == ["y"]


def test_snippet_shows_the_page_as_its_author_wrote_it(views: Mapping[str, Viewport]) -> None:
    enlarged = views["enlarged"].enlarged

    assert enlarged is not None
    (cut,) = enlarged.clipped
    assert 'style="width: 20em; height: 40px; overflow: hidden;">' in cut.spot.snippet
