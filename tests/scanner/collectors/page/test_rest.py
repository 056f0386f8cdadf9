"""A page is measured when it has come to rest; what never rests is named."""

from __future__ import annotations

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.page.visit import VisitResult
from civiscope.model import AxeResults, AxeRule

pytestmark = pytest.mark.browser

FADE = "@keyframes appear { from { opacity: 0 } to { opacity: 1 } }"
ROOTED = """<div id="{mode}"></div><script>
document.getElementById("{mode}").attachShadow({{mode: "{mode}"}}).innerHTML =
  "<style>{fade} p {{ animation: appear 20s both }}</style><p>Bring garden waste on Mondays.</p>";
</script>"""
SCRIPTED = """<p id="tins" style="opacity: 0">Tins go into the green box.</p><script>
let shown = 0;
const timer = setInterval(() => {
  shown = Math.min(1, shown + 0.05);
  document.getElementById("tins").style.opacity = shown;
  if (shown === 1) clearInterval(timer);
}, 30);
</script>"""
LATE = """<style>.late { opacity: 0.1; transition: opacity 20s } .late.here { opacity: 1 }</style>
<p class="late" id="late">Glass goes to the bottle bank.</p><script>
setTimeout(() => document.getElementById("late").classList.add("here"), 500);
</script>"""
CHAINED = f"""<style>{FADE} .one {{ animation: appear 9s both }} .two {{ opacity: 0 }}
.two.go {{ animation: appear 9s 2s both }}</style>
<p class="one" id="one">First the bags.</p><p class="two" id="two">Then the boxes.</p><script>
document.getElementById("one").addEventListener("animationend", () =>
  document.getElementById("two").classList.add("go"));
</script>"""
PULSE = """<style>@keyframes pulse { from { color: #999 } to { color: #ddd } }
#pulse { animation: pulse 3s infinite alternate }</style><p id="pulse">Bins are late today.</p>"""
SPIN = """<style>@keyframes turn { to { transform: rotate(1turn) } }
#spin { animation: turn 2s infinite; width: 20px; height: 20px }</style><div id="spin"></div>"""
TICKING = """<p id="tick">Next lorry in a moment.</p><script>
let n = 0;
setInterval(() => {
  n += 1;
  document.getElementById("tick").style.color = `rgb(${150 + n % 90}, 160, 160)`;
}, 20);
</script>"""
TURNS = """<style>.slide { opacity: 0 } .slide.on { opacity: 1 }</style>
<div><p class="slide on">Swim for half the price.</p>
<p class="slide" style="color: #bbb">Read for nothing.</p>
<p class="slide" style="color: #bbb">Park by the sea.</p></div><script>
let at = 0;
const slides = [...document.querySelectorAll(".slide")];
addEventListener("load", () => setInterval(() => {
  slides[at].classList.remove("on");
  at = (at + 1) % slides.length;
  slides[at].classList.add("on");
}, 1600));
</script>"""
AGAIN = """<p id="again">Bins are late today.</p><script>
const again = document.getElementById("again");
const fade = () => {
  again.animate([{ color: "#ccc" }, { color: "#333" }], 600).onfinish = fade;
};
fade();
</script>"""
RENEWED = """<style>@keyframes fade { from { color: #ccc } to { color: #999 } }
#renewed { color: #999 } #renewed.go { animation: fade 0.3s }</style>
<p id="renewed">Bins are late today.</p><script>
const { classList } = document.getElementById("renewed");
setInterval(() => {
  classList.remove("go");
  requestAnimationFrame(() => requestAnimationFrame(() => classList.add("go")));
}, 300);
</script>"""
ONCE = """<p id="once">Bins are late today.</p><script>
document.getElementById("once").animate([{ color: "#ccc" }, { color: "#333" }], 9000);
</script>"""
PALE = '<p id="pale" style="color: #bbb">Ask us about anything else.</p>'
SITE = {
    "/css": page("Css", head=f"<style>{FADE} p {{ animation: appear 20s 1s both }}</style>"),
    "/open": page("Open", body=ROOTED.format(mode="open", fade=FADE)),
    "/scripted": page("Scripted", body=SCRIPTED),
    "/late": page("Late", body=LATE),
    "/chained": page("Chained", body=CHAINED),
    "/frames": page("Frames", body='<iframe src="/inside" title="Inside"></iframe>'),
    "/inside": page("Inside", head=f"<style>{FADE} p {{ animation: appear 20s both }}</style>"),
    "/pulse": page("Pulse", body=PULSE + PALE),
    "/spin": page("Spin", body=SPIN + PALE),
    "/ticking": page("Ticking", body=TICKING + PALE),
    # What ticks keeps the page from being measured before the second start.
    "/renewed": page("Renewed", body=RENEWED + TICKING + PALE),
    "/again": page("Again", body=AGAIN),
    "/once": page("Once", body=ONCE),
    # What ticks keeps the page from being measured before the first turn.
    "/turns": page("Turns", body=TURNS + TICKING + PALE),
    "/framed-pulse": page("Framed", body='<iframe src="/pulse" title="Pulse"></iframe>'),
    "/lazy": page(
        "Lazy",
        body='<div style="height: 9000px"></div><iframe loading="lazy" src="/mute"></iframe>',
    ),
    "/mute": Answer('<!doctype html><html lang="en"><title>Mute</title><main><input></main>'),
}
RESTING = ("/css", "/open", "/scripted", "/late", "/chained", "/frames", "/once")
RESTLESS = {
    "/pulse": "#pulse",
    "/ticking": "#tick",
    "/turns": "#tick",
    "/framed-pulse": "#pulse",
}


