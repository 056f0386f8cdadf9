"""Run probes on a page: each on the page as it stands after loading, none longer than it may."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from civiscope.browser.cdp import CdpError, CdpTimeout
from civiscope.browser.tab import Tab, TabLost
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction import NotShown, Probe, Probing
from civiscope.collectors.interaction.appeared import NAME as APPEARED
from civiscope.collectors.interaction.appeared import AppearedLinks
from civiscope.collectors.interaction.motion.probe import SLIDES_S
from civiscope.collectors.interaction.script import put_in
from civiscope.collectors.page.cover import uncover
from civiscope.collectors.page.examine import attempt
from civiscope.collectors.page.quiet import wait_until_quiet
from civiscope.collectors.page.rest import bring_to_rest, restore_clock
from civiscope.collectors.page.visit import Visitor
from civiscope.model import Missing, Page

ProbeAnswers = dict[str, dict[str, Any] | Missing]
Lend = Callable[[], contextlib.AbstractAsyncContextManager[Visitor]]
"""Lends a healthy tab; one that a TabLost comes out of is replaced."""
_MAX_TABS = 3
"""Tabs a page may use up before the probes that are left are not tried any more."""
_MAX_ANSWER = 4_000_000
"""Characters of JSON a probe may bring back."""
_LATE = {"quiet": 0.1, "limit": 0.6}
"""Seconds for what answers late to a window or a key, before the page is compared."""
Stand = Literal["changed", "fresh", "used"]
"""How the page in the tab stands: as it came, or as it came but with keys pressed in it."""


@dataclass(slots=True)
class _Subject:
    """The page that is acted on, and the links that this makes appear."""

    page: Page
    links: AppearedLinks
    still: bool | None = None
    """Whether nothing comes of it by itself; None until that was asked."""
    rests: bool = False
    """Whether it is still and was brought to rest last by doing nothing: as if it had not been."""


async def probe_page(lend: Lend, page: Page, probes: Sequence[Probe]) -> ProbeAnswers:
    """Return what each of *probes* saw on *page*; never raises for what the page does.

    A probe that is held up by the page costs its own evidence only: the next begins in a new tab.
    """
    results: ProbeAnswers = {}
    left = list(probes)
    detail = ""
    subject = _Subject(page, AppearedLinks())
    for _ in range(_MAX_TABS):
        try:
            async with lend() as visitor, _guard(visitor, subject):
                stand = await _in_one_tab(visitor, subject, left, results)
                await _open_menus(visitor, subject, stand)
        except (TabLost, CdpError) as lost:
            detail = str(lost)
        else:
            break
    for probe in left:
        results[probe.name] = Missing("not-gathered", f"Earlier checks ended the tab: {detail}")
    results[APPEARED] = subject.links.evidence()
    return results


async def _in_one_tab(
    visitor: Visitor, subject: _Subject, left: list[Probe], results: ProbeAnswers
) -> Stand:
    """Run the probes that are *left* until none is, or the tab is lost; return how the page stands
    for what does not look at it at rest."""
    stand: Stand = "changed"
    rested = False
    while left:
        probe = left.pop(0)
        serves = stand == "fresh" or (stand == "used" and probe.takes_used)
        serves = serves and (probe.at_rest == rested or (rested and subject.rests))
        try:
            # Time for the page to load, twice, and then for the probe itself.
            load = 2 * visitor.tab.deadlines.load
            async with visitor.tab.turn.limit(load + probe.seconds):
                if not serves:
                    await _load(visitor, subject, at_rest=probe.at_rest)
                    rested, stand = probe.at_rest, "fresh"
                elif rested and not probe.at_rest:
                    await restore_clock(visitor.tab)
                    rested = False
                before, stand = stand, "changed"
                results[probe.name], stand = await _run(probe, visitor, subject, before)
        except TabLost as lost:
            results[probe.name] = Missing("not-gathered", lost.detail)
            raise
        except TimeoutError as error:
            detail = f"The check took longer than {probe.seconds:g} seconds on this page."
            results[probe.name] = Missing("not-gathered", detail)
            raise TabLost("hung", detail) from error
        except PageLeft:
            detail = "The page went elsewhere while it was looked at."
            results[probe.name] = Missing("not-gathered", detail)
        except NotShown as error:
            results[probe.name] = Missing("not-gathered", str(error))
        except CdpTimeout as error:
            detail = "The page did not answer: something keeps it busy."
            results[probe.name] = Missing("not-gathered", detail)
            raise TabLost("hung", detail) from error
        except (CdpError, ValueError) as error:
            results[probe.name] = Missing("failed", f"{probe.name} broke on this page: {error}")
            if visitor.tab.session.closed:
                raise TabLost("crashed", "The page ended the tab.") from error
    return "changed" if rested else stand


async def _open_menus(visitor: Visitor, subject: _Subject, stand: Stand) -> None:
    """Open the menus of the page for the links in them; a page that does not let us costs those."""
    with contextlib.suppress(NotShown, PageLeft):
        if stand == "changed":
            await _load(visitor, subject)
        if visitor.runs_scripts:
            await subject.links.open_menus(visitor.tab)


async def _load(
    visitor: Visitor, subject: _Subject, other: str = "", *, at_rest: bool = False
) -> None:
    """Show the page, or the *other* one of its site, and guard it."""
    tab, page = visitor.tab, subject.page
    await subject.links.collect(tab)
    await visitor.leave()
    await tab.guard(on=False)
    tab.may_leave(page.target and not other)
    tab.ordinary_view()
    # A page may send the browser on by itself once it is there; then it is looked at where it ends.
    for _ in range(3):
        commits = tab.commits
        try:
            visit = await visitor.show(other or page.url)
            if visit.state != "failed" and visitor.runs_scripts:
                if subject.still is None and not other:
                    subject.still = await tab.stands_still(SLIDES_S)
                if at_rest:
                    subject.rests = await _bring_to_rest(tab) and bool(subject.still)
        except PageLeft:
            await tab.next_document(commits)
            continue
        if visit.state == "failed":
            raise NotShown(f"The page was not shown a second time: {visit.detail}")
        await tab.guard(on=True)
        await subject.links.watch(tab)
        return
    raise NotShown("The page kept going elsewhere when it was shown a second time.")


async def _bring_to_rest(tab: Tab) -> bool:
    """Bring to rest what moves, close what covers the page, and say whether nothing did."""
    with contextlib.suppress(CdpError):
        await bring_to_rest(tab, has_frames=True)
    covered = await attempt("cover", uncover(tab))
    if covered is not False:
        return False
    return await attempt("rest", tab.evaluate("civiscopeRest.isUntouched()")) is True


async def _run(
    probe: Probe, visitor: Visitor, subject: _Subject, stand: Stand
) -> tuple[dict[str, Any] | Missing, Stand]:
    """Return what the probe saw on the page, and how the page stands then."""

    async def reload() -> None:
        await _load(visitor, subject, at_rest=probe.at_rest)
        probing.spoilt = False

    async def show(url: str) -> None:
        probing.spoilt = True
        await _load(visitor, subject, url)

    tab = visitor.tab
    still = bool(subject.still)
    probing = Probing(tab, subject.page, reload, time.monotonic(), show=show, still=still)
    async with tab.turn.limit(probe.seconds):
        before = await _stands(tab) if probe.restores else ""
        result = dict(await probe.run(probing))
    after = await _compared(tab, before) if probe.restores and not probing.spoilt else "changed"
    if probe.tidy and not probing.spoilt:
        after = stand
    elif after == "fresh":
        after = "used" if probe.presses else stand
    if len(json.dumps(result)) > _MAX_ANSWER:
        return Missing("failed", f"{probe.name} brought back more than evidence can hold."), after
    return result, after


async def _stands(tab: Tab) -> str:
    """Return in a few letters how the page stands; empty when it cannot be compared."""
    await put_in(tab, "standing.js")
    stands = await tab.evaluate("civiscopeStanding()")
    return f"{stands} {tab.commits} {len(tab.attempts)}" if stands else ""


async def _compared(tab: Tab, before: str) -> Stand:
    """Say whether the page stands as *before* still, when what answers late has answered."""
    if not before:
        return "changed"
    await wait_until_quiet(tab, **_LATE)
    return "fresh" if await _stands(tab) == before else "changed"


@contextlib.asynccontextmanager
async def _guard(visitor: Visitor, subject: _Subject) -> AsyncGenerator[None, None]:
    """Have the tab ready to hold its page back, and leave the last page while it is held."""
    tab = visitor.tab
    await tab.open_gate()
    yield
    # Not after an error: such a tab is thrown away, with its page still held back.
    await subject.links.collect(tab)
    await visitor.leave()
    await tab.guard(on=False)
    await tab.remove_gate()
    tab.ordinary_view()
