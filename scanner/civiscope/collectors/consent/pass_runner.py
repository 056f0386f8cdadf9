"""Make one of the visits: load, wait, list what happened, choose, and look what changed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.banner import VisibleBanner
from civiscope.collectors.consent.device import read_device
from civiscope.collectors.consent.finding import find_banner, look_steadily, scroll
from civiscope.collectors.consent.making import Making, NothingSeen
from civiscope.collectors.consent.pictures import find_pictures
from civiscope.collectors.consent.press import press
from civiscope.collectors.consent.values import Key
from civiscope.model.network import NO_HEADERS, Request
from civiscope.model.privacy import ConsentBanner, KeptItem, PrivacyPass
from civiscope.web.urls import redact_url, same_site

_MAX_OPTIONS = 30
Answer = Literal["accept", "reject"]
_LINKS = """[...document.querySelectorAll('a[href*="?"]')].map((link) => String(link.href))
  .filter((url) => /^https?:/.test(url) && new URL(url).hostname !== location.hostname)
  .slice(0, 500).map((url) => url.slice(0, 2000))"""


# What decorates links often does so in the moment in which they are pressed.
_PRESSED = f"""(() => {{
  const links = [...document.querySelectorAll('a[href^="http"]')];
  for (const link of links.filter((one) => one.hostname !== location.hostname).slice(0, 200)) {{
    for (const type of ["pointerdown", "mousedown"]) {{
      const options = {{ bubbles: true, composed: true, cancelable: true }};
      link.dispatchEvent(new MouseEvent(type, options));
    }}
  }}
  return {_LINKS};
}})()"""


async def arrive(making: Making, tab: Tab, url: str, *, may_leave: bool) -> PrivacyPass:
    """Load *url*, and return what happened before any choice. Raises NothingSeen, TabLost."""
    tab.may_leave(may_leave)
    making.network.main_frame = tab.main_frame
    making.network.begin()
    making.values.page = url
    await show(making, tab, url)
    if not await making.quiet():
        making.problems.append(
            f"The page still talked to the network after {making.pace.most:g} seconds."
        )
    requests = lean(making.network.requests())
    with contextlib.suppress(PageLeft, CdpError):
        making.values.links = await tab.evaluate(_LINKS, timeout=5)
    kept = await _collect_kept(making, tab, making.values.before)
    return PrivacyPass(making.mode, requests=requests, kept=kept)


async def list_again(making: Making, tab: Tab, done: PrivacyPass) -> PrivacyPass:
    """Return *done* with what was requested and kept while a banner was waited for."""
    making.instrument.note_shown(await find_pictures(tab))
    kept = await _collect_kept(making, tab, making.values.before)
    return replace(done, requests=lean(making.network.requests()), kept=kept)


async def press_links(making: Making, tab: Tab) -> None:
    """Begin to press the links that lead to other sites, and note what this adds to them.

    Nothing is followed, and nobody is told of it. Comes last.
    """
    making.instrument.note_shown(await find_pictures(tab))
    await tab.guard(on=True)
    with contextlib.suppress(PageLeft, CdpError):
        pressed: list[str] = await tab.evaluate(_PRESSED, timeout=5)
        making.values.links = list(dict.fromkeys([*making.values.links, *pressed]))


async def show(making: Making, tab: Tab, url: str) -> None:
    """Load *url* in *tab*; raises NothingSeen when it is not shown."""
    visit = await tab.load(url, lambda: making.network.main_bytes > 50_000_000, _never)
    making.note_load()
    if visit.state == "failed":
        raise NothingSeen(visit.detail or "The page was not shown.")
    if visit.state == "partial":
        making.problems.append(visit.detail)


async def show_again(making: Making, tab: Tab, url: str) -> bool:
    """Load *url* anew, from under what settings have opened over it; say whether it is there."""
    try:
        await show(making, tab, url)
        await making.quiet()
    except NothingSeen as error:
        making.problems.append(f"After its settings were looked at, the page was not seen: {error}")
        return False
    return True


async def read_layers(making: Making, tab: Tab, shown: VisibleBanner) -> ConsentBanner:
    """Return the banner with its second layer, when a button for settings opens one."""
    index = shown.index_of("settings")
    if index is None:
        return shown.banner
    before = await look_steadily(making, tab, 1)
    if not await _press(making, tab, shown, index):
        return shown.banner
    second = await _next_layer(making, tab, shown)
    if second is None or before.shown is None:
        return shown.banner
    return with_layer(shown.banner, second.banner)


def with_layer(first: ConsentBanner, second: ConsentBanner) -> ConsentBanner:
    """Return *first* with what its second layer offers."""
    known = {(choice.text, choice.selector) for choice in first.choices}
    ticked = {(box.text, box.selector) for box in first.ticked}
    return replace(
        first,
        choices=(*first.choices, *(c for c in second.choices if (c.text, c.selector) not in known)),
        ticked=(*first.ticked, *(t for t in second.ticked if (t.text, t.selector) not in ticked)),
        options=(*first.options, *second.options),
        layers=2,
    )


async def choose(
    making: Making, tab: Tab, shown: VisibleBanner
) -> tuple[ConsentBanner, tuple[str, ...]]:
    """Say yes or no, as the mode has it, and return the banner and what was pressed.

    What was pressed is empty when there is no way to make the choice.
    """
    says: Answer = "accept" if making.mode == "accept" else "reject"
    pressed = await _answer(making, tab, shown, says, layer=1)
    if pressed is not None:
        return shown.banner, pressed
    opener = shown.index_of("settings")
    if says == "accept" or opener is None or not await _press(making, tab, shown, opener):
        return shown.banner, ()
    second = await _next_layer(making, tab, shown)
    if second is None:
        return shown.banner, ()
    banner = with_layer(shown.banner, second.banner)
    pressed = await _answer(making, tab, second, says, layer=2)
    return banner, (_text(shown, opener), *pressed) if pressed else ()


async def _answer(
    making: Making, tab: Tab, shown: VisibleBanner, says: Answer, *, layer: int
) -> tuple[str, ...] | None:
    """Give an answer on one layer: by name, or by saving boxes and radio buttons that say so.

    Returns what was pressed, nothing when that failed, and None when the layer has no such answer.
    """
    index = shown.index_of(says)
    if index is not None:
        return (_text(shown, index),) if await _press(making, tab, shown, index) else ()
    index = shown.saving()
    changes = shown.banner.changes(layer, says)
    if index is None and layer > 1 and says == "reject":
        # Settings without boxes that were understood: kept as they stand, they refuse.
        index, changes = shown.find_plain_save(), ()
    if index is None or changes is None:
        return None
    pressed: list[str] = []
    for option in changes[:_MAX_OPTIONS]:
        if await press(tab, shown, shown.banner.options.index(option), option=True):
            pressed.append(option.text)
    if not await _press(making, tab, shown, index):
        return ()
    return (*pressed, _text(shown, index))


async def finish(making: Making, tab: Tab, done: PrivacyPass, next_url: str) -> PrivacyPass:
    """Look whether the choice closed the banner, and visit *next_url* to see whether it is kept."""
    where = await _where(tab)
    if where and not same_site(where, done.requests[0].url if done.requests else where):
        making.problems.append(f"The choice led away from the site, to {redact_url(where)[:200]}.")
    done = replace(done, closed=await _closes(making, tab))
    made = len(done.requests)
    try:
        done = await _go_on(making, tab, done, next_url)
    except NothingSeen as error:
        making.problems.append(f"The next page was not seen: {error}")
    requests = lean(making.network.requests()[made:])
    return replace(
        done,
        requests_after=requests,
        kept_after=await _collect_kept(making, tab, making.values.after),
    )


async def _closes(making: Making, tab: Tab) -> bool:
    """Say whether the banner goes; some fade out slowly.

    A message that the choice was kept, and can be hidden, asks nothing any more.
    """
    end = time.monotonic() + making.pace.closing
    while True:
        looked = await find_banner(making, tab, until=0)
        if looked.shown is None or not looked.shown.asks:
            return True
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(0.3)


async def _go_on(making: Making, tab: Tab, done: PrivacyPass, next_url: str) -> PrivacyPass:
    """Visit the next page, and return whether it asks again and what leads back to the choice."""
    await show(making, tab, next_url)
    await making.quiet()
    if making.scrolled is not None:
        await scroll(tab)
    # What came late, or after scrolling, is waited for as long on the next page.
    again = await find_banner(making, tab, until=max(making.pace.again, making.came + 1))
    main = [r.response for r in making.network.requests() if r.main and r.response]
    if main and main[-1].status >= 400:
        raise NothingSeen(f"the server answered with the status {main[-1].status}.")
    return replace(
        done,
        next_url=redact_url(next_url),
        asked_again=again.shown is not None and again.shown.asks,
        ways_back=again.leads_back,
    )


def lean(requests: Collection[Request]) -> tuple[Request, ...]:
    """Return *requests* without header fields, which no rule on privacy visits reads."""
    return tuple(
        replace(
            request,
            hops=tuple(replace(hop, headers=NO_HEADERS, tls=None) for hop in request.hops),
        )
        for request in requests
    )


async def _collect_kept(making: Making, tab: Tab, values: dict[Key, str]) -> tuple[KeptItem, ...]:
    try:
        kept, problem = await read_device(
            tab, making.network.requests(), making.instrument, making.ours, values
        )
    except (PageLeft, CdpError) as error:
        kept, problem = (), f"What is kept on the device could not be listed ({error})."
    if problem:
        making.problems.append(problem)
    return kept


async def _where(tab: Tab) -> str:
    with contextlib.suppress(PageLeft, CdpError):
        return str(await tab.evaluate("location.href", timeout=5))
    return ""


async def _next_layer(making: Making, tab: Tab, first: VisibleBanner) -> VisibleBanner | None:
    """Return the layer that follows *first*, None when nothing changed.

    What the first layer had alone, in another place or not yet gone, is not a layer that follows.
    """
    before = {choice.text for choice in first.banner.choices}
    end = time.monotonic() + making.pace.layer
    while True:
        shown = (await look_steadily(making, tab, 2)).shown
        if shown is not None:
            now = {choice.text for choice in shown.banner.choices}
            if now - before or len(shown.banner.options) > len(first.banner.options):
                return shown
        if time.monotonic() >= end:
            return None
        await asyncio.sleep(0.3)


async def _press(making: Making, tab: Tab, shown: VisibleBanner, index: int) -> bool:
    """Press a button and wait for what it brings, be it another document."""
    commits = tab.commits
    try:
        if not await press(tab, shown, index):
            making.problems.append(f"“{_text(shown, index)}” could not be pressed.")
            return False
    except PageLeft:
        await tab.next_document(commits)
    await making.quiet(after_choice=True)
    return True


def _text(shown: VisibleBanner, index: int) -> str:
    return shown.banner.choices[shown.buttons.index(index)].text


def _never(_: str) -> str:
    return ""