@pytest.fixture(scope="module")
def seen() -> dict[str, VisitResult]:
    return visit(Site(SITE), *RESTING, *RESTLESS, "/spin", "/lazy", "/again", "/renewed")


def _contrast(seen: VisitResult) -> AxeRule:
    assert isinstance(seen.evidence.axe, AxeResults)
    return seen.evidence.axe.rule("color-contrast") or AxeRule("color-contrast")


@pytest.mark.parametrize("path", RESTING)
def test_text_that_appears_step_by_step_is_measured_when_it_has_appeared(
    seen: dict[str, VisitResult], path: str
) -> None:
    rule = _contrast(seen[path])

    assert rule.passed
    assert not rule.violations
    assert not rule.incomplete
    assert not seen[path].evidence.parts


@pytest.mark.parametrize(("path", "selector"), RESTLESS.items())
def test_text_that_never_comes_to_rest_is_named_and_its_contrast_left_open(
    seen: dict[str, VisitResult], path: str, selector: str
) -> None:
    rule = _contrast(seen[path])

    assert [part.kind for part in seen[path].evidence.parts] == ["moving"]
    assert seen[path].evidence.parts[0].selector == selector
    assert [node.selector.rpartition(" >>> ")[2] for node in rule.incomplete] == [selector]
    assert [node.selector.rpartition(" >>> ")[2] for node in rule.violations] == ["#pale"]


def test_text_that_a_script_moves_anew_as_each_movement_ends_is_named(
    seen: dict[str, VisitResult],
) -> None:
    parts = seen["/again"].evidence.parts

    assert [(part.kind, part.selector) for part in parts] == [("moving", "#again")]
    assert not _contrast(seen["/again"]).violations


def test_text_whose_movement_a_script_starts_over_is_named_and_its_contrast_left_open(
    seen: dict[str, VisitResult],
) -> None:
    rule = _contrast(seen["/renewed"])

    assert {part.selector for part in seen["/renewed"].evidence.parts} == {"#renewed", "#tick"}
    assert {node.selector for node in rule.incomplete} == {"#renewed", "#tick"}
    assert [node.selector for node in rule.violations] == ["#pale"]


def test_what_moves_without_words_is_no_part_that_was_not_judged(
    seen: dict[str, VisitResult],
) -> None:
    assert not seen["/spin"].evidence.parts
    assert [node.selector for node in _contrast(seen["/spin"]).violations] == ["#pale"]


def test_a_frame_that_waits_to_be_scrolled_to_is_judged_and_shown_as_it_was_written(
    seen: dict[str, VisitResult],
) -> None:
    axe = seen["/lazy"].evidence.axe
    assert isinstance(axe, AxeResults)
    label, title = axe.rule("label"), axe.rule("frame-title")

    assert label is not None
    assert title is not None
    assert title.violations[0].snippet == '<iframe loading="lazy" src="/mute"></iframe>'
    assert [node.selector for node in label.violations] == ["iframe >>> input"]
    assert axe.untested_frames == ()
