"""Check the page that a test has open: in one line, with the baseline and gate of an audit."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, overload

from civiscope.audit.checks import (
    CheckFacts,
    CheckSetup,
    SetupChoice,
    judge_states,
    read_setup,
    state_url,
)
from civiscope.audit.gating import GateChoice
from civiscope.audit.rules import RuleChoice
from civiscope.browser.debugging_port import check_loopback
from civiscope.collectors.page.as_it_stands import REQUESTS, LookedAt
from civiscope.errors import UsageError
from civiscope.model import Evidence, Page, Visit
from civiscope.rulebook import all_rules, load_rulebooks
from civiscope.scan.open_page import (
    WATCHDOG_S,
    LookRequest,
    PageNotSeen,
    SeenPage,
    look_at_target,
)
from civiscope.scan.preparation import now
from civiscope_ci.adapters import axe_only, playwright_page, selenium_driver
from civiscope_ci.adapters.page_check import PageCheck, rules_not_run
from civiscope_ci.adapters.recorder import CheckHead, CheckRecorder
from civiscope_ci.adapters.running import RunningSession, running

T = TypeVar("T")
Words = str | Sequence[str]
REPORT = "report.html"


class AwaitedPage(Protocol):
    """A page that is spoken to by awaiting, such as one of Playwright's asynchronous side."""

    async def title(self) -> str:
        """Return the page's title."""
        ...


@overload
def check(  # type: ignore[overload-overlap]
    page: AwaitedPage,
    name: str | None = None,
    *,
    rules: Words = (),
    include: Words = (),
    exclude: Words = (),
    target: str = "",
    url: str = "",
    timeout: float = WATCHDOG_S,
) -> Coroutine[Any, Any, PageCheck]: ...
@overload
def check(
    page: object,
    name: str | None = None,
    *,
    rules: Words = (),
    include: Words = (),
    exclude: Words = (),
    target: str = "",
    url: str = "",
    timeout: float = WATCHDOG_S,
) -> PageCheck: ...
def check(
    page: object,
    name: str | None = None,
    *,
    rules: Words = (),
    include: Words = (),
    exclude: Words = (),
    target: str = "",
    url: str = "",
    timeout: float = WATCHDOG_S,
) -> PageCheck | Coroutine[Any, Any, PageCheck]:
    """Return what the rules say of *page* as it stands; await it for an asynchronous page.

    *page* is a page of Playwright, a driver of Selenium, or the address of a browser's debugging
    port, with *target* (an id) or *url* (a pattern) to choose among its pages. *name* tells states
    of one page apart. *rules* are ids of rules, or areas; *include* and *exclude* are selectors.
    Raises PageNotSeen when the page cannot be looked at within *timeout* seconds, UsageError for
    what cannot be asked.
    """
    asked = _Asked(
        name or "", _words(rules), LookedAt(_words(include), _words(exclude)), timeout, running()
    )
    if playwright_page.is_playwright(page) and playwright_page.is_async(page):
        return _check_awaited(page, asked)
    return asked.check(lambda request: _look(page, target, url, request))


async def _check_awaited(given: object, asked: _Asked) -> PageCheck:
    with asked.recording_unseen():
        page = playwright_page.page_of(given)
        seen = await _look_in_playwright(page, asked.request)
    return asked.finish(seen)


def _look(given: object, target: str, url: str, request: LookRequest) -> SeenPage:
    if isinstance(given, str):
        check_loopback(given, allow_remote=False)
        return run_apart(look_at_target(given, target, url, request))
    if playwright_page.is_playwright(given):
        page = playwright_page.page_of(given)
        return playwright_page.run_beside(page, _look_in_playwright(page, request))
    if not selenium_driver.is_selenium(given):
        raise UsageError(
            f"A {type(given).__name__} cannot be checked; hand over a page of Playwright, a driver "
            "of Selenium, or the address of a debugging port (http://127.0.0.1:9222)."
        )
    browser = selenium_driver.browser_of(given)
    if browser != "chromium":
        return _look_with_axe(given, browser, request)
    driven = selenium_driver.find_driven_page(given)
    seen = run_apart(look_at_target(driven.address, driven.target, "", request))
    selenium_driver.check_frame(given)
    return seen


