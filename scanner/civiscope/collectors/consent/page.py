"""Visit a page for privacy: choosing nothing, rejecting, accepting, and asking for privacy."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab, TabLost, Watch
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.finding import find_banner, search_of
from civiscope.collectors.consent.instrument import Instrument
from civiscope.collectors.consent.making import ORDINARY, Making, NothingSeen, Pace
from civiscope.collectors.consent.pass_runner import (
    arrive,
    choose,
    finish,
    list_again,
    press_links,
    read_layers,
    show_again,
)
from civiscope.collectors.consent.search import search_address, search_for_canary
from civiscope.collectors.consent.typing import type_canaries
from civiscope.collectors.consent.values import Values, with_own
from civiscope.lists.parties import party_at
from civiscope.model import Dom, Missing, Page
from civiscope.model.network import Request
from civiscope.model.privacy import ConsentBanner, PrivacyMode, PrivacyPass, PrivacyVisit
from civiscope.web.actions import action_of_address
from civiscope.web.urls import canonical_url, host_of, is_web_url

T = TypeVar("T")
_TIMEOUT_S = 75.0
"""For one of the visits; then it is given up and the next begins."""
_FILES = (".pdf", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".ppt", ".pptx", ".mp4", ".jpg")
# The page about cookies is left out, too: many sites show no banner there.
_LEAVING = ("cookie", "logout", "signout", "log-out", "sign-out", "login", "signin")


class Lender(Protocol):
    """Lends fresh tabs (a Pool)."""

    def fresh(self, *watchers: Watch) -> AbstractAsyncContextManager[Tab]:
        """Lend a tab in which nothing was shown yet."""
        ...

    @property
    def admits_automation(self) -> bool:
        """Whether scripts are told that a program drives the browser."""
        ...

    @property
    def given_cookies(self) -> frozenset[tuple[str, str]]:
        """Name and domain of the cookies that each page is shown to begin with."""
        ...


async def visit_for_privacy(
    lender: Lender,
    page: Page,
    *,
    modes: Sequence[PrivacyMode] = ("reject", "accept", "gpc"),
    search: bool = True,
    too_late: Callable[[], bool] | None = None,
    pace: Pace = ORDINARY,
) -> PrivacyVisit | Missing:
    """Visit *page* without a choice and in each of *modes*, each in a browser with nothing on it.

    Never raises for what the page does. Where there is no banner, there is nothing to reject or
    accept. *search* says whether to try the page's search form.
    """
    values = [Values()]
    first, whole = await _with_nothing(lender, page, pace, values[0])
    if first.state == "failed":
        return Missing("not-gathered", first.detail)
    passes = [first]
    for mode in modes:
        if mode != "gpc" and first.banner is None:
            continue
        if too_late is not None and too_late():
            passes.append(PrivacyPass(mode, "failed", "The time allowed was up before this visit."))
            continue
        values.append(Values())
        passes.append(
            await _in_mode(lender, page, mode, pace, values[-1], banner=first.banner is not None)
        )
    visit = replace(whole, passes=with_own(passes, values))
    address, canary = search_address(page) if search else ("", None)
    if canary is None or (too_late is not None and too_late()):
        return visit
    terms = await _run_bounded(
        lender, "none", pace, lambda m, t: search_for_canary(m, t, address, canary)
    )
    if isinstance(terms, PrivacyPass):
        return replace(visit, searched=True, search_failed=terms.detail)
    return replace(visit, searched=True, search_terms=terms)


async def _with_nothing(
    lender: Lender, page: Page, pace: Pace, values: Values
) -> tuple[PrivacyPass, PrivacyVisit]:
    """Visit without a choice; also read the banner's layers and type, which come last."""

    async def work(making: Making, tab: Tab) -> tuple[PrivacyPass, PrivacyVisit]:
        done = await arrive(making, tab, page.url, may_leave=page.target)
        async with tab.turn.rest():
            looked = await find_banner(making, tab)
            _check_blank(page, looked.letters, looked.elements, making.problems)
            # At once: what comes while others are waited for would depend on how many there are.
            done = replace(await list_again(making, tab, done), search=search_of(making, looked))
        there = True
        if looked.shown is not None:
            # Opening the settings decides nothing; what is listed was listed before.
            commits = tab.commits
            banner = await read_layers(making, tab, looked.shown)
            done = replace(done, banner=replace(banner, platform=_platform(banner, done.requests)))
            if banner.layers > 1 or tab.commits != commits:
                there = await show_again(making, tab, page.url)
        fields, shown = await type_canaries(making, tab) if there else (0, 0)
        typed = making.sent()
        whole = PrivacyVisit((), fields=fields, fields_shown=shown, typed=typed)
        await press_links(making, tab)
        return _close_visit(making, done), whole

    result = await _run_bounded(lender, "none", pace, work, values)
    return (result, PrivacyVisit(())) if isinstance(result, PrivacyPass) else result


