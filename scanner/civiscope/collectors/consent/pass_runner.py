"""Make one of the visits: load, wait, list what happened, choose, and look what changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab, Watch
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.activity import Activity
from civiscope.collectors.consent.banner import Looked, Shown, look_for_banner
from civiscope.collectors.consent.bodies import Bodies
from civiscope.collectors.consent.device import kept_on_device
from civiscope.collectors.consent.instrument import Instrument
from civiscope.collectors.consent.outgoing import Outgoing
from civiscope.collectors.consent.press import press
from civiscope.collectors.consent.values import Key, Values
from civiscope.collectors.page.network import NetworkRecorder, SizeMemo
from civiscope.model.network import NO_HEADERS, Request
from civiscope.model.privacy import ConsentBanner, KeptItem, PrivacyMode, PrivacyPass
from civiscope.web.urls import redact_url, same_site


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait for what a page does by itself, in seconds."""

    load: float = 1.0
    """After a page has loaded, at least; then until the network is quiet."""
    choice: float = 0.6
    """After a choice, at least."""
    most: float = 4.0
    """For the network to be quiet, at most."""
    banner: float = 2.5
    """For a banner to come, after the network is quiet."""


ORDINARY = Pace()
_MAX_BOXES = 12
_MOVES = 3
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


class NothingSeen(Exception):
    """The page showed nothing in this visit. The message says what happened, as a sentence."""


@dataclass(slots=True)
class Making:
    """A visit under way: the tab, and all that watches it."""

    mode: PrivacyMode
    instrument: Instrument
    network: NetworkRecorder = field(default_factory=lambda: NetworkRecorder(SizeMemo()))
    activity: Activity = field(default_factory=Activity)
    outgoing: Outgoing = field(default_factory=Outgoing)
    values: Values = field(default_factory=Values)
    ours: Collection[tuple[str, str]] = ()
    pace: Pace = ORDINARY
    problems: list[str] = field(default_factory=list[str])
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        """Have bodies told to those who look at them."""
        self.bodies = Bodies(self.outgoing.body, self.values.body)

    @classmethod
    def of(
        cls,
        mode: PrivacyMode,
        ours: Collection[tuple[str, str]],
        pace: Pace,
        values: Values | None = None,
    ) -> Making:
        """Return what a visit in *mode* needs; the values it leaves go into *values*."""
        instrument = Instrument(asks_for_privacy=mode == "gpc")
        return cls(mode, instrument, values=values or Values(), ours=ours, pace=pace)

    async def quiet(self, *, after_choice: bool = False) -> bool:
        """Wait for the network to be quiet; say whether it became so."""
        least = self.pace.choice if after_choice else self.pace.load
        became = await self.activity.quiet(least=least, most=self.pace.most)
        await self.bodies.settled()
        return became

    @property
    def watchers(self) -> tuple[Watch, ...]:
        """What the tab is to be opened with."""
        return (
            self.instrument.watch,
            self.network.watch,
            self.activity.watch,
            self.outgoing.watch,
            self.values.watch,
            self.bodies.watch,
        )


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
    kept = await _kept(making, tab, making.values.before)
    return PrivacyPass(making.mode, requests=requests, kept=kept)


async def press_links(making: Making, tab: Tab) -> None:
    """Begin to press the links that lead to other sites, and note what this adds to them.

    Nothing is followed, and nobody is told of it. Comes last.
    """
    await tab.guard(on=True)
    with contextlib.suppress(PageLeft, CdpError):
        pressed: list[str] = await tab.evaluate(_PRESSED, timeout=5)
        making.values.links = list(dict.fromkeys([*making.values.links, *pressed]))


async def show(making: Making, tab: Tab, url: str) -> None:
    """Load *url* in *tab*; raises NothingSeen when it is not shown."""
    visit = await tab.load(url, lambda: making.network.main_bytes > 50_000_000, _never)
    if visit.state == "failed":
        raise NothingSeen(visit.detail or "The page was not shown.")
    if visit.state == "partial":
        making.problems.append(visit.detail)


async def find_banner(tab: Tab, seconds: float, layer: int = 1) -> Looked:
    """Look for a banner until there is one or *seconds* are over."""
    looked = await _steady(tab, layer)
    end = asyncio.get_running_loop().time() + seconds
    while looked.shown is None and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.4)
        looked = await _steady(tab, layer)
    return looked


