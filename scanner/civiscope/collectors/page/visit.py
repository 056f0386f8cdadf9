"""Visit one page in a tab and bring back its evidence."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from civiscope.browser.cdp import CdpError, Json
from civiscope.browser.emulation import BrowserView, Deadlines
from civiscope.browser.interception import Allow
from civiscope.browser.launch import Launched
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.page.console import ConsoleRecorder
from civiscope.collectors.page.cookies import describe_cookies
from civiscope.collectors.page.dom_facts import dom_of
from civiscope.collectors.page.examine import Examination, attempt
from civiscope.collectors.page.examined import NO_SCRIPTS, ExaminedPage
from civiscope.collectors.page.fetched import read_fetched
from civiscope.collectors.page.html import read_body
from civiscope.collectors.page.memos import Memos
from civiscope.collectors.page.network import NetworkRecorder
from civiscope.collectors.page.quiet import wait_until_quiet
from civiscope.collectors.page.rest import Rest, bring_to_rest, restore_clock
from civiscope.collectors.page.scripts import DEFERS
from civiscope.collectors.page.statement import with_statement
from civiscope.collectors.page.world_script import rules_script
from civiscope.model import Dom, Evidence, Missing, RawHtml, Request, Visit
from civiscope.model.page_script import PageScript
from civiscope.model.reasons import as_reason
from civiscope.web.urls import redact_url
from civiscope.web.xml_root import is_xml, root_namespace

T = TypeVar("T")
_MAX_MOVES = 3
"""How often we start again because the page went elsewhere while we looked."""
_DATA = 1.5
"""Seconds to wait for what a page's scripts have asked its own site for, at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to gather on each page."""

    scripts: tuple[PageScript, ...] = ()
    screenshot: bool = False
    cookies: tuple[Json, ...] = ()
    """Cookies to begin with, as the browser takes them (a session of a site behind a login)."""
    local_storage: tuple[tuple[str, str, str], ...] = ()
    """Origin, key and value of local storage to begin with."""


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What a visit brought back."""

    visit: Visit
    evidence: Evidence
    screenshot: bytes = b""
    links: tuple[str, ...] = ()
    """Links of the rendered page and of the HTML as sent, whole; evidence keeps them redacted."""
    text: str = ""
    """Text of the main content; to recognise walls, not to keep."""
    secrets: tuple[str, ...] = ()
    """Keys that the page shows; to keep them out of evidence."""
    namespace: str | None = None
    """Namespace of the root element as served; None when the document is not readable XML."""


class Visitor:
    """A tab with its recorders: visits pages one after the other, each as a first visit."""

    examination = Examination

    def __init__(
        self,
        browser: Launched,
        world: str,
        deadlines: Deadlines,
        view: BrowserView,
        allow: Allow,
        memos: Memos,
        plan: Plan,
    ) -> None:
        self._network = NetworkRecorder(memos.sizes)
        self._console = ConsoleRecorder()
        self._scripts = memos.scripts
        self._sheets = memos.sheets
        self._plan = plan
        self._used = False
        self._empty = False  # whether the page was left, and none was shown since
        self.tab = Tab(
            browser,
            (world, *_own_scripts(plan)),
            deadlines,
            view,
            allow,
            (self._network.watch, self._console.watch),
        )
        self.tab.note_what_is_due()

    async def open(self, context: str = "") -> None:
        """Make the tab ready, in a browser *context* of its own where none is given."""
        await self.tab.open(context)
        self._used = bool(context)
        self._network.main_frame = self.tab.main_frame

    async def visit(self, url: str, *, may_leave: bool) -> VisitResult:
        """Visit *url*; raises TabLost when the tab has to be replaced afterwards."""
        tab = self.tab
        tab.may_leave(may_leave)
        seen = await self._look(await self._show(url))
        if seen.visit.reason == "left" and tab.page_load.refreshed:
            # Its `meta` element leads nowhere. The document itself came, and can be looked at.
            held = await self._look(await self._show(url, stay=True))
            if held.visit.state == "complete":
                detail = f"{seen.visit.detail} The document it sent first was looked at."
                return replace(held, visit=replace(held.visit, reason="left", detail=detail))
        return seen

    async def _look(self, visit: Visit) -> VisitResult:
        tab = self.tab
        if visit.state == "failed":
            return self._failed_result(visit)
        for _ in range(_MAX_MOVES):
            commits = tab.commits
            try:
                seen = await self._gather(visit)
            except PageLeft:
                # The page sent the browser on while we looked: look at where it went.
                await tab.next_document(commits)
            else:
                nothing = self._nothing(seen)
                return seen if nothing is None else self._failed_result(nothing)
        detail = "The page kept going elsewhere while it was looked at."
        return self._failed_result(
            replace(visit, state="failed", reason="navigation-loop", detail=detail)
        )

    async def show(self, url: str) -> Visit:
        """Load *url* as on a first visit, wait until it is settled, and gather nothing.

        The page before has been left (`leave`). Raises TabLost, or PageLeft when the page goes
        elsewhere meanwhile.
        """
        visit = await self._show(url, cleared=True)
        if visit.state != "failed" and not _is_sandboxed(self._network.documents()):
            await self._settle()
        return visit

    @property
    def runs_scripts(self) -> bool:
        """Whether the page that is shown lets scripts run; else no timer of ours goes off."""
        return not _is_sandboxed(self._network.documents())

    async def leave(self) -> None:
        """Leave the page, and end what it left running in workers. Raises TabLost."""
        if not self._used:
            return
        if not self._empty:
            await self.tab.leave()
            self._empty = True
        # What a page sent as it was left may have been answered, with a cookie, since it was.
        await self.tab.clear()

    async def _show(self, url: str, *, stay: bool = False, cleared: bool = False) -> Visit:
        if self._used:
            if self.tab.guarded:
                await self.leave()
                await self.tab.guard(on=False)
            await restore_clock(self.tab)
            if not (cleared and self._empty):
                await self.tab.clear()
        if self._plan.cookies:
            await self.tab.set_cookies(list(self._plan.cookies))
        self._used, self._empty = True, False
        self._network.begin()
        self._console.begin()
        return await self.tab.load(url, self._too_large, self._network.broken, stay=stay)

    async def _settle(self) -> None:
        """Wait until the page keeps still, and has what its scripts have asked its own site for."""
        await wait_until_quiet(self.tab)
        end = asyncio.get_running_loop().time() + _DATA
        while self._network.awaits_data() and asyncio.get_running_loop().time() < end:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(end):
                    await self._network.data_came()
            await wait_until_quiet(self.tab)

    def _nothing(self, seen: VisitResult) -> Visit | None:
        """Return how the visit ended when this is not a document, None when it is one."""
        dom = seen.evidence.dom
        if not isinstance(dom, Dom):
            return None
        if dom.root:
            return self.tab.astray(dom.url)
        if seen.visit.state == "partial":
            detail = f"Nothing of the document came. {seen.visit.detail}"
            return replace(seen.visit, state="failed", detail=detail)
        detail = "The page took its own document away."
        return replace(seen.visit, state="failed", reason="no-document", detail=detail)

    def lost(self, error: TabLost, attempts: int) -> VisitResult:
        """Return what is left of a visit whose tab was lost."""
        reason = error.reason if error.reason != "browser-gone" else "crashed"
        visit = Visit(
            "failed", as_reason(reason), error.detail, attempts=attempts, **self.tab.notes()
        )
        return self._failed_result(visit)

    def _too_large(self) -> bool:
        return self._network.main_bytes > 50_000_000

    def _failed_result(self, visit: Visit) -> VisitResult:
        self._network.freeze()
        nothing = Missing("not-gathered", visit.detail or "The page was not seen.")
        evidence = Evidence.nothing(
            nothing,
            requests=self._network.requests(),
            console=self._console.messages(),
            script_results=self._without_results(nothing),
        )
        return VisitResult(visit, evidence)

    async def _gather(self, visit: Visit) -> VisitResult:
        tab = self.tab
        scripts = not _is_sandboxed(self._network.documents())
        if scripts:
            await self._settle()
        sheets = json.dumps(self._sheets.known())
        read = json.loads(await tab.evaluate(f"civiscope.dom({sheets})"))
        self._sheets.remember(read["sheets"])
        text: str = read["text"]
        links = [link["url"] for link in read["facts"]["links"]]
        read["facts"]["speculation"] += tab.speculation
        body = await self._body()
        dom = await with_statement(tab, dom_of(read), body)
        requests = self._network.requests()
        data = await attempt("fetched data", read_fetched(tab, self._network.data(), dom.url))
        jar = await tab.cookies()
        # From here on we ask the page questions; what it fetches now is our doing.
        self._network.freeze()
        console = self._console.messages()
        # Beside the questions, whose answers take their time.
        reading = asyncio.create_task(asyncio.to_thread(read_body, body, dom.url, text, links))
        try:
            looked = await self._examine(visit, scripts=scripts, framed=bool(dom.frames))
        except BaseException:
            reading.cancel()
            raise
        if looked.late is None and self._defers(body):
            requests += await self._collect_deferred()
        raw_html = await reading
        if isinstance(raw_html, RawHtml):
            links += raw_html.links
            raw_html = replace(raw_html, links=tuple(map(redact_url, raw_html.links)))
        evidence = Evidence(
            requests=requests,
            cookies=describe_cookies(jar, requests, dom.url),
            console=console,
            dom=dom,
            raw_html=raw_html,
            data=data,
            **looked.evidence(self._without_results),
        )
        visit = replace(looked.visit, **tab.notes())
        if dom.truncated or self._network.truncated:
            visit = _partial(visit, "The page is too large to keep all of; lists were cut.")
        secrets = tuple(self._scripts.secrets)
        if isinstance(body, str) and isinstance(raw_html, RawHtml) and raw_html.leaks:
            from civiscope.detectors import secret_values

            secrets += secret_values(body)
        return VisitResult(
            visit,
            evidence,
            base64.b64decode(looked.shot) if isinstance(looked.shot, str) else b"",
            links=tuple(dict.fromkeys(links)),
            text=text,
            secrets=secrets,
            namespace=_namespace(requests, body),
        )

    async def _examine(self, visit: Visit, *, scripts: bool, framed: bool) -> ExaminedPage:
        """Ask the page, at rest, everything that rules want to know; *visit* is how it loaded."""
        tab = self.tab
        has_frames = framed or _has_frames(self._network.documents())
        rest = Rest(await tab.frame_urls() if has_frames and not scripts else {})
        names = [script.rule for script in self._plan.scripts]
        exam = self.examination(tab, names, self._network.stylesheets(), rest)
        found = ExaminedPage(visit, exam, late=None if scripts else NO_SCRIPTS)
        try:
            if scripts:
                exam.rest = await self._rest(has_frames=has_frames)
                found.code = await attempt(
                    "scripts", self._scripts.read(tab, self._network.scripts())
                )
                await exam.run()
            found.shot = await self._screenshot()
            await self._forget(exam.rest.frames)
        except TabLost as error:
            if error.reason != "hung":
                raise
            # What came before stays. The tab is replaced, as after every visit in part.
            found.late = Missing("not-gathered", error.detail)
            found.visit = replace(visit, state="partial", reason="hung", detail=error.detail)
        return found

    def _defers(self, body: str | Missing) -> bool:
        """Say whether scripts of the page may have put requests off until it is left."""
        inline = isinstance(body, str) and DEFERS in body
        return inline or self._scripts.defer(self._network.scripts())

    async def _collect_deferred(self) -> tuple[Request, ...]:
        """Leave the page, and return what it sends only then (`fetchLater`)."""
        before = self._network.await_deferred()
        try:
            await self.tab.leave()
        except (CdpError, TabLost):
            return ()
        return self._network.requests()[before:]

    async def _rest(self, *, has_frames: bool) -> Rest:
        try:
            return await bring_to_rest(self.tab, has_frames=has_frames)
        except CdpError:
            return Rest(await self.tab.frame_urls() if has_frames else {})

    async def _body(self) -> str | Missing:
        request = self._network.main_request
        if request is None:
            return Missing("not-gathered", "The page's own request was not seen.")
        try:
            return await self.tab.body(request)
        except CdpError as error:
            return Missing("failed", f"The HTML as sent could not be read ({error}).")

    def _without_results(self, why: Missing) -> dict[str, Any]:
        return {script.rule: why for script in self._plan.scripts}

    async def _screenshot(self) -> str | Missing:
        if not self._plan.screenshot:
            return Missing("not-gathered", "No rule asked for a screenshot.")
        return await attempt("screenshot", self.tab.screenshot())

    async def _forget(self, frames: dict[str, str]) -> None:
        for frame in [self.tab.main_frame, *frames]:
            if self.tab.has_world(frame):
                with contextlib.suppress(CdpError, PageLeft):
                    await self.tab.evaluate("civiscope.forget()", frame=frame)


def _is_sandboxed(requests: Sequence[Request]) -> bool:
    """Say whether a header of the page forbids scripts: no promise comes true then."""
    main = [r.response for r in requests if r.main and r.response is not None]
    policies = main[-1].headers.all("content-security-policy") if main else ()
    directives = [d.split() for policy in policies for d in policy.lower().split(";") if d.strip()]
    return any(d[0] == "sandbox" and "allow-scripts" not in d[1:] for d in directives)


def _namespace(requests: Sequence[Request], body: str | Missing) -> str | None:
    # A style sheet of XML data leaves a document that calls itself HTML.
    main = [r.response for r in requests if r.main and r.response is not None]
    if isinstance(body, Missing) or not main or not is_xml(main[-1].media_type):
        return None
    return root_namespace(body)


def _has_frames(requests: Sequence[Request]) -> bool:
    return any(r.type == "document" and not r.main for r in requests)


def _partial(visit: Visit, detail: str) -> Visit:
    return replace(
        visit, state="partial", reason=visit.reason or "too-large", detail=visit.detail or detail
    )


def _own_scripts(plan: Plan) -> Iterator[str]:
    """Yield what this scan adds to our world; apart, so that one broken script breaks no other."""
    if plan.local_storage:
        items = json.dumps(plan.local_storage)
        # The isolated world shares the page's storage and runs before its first script.
        yield (
            f"for (const [origin, key, value] of {items})"
            " if (location.origin === origin) try { localStorage.setItem(key, value) } catch {}"
        )
    if plan.scripts:
        yield rules_script(plan.scripts)
