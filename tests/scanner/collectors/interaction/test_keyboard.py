"""The keyboard walk on real pages: what it sees, and pages that will not let it pass."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.scanner.crawl.site import Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.interaction.keyboard import walk as keyboard_walk
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Page
from civiscope.model.keyboard import HeldFocus, KeyboardWalk, Stop
from civiscope.testing import make_page

pytestmark = pytest.mark.browser

NAVIGATED = "location.href = '/elsewhere'"
STICKY = "position: fixed; inset: 0 0 auto 0; height: 300px; background: white; z-index: 1"
PAGES: Mapping[str, str] = {
    "nested": """
        <button>First</button>
        <x-card></x-card>
        <iframe title="Map" src="http://frames.example.org/inner"></iframe>
        <script>customElements.define("x-card", class extends HTMLElement {
          constructor() {
            super();
            this.attachShadow({ mode: "open" }).innerHTML = "<button>Shadow</button>";
          }
        })</script>
        <button>Last</button>""",
    "inner": '<button>Frame</button><style>a { outline: 0 }</style><a href="#x">Unmarked</a>',
    "endless": """
        <button>First</button>
        <button id="trap" onblur="setTimeout(() => this.focus(), 10)">Held</button>
        <button>Last</button>""",
    "grows": """
        <script>
          const button = () => document.createElement("button");
          const more = () => document.body.append(
            Object.assign(button(), { textContent: "More", onfocus: more }));
        </script>
        <button onfocus="more()">More</button>""",
    "leaves": f'<button onfocus="{NAVIGATED}">Leaves</button><button>Stays</button>',
    "talks": """<button onfocus="alert('Hello')">Talks</button><button>Quiet</button>""",
    "covered": f"""
        <div style="{STICKY}">Council</div>
        <p style="height: 400px"><a href="#one">Under</a></p>
        <p><a href="#two">Below</a></p>""",
    "marks": """
        <style>
          .none { outline: none }
          .late { outline: none }
          .late:focus { background: rgb(0, 0, 200); transition: background 0s 0.25s }
          .near { outline: none } .near:focus + i { border: 3px solid }
        </style>
        <a class="none" href="#a">None</a> <a class="late" href="#b">Late</a>
        <a class="near" href="#c">Near</a><i>!</i>
        <label>Caret <input style="outline: none"></label>""",
    "player": """<video controls width="300" height="150"></video><button>After</button>""",
}


@pytest.fixture(scope="module")
def walks() -> Iterator[Mapping[str, KeyboardWalk]]:
    """Walk through every page in one browser, as few steps as shows what is asked."""
    answers = {f"/{name}": page(name, body=body) for name, body in PAGES.items()}
    with (
        Site({**answers, "/elsewhere": page("Elsewhere")}) as site,
        pytest.MonkeyPatch.context() as p,
    ):
        p.setattr(keyboard_walk, "MAX_STOPS", 25)
        seen = asyncio.run(_walk(site))
        yield {
            name: _page(name, answer).probe("keyboard", KeyboardWalk)
            for name, answer in seen.items()
        }


async def _walk(site: Site) -> dict[str, ProbeAnswers]:
    hosts = {"127.0.0.1": "127.0.0.1", "frames.example.org": f"127.0.0.1:{site.port}"}
    settings = BrowserSettings(find_browser(None).path, hosts, ("*",))
    async with open_pool(settings, world=world_script(), allow=_allow, tabs=1) as pool:
        return {
            name: await pool.probe(_page(site.url(f"/{name}"), {}), [PROBES["keyboard"]])
            for name in PAGES
        }


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


def _page(url: str, answers: ProbeAnswers) -> Page:
    return make_page(url, probes=answers)


def _said(stops: tuple[Stop, ...], *names: str) -> list[tuple[Any, ...]]:
    return [(stop.name, *(getattr(stop, name) for name in names)) for stop in stops]


def test_walk_goes_through_shadow_roots_and_frames_of_other_origins(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["nested"]

    assert _said(walk.stops, "indicator") == [
        ("First", "style"),
        ("Shadow", "style"),
        ("Frame", "style"),
        ("Unmarked", "none"),
        ("Last", "style"),
    ]
    assert [stop.frame for stop in walk.stops[2:4]] == ["http://frames.example.org/inner"] * 2
    assert (walk.traps, walk.missed, walk.stopped) == ((), (), "")


def test_element_that_holds_the_focus_for_ever_ends_the_walk(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["endless"]

    assert walk.traps == (HeldFocus(stops=(1,), exit=""),)
    assert [missed.name for missed in walk.missed] == ["Last"]
    assert walk.stopped == "The focus was held in one part of the page."


def test_page_that_grows_as_it_is_walked_through_is_given_up(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["grows"]

    assert len(walk.stops) == 25
    assert walk.stopped == "The walk was ended after 25 stops."


@pytest.mark.parametrize(
    ("name", "kind"), [("leaves", "navigation"), ("talks", "dialog")], ids=["leaves", "talks"]
)
def test_what_the_focus_sets_off_is_noted_and_the_walk_goes_on(
    walks: Mapping[str, KeyboardWalk], name: str, kind: str
) -> None:
    walk = walks[name]

    assert [stop.attempts for stop in walk.stops] == [(kind, kind), ()]
    assert walk.stopped == ""


def test_element_under_a_fixed_header_is_covered(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["covered"]

    assert [stop.cover is not None for stop in walk.stops] == [True, False]


def test_focus_is_told_by_its_own_style_by_a_caret_and_else_by_pictures(
    walks: Mapping[str, KeyboardWalk],
) -> None:
    walk = walks["marks"]

    assert [stop.indicator for stop in walk.stops] == ["none", "style", "pixels", "caret"]


def test_parts_of_a_player_are_no_trap(walks: Mapping[str, KeyboardWalk]) -> None:
    walk = walks["player"]

    assert walk.traps == ()
    assert walk.stops[-1].name == "After"
