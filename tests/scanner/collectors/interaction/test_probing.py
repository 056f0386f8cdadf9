"""Probes on real pages: what they may do, what they may not, and what holds them up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from tests.scanner.crawl.site import Site, page

from civiscope.browser.find import find_browser
from civiscope.collectors.interaction import PROBES, Probe, Probing
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.runner import ProbeAnswers
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.crawl.visited import VisitedPage
from civiscope.model import Missing, Page
from civiscope.scan.stages.interaction import select_pages

FORM = """
<a href="/elsewhere">Elsewhere</a>
<form method="post" action="/order"><button>Order</button></form>
<button id="buy" onclick="fetch('/buy', {method: 'POST'}).catch(() => { document.title = 'Kept' })">
Buy</button>
<button id="look" onclick="fetch('/price').then(() => { document.title = 'Looked' })">Look</button>
"""
STEADY = """
<button onclick="document.title = 'Pressed'">Press</button><input aria-label="Name">
<script>
addEventListener('keydown', (event) => { if (event.key === 'x') document.body.dataset.key = 'x' });
</script>
"""
BUSY = '<button onclick="for (const end = Date.now() + 60000; Date.now() < end;);">Think</button>'


# What is brought to rest, by what has to be done for it.
RESTS = {
    "nothing": STEADY,
    "a movement is ended": "<style>@keyframes go { to { margin: 1em } } p { animation: go 9s }"
    "</style><p>Going</p>",
    "a picture is loaded": '<div style="height: 9000px"></div>'
    '<img src="/late.png" alt="Late" loading="lazy">',
    "a cover is taken away": "<dialog>News<button onclick='this.parentElement.close()'>Close"
    "</button></dialog><script>document.querySelector('dialog').showModal()</script>",
    "a timer may do something": "<script>setInterval(() => 0, 900)</script>",
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A page with ways to leave it and to send something, and one that can be made to hang."""
    answers = {"/": page("Home", body=FORM), "/busy": page("Busy", body=BUSY)}
    answers |= {"/steady": page("Steady", body=STEADY)}
    answers |= {"/framed": page("Framed", body='<iframe src="/price" title="Price"></iframe>')}
    answers |= {f"/rests/{n}": page("Rests", body=body) for n, body in enumerate(RESTS.values())}
    answers |= {"/folded": page("Folded", body="<details><summary>More</summary>Much</details>")}
    with Site({**answers, "/price": page("Price"), "/elsewhere": page("Elsewhere")}) as served:
        yield served


def probed(site: Site, path: str, *probes: Probe) -> ProbeAnswers:
    """Visit a page of *site* and return what *probes* see on it."""

    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    async def work() -> ProbeAnswers:
        settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
        async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
            url = site.url(path)
            seen = await pool.visit(url)
            return await pool.probe(Page(url, seen.evidence, seen.visit), probes)

    return asyncio.run(work())


async def title(probing: Probing) -> dict[str, Any]:
    """Say what the page is called."""
    return {"title": await probing.tab.evaluate("document.title")}


async def press_everything(probing: Probing) -> dict[str, Any]:
    """Press what leaves the page, what sends and what only asks, and wait for both answers."""
    tab = probing.tab
    for number, css in enumerate(("a", "form button", "#buy"), start=1):
        await tab.evaluate(f"document.querySelector('{css}').click()")
        # A page that sets out for a second place gives the first one up, if it has not got away.
        while len(tab.attempts) < number:
            await tab.evaluate("document.title")
    kept = (
        "new Promise(d => { const w = () => document.title === 'Kept' ? d() : setTimeout(w); w() })"
    )
    await tab.evaluate(kept)
    await tab.evaluate("document.querySelector('#look').click()")
    await tab.evaluate(kept.replace("Kept", "Looked"))
    tried = sorted((a.kind, a.method, a.url.rpartition("/")[2]) for a in tab.attempts)
    return {"tried": tried, "url": await tab.evaluate("location.pathname")}


async def press_busy(probing: Probing) -> dict[str, Any]:
    """Press the button that keeps the page busy for ever."""
    await probing.tab.evaluate("document.querySelector('button').click()")
    return {}


async def rename_then_reload(probing: Probing) -> dict[str, Any]:
    """Change the page, show it anew, and say what it is called then."""
    await probing.tab.evaluate("document.title = 'Changed'")
    await probing.reload()
    return await title(probing)


async def throw(probing: Probing) -> dict[str, Any]:
    """Ask the page for what it has not got."""
    return {"never": await probing.tab.evaluate("document.querySelector('#nothing').id")}


@pytest.mark.browser
def test_a_probed_page_is_not_left_and_sends_nothing_but_questions(site: Site) -> None:
    site.asked.clear()

    answers = probed(site, "/", Probe("press", press_everything))

    assert answers.pop("appeared") == {"links": []}
    assert answers == {
        "press": {
            "tried": [
                ("navigation", "GET", "elsewhere"),
                ("navigation", "POST", "order"),
                ("request", "POST", "buy"),
            ],
            "url": "/",
        }
    }
    assert "/price" in site.paths()
    assert "/elsewhere" not in site.paths()
    assert site.paths("POST") == []


@pytest.mark.browser
def test_a_probe_that_the_page_holds_up_costs_its_own_evidence_only(site: Site) -> None:
    probes = [
        Probe("before", title, tidy=True),
        Probe("busy", press_busy, seconds=2),
        Probe("after", title),
    ]

    answers = probed(site, "/busy", *probes)

    assert answers.pop("appeared") == {"links": []}
    assert answers == {
        "before": {"title": "Busy"},
        "busy": Missing("not-gathered", "The check took longer than 2 seconds on this page."),
        "after": {"title": "Busy"},
    }


