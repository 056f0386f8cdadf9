"""A page that Playwright has open is checked as it stands, and left as it was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import async_playwright
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from tests.ci.adapters.conftest import browser_path
from tests.ci.adapters.pages import DEFECTS, PageServer, defects

from civiscope.errors import UsageError
from civiscope.scan.open_page import PageNotSeen
from civiscope_ci.adapters.axe_only import PlaywrightFrame, run_axe_in
from civiscope_ci.adapters.check import check, run_apart
from civiscope_ci.adapters.page_check import NewProblems, PageCheck
from civiscope_ci.adapters.playwright_page import run_beside

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Playwright's synchronous side on the browser of this machine."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path())
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page in a context of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", DEFECTS)
def test_defects_in_shadow_roots_frames_and_under_a_strict_policy_are_found(
    page: Page, pages: PageServer, path: str
) -> None:
    page.goto(pages.url + path)

    found = check(page, "as opened")

    assert defects(found) == DEFECTS[path]
    assert found.results.coverage.frames_not_tested == ()
    assert found.page.url == f"http://127.0.0.1{path}#/as%20opened"
    # The suite goes on with its page.
    assert page.evaluate("document.querySelectorAll('main').length") == 1


def test_a_failure_says_in_few_lines_what_whom_where_and_how(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/csp")

    with pytest.raises(NewProblems) as failed:
        check(page).assert_no_new("serious")

    lines = str(failed.value).splitlines()
    assert len(lines) <= 10
    assert [line.partition(":")[0] for line in lines[1:5]] == ["rule", "who", "where", "fix"]
    assert "accessibility/button-name (critical)" in lines[1]
    assert "people who are blind" in lines[2]
    assert lines[3] == "where: #x"


def test_what_moves_and_what_waits_is_left_as_it_is(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/moving")
    state = (
        "[document.querySelector('#spin').getAnimations().map((each) => each.playState), scrollY,"
        " innerWidth, document.activeElement.localName, document.adoptedStyleSheets.length,"
        " sessionStorage.length, document.documentElement.outerHTML, Object.keys(window).length]"
    )
    page.evaluate("sessionStorage.setItem('own', '1')")
    before = page.evaluate(state)

    found = check(page)

    assert page.evaluate(state) == before
    assert before[0] == ["running"]
    assert "/late.png" not in pages.asked
    assert [part.kind for part in found.page.evidence.parts if part.selector == "#spin"] == [
        "moving"
    ]


@pytest.mark.slow
def test_twenty_checks_leave_no_session_open(
    page: Page, pages: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[CDPSession] = []
    kind: Any = __import__("playwright.async_api", fromlist=["BrowserContext"]).BrowserContext
    make = kind.new_cdp_session

    async def noted(self: Any, shown: Any) -> Any:  # noqa: ANN401 - Playwright's
        session = await make(self, shown)
        made.append(session)
        return session

    monkeypatch.setattr(kind, "new_cdp_session", noted)

    for path, times in {"/csp": 18, "/frames": 2}.items():
        page.goto(pages.url + path)
        for _ in range(times):
            check(page)

    async def closed(session: Any) -> bool:  # noqa: ANN401 - Playwright's
        try:
            await session.send("Page.getFrameTree")
        except Exception as error:
            return "closed" in str(error) or "detached" in str(error)
        return False

    assert len(made) == 18 + 2 * 2
    assert all(run_beside(page, closed(session)) for session in made)
    assert page.title() == "Frames"


def test_a_part_can_be_looked_at_and_left_out(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/csp")

    without = check(page, exclude="#x")
    only = check(page, include="#x")

    assert defects(without) == {("accessibility/image-alt", "img")}
    assert defects(only) == {("accessibility/button-name", "#x")}
    # Of the rest nothing is said to be in order.
    outcomes = only.results.pages[0].outcomes
    assert "passed" not in {outcomes[n].outcome for n in outcomes if n.startswith("accessibility/")}
    with pytest.raises(UsageError, match=r"Nothing on the page is '#none'"):
        check(page, include="#none")
    with pytest.raises(UsageError, match="not a CSS selector"):
        check(page, exclude="##")


def test_what_lies_behind_a_dialog_is_another_state(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/csp")
    page.set_content(
        "<html lang=en><title>t</title><main><h1>t</h1><button></button><p>Words behind it all.</p>"
        "</main><dialog id=d aria-label=d><img src=/seal.png></dialog>"
    )
    page.evaluate("d.showModal()")

    found = check(page, "dialog")

    assert {rule for rule, _ in defects(found)} == {"accessibility/image-alt"}
    assert found.results.pages[0].state == "complete"
    assert page.evaluate("d.open")


def test_a_closed_page_is_an_error(page: Page) -> None:
    page.close()

    with pytest.raises(PageNotSeen, match="The page is closed"):
        check(page)


def test_a_detached_frame_is_an_error(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/frames")
    frame = page.frames[1]
    assert isinstance(check(frame, rules="accessibility/label"), PageCheck)
    page.evaluate("document.querySelector('iframe').remove()")

    with pytest.raises(PageNotSeen, match="not in its page any more"):
        check(frame)


def test_an_empty_page_is_an_error(page: Page) -> None:
    with pytest.raises(PageNotSeen, match=r"empty \(about:blank\)"):
        check(page)


def test_a_page_that_never_answers_is_an_error_within_its_time(
    browser: Browser, pages: PageServer
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{pages.url}/endless")

    with pytest.raises(PageNotSeen, match="did not answer for 2 seconds"):
        check(page, timeout=2)

    context.close()


def test_an_open_dialog_is_an_error_within_its_time(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/clean")
    page.on("dialog", lambda _: None)
    page.evaluate("setTimeout(() => alert('wait'), 0)")

    with pytest.raises(PageNotSeen, match=r"a dialog \(alert, confirm, prompt\) is open"):
        check(page, timeout=2)


def test_something_else_cannot_be_checked(browser: Browser) -> None:
    with pytest.raises(UsageError, match="takes a page of Playwright, not its Browser"):
        check(browser)
    with pytest.raises(UsageError, match="A int cannot be checked"):
        check(1)


def test_axe_alone_reaches_frames_through_playwright(page: Page, pages: PageServer) -> None:
    page.goto(f"{pages.url}/frames")
    page.evaluate("window.axe = 'its own'")

    said = run_beside(page, run_axe_in(PlaywrightFrame(page.main_frame)))

    found = {each["id"]: [node["target"] for node in each["nodes"]] for each in said["violations"]}
    assert found["image-alt"] == [['iframe[title="own"]', "img"]]
    assert found["label"] == [['iframe[title="other"]', "#q"]]
    assert page.evaluate("window.axe") == "its own"
    assert page.evaluate("Object.getOwnPropertySymbols(window).length") == 0


def test_an_asynchronous_page_is_awaited(pages: PageServer) -> None:
    async def look() -> list[PageCheck]:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=browser_path())
            page = await browser.new_page()
            found: list[PageCheck] = []
            for path in DEFECTS:
                await page.goto(pages.url + path)
                found.append(await check(page, path))
                assert await page.locator("main").count() == 1
            await page.close()
            with pytest.raises(PageNotSeen, match="The page is closed"):
                await check(page)
            await browser.close()
            return found

    found = run_apart(look())

    assert [defects(each) for each in found] == list(DEFECTS.values())


def test_a_browser_that_is_gone_is_an_error(pages: PageServer) -> None:
    async def look() -> None:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=browser_path())
            page = await browser.new_page()
            await page.goto(f"{pages.url}/clean")
            session: Any = await page.context.new_cdp_session(page)
            gone = asyncio.Event()
            browser.on("disconnected", lambda _: gone.set())
            # The browser ends before it answers.
            ending: asyncio.Future[Any] = asyncio.ensure_future(session.send("Browser.close"))
            await gone.wait()
            await asyncio.gather(ending, return_exceptions=True)
            with pytest.raises(PageNotSeen, match=r"gone|closed"):
                await check(page)

    run_apart(look())
