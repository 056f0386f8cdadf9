"""By what one sees where the focus is: styles where they are certain, else pictures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import page

from civiscope.model.keyboard import KeyboardWalk

pytestmark = pytest.mark.browser

GONE = ".gone:focus { outline: none }"
PAGES: Mapping[str, tuple[str, str]] = {
    "neighbour": (
        GONE,
        """<button class="gone">Unmarked</button><button>Marked</button>
        <p><a class="gone" href="#a">Unmarked</a> <a href="#b">Marked</a></p>""",
    ),
    "cut": (
        """.box { overflow: hidden; width: 200px; height: 40px }
        .box button { width: 200px; height: 40px; border: 0 }
        .box button:focus { outline: 3px solid #036; outline-offset: 2px }
        .own { position: absolute; left: 9px; top: 300px; width: 90px; height: 30px }
        .own:focus { outline: 3px solid #036; clip-path: inset(0) }""",
        """<div class="box"><button>Outside</button></div>
        <p><button class="own">Own</button></p>""",
    ),
    "ground": (
        """.ring:focus { outline: none; box-shadow: 0 0 0 3px #fff }
        .line:focus { outline: 3px solid #fff } .clear:focus { outline-color: transparent }
        .still:focus { outline: 0; transform: scale(1) }
        .dark { background: #123; padding: 9px }
        """,
        """<p><button class="ring">Ring</button></p><p><button class="line">Line</button></p>
        <p><button class="still">Still</button></p><p><a class="clear" href="#c">Clear</a></p>
        <div class="dark"><button class="line">On dark</button></div>""",
    ),
    "thin": (
        """.box { position: absolute; opacity: 0 } label { display: block; width: 90px }
        .file + label { border: 1px solid #ced4da } .file:focus + label { border-color: #80bdff }
        .pale + label { border: 1px solid #eee } .pale:focus + label { border-color: #ddd }
        .way + label::before { content: ""; display: inline-block; width: 16px; height: 16px;
          border-radius: 50% }
        .way:focus + label::before { box-shadow: 0 0 0 1px #fff, 0 0 0 3px #bfdeff }""",
        """<p><input class="box file" type="file" id="f"><label for="f">Choose</label></p>
        <p><input class="box way" type="radio" id="w"><label for="w">By post</label></p>
        <p><input class="box pale" type="checkbox" id="p"><label for="p">Pale</label></p>""",
    ),
    "bars": (
        """.way { position: absolute; opacity: 0 } label { display: block; height: 75px }
        .way + label::before { content: ""; display: inline-block; width: 24px; height: 24px;
          border: 1px solid #ccc }
        .way:focus + label::before { box-shadow: 0 0 0 3px #036 }
        .bar { position: fixed; left: 0; right: 0; top: 0; height: calc(50vh - 100px);
          background: #eee; z-index: 1 }
        main { padding: 600px 0 900px }""",
        """<input class="way" type="checkbox" id="a"><label for="a">Car</label>
        <input class="way b" type="checkbox" id="b"><label for="b">Van</label>
        <input class="way c" type="checkbox" id="c"><label for="c">Boat</label>
        <input class="way d" type="checkbox" id="d"><label for="d">Bike</label>
        <input class="way e" type="checkbox" id="e"><label for="e">Bus</label>
        <p style="padding-top: 1200px"><a href="#end">End</a></p>
        <div class="bar">Call 555 for help.</div>""",
    ),
    "late": (
        """button { border: 1px solid } button:focus { outline: none }
        .slow { transition: box-shadow .8s .4s } .slow:focus { box-shadow: 0 0 0 4px #036 }
        .pulse:focus { animation: pulse 1s infinite alternate }
        @keyframes pulse { to { outline: 4px solid #036 } }""",
        """<p><button class="slow">Slow</button></p><p><button>Nothing</button></p>
        <p><button class="pulse">Pulse</button></p><p><button>Nothing either</button></p>
        <p><button onfocus="mark = setTimeout(() => this.style.background = '#036', 200)"
          onblur="clearTimeout(mark); this.style.background = ''">Script</button></p>""",
    ),
    "elsewhere": (
        """a, button { outline: 0 } .by { padding: 6px } .by:focus-within { background: #fd0 }
        body:has(#top:focus) h1 { background: #036; color: #fff }
        .box { position: absolute; opacity: 0 } .box:focus + label::before { outline: 3px solid }
        label::before { content: ""; display: inline-block; width: 20px; height: 20px }""",
        """<p class="by"><a href="#a">Within</a></p><p><button id="top">Heading</button></p>
        <p><input class="box" type="checkbox" id="c"><label for="c">Drawn</label></p>
        <p><button>Nothing</button></p>
        <p><button onfocus="note.hidden = false" onblur="note.hidden = true">Script</button></p>
        <p id="note" hidden>You are there.</p>""",
    ),
    "alike": (
        "button { outline: 0 } body:has(.far:focus) h1 { background: #036 }",
        '<p><button class="far">Far</button></p>' * 6 + """<p><button id="a">A</button></p>
        <style>body:has(#b:focus) h1 { background: #036 }</style>
        """ + "".join(f'<p><button id="{name}">{name}</button></p>' for name in "bcdefg")
        + "<style>body:has(:is(#c, #d, #e, #f):focus) h1 { background: #036 }</style>",
    ),
    "moving": (
        """button { outline: none } .mark:focus { outline: 4px solid; outline-offset: -8px }
        button { background: linear-gradient(#eee, #ddd) }""",
        """<p><button class="mark">Marked</button></p><p><button>Unmarked</button></p>
        <p id="clock" style="margin-top: 90px">0</p>
        <script>setInterval(() => { clock.textContent = Date.now(); }, 20)</script>""",
    ),
    "slides": (
        """button { outline: none } .far:focus ~ p { background: #036 }
        .slides { position: relative; height: 60px; width: 300px; overflow: hidden }
        .slides p { position: absolute; inset: 0; margin: 0; opacity: 0 }
        .slides p.on { opacity: 1 }
        .slides a:focus { outline: 0; color: #fff; background: #036 }""",
        """<div class="slides"><p class="on">Swim for <a href="#s">half the price</a>.</p>
        <p>Read for nothing.</p><p>Park by the sea.</p></div>
        <p style="margin-top: 90px"><button>Unmarked</button></p>
        <button class="far">Marked afar</button><p>Some words.</p>
        <script>let at = 0; const slides = document.querySelectorAll(".slides p");
        setInterval(() => { slides[at].classList.remove("on"); at = (at + 1) % 3;
          slides[at].classList.add("on"); }, 120)</script>""",
    ),
    "over": (
        """button { outline: none } .c, .slides { position: relative; height: 260px; width: 400px }
        .slides p { position: absolute; inset: 0; margin: 0; opacity: 0; background: #eee }
        .slides p.on { opacity: 1 } .c button { position: absolute; top: 99px; left: 60px }
        .c i { position: absolute; top: 130px; left: 60px; width: 90px; height: 9px }
        button:focus + i { background: #036 }""",
        """<div class="c"><div class="slides"><p class="on">Swim for half the price.</p>
        <p>Read for nothing.</p><p>Park by the sea.</p></div>
        <button type="button">Next offer</button><i></i></div>""",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def walks() -> Mapping[str, KeyboardWalk]:
    """Walk through every page in one browser."""
    pages = {
        f"/{name}": page(name, head=f"<style>{style}</style>", body=body)
        for name, (style, body) in PAGES.items()
    }
    seen = looked(pages, {path: ["keyboard"] for path in pages})
    return {path[1:]: shown.probe("keyboard", KeyboardWalk) for path, shown in seen.items()}


def _indicators(walk: KeyboardWalk) -> list[str]:
    return [stop.indicator for stop in walk.stops]


@pytest.mark.parametrize(
    ("name", "indicators"),
    [
        ("neighbour", ["none", "style", "none", "style"]),
        ("cut", ["none", "none"]),
        ("ground", ["none", "none", "none", "none", "style"]),
        ("thin", ["pixels", "pixels", "none"]),
        # What a bar lies over at that moment is brought out from under it.
        ("bars", [*["pixels"] * 5, "style"]),
        ("late", ["style", "none", "pixels", "none", "pixels"]),
        ("elsewhere", ["pixels", "pixels", "pixels", "none", "pixels"]),
        # Elements that are built alike may be marked each in its own way, by styles far off.
        ("alike", ["pixels"] * 6 + ["none"] + ["pixels"] * 5 + ["none"]),
        # A button that lies over slides may be marked on them.
        ("over", ["pixels"]),
        # What changes somewhere else in a window that never keeps still cannot be missed for sure.
        ("moving", ["pixels", "unstable"]),
    ],
)
def test_mark_of_the_focus_counts_when_it_is_seen(
    walks: Mapping[str, KeyboardWalk], name: str, indicators: list[str]
) -> None:
    assert _indicators(walks[name]) == indicators


def test_slides_that_take_turns_do_not_hide_that_the_focus_shows_nowhere(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    stops = [stop for stop in walks["slides"].stops if stop.tag == "button"]
    assert [stop.indicator for stop in stops] == ["none", "pixels"]