async def read_layers(making: Making, tab: Tab, shown: Shown) -> ConsentBanner:
    """Return the banner with its second layer, when a button for settings opens one."""
    index = shown.index_of("settings")
    if index is None:
        return shown.banner
    before = await _steady(tab, 1)
    if not await _pressed(making, tab, shown, index):
        return shown.banner
    second = await _next_layer(tab, shown)
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
        layers=2,
    )


async def choose(making: Making, tab: Tab, shown: Shown) -> tuple[ConsentBanner, tuple[str, ...]]:
    """Say yes or no, as the mode has it, and return the banner and what was pressed.

    What was pressed is empty when there is no way to make the choice.
    """
    label = "accept" if making.mode == "accept" else "reject"
    index = shown.index_of(label)
    if index is not None:
        done = await _pressed(making, tab, shown, index)
        return shown.banner, (_text(shown, index),) if done else ()
    opener = shown.index_of("settings")
    if label == "accept" or opener is None or not await _pressed(making, tab, shown, opener):
        return shown.banner, ()
    second = await _next_layer(tab, shown)
    if second is None:
        return shown.banner, ()
    banner = with_layer(shown.banner, second.banner)
    index = second.index_of("reject")
    pressed = [_text(shown, opener)]
    if index is None:
        index = second.saving()
        if index is None:
            return banner, ()
        for number, box in enumerate(second.banner.ticked[:_MAX_BOXES]):
            if not box.needed and await press(tab, second, number, ticked=True):
                pressed.append(box.text)
    if not await _pressed(making, tab, second, index):
        return banner, ()
    return banner, (*pressed, _text(second, index))


async def finish(making: Making, tab: Tab, done: PrivacyPass, next_url: str) -> PrivacyPass:
    """Look whether the choice closed the banner, and visit *next_url* to see whether it is kept."""
    where = await _where(tab)
    if where and not same_site(where, done.requests[0].url if done.requests else where):
        making.problems.append(f"The choice led away from the site, to {redact_url(where)[:200]}.")
    looked = await find_banner(tab, 0)
    done = replace(done, closed=looked.shown is None)
    made = len(done.requests)
    try:
        done = await _go_on(making, tab, done, next_url)
    except NothingSeen as error:
        making.problems.append(f"The next page was not seen: {error}")
    requests = lean(making.network.requests()[made:])
    return replace(
        done, requests_after=requests, kept_after=await _kept(making, tab, making.values.after)
    )


async def _go_on(making: Making, tab: Tab, done: PrivacyPass, next_url: str) -> PrivacyPass:
    """Visit the next page, and return whether it asks again and what leads back to the choice."""
    await show(making, tab, next_url)
    await making.quiet()
    again = await find_banner(tab, making.pace.banner / 2)
    main = [r.response for r in making.network.requests() if r.main and r.response]
    if main and main[-1].status >= 400:
        raise NothingSeen(f"the server answered with the status {main[-1].status}.")
    return replace(
        done,
        next_url=redact_url(next_url),
        asked_again=again.shown is not None,
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


async def _kept(making: Making, tab: Tab, values: dict[Key, str]) -> tuple[KeptItem, ...]:
    try:
        kept, problem = await kept_on_device(
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


async def _next_layer(tab: Tab, first: Shown) -> Shown | None:
    """Return the layer that follows *first*, None when nothing changed."""
    before = {(choice.text, choice.selector) for choice in first.banner.choices}
    for _ in range(5):
        looked = await _steady(tab, 2)
        shown = looked.shown
        if shown is not None:
            now = {(choice.text, choice.selector) for choice in shown.banner.choices}
            if now != before or len(shown.banner.ticked) > len(first.banner.ticked):
                return shown
        await asyncio.sleep(0.3)
    return None


async def _pressed(making: Making, tab: Tab, shown: Shown, index: int) -> bool:
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


async def _steady(tab: Tab, layer: int) -> Looked:
    """Look for a banner, again when the page goes elsewhere meanwhile. Raises NothingSeen."""
    for _ in range(_MOVES):
        commits = tab.commits
        try:
            return await look_for_banner(tab, layer)
        except PageLeft:
            with contextlib.suppress(TimeoutError):
                await tab.next_document(commits)
    raise NothingSeen("The page kept going elsewhere while it was looked at.")


def _text(shown: Shown, index: int) -> str:
    return shown.banner.choices[shown.buttons.index(index)].text


def _never(_: str) -> str:
    return ""
