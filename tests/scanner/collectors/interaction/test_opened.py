"""Parts that are closed at first are opened and judged once; what stays closed is named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.scanner.collectors.interaction.looking import Looked, looking
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.collectors.interaction.opened import BATCH
from civiscope.judge.parts import with_opened
from civiscope.model import AxeResults, Page
from civiscope.model.contrast import SampledContrast
from civiscope.model.states import OpenedParts

pytestmark = pytest.mark.browser

MENU = """<button type="button" id="open" aria-expanded="false" aria-controls="menu">Menu</button>
<ul id="menu" style="display: none; position: absolute; background: #fff">
<li><a id="mute" href="/bins"><img src="x" width="20" height="20"></a></li></ul><p>Text below.</p>
<script>
const open = document.getElementById("open");
open.addEventListener("click", () => {
  const now = open.getAttribute("aria-expanded") !== "true";
  open.setAttribute("aria-expanded", String(now));
  document.getElementById("menu").style.display = now ? "block" : "none";
});
</script>"""
TABS = """<div role="tablist" aria-label="Days">
<button role="tab" aria-selected="true" aria-controls="one" id="t1">Monday</button>
<button role="tab" aria-selected="false" aria-controls="two" id="t2">Tuesday</button></div>
<div role="tabpanel" aria-labelledby="t1" id="one">Bags.</div>
<div role="tabpanel" aria-labelledby="t2" id="two" hidden>
<p id="pale" style="color: #ccc">Boxes.</p></div><script>
for (const tab of document.querySelectorAll("[role=tab]")) tab.addEventListener("click", () => {
  for (const each of document.querySelectorAll("[role=tab]")) {
    each.setAttribute("aria-selected", String(each === tab));
    document.getElementById(each.getAttribute("aria-controls")).hidden = each !== tab;
  }
});
</script>"""
CHOICE = """<p><input type="radio" name="by" id="post" style="opacity: 0" aria-controls="address">
<label for="post">By post</label></p><p id="address" style="color: #ccc" hidden>Street</p><script>
document.getElementById("post").addEventListener("change", () => {
  document.getElementById("address").hidden = false;
});
</script>"""
GUARDED = """<button type="button" aria-haspopup="dialog" id="ask">Ask</button>
<div id="box"></div><script>
const guard = '<span class="guard" aria-hidden="true" tabindex="0"></span>';
document.getElementById("ask").onclick = () => {
  document.getElementById("box").innerHTML =
    `${guard}<div role="dialog" aria-label="Ask"><button id="in">Send</button></div>${guard}`;
  for (const each of document.querySelectorAll(".guard"))
    each.onfocus = () => document.getElementById("in").focus();
};
</script>"""
FOLDS = """<details id="fold"><summary>How to book</summary><input id="unlabelled"></details>
<details name="g" id="g1"><summary>One</summary><p id="p1" style="color: #ccc">Pale.</p></details>
<details name="g" id="g2"><summary>Two</summary><p id="p2" style="color: #ccc">Pale.</p></details>
<div hidden="until-found" id="found"><p id="p3" style="color: #ccc">Pale.</p></div>
<div hidden id="never"><p id="p4" style="color: #ccc">Pale.</p></div>"""
SIGN_OUT = """<button type="button" aria-expanded="false" onclick="fetch('/gone')">Sign out</button>
<form action="/sent"><button aria-haspopup="dialog">Send</button></form>"""
ACCORDION = """<div id="all"></div><script>
for (let i = 0; i < 60; i++) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `Part ${i}`;
  button.setAttribute("aria-expanded", "false");
  const part = document.createElement("p");
  part.textContent = `What part ${i} says.`;
  part.hidden = true;
  button.addEventListener("click", () => { part.hidden = false; });
  document.getElementById("all").append(button, part);
}
</script>"""
ENDLESS = """<div id="feed"></div><script>
const more = () => {
  for (let i = 0; i < 20; i++) {
    const item = document.createElement("p");
    item.style.height = "100px";
    item.textContent = "One more piece of news.";
    document.getElementById("feed").append(item);
  }
};
more();
addEventListener("scroll", () => {
  if (innerHeight + scrollY > document.body.scrollHeight - 300) more();
});
</script>"""
AHEAD = ENDLESS.replace("- 300", "- 2500")
REVEALED = """<div style="height: 3000px"></div>
<p id="late" style="color: #ccc; opacity: 0">Late.</p>
<script>new IntersectionObserver((seen) => {
  if (seen[0].isIntersecting) document.getElementById("late").style.opacity = 1;
}).observe(document.getElementById("late"));</script>"""
PAINTED = """<details><summary>Where</summary><p id="on-picture" style="padding: 1em;
background: linear-gradient(#fff, #eee)">At the depot.</p></details>"""
CUSTOM = """<details><summary>Form</summary><x-save id="save"></x-save></details><script>
customElements.define("x-save", class extends HTMLElement {
  constructor() {
    super();
    const internals = this.attachInternals();
    internals.role = "button";
    internals.ariaLabel = "Save the form";
  }
  connectedCallback() { this.tabIndex = 0; this.setAttribute("role", "button"); }
});</script>"""
OVER_FIELD = """<style>#town::placeholder, #street::placeholder { color: #aaa }</style>
<details style="position: relative"><summary>Where</summary><div style="position: absolute;
width: 20em; height: 9em; background: linear-gradient(#fff, #eee)"><p id="above">At the depot.</p>
<input id="street" aria-label="Street" placeholder="Your street"></div></details>
<p><input id="town" aria-label="Town" placeholder="Your town"></p>"""
FIELD = """<style>#plot::placeholder { color: #aaa }</style><details><summary>Where</summary>
<input id="plot" aria-label="Plot" placeholder="Your plot"></details>"""
FRAMED = """<details id="own"><summary>Own</summary><p>Text.</p></details>
<iframe title="Help" src="/help" width="400" height="300"></iframe>
<iframe title="Still" src="/help?still" sandbox width="400" height="300"></iframe>"""
HELP = """<details id="own"><summary>Inner</summary><img id="bare" src="x"></details>
<button type="button" id="sign" aria-haspopup="dialog">Sign up</button>
<dialog id="form" aria-label="Sign up"><input id="bare-field"></dialog>
<button type="button" id="menu" aria-expanded="false">Menu</button>
<ul id="list" hidden><li><a id="mute" href="/bins"></a></li></ul>
<script>
document.getElementById("sign").onclick = () => document.getElementById("form").showModal();
document.getElementById("menu").onclick = () => { document.getElementById("list").hidden = false; };
</script>"""
MANY = """<div id="all"></div><script>
document.getElementById("all").innerHTML = Array.from({length: 120}, (_, i) =>
  `<details><summary>Part ${i}</summary><img id="i${i}" src="x"></details>`).join("");
</script>"""
SLIDES = """<style>.slides { position: relative; height: 4em }
.slides p { position: absolute; inset: 0; opacity: 0; transition: opacity .4s }
.slides p.on { opacity: 1 } .pale { color: #ccc }</style>
<div class="slides"><p class="slide-1 on">Swim for half the price.</p><p class="slide-2 pale"
id="s2">Read for nothing.</p><p class="slide-3 pale">Park by the sea.</p></div>
<div><p id="now">Open until six.</p><p class="pale" style="opacity: 0">Closed.</p></div>
<div><p>Shown alone.</p><p class="pale" hidden>An error.</p><p class="pale" hidden>Two.</p></div>
<div class="carousel">
<article style="display: block"><img src="x" alt="A pool" width="80" height="60"></article>
<article style="display: none"><img src="x" id="bare" width="80" height="60"></article></div>
"""
MARKED = """<style>.item-off { visibility: hidden; position: absolute }</style>
<div role="region" aria-roledescription="carousel" aria-label="Offers">
<section class="item item-1" style="z-index: 2"><h2>Swim for half the price</h2></section>
<section class="item item-2 item-off" aria-hidden="true" style="z-index: 1">
<h2>Read</h2><a id="mute" href="/read"><img src="x" width="90" height="60"></a></section></div>
<div><section>Open</section>
<section style="visibility: hidden"><img id="sign" src="x"></section></div>"""
THEMED = """<style>.offers p { position: absolute; opacity: 0 } .offers .active { opacity: 1 }
.offers { position: relative; height: 4em; background: #fff } .light { color: #999 }
.dark { color: #222 } .offers .night { background: #111 }</style>
<div class="offers slider"><p class="dark active">Swim for half the price.</p>
<p class="night light">Read for nothing.</p>
<p class="light" id="faint">Park by the sea.</p></div>"""
INSISTING = """<style>.offers p { position: absolute; opacity: 0 } .offers .active { opacity: 1 }
.offers { position: relative; height: 4em }</style>
<div class="offers slider" id="offers"><p class="active">Swim for half the price.</p>
<p>Read for nothing.</p></div>
<button aria-expanded="false" onclick="document.getElementById('late').hidden = false">More</button>
<p id="late" style="color: #ccc" hidden>Late.</p><script>
const list = document.getElementById("offers");
new MutationObserver(() => {
  if (list.firstElementChild.className === "active") return;
  list.firstElementChild.className = "active"; list.lastElementChild.className = "";
}).observe(list, { attributes: true, subtree: true });
</script>"""
STUCK = """<style>.strip > section { visibility: hidden }
.strip[data-at="1"] > :nth-child(1) { visibility: visible } .late { color: #ccc }</style>
<div class="strip carousel" data-at="1"><section id="first" class="current"><h2>Swim</h2>
<p>For half the price.</p></section><section aria-hidden="true"><h2>Read</h2></section></div>
<button aria-expanded="false" id="more">More</button><p id="late" class="late" hidden>Late.</p>
<script>document.getElementById("more").addEventListener("click", () => {
  const first = document.querySelector("#first.current:not([aria-hidden=true])");
  document.getElementById("late").hidden = !first;
});</script>"""
SHADOWED = """<x-menu></x-menu><x-offers></x-offers><x-shut></x-shut><script>
const shown = (name, mode, html, ready) => customElements.define(name, class extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode });
    root.innerHTML = html;
    ready?.(root);
  }
});
const menu = `<button type="button" aria-expanded="false">Menu</button>
<div class="list" style="position: absolute; background: #fff" hidden>
<a class="mute" href="/bins"></a><slot></slot></div>`;
const opens = (root) => root.querySelector("button").addEventListener("click", (event) => {
  const now = event.target.getAttribute("aria-expanded") !== "true";
  event.target.setAttribute("aria-expanded", String(now));
  root.querySelector(".list").hidden = !now;
});
shown("x-menu", "open", menu, opens);
shown("x-shut", "closed", menu.replace("mute", "mute-too"), opens);
shown("x-offers", "open", `<style>.strip { position: relative; height: 4em }
.strip p { position: absolute; inset: 0; opacity: 0 } .strip .on { opacity: 1 }
.pale { color: #ccc }</style><div class="strip"><p class="on">Swim for half the price.</p>
<p class="pale">Read for nothing.</p><p>Park by the sea.</p></div>`);
</script>"""
TURNING = """<script>
let at = 0;
const slides = document.querySelectorAll(".slides p");
setInterval(() => { slides[at].classList.remove("on"); at = (at + 1) % 3;
  slides[at].classList.add("on"); }, PERIOD);
</script>"""
DELAYED = """<style>@keyframes up { from { opacity: 0 } }
#more { animation: up .5s 9s both }</style>
<button type="button" aria-expanded="false" id="open">More help</button>
<div id="more" hidden><img id="bare" src="x" width="40" height="40"></div>
<script>document.getElementById("open").onclick = () => {
  document.getElementById("more").hidden = false;
};</script>"""
HELD_UP = """<script>
setInterval(() => { for (const end = performance.now() + 300; performance.now() < end;); }, 350);
</script>"""
PAGES: Mapping[str, Answer] = {
    "/framed": page("Framed", body=FRAMED),
    "/help": page("Help", body=HELP),
    "/many": page("Many", body=MANY),
    "/custom": page("Custom", body=CUSTOM),
    "/painted": page("Painted", body=PAINTED),
    "/over-field": page("Over", body=OVER_FIELD),
    "/field": page("Field", body=FIELD),
    "/menu": page("Menu", body=MENU),
    "/tabs": page("Tabs", body=TABS + CHOICE + GUARDED),
    "/folds": page("Folds", body=FOLDS),
    "/out": page("Out", body=SIGN_OUT),
    "/accordion": page("Accordion", body=ACCORDION),
    "/endless": page("Endless", body=ENDLESS),
    "/ahead": page("Ahead", body=AHEAD),
    "/slides": page("Slides", body=SLIDES),
    "/marked": page("Marked", body=MARKED),
    "/stuck": page("Stuck", body=STUCK),
    "/shadowed": page("Shadowed", body=SHADOWED),
    "/themed": page("Themed", body=THEMED),
    "/insisting": page("Insisting", body=INSISTING),
    "/turning": page("Turning", body=SLIDES + TURNING.replace("PERIOD", "700")),
    "/turning-slowly": page("Turning", body=SLIDES + TURNING.replace("PERIOD", "2500")),
    "/delayed": page("Delayed", body=DELAYED),
    # One of them is always on its way, so that two are to be seen.
    "/fading": page(
        "Fading",
        body=SLIDES.replace("opacity .4s", "opacity 2.4s") + TURNING.replace("PERIOD", "2500"),
    ),
    # As on a busy machine: all takes so long that the slides have come and gone many times.
    "/held-up": page("Held up", body=SLIDES + TURNING.replace("PERIOD", "450") + HELD_UP),
    "/revealed": page("Revealed", body=REVEALED),
}


@pytest.fixture(scope="module")
def looked() -> Looked:
    names = [path for path in PAGES if path != "/help"]
    both = {"/painted", "/over-field"}
    probes = {path: ("contrast", "opened") if path in both else ("opened",) for path in names}
    with looking(PAGES, probes) as seen:
        return seen


def _failed(page: Page) -> set[tuple[str, str]]:
    axe = page.evidence.axe
    assert isinstance(axe, AxeResults)
    wanted = {"link-name", "color-contrast", "label", "image-alt"}
    return {(r.id, n.selector) for r in axe.rules if r.id in wanted for n in r.violations}


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/menu", {("link-name", "#mute"), ("image-alt", "img")}),
        ("/tabs", {("color-contrast", "#pale"), ("color-contrast", "#address")}),
        (
            "/folds",
            {("label", "#unlabelled"), *(("color-contrast", f"#p{n}") for n in (1, 2, 3))},
        ),
        ("/marked", {("link-name", "#mute"), ("image-alt", "#mute > img")}),
        ("/revealed", {("color-contrast", "#late")}),
        # A page that takes each turn back at once is not answered for ever.
        ("/insisting", {("color-contrast", "#late")}),
        # Menus and slides in shadow trees are opened, too.
        (
            "/shadowed",
            {
                ("link-name", "x-menu >>> .mute"),
                ("link-name", "x-shut >>> .mute-too"),
                ("color-contrast", "html > body > main > x-offers >>> div > p:nth-of-type(2)"),
            },
        ),
        # Each slide keeps the classes that colour it.
        ("/themed", {("color-contrast", "#faint")}),
        # What is to fade in after a while is seen as it will be.
        ("/delayed", {("image-alt", "#bare")}),
        # A slide that cannot be shown leaves the page as it was.
        ("/stuck", {("color-contrast", "#late")}),
    ],
)
def test_what_is_opened_is_judged(looked: Looked, path: str, more: set[tuple[str, str]]) -> None:
    seen = looked.pages[path]

    assert _failed(seen) == set()
    assert _failed(with_opened(seen)) == more


