"""Where Tab comes to: no stop is lost, and nothing is asked of what the page shuts off."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.interaction.looking import looked
from tests.scanner.crawl.site import page

from civiscope.model.keyboard import KeyboardWalk

pytestmark = pytest.mark.browser

FILM = '<video controls width="320" height="200"></video>'
AWAY = (
    "clip-path: inset(0 100% 100% 0)",
    "clip-path: rect(0 0 0 0)",
    "clip-path: circle(0)",
    "clip-path: polygon(0 0)",
    "clip-path: ellipse(0 0)",
    "clip-path: path(&quot;M0 0&quot;)",
    "clip-path: xywh(0 0 0 0)",
    "clip: rect(0 0 0 0)",
    "scale: 0",
    "mask: linear-gradient(transparent, transparent)",
    "filter: opacity(0)",
    "clip-path: inset(2px)",
    "clip-path: circle(50%)",
    "mask: linear-gradient(#000, transparent)",
)
PAGES: Mapping[str, str] = {
    "dates": """<label>Date <input type="date"></label> <button>After the date</button>
        <label>Time <input type="time"></label> <label>File <input type="file"></label>
        <label>Week <input type="week"></label> <label>Month <input type="month"></label>
        <label>When <input type="datetime-local"></label> <button>Send</button>""",
    "films": f"{FILM}<button>After the film</button>{FILM}{FILM}<a href='#end'>End</a>",
    "dates held": """<input type="date" aria-label="Date"
        onkeydown="if (event.key === 'Tab') event.preventDefault()"><button>After</button>""",
    "begins": """<a href="#field">To the field</a> <a href="#main">To the end</a>
        <input id="field" autofocus aria-label="Name"> <button>Send</button>
        <div id="main"></div><footer><a href="#top">About</a></footer>""",
    "made anew": """<input aria-label="Search"> <ul><li><a href="#1">One</a></ul>
        <script>document.querySelector("input").addEventListener("blur", () => {
          const list = document.querySelector("ul");
          setTimeout(() => { list.innerHTML = list.innerHTML; }); })</script>""",
    "blurs": """<a href="#1" onfocus="this.blur()">One</a> <a href="#2">Two</a>""",
    "dialog": """<a href="#a">Behind</a>
        <dialog><button>First</button><button autofocus>Second</button></dialog>
        <script>document.querySelector("dialog").showModal()</script>""",
    "carousel": """<style>
          .row { display: flex; overflow-x: auto; width: 300px; padding: 0 }
          .row > li { flex: 0 0 300px; height: 80px; list-style: none }
          .row > li::scroll-marker { content: "" / attr(id); width: 20px; height: 20px }
          #links { scroll-marker-group: after links } #tabs { scroll-marker-group: after tabs }
          #links::scroll-button(inline-end) { content: ">" / "Next" }
        </style>
        <ul class="row" id="links">
          <li id="one"><a href="#1">One</a><li id="two"><a href="#2">Two</a></ul>
        <p><a href="#x">Between</a></p>
        <ul class="row" id="tabs">
          <li id="three"><a href="#3">Three</a><li id="four"><a href="#4">Four</a></ul>
        <p><a href="#y">After</a></p>""",
    "shut": """<fieldset disabled><legend><input aria-label="Open"></legend>
          <input aria-label="Switched off"> <button>Switched off</button></fieldset>
        <div inert><a href="#a">Inert by attribute</a></div>
        <div style="interactivity: inert"><a href="#b">Inert by style</a></div>
        <iframe inert title="Inert" src="/inside"></iframe>
        <div focusgroup="toolbar" aria-label="Format">
          <button>Bold</button><button>Italic</button></div>
        <a href="#c">Last</a>""",
    "parts": """<object data="/inside" type="text/html"></object>
        <map name="plan"><area href="#room" shape="rect" coords="0,0,60,40" alt="Room"></map>
        <img usemap="#plan" width="60" height="40" alt="Plan" src="data:image/gif;base64,R0lGODlh">
        <x-closed></x-closed> <a href="#end">End</a>
        <script>customElements.define("x-closed", class extends HTMLElement {
          connectedCallback() {
            const root = this.attachShadow({ mode: "closed" });
            root.innerHTML = "<button>1</button><button>2</button>";
          }
        })</script>""",
    "inside": '<a href="#a">In the frame</a>',
    "guards": """<style>.guard { position: fixed; opacity: 0 }</style>
        <span class="guard" id="before" tabindex="0" aria-hidden="true"></span>
        <button id="pay">Pay</button> <a href="#b">More</a>
        <span class="guard" id="off" tabindex="0" aria-hidden="true"></span>
        <script>before.onfocus = () => pay.focus();</script>""",
    "away": """<style>p a { position: absolute; outline-offset: -2px }</style>"""
    + "".join(f'<p><a href="#x" style="{style}">{style[:9]}</a></p>' for style in AWAY),
    "menu": """<style>
          .menu { position: fixed; left: 0; top: 0; opacity: 0; transform: translateX(-100%) }
          .menu { transition: all .4s .1s }
          .menu:focus-within { opacity: 1; transform: none }
        </style>
        <div class="menu"><a href="#a">Slides in</a></div><a href="#b">Other</a>""",
}  # fmt: skip


@pytest.fixture(scope="module")
def walks() -> Mapping[str, KeyboardWalk]:
    """Walk through every page in one browser."""
    pages = {f"/{name.replace(' ', '-')}": page(name, body=body) for name, body in PAGES.items()}
    seen = looked(pages, {path: ["keyboard"] for path in pages if path != "/inside"})
    return {
        path[1:].replace("-", " "): shown.probe("keyboard", KeyboardWalk)
        for path, shown in seen.items()
    }


def _names(walk: KeyboardWalk) -> list[str]:
    return [stop.name or stop.type or stop.tag for stop in walk.stops]


def test_what_follows_fields_and_players_with_parts_of_their_own_is_come_to(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    dates, films = walks["dates"], walks["films"]

    assert _names(dates) == [
        "date", "After the date", "time", "file", "week", "month", "datetime-local", "Send"
    ]  # fmt: skip
    assert _names(films) == ["video", "After the film", "video", "video", "End"]
    for walk in (dates, films):
        assert (walk.missed, walk.traps, walk.stopped) == ((), (), "")


def test_a_list_that_is_made_anew_has_not_refused_the_focus(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    assert walks["made anew"].taken == ()
    assert [(taken.stop.name, taken.to) for taken in walks["blurs"].taken] == [("One", -1)]


def test_date_field_that_keeps_the_focus_is_a_trap(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["dates held"]

    assert [trap.stops for trap in walk.traps] == [(0,)]
    assert [missed.name for missed in walk.missed] == ["After"]


def test_walk_begins_at_the_top_wherever_the_page_sets_the_focus(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["begins"]

    assert _names(walk) == ["To the field", "To the end", "Name", "Send", "About"]
    assert [skip.landed for skip in walk.skips] == ["there", "there"]
    assert walk.closer


def test_what_lies_behind_a_modal_dialog_is_not_missed(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["dialog"]

    assert (_names(walk), walk.missed, walk.traps) == (["First", "Second"], (), ())


def test_markers_of_carousels_are_stops_of_their_lists(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["carousel"]

    assert [stop.name for stop in walk.stops if stop.tag == "a"] == [
        "One", "Two", "Between", "Three", "After"
    ]  # fmt: skip
    assert [stop.several for stop in walk.stops if stop.tag == "ul"] == [True, True]
    # The link of a slide that is not chosen waits for its tab.
    assert (walk.missed, walk.traps, walk.taken, walk.stopped) == ((), (), (), "")


def test_nothing_is_asked_of_what_is_shut_off(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["shut"]

    assert _names(walk) == ["Open", "Bold", "Last"]
    assert (walk.missed, walk.stopped) == ((), "")


def test_objects_maps_and_closed_roots_are_walked_through(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["parts"]

    assert [(stop.tag, stop.shown) for stop in walk.stops] == [
        ("a", "shown"), ("area", "shown"), ("x-closed", "shown"), ("a", "shown")
    ]  # fmt: skip
    assert walk.stops[0].frame.endswith("/inside")
    assert (walk.missed, walk.traps, walk.stopped) == ((), (), "")


def test_elements_that_only_hand_the_focus_on_are_found(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["guards"]

    assert [(taken.stop.selector, taken.to) for taken in walk.taken] == [("#before", 0)]
    assert "#off" in [stop.selector for stop in walk.stops]


def test_what_is_cut_or_faded_away_is_not_shown(walks: Mapping[str, KeyboardWalk]) -> None:
    shown = [stop.shown for stop in walks["away"].stops]

    assert shown == ["clipped"] * 9 + ["transparent"] * 2 + ["shown"] * 3


def test_what_moves_in_with_the_focus_is_shown(walks: Mapping[str, KeyboardWalk]) -> None:
    assert [stop.shown for stop in walks["menu"].stops] == ["shown", "shown"]