async def _look_in_playwright(page: Any, request: LookRequest) -> SeenPage:  # noqa: ANN401 - duck-typed
    browser = playwright_page.browser_name(page)
    if browser == "chromium":
        return await playwright_page.look_at_page(page, request)
    frame = axe_only.PlaywrightFrame(page.main_frame)
    try:
        async with asyncio.timeout(request.limit):
            said = await axe_only.run_axe_in(frame, axe_only.axe_context(request.looked_at))
    except TimeoutError:
        raise PageNotSeen(
            "hung", f"The page did not answer for {request.limit:g} seconds; it was not looked at."
        ) from None
    except Exception as error:
        raise _axe_failed(error) from error
    return axe_only.seen_by_axe(said, request.looked_at, browser)


def _look_with_axe(driver: Any, browser: str, request: LookRequest) -> SeenPage:  # noqa: ANN401 - duck-typed
    selenium_driver.check_driver(driver)
    frame = axe_only.DriverFrame(driver)
    work = axe_only.run_axe_in(frame, axe_only.axe_context(request.looked_at))
    try:
        said = axe_only.run_at_once(work)
    except Exception as error:
        raise _axe_failed(error) from error
    return axe_only.seen_by_axe(said, request.looked_at, browser)


def _axe_failed(error: Exception) -> PageNotSeen:
    said = str(error).strip().split("\n", maxsplit=1)[0][:200]
    return PageNotSeen("error", f"axe-core could not be run in the page ({said}).")


@dataclass(frozen=True)
class _Asked:
    """A check as it was asked for."""

    name: str
    rules: tuple[str, ...]
    looked_at: LookedAt
    limit: float
    session: RunningSession | None

    @property
    def setup(self) -> CheckSetup:
        session = self.session
        if session is None:
            return _setup(Path(), self.rules, None, None, None)
        return _setup(session.root, self.rules, session.out, session.baseline, session.fail_on)

    @property
    def request(self) -> LookRequest:
        return LookRequest(scripts=self.setup.scripts, looked_at=self.looked_at, limit=self.limit)

    @contextlib.contextmanager
    def recording_unseen(self) -> Generator[None]:
        """Keep that a page was not seen, and let the error go on: that is not clean."""
        try:
            yield
        except PageNotSeen as error:
            missing = replace(REQUESTS, reason=str(error))
            visit = Visit("failed", error.reason, str(error))
            unseen = Page(self._state("about:unseen"), Evidence.nothing(missing), visit)
            self._record(unseen, "")
            raise

    def check(self, look: Callable[[LookRequest], SeenPage]) -> PageCheck:
        with self.recording_unseen():
            seen = look(self.request)
        return self.finish(seen)

    def finish(self, seen: SeenPage) -> PageCheck:
        page = Page(self._state(seen.url), seen.evidence)
        self._record(page, seen.browser)
        setup, at = self.setup, now()
        results = judge_states([page], setup, CheckFacts(at, at, seen.browser))
        report = setup.folder / REPORT if self.session is not None else None
        return PageCheck(
            name=self.name,
            url=seen.url,
            page=page,
            results=results,
            gating=setup.gating,
            not_run=rules_not_run(results),
            report=report,
        )

    def _state(self, url: str) -> str:
        test = self.session.test if self.session is not None else ""
        return state_url(url, test, self.name)

    def _record(self, page: Page, browser: str) -> None:
        session = self.session
        if session is None:
            return
        if session.recorder is None:
            session.recorder = CheckRecorder(session.parts, session.worker)
        session.recorder.record(CheckHead(session.test, session.attempt, now(), browser), page)


@lru_cache(maxsize=64)
def _setup(
    root: Path,
    rules: tuple[str, ...],
    out: Path | None,
    baseline: Path | None,
    fail_on: str | None,
) -> CheckSetup:
    return read_setup(
        SetupChoice(
            root=root,
            rules=RuleChoice(only=_with_areas(rules)),
            gate=GateChoice(fail_on=fail_on, baseline=baseline),
            out=out,
        )
    )


def _with_areas(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return *words* with each area replaced by its rules."""
    if all("/" in word for word in words):
        return words
    every = [rule for rule in all_rules(load_rulebooks()) if not rule.facts.deprecated]
    areas = {rule.area for rule in every}
    return tuple(
        name
        for word in words
        for name in ([r.id for r in every if r.area == word] if word in areas else [word])
    )


def _words(given: Words) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Return what *work* comes to, on a loop of its own in a thread of its own.

    The test's own thread may have a loop already, or want none.
    """
    found: list[T] = []
    broke: list[BaseException] = []

    def run() -> None:
        try:
            found.append(asyncio.run(work))
        except BaseException as error:
            broke.append(error)

    thread = threading.Thread(target=run, name="civiscope-check", daemon=True)
    thread.start()
    thread.join()
    if broke:
        raise broke[0]
    return found[0]