@pytest.mark.parametrize("path", ["/slides", "/turning", "/turning-slowly", "/fading", "/held-up"])
def test_slides_are_judged_whichever_is_shown(looked: Looked, path: str) -> None:
    found = _failed(with_opened(looked.pages[path]))

    # Named by its place: which class it has hangs on the moment.
    third = "html > body > main > div:nth-of-type(1) > p:nth-of-type(3)"
    assert found == {("color-contrast", "#s2"), ("color-contrast", third), ("image-alt", "#bare")}


def test_only_what_could_not_be_opened_is_left_to_name(looked: Looked) -> None:
    names = ("#fold", "#g1", "#g2", "#found", "#never")
    seen = looked.pages["/folds"]

    assert {part.selector for part in seen.parts} == set(names)
    assert [part.selector for part in with_opened(seen).parts] == ["#never"]
    assert with_opened(looked.pages["/menu"]).parts == ()
    assert with_opened(looked.pages["/tabs"]).parts == ()


def test_what_only_hands_the_focus_on_in_a_part_is_known(looked: Looked) -> None:
    opened = looked.pages["/tabs"].probe("opened", OpenedParts)

    assert [guard["hands_on"] for guard in opened.guards] == [True, True]


def test_nothing_is_sent_and_nobody_signed_out(looked: Looked) -> None:
    site: Site = looked.site

    assert not {"/gone", "/sent"} & {path.partition("?")[0] for path in site.paths()}


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/accordion", "more"), ("/endless", "endless"), ("/ahead", "endless")],
)
def test_what_has_no_end_is_bounded_and_named(looked: Looked, path: str, kind: str) -> None:
    opened = looked.pages[path].probe("opened", OpenedParts)

    assert [part.kind for part in opened.parts] == [kind]


