"""What is seen of things that move by themselves."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.interaction.looking import looked, looking
from tests.scanner.collectors.interaction.test_motion_pictures import gif
from tests.scanner.crawl.site import Answer, page

from civiscope.collectors.interaction.motion import probe
from civiscope.model import Missing
from civiscope.model.motion import Motion

TURNING = """
<style>
@keyframes turn { to { transform: rotate(1turn) } }
@keyframes pale { 50% { color: #bbb } }
.turns { width: 20px; height: 20px; background: #357; animation: turn 1.7s linear infinite }
.tilted { width: 100px; height: 50px; animation: pale 1s infinite; transform: scale(.5) }
</style>
<div class="turns"></div><p class="tilted">Now</p>
"""


def test_what_turns_is_as_large_as_it_is_and_not_as_the_box_around_it() -> None:
    seen = looked({"/": page("Turning", body=TURNING)}, {"/": ["motion"]})["/"]
    motion = seen.evidence.probes["motion"]
    assert isinstance(motion, dict)
    areas = {mover["text"]: mover["area"] for mover in motion["movers"]}
    assert areas == {"transform": 400, "color": 50 * 25}


SLIDES = """<style>.slide { opacity: 0 } .slide.on { opacity: 1 }</style>
<div id="offers"><p class="slide on">Swim for half the price.</p>
<p class="slide">Read for nothing.</p><p class="slide">Park by the sea.</p></div>
<script>
let [at, turns] = [0, 0];
const slides = document.querySelectorAll(".slide");
setInterval(() => {
  slides[at].classList.remove("on");
  at = (at + 1) % slides.length;
  slides[at].classList.add("on");
  slides[at].style.marginLeft = `${++turns}px`;
}, 900);
</script>"""


def test_slides_that_take_turns_are_one_mover() -> None:
    seen = looked({"/": page("Slides", body=SLIDES)}, {"/": ["motion"]})["/"]

    movers = seen.probe("motion", Motion).movers
    assert [(mover.spot.selector, mover.kind) for mover in movers] == [("#offers", "script")]


HELD_UP = """<p id="shown" style="opacity: 0">Shown step by step.</p>
<script>
// As it goes on a machine that is busy: each step comes late, and so does all else.
let dark = 0;
const timer = setInterval(() => {
  for (const end = performance.now() + 500; performance.now() < end;);
  dark += 0.06;
  document.getElementById("shown").style.opacity = String(dark);
  if (dark >= 1) clearInterval(timer);
}, 40);
</script>"""

LATE = """<p id="news">5 persons wait in room 1</p>
<script>
for (const end = performance.now() + 300; performance.now() < end;);
setTimeout(() => { for (const end = performance.now() + 4500; performance.now() < end;); }, 300);
let [n, room] = [5, 1];
setInterval(() => {
  document.getElementById("news").textContent = `${++n} persons wait in room ${++room}`;
}, 900);
</script>"""


def test_a_fade_whose_steps_come_late_is_no_movement_without_end() -> None:
    seen = looked({"/": page("Held up", body=HELD_UP)}, {"/": ["motion"]})["/"]

    assert seen.probe("motion", Motion).movers == ()


def test_time_in_which_nothing_can_happen_is_not_watched() -> None:
    seen = looked({"/": page("Late", body=LATE)}, {"/": ["motion"]})["/"]

    movers = seen.probe("motion", Motion).movers
    assert [(mover.spot.selector, mover.kind) for mover in movers] == [("#news", "text")]
    # What it says from second to second is chance.
    assert movers[0].text == "… persons wait in room …"


BUSY = """<section aria-roledescription="carousel"><p>Swim for half the price.</p></section><script>
setInterval(() => { for (const end = performance.now() + 300; performance.now() < end;); }, 340);
</script>"""
RINGED = """<section aria-roledescription="carousel"><p id="slide">Slide 1</p>
<button>Pause 1</button><button>Pause 2</button><button>Pause 3</button></section><script>
let n = 1;
setInterval(() => { document.getElementById("slide").textContent = `Slide ${++n}`; }, 2200);
</script>"""


def test_a_page_too_busy_to_be_watched_is_not_said_to_be_at_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(probe, "_PATIENCE", 2.0)

    seen = looked({"/": page("Busy", body=BUSY)}, {"/": ["motion"]})["/"]

    assert isinstance(seen.evidence.probes["motion"], Missing)


def test_to_press_what_does_not_stop_it_ends_with_the_time_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(probe, "_STOPPING", 3.5)

    seen = looked({"/": page("Ringed", body=RINGED)}, {"/": ["motion"]})["/"]

    [mover] = seen.probe("motion", Motion).movers
    assert (mover.pressed, mover.stopped_by) == (2, "")


WANTED = "(prefers-reduced-motion: no-preference)"
TEXT = '<p id="news">One of the news</p>'
TICKER = (
    "let n = 1; const go = () => setInterval(() => {"
    " document.getElementById('news').textContent = `News ${++n}`; }, 700);"
)
HEEDING = (
    f"{TEXT}<script>{TICKER} if (getComputedStyle(document.documentElement)"
    ".getPropertyValue('--moves')) go()</script>"
)
KEYFRAMES = "@keyframes go { to { color: #900 } }"
WANTING = {
    "a script that asks": f"{TEXT}<script>{TICKER} if (matchMedia('{WANTED}').matches) go()"
    "</script>",
    "a script that asks in capitals": f"{TEXT}<script>{TICKER}"
    f" if (matchMedia('{WANTED.upper()}').matches) go()</script>",
    "a script that goes by a style sheet": f"<style>@media {WANTED} {{ :root {{ --moves: 1 }} }}"
    f"</style>{TEXT}<script>{TICKER} if (getComputedStyle(document.documentElement)"
    ".getPropertyValue('--moves')) go()</script>",
    "a script that goes by a sheet's medium": f'<style media="{WANTED}">:root {{ --moves: 1 }}'
    f"</style>{HEEDING}",
    "a script that goes by a nested rule": f"<style>:root {{ @media {WANTED} {{ --moves: 1 }} }}"
    f"</style>{HEEDING}",
    "a script that goes by a sheet of a sheet": "<style>@import url('/moves.css')"
    f" {WANTED};</style>{HEEDING}",
    "a style sheet": f"<style>{KEYFRAMES} @media {WANTED} {{ #news {{ animation: go 1s infinite }}"
    f" }}</style>{TEXT}<script>0</script>",
    "a picture": f'<picture><source media="{WANTED}" srcset="/moves.gif"><img id="news" alt="News"'
    ' src="/still.gif" width="200" height="200"></picture><script>0</script>',
    "a frame in a shadow tree": f"<div></div>{TEXT}<script>"
    "let n = 1; onmessage = () => {"
    " document.getElementById('news').textContent = `News ${++n}`; };"
    " const frame = document.createElement('iframe'); frame.title = 'A'; frame.srcdoc ="
    " '<script>setInterval(() => parent.postMessage(1), 700)</scr' + 'ipt>';"
    " document.querySelector('div').attachShadow({ mode: 'open' }).append(frame)</script>",
    "a timer far off": f"{TEXT}<script>{TICKER} setTimeout(go, 2500)</script>",
}


def test_a_page_is_shown_again_to_see_it_move_where_anything_can_set_it_moving() -> None:
    pages = {f"/{number}": page(name, body=WANTING[name]) for number, name in enumerate(WANTING)}
    pages["/still"] = page("Still", body="<p>News</p><script>0</script>")
    loaded = {
        "/moves.css": Answer(":root { --moves: 1 }", type="text/css"),
        "/moves.gif": Answer(gif(50, 50, 50), type="image/gif"),
        "/still.gif": Answer(gif(0), type="image/gif"),
    }

    with looking({**pages, **loaded}, {path: ["hovered", "motion"] for path in pages}) as seen:
        shown = {path: seen.site.paths().count(path) for path in pages}
    movers = {
        path: tuple(mover.spot.selector for mover in page.probe("motion", Motion).movers)
        for path, page in seen.pages.items()
    }

    assert movers == {**dict.fromkeys(pages, ("#news",)), "/still": ()}
    assert shown == {**dict.fromkeys(pages, 3), "/still": 2}