@pytest.mark.browser
def test_a_probe_that_breaks_says_so_and_each_begins_on_a_fresh_page(site: Site) -> None:
    answers = probed(
        site,
        "/",
        Probe("throw", throw),
        Probe("renamed", rename_then_reload),
        Probe("title", title),
    )

    broken = answers.pop("throw")
    assert isinstance(broken, Missing)
    assert broken.missing == "failed"
    assert broken.reason.startswith("throw broke on this page: TypeError")
    assert answers.pop("appeared") == {"links": []}
    assert answers == {"renamed": {"title": "Home"}, "title": {"title": "Home"}}


async def key(probing: Probing, name: str) -> dict[str, Any]:
    """Press a key, and say how the page stands."""
    await press(probing.tab.session, name)
    return await title(probing)


async def spoil(probing: Probing) -> dict[str, Any]:
    """Say of the page that something was done to it."""
    probing.spoilt = True
    return {}


RUNS: dict[str, tuple[Probe, ...]] = {
    "what finds nothing to do": (Probe("looks", title, tidy=True),),
    "what did something": (Probe("acts", spoil, tidy=True),),
    "the page is another one": (
        Probe(
            "button",
            lambda at: _evaluated(at, "document.querySelector('button').click()"),
            restores=True,
        ),
    ),
    "a field is filled in": (
        Probe(
            "field",
            lambda at: _evaluated(at, "document.querySelector('input').value = 'A'"),
            restores=True,
        ),
    ),
    "the page stands the same": (Probe("title", title, restores=True),),
    "nothing came of a key": (Probe("key", lambda at: key(at, "y"), restores=True, presses=True),),
    "a key changed the page": (Probe("key", lambda at: key(at, "x"), restores=True, presses=True),),
}
SHARED = {"what finds nothing to do", "the page stands the same"}


async def _evaluated(probing: Probing, expression: str) -> dict[str, Any]:
    await probing.tab.evaluate(f"{expression}, 0")
    return {}


@pytest.mark.browser
@pytest.mark.parametrize("name", RUNS)
def test_a_probe_gets_the_page_anew_where_the_one_before_has_changed_it(
    site: Site, name: str
) -> None:
    site.asked.clear()

    probed(site, "/steady", *RUNS[name], Probe("next", title, tidy=True))

    # The visit, and one more for what is done first.
    assert site.paths().count("/steady") == (2 if name in SHARED else 3)


@pytest.mark.browser
@pytest.mark.parametrize(("pressed", "loads"), [("y", 2), ("x", 3)])
def test_what_does_not_mind_keys_shares_a_page_that_keys_left_as_it_was(
    site: Site, pressed: str, loads: int
) -> None:
    site.asked.clear()
    walked = Probe("walk", lambda at: key(at, pressed), restores=True, presses=True)

    probed(site, "/steady", walked, Probe("next", title, restores=True, takes_used=True))

    assert site.paths().count("/steady") == loads


@pytest.mark.browser
def test_a_page_with_frames_cannot_be_compared_and_is_shown_anew(site: Site) -> None:
    site.asked.clear()

    probed(site, "/framed", Probe("title", title, restores=True), Probe("next", title, tidy=True))

    assert site.paths().count("/framed") == 3


async def pace(probing: Probing) -> dict[str, Any]:
    """Say whether a movement takes its time."""
    begun = "document.body.animate([{ opacity: 0 }, { opacity: 1 }], 90000)"
    frame = "new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); })"
    state = f"(async () => {{ const one = {begun}; await {frame}; return one.playState; }})()"
    return {"state": await probing.tab.evaluate(state)}


@pytest.mark.browser
@pytest.mark.parametrize("name", RESTS)
def test_a_page_that_is_at_rest_by_itself_need_not_be_shown_anew_for_what_moves(
    site: Site, name: str
) -> None:
    site.asked.clear()
    path = f"/rests/{list(RESTS).index(name)}"
    rested = Probe("rested", title, restores=True, at_rest=True)

    seen = probed(site, path, rested, Probe("pace", pace, tidy=True))

    assert seen["pace"] == {"state": "running"}
    assert site.paths().count(path) == (2 if name == "nothing" else 3)


@pytest.mark.browser
@pytest.mark.parametrize(("path", "loads"), [("/steady", 2), ("/folded", 3)])
def test_a_page_in_which_something_was_opened_is_shown_anew(
    site: Site, path: str, loads: int
) -> None:
    site.asked.clear()

    probed(site, path, PROBES["opened"], Probe("next", title, tidy=True))

    assert site.paths().count(path) == loads


KEPT = [
    VisitedPage(0, "/", target=True, whole=True),
    VisitedPage(1, "/news/1", target=False, whole=True),
    VisitedPage(2, "/news/2", target=False, whole=True),
    VisitedPage(3, "/broken", target=False, whole=False),
    VisitedPage(4, "/not-there", target=False, whole=True),
]
TEMPLATES = {"/": "/", "/news/1": "/news/1", "/news/2": "/news/1", "/broken": "/broken"}


@pytest.mark.parametrize(
    ("depth", "numbers"), [("quick", []), ("standard", [0, 1, 4]), ("deep", [0, 1, 2, 4])]
)
def test_depth_says_which_pages_are_probed(depth: Any, numbers: list[int]) -> None:  # noqa: ANN401 - one of three words
    chosen = select_pages(depth, KEPT, TEMPLATES, listed=False)

    assert [page.number for page in chosen] == numbers


def test_every_page_of_a_list_is_probed_even_when_one_template_made_them_all() -> None:
    listed = [VisitedPage(n, f"/{n}", target=True, whole=True) for n in range(3)]

    chosen = select_pages("standard", listed, {f"/{n}": "/0" for n in range(3)}, listed=True)

    assert chosen == listed