def test_contrast_on_a_picture_is_looked_at_while_the_part_is_open(looked: Looked) -> None:
    opened = looked.pages["/painted"].probe("opened", OpenedParts)
    seen = with_opened(looked.pages["/painted"])

    assert [text["selector"] for text in opened.texts] == ["#on-picture"]
    assert opened.texts[0]["inked"]
    assert seen.evidence.probes["contrast"] == {"texts": list(opened.texts)}


def test_what_a_part_covers_keeps_what_was_seen_of_it_before(looked: Looked) -> None:
    opened = looked.pages["/over-field"].probe("opened", OpenedParts)
    seen = with_opened(looked.pages["/over-field"])
    texts = {text.selector: text for text in seen.probe("contrast", SampledContrast).texts}

    assert {text["selector"] for text in opened.texts} == {"#above", "#street::placeholder"}
    assert texts["#town::placeholder"].reason == ""
    assert texts["#town::placeholder"].low_letters > 0
    assert texts["#street::placeholder"].low_letters > 0


def test_words_in_a_part_are_measured_where_axe_leaves_nothing_open(looked: Looked) -> None:
    opened = looked.pages["/field"].probe("opened", OpenedParts)

    assert [(text["selector"], text["low_letters"] > 0) for text in opened.texts] == [
        ("#plot::placeholder", True)
    ]