async def _in_mode(
    lender: Lender, page: Page, mode: PrivacyMode, pace: Pace, values: Values, *, banner: bool
) -> PrivacyPass:
    """Visit in *mode*; *banner* says whether the visit that chose nothing found one."""

    async def work(making: Making, tab: Tab) -> tuple[PrivacyPass, None]:
        done = await arrive(making, tab, page.url, may_leave=page.target)
        async with tab.turn.rest() if banner else nullcontext():
            looked = await find_banner(making, tab, until=None if banner else 0)
            if mode == "gpc":
                found = looked.shown.banner if looked.shown else None
                return _close_visit(making, replace(done, banner=found)), None
            done = await list_again(making, tab, done)
        if looked.shown is None:
            making.problems.append("The banner did not come in this visit.")
            return _close_visit(making, done), None
        answered, pressed = await choose(making, tab, looked.shown)
        done = replace(done, banner=answered, pressed=pressed, chosen=bool(pressed))
        if pressed:
            done = await finish(making, tab, done, next_page(page))
        return _close_visit(making, done), None

    result = await _run_bounded(lender, mode, pace, work, values)
    return result if isinstance(result, PrivacyPass) else result[0]


async def _run_bounded(
    lender: Lender,
    mode: PrivacyMode,
    pace: Pace,
    work: Callable[[Making, Tab], Awaitable[T]],
    values: Values | None = None,
) -> T | PrivacyPass:
    """Do *work* in a fresh tab; a failed visit says why it did not come to its end."""
    instrument = Instrument(
        asks_for_privacy=mode == "gpc", admits_automation=lender.admits_automation
    )
    making = Making(
        mode, instrument, values=values or Values(), ours=lender.given_cookies, pace=pace
    )
    try:
        async with lender.fresh(*making.watchers) as tab, tab.turn.limit(_TIMEOUT_S):
            tab.due_event = instrument.due_event
            return await work(making, tab)
    except NothingSeen as error:
        why = str(error)
    except TabLost as error:
        why = error.detail
    except TimeoutError:
        why = f"The visit took longer than {_TIMEOUT_S:g} seconds."
    except PageLeft:
        why = "The page went elsewhere while it was looked at."
    except (CdpError, ValueError) as error:
        why = f"The browser could not go on with this page ({error})."[:300]
    except Exception as error:  # the words of one page never end a scan
        why = f"This page was not understood ({type(error).__name__}); please report it."
    return PrivacyPass(mode, "failed", why)


def _close_visit(making: Making, done: PrivacyPass) -> PrivacyPass:
    """Return the visit with how completely it was watched, and what went wrong."""
    problems = list(dict.fromkeys(making.problems))
    after = done.kept_after
    if done.chosen:
        after = making.values.with_choice(after, done.kept)
    return replace(
        done,
        state="partial" if problems else "complete",
        detail=" ".join(problems)[:1000],
        instruments=making.instrument.completeness(),
        calls=making.instrument.calls(),
        requests=making.with_makers(done.requests),
        requests_after=making.with_makers(done.requests_after),
        kept=making.values.told(done.kept),
        kept_after=making.values.told(after),
        decorated=making.values.decorated(done.kept),
        referred=tuple(sorted(making.values.referred)),
    )


def _platform(banner: ConsentBanner, requests: Sequence[Request]) -> str:
    """Return the banner's platform; where the page does not show it, the one that it loads."""
    parties = (party_at(request.host) for request in requests)
    loaded = (party.name for party in parties if party and party.purpose == "consent")
    return banner.platform or next(loaded, "")


def _check_blank(page: Page, letters: int, elements: int, problems: Sequence[str]) -> None:
    """Raise NothingSeen when the page shows nothing, though it did in the ordinary visit.

    *problems* of loading it explain that better than that it hides.
    """
    dom = page.evidence.dom
    had = dom.main_words if isinstance(dom, Dom) else 0
    if letters == 0 and (had > 0 or elements < 10):
        raise NothingSeen(
            f"The page was blank when it was visited for privacy. {problems[0]}"
            if problems
            else "The page stayed blank when it was visited for privacy; it may hide from scanners."
        )


def next_page(page: Page) -> str:
    """Return another page of the site that *page* links to; the page itself when there is none."""
    dom = page.evidence.dom
    own = canonical_url(page.final_url)
    for link in dom.links if isinstance(dom, Dom) else ():
        parts = urlsplit(link.url)
        path = parts.path.lower()
        if (
            is_web_url(link.url)
            and host_of(link.url) == page.host
            and canonical_url(link.url) != own
            and not parts.query
            and not path.endswith(_FILES)
            and not any(word in path for word in _LEAVING)
            and action_of_address(link.url) is None
        ):
            return link.url.partition("#")[0]
    return page.url
