"""A page is asked at once what is asked of it at one moment, and nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from tests.scanner.collectors.page.visiting import visit
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.browser.page_access import PageAccess
from civiscope.collectors.page.sheets import SheetMemo
from civiscope.collectors.page.visit import Plan, VisitResult
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.model import AxeResults, Missing
from civiscope.model.page_script import PageScript

QUESTIONS = ("settle", "dom", "wakeAndRest", "cover.look", "axeBegin", "askAndLook", "forget")
"""All that a page without frames is asked in our world, in this order, where nothing covers it."""
SHEETS = 120
"""As many as a page of a design system may have."""
SCRIPT = "(_, { place }) => [{ verdict: 'passed', ...place(document.body) }]"
COUNTED = """(_, { place }) => {
  globalThis.runs = (globalThis.runs || 0) + 1;
  return [{ verdict: "passed", runs, ...place(document.querySelector("h1")) }];
}"""
"""Says how often it was run on the page."""
WAITED_FOR = """<p style="color: #aaa">Pale.</p><script>
setInterval(() => {}, 50);
setTimeout(() => { document.querySelector("h1").id = "late"; }, 1300);
</script>"""
BODY = "<style>p { color: #333 }</style><p hidden>Not today.</p>"


async def _look(site: Site, script: str = SCRIPT, paths: Sequence[str] = "/") -> list[VisitResult]:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(find_browser(None).path, {"127.0.0.1": "127.0.0.1"}, ("*",))
    plan = Plan(scripts=(PageScript("town/own", script, {}),))
    pool = open_pool(settings, world=world_script(), allow=allow, plan=plan, tabs=1)
    async with pool as tabs:
        return [await tabs.visit(site.url(path)) for path in paths]


@pytest.mark.browser
def test_a_plain_page_is_asked_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    evaluate = PageAccess.evaluate

    async def noted(tab: PageAccess, expression: str, **how: object) -> object:
        asked.append(expression)
        return await evaluate(tab, expression, **how)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(PageAccess, "evaluate", noted)

    with Site({"/": page("Bins", body=BODY)}) as site:
        [seen] = asyncio.run(_look(site))

    assert isinstance(seen.evidence.axe, AxeResults)
    assert seen.evidence.axe.rules
    assert [part.selector for part in seen.evidence.parts] == ['p[hidden=""]']
    answers = seen.evidence.script_results["town/own"]
    assert isinstance(answers, list)
    assert [answer["selector"] for answer in answers] == ["html > body"]
    names = [each.removeprefix("civiscope.").partition("(")[0] for each in asked]
    assert tuple(names) == QUESTIONS


@pytest.mark.browser
def test_rule_scripts_are_rehearsed_where_the_first_page_of_a_tab_is_waited_for() -> None:
    paths = ("/one", "/two")
    with Site({path: page(path, body=WAITED_FOR) for path in paths}) as site:
        first, second = asyncio.run(_look(site, COUNTED, paths))

    # What they say is of the page as it is after the wait.
    for seen, runs in ((first, 2), (second, 1)):
        answers = seen.evidence.script_results["town/own"]
        assert isinstance(answers, list)
        assert [(each["runs"], each["selector"]) for each in answers] == [(runs, "#late")]
        assert isinstance(seen.evidence.axe, AxeResults)
        [contrast] = [rule for rule in seen.evidence.axe.rules if rule.id == "color-contrast"]
        assert contrast.failed == 1


@pytest.mark.browser
def test_many_style_sheets_are_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[int] = []
    remember = SheetMemo.remember

    def noted(memo: SheetMemo, found: Sequence[str]) -> None:
        learned.append(len(found))
        remember(memo, found)

    monkeypatch.setattr(SheetMemo, "remember", noted)
    links = "".join(f'<link rel="stylesheet" href="/{n}.css">' for n in range(SHEETS))
    site = {f"/{n}.css": Answer(f".a{n} {{ color: #333 }}", type="text/css") for n in range(SHEETS)}
    pages = {path: page(path, head=links) for path in ("/one", "/two", "/three")}

    visit(Site({**site, **pages}), *pages)

    assert learned == [SHEETS, 0, 0]


@pytest.mark.browser
def test_a_script_that_returns_an_element_for_an_outcome_is_told_of_it() -> None:
    with Site({"/": page("Bins", body=BODY)}) as site:
        [seen] = asyncio.run(_look(site, "() => [document.body]"))

    answers = seen.evidence.script_results["town/own"]
    assert isinstance(answers, Missing)
    assert "holds an element" in answers.reason