def test_the_browser_is_asked_of_what_axe_may_misread_in_a_part(looked: Looked) -> None:
    opened = looked.pages["/custom"].probe("opened", OpenedParts)

    assert [(node.selector, node.name) for node in opened.tree] == [("#save", "Save the form")]


def test_parts_and_dialogs_in_frames_are_opened(looked: Looked) -> None:
    seen = looked.pages["/framed"]
    whole = with_opened(seen)
    axe = whole.evidence.axe
    assert isinstance(axe, AxeResults)
    help_page = looked.site.url("/help")

    found = {
        (rule.id, node.selector)
        for rule in axe.rules
        for node in rule.violations
        if node.frame == help_page
    }
    assert {("image-alt", "#bare"), ("label", "#bare-field"), ("link-name", "#mute")} <= found
    assert {(part.kind, part.frame) for part in seen.parts} == {
        ("hidden", ""),
        ("hidden", help_page),
    }
    assert whole.parts == ()


def test_each_of_many_parts_is_judged_or_the_rest_is_named(looked: Looked) -> None:
    seen = looked.pages["/many"]
    opened = seen.probe("opened", OpenedParts)

    images = next(rule for rule in opened.rules if rule.id == "image-alt")
    # A machine that is busy all the time comes to the first batch only.
    assert (images.failed, tuple(part.kind for part in opened.parts)) in {
        (120, ()),
        (BATCH, ("more",)),
    }
    assert len(seen.parts) == 21
    # What was too much to list is no longer told of when all of it was opened.
    assert bool(with_opened(seen).parts) == (images.failed == BATCH)
