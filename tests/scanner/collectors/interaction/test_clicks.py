"""The mouse and dialogs on real pages: what is tried, and what is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

import pytest
from tests.scanner.crawl.site import Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import Page
from civiscope.model.clicks import MouseUse
from civiscope.model.dialogs import Dialogs
from civiscope.testing import make_page

pytestmark = pytest.mark.browser

MORE = '<p id="more" hidden>We are open from 8 to 12.</p>'
SHOW = "document.getElementById('more').hidden = false"
PAGES: Mapping[str, str] = {
    "danger": f'<div onclick="{SHOW}">Delete my account</div>{MORE}',
    "card": """
        <div onclick="location.href = '/elsewhere'"><a href="/elsewhere">Elsewhere</a></div>""",
    "beside": """
        <div><img alt="" width="60" height="40" onclick="location.href = '/elsewhere'">
        <a href="/elsewhere">Elsewhere</a></div>""",
    "ticking": f"""
        <p id="clock">0</p><div onclick="{SHOW}">Hours</div>{MORE}
        <script>let n = 0; setInterval(() => {{ clock.textContent = ++n }}, 30)</script>""",
    "counted": """
        <div onclick="fetch('/count', {method: 'POST'}).catch(() => 0)">We are open.</div>""",
    "several": f"""
        <div onclick="{SHOW}">Hours</div><span ondblclick="{SHOW}">Days</span>
        <p><b onclick="{SHOW}">Months</b></p>{MORE}""",
    "press": f"""<button type="button" onmousedown="{SHOW}">Hours</button>{MORE}""",
    "wave": f"""
        <button type="button">Hours</button>{MORE}<script>
        document.querySelector("button").addEventListener("pointerdown", (event) => {{
          const wave = document.createElement("span");
          event.target.append(wave);
          setTimeout(() => wave.remove(), 400);
        }})</script>""",
    "shadow": f"""
        <x-hours></x-hours>{MORE}
        <script>customElements.define("x-hours", class extends HTMLElement {{
          constructor() {{
            super();
            this.attachShadow({{ mode: "open" }}).innerHTML = "<div>Hours</div>";
            this.shadowRoot.firstChild.addEventListener("click", () => {{ {SHOW} }});
          }}
        }})</script>""",
    "tabs": """
        <style>li span { cursor: pointer }</style>
        <ul role="tablist"><li role="tab" tabindex="0" aria-selected="true"><span>Summer</span></li>
        <li role="tab" tabindex="-1" aria-selected="false"><span>Winter</span></li></ul>
        <p id="said">Every week.</p><script>
        document.addEventListener("click", () => { said.textContent = "Every second week." })
        document.querySelector("ul").addEventListener("keydown", (event) => {
          if (event.key === "ArrowRight") event.target.nextElementSibling?.focus();
          if (event.key === "Enter") said.textContent = "Every second week.";
        })</script>""",
    "tip": f"""
        <div id="tag" tabindex="0" onclick="{SHOW}">Hours</div><p id="tip" hidden>In winter.</p>
        {MORE}<script>
        tag.addEventListener("mouseenter", () => setTimeout(() => {{ tip.hidden = false }}, 480))
        tag.addEventListener("keydown", () => {{ {SHOW} }})</script>""",
    "host": f"""
        <town-button id="open" onclick="{SHOW}">Hours</town-button>
        <town-menu><button slot="opener">Days<town-sign></town-sign></button></town-menu>{MORE}
        <script>
        const draw = (name, shadow) => customElements.define(name, class extends HTMLElement {{
          constructor() {{ super(); this.attachShadow({{ mode: "open" }}).innerHTML = shadow; }}
        }});
        draw("town-button", "<button type=button><slot></slot></button>");
        draw("town-sign", "<b style='padding: 9px'>v</b>");
        draw("town-menu", "<div><slot name=opener></slot></div>");
        const menu = document.querySelector("town-menu").shadowRoot.firstChild;
        const sign = document.querySelector("town-sign").shadowRoot.firstChild;
        for (const each of [menu, sign]) each.addEventListener("click", () => {{ {SHOW} }});
        </script>""",
    "late": """
        <button class="first" onclick="setTimeout(() => { box.hidden = false; box.focus() }, 250)">
        Book</button> <button class="second">Help</button>
        <div id="box" role="dialog" aria-label="Hours" tabindex="-1" hidden>We are open.
        <button onclick="box.hidden = true">Close</button></div>""",
    "stubborn": """
        <button aria-haspopup="dialog" onclick="box.hidden = false">Hours</button>
        <div id="box" role="dialog" aria-label="Hours" hidden>We are open.</div>""",
    "toast": """
        <style>.toast { position: fixed; top: 0; left: 0 } [hidden] { display: none }</style>
        <button onclick="box.hidden = false">Copy</button>
        <div id="box" class="toast popup" role="status" hidden>
          Copied. <button>Close</button>
        </div>""",
}


@pytest.fixture(scope="module")
def pages() -> Iterator[Mapping[str, Page]]:
    """Use every page with the mouse and open its dialogs, in one browser."""
    answers = {f"/{name}": page(name, body=body) for name, body in PAGES.items()}
    with Site({**answers, "/elsewhere": page("Elsewhere")}) as site:
        yield asyncio.run(_use(site))


async def _use(site: Site) -> dict[str, Page]:
    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    probes = [PROBES["clicks"], PROBES["dialogs"]]
    async with open_pool(settings, world=world_script(), allow=_allow, tabs=1) as pool:
        shown = {name: _page(site.url(f"/{name}"), {}) for name in PAGES}
        return {
            name: _page(each.url, await pool.probe(each, probes)) for name, each in shown.items()
        }


async def _allow(_url: str, _must_belong: bool) -> str:
    return ""


def _page(url: str, answers: ProbeAnswers) -> Page:
    return make_page(url, probes=answers)


def _clicked(page: Page) -> list[tuple[str, str, str]]:
    use = page.probe("clicks", MouseUse)
    return [(clicked.name, clicked.effect, clicked.other) for clicked in use.clicked]


@pytest.mark.parametrize(
    ("name", "clicked"),
    [
        ("danger", []),
        ("card", []),
        ("beside", [("", "navigation", "html > body > main > div > a")]),
        ("ticking", [("Hours", "none", "")]),
        ("counted", [("We are open.", "none", "")]),
        ("shadow", [("Hours", "changes", "")]),
        ("press", [("Hours", "changes", "")]),
        (
            "several",
            [("Hours", "changes", ""), ("Days", "changes", ""), ("Months", "changes", "")],
        ),
        ("wave", [("Hours", "unstable", "")]),
        ("tabs", []),
        ("host", []),
        ("tip", [("Hours", "changes", "#tag")]),
    ],
)
def test_clicks_are_told_with_their_effect_and_the_key_that_does_the_same(
    pages: Mapping[str, Page], name: str, clicked: list[tuple[str, str, str]]
) -> None:
    assert _clicked(pages[name]) == clicked


def test_effect_of_a_press_that_is_let_go_elsewhere_is_told(pages: Mapping[str, Page]) -> None:
    told = {
        name: [clicked.at_once for clicked in pages[name].probe("clicks", MouseUse).clicked]
        for name in ("press", "shadow")
    }

    assert told == {"press": [True], "shadow": [None]}


def test_dialog_that_nothing_closes_is_told_as_still_open(pages: Mapping[str, Page]) -> None:
    (dialog,) = pages["stubborn"].probe("dialogs", Dialogs).dialogs

    assert (dialog.moved_in, dialog.kept, dialog.escape, dialog.back) == (
        False,
        None,
        False,
        "still open",
    )


def test_dialog_that_comes_late_is_told_of_the_button_that_opened_it(
    pages: Mapping[str, Page],
) -> None:
    (dialog,) = pages["late"].probe("dialogs", Dialogs).dialogs

    assert (dialog.opener, dialog.moved_in) == ("Book", True)


def test_short_message_in_a_corner_is_no_dialog(pages: Mapping[str, Page]) -> None:
    assert pages["toast"].probe("dialogs", Dialogs) == Dialogs()
