"""A page whose pale text may still change is waited for, and lends its place meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.scanner.collectors.page.visiting import visit_together
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.tab import Tab
from civiscope.collectors.page import axe
from civiscope.collectors.page.visit import VisitResult
from civiscope.collectors.places import Places
from civiscope.collectors.tab_count import TabCount
from civiscope.model import AxeResults

LATE = {
    "a timer": "setTimeout(show, 900)",
    "a timer after others": "let n = 9; const f = () => n-- ? setTimeout(f, 100) : show(); f()",
    "frames with a clock": "const f = (now) => now > 900 ? show() : requestAnimationFrame(f); f(0)",
    "data that comes late": "fetch('/slow').then(show)",
    "a worker": "const w = new Blob(['setTimeout(() => postMessage(0), 900)']);"
    " new Worker(URL.createObjectURL(w)).onmessage = show",
    "a shared worker": "new SharedWorker('/shared.js').port.onmessage = show",
    "messages with a clock": "const c = new MessageChannel(); const end = performance.now() + 900;"
    " c.port1.onmessage = () => performance.now() > end ? show() : setTimeout(again, 30);"
    " const again = () => c.port2.postMessage(0); again()",
    "messages to itself with a clock": "const end = performance.now() + 900; onmessage = () =>"
    " performance.now() > end ? show() : postMessage(0); postMessage(0)",
    "what is seen, then a timer": "new IntersectionObserver((seen) => setTimeout(show, 900))"
    ".observe(late)",
    "what was changed, then a timer": "new MutationObserver(() => setTimeout(show, 900))"
    ".observe(document.body, { attributes: true }); document.body.id = 'changed'",
    "a frame's timer": "addEventListener('message', show);"
    " const f = document.createElement('iframe'); f.title = 'A'; document.body.append(f);"
    " f.srcdoc = '<script>setTimeout(() => parent.postMessage(0), 900)<' + '/script>'",
    "a movement's end": "const m = late.animate([{ marginLeft: '1px' }], 60);"
    " m.onfinish = () => setTimeout(show, 900)",
    "a task": "scheduler.postTask(show, { delay: 900 })",
}
NEVER = {
    "nothing": "",
    "timers that have gone off": "setTimeout(() => setTimeout(() => {}, 20), 20)",
    "a timer that goes off much later": "setTimeout(show, 60000)",
    "a frame that only stands there": "const f = document.createElement('iframe'); f.title = 'A';"
    " f.srcdoc = '<p>Bins</p>'; document.body.append(f)",
    "data that came": "fetch('/soon').then((reply) => reply.text())",
}

pytestmark = pytest.mark.browser

FRAMED = """<iframe title="Later" srcdoc="<p id='framed' style='color: #bbb'>Paper</p><script>
setTimeout(() => { document.getElementById('framed').style.color = '#333'; }, 900)</script>">
</iframe>
<iframe title="Pale" srcdoc="<p id='own' style='color: #bbb'>Glass</p>"></iframe>"""
PALE = '<p id="pale" style="color: #bbb">Bins are late today.</p>'
LATER = """<p id="later" style="color: #bbb">Glass goes to the bottle bank.</p><script>
setTimeout(() => { document.getElementById("later").style.color = "#333"; }, 900);
</script>"""


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return what each wish to lend a place came to."""
    wishes: list[bool] = []
    hand_over: Callable[[Places[object]], bool] = vars(Places)["hand_over"]

    def noted(places: Places[object]) -> bool:
        wishes.append(hand_over(places))
        return wishes[-1]

    monkeypatch.setattr(Places, "hand_over", noted)
    return wishes


def visit(tabs: TabCount, *bodies: str) -> list[VisitResult]:
    """Visit pages with *bodies* at the same time."""
    pages = {f"/{number}": page("Bins", body=body) for number, body in enumerate(bodies)}
    return visit_together(Site(pages), *pages, tabs=tabs)


def failed(seen: VisitResult) -> list[str]:
    assert isinstance(seen.evidence.axe, AxeResults)
    rule = seen.evidence.axe.rule("color-contrast")
    return [node.selector for node in rule.violations] if rule is not None else []


@pytest.fixture(scope="module")
def ended() -> Iterator[tuple[dict[str, bool], dict[str, list[str]]]]:
    """Return of each page whether its wait ended early, and what fails on it."""
    script = '<p id="late" style="color: #bbb">Bins are late today.</p><script>const late ='
    script += ' document.getElementById("late"); const show = () => { late.style.color = "#333"; };'
    pages = {
        f"/{n}": page("Bins", body=f"{script} {code}</script>")
        for n, code in enumerate([*LATE.values(), *NEVER.values()])
    }
    answers = {
        **pages,
        "/slow": Answer("data", delay=0.9),
        "/soon": Answer("data"),
        "/shared.js": Answer(
            "onconnect = ({ ports: [port] }) => { setTimeout(() => port.postMessage(0), 900); }",
            type="text/javascript",
        ),
    }
    early: dict[str, bool] = {}
    wait = axe.wait_for_more

    async def noted(tab: Tab, seconds: float) -> bool:
        over = await wait(tab, seconds)
        early[tab.page_load.url] = over
        return over

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(axe, "wait_for_more", noted)
        site = Site(answers)
        seen = visit_together(site, *pages, tabs=TabCount(2))
        names = dict(zip(pages, [*LATE, *NEVER], strict=True))
        yield (
            {names["/" + url.rpartition("/")[2]]: over for url, over in early.items()},
            {name: failed(each) for name, each in zip(names.values(), seen, strict=True)},
        )


@pytest.mark.parametrize("name", LATE)
def test_what_comes_late_is_waited_for(
    ended: tuple[dict[str, bool], dict[str, list[str]]], name: str
) -> None:
    assert ended[1][name] == []


@pytest.mark.parametrize("name", NEVER)
def test_the_wait_ends_where_nothing_is_due(
    ended: tuple[dict[str, bool], dict[str, list[str]]], name: str
) -> None:
    assert ended[1][name] == ["#late"]
    # On a busy machine the page may have been old enough before.
    assert ended[0].get(name, True)


def test_what_a_slow_server_took_is_not_counted() -> None:
    pages = {"/": Answer(page("Bins", body=LATER).body, delay=1.3)}

    (seen,) = visit_together(Site(pages), "/", tabs=TabCount(1))

    assert failed(seen) == []


def test_another_page_is_worked_on_while_one_is_waited_for(lent: list[bool]) -> None:
    # On a busy machine a page may be old enough by the time it is looked at.
    for _ in range(4):
        one, two = visit(TabCount(1, 1), PALE, PALE + LATER)
        assert (failed(one), failed(two)) == (["#pale"], ["#pale"])
        if any(lent):
            return
    pytest.fail("No page ever lent its place.")


def test_so_it_is_while_a_frame_is_waited_for(lent: list[bool]) -> None:
    for _ in range(4):
        (one,) = visit(TabCount(1, 1), FRAMED)
        assert failed(one) == ['iframe[title="Pale"] >>> #own']
        if any(lent):
            return
    pytest.fail("No page ever lent its place.")


def test_where_no_more_may_be_open_the_page_keeps_its_place(lent: list[bool]) -> None:
    one, two = visit(TabCount(1), LATER, PALE)

    assert (failed(one), failed(two)) == ([], ["#pale"])
    assert lent
    assert not any(lent)
