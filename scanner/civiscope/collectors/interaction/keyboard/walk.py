"""Walk through a page with Tab and Shift+Tab, and take down where the focus comes to."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames, Key, Look
from civiscope.collectors.interaction.keyboard.keys import SHIFT, press
from civiscope.collectors.interaction.keyboard.traps import Trap, find_exit, stays_in

MAX_STOPS = 250
MAX_BACK_STOPS = 80
FORWARD_TIMEOUT_S = 45.0
BACK_TIMEOUT_S = 15.0
"""Far more than a page of so many stops takes, so that a busy machine sees no less of it."""
_WAIT = 16
"""Milliseconds after a key; scripts that move the focus on mostly do so at once."""
_SLOW = 90
"""Milliseconds for those that do it a little later."""
_LATE = 150
MAX_INSIDE = 30
"""How often Tab may move about inside one thing whose parts cannot be told apart."""
MAX_DATE_PARTS = 12
"""Parts of a date or time field; Tab goes through them one by one."""
MAX_TRAPS = 3


@dataclass(slots=True)
class Walked:
    """What the walk has come to so far."""

    order: list[Key] = field(default_factory=list[Key])
    rounds: list[list[Key]] = field(default_factory=list[list[Key]])
    """The stops of each way through the page; all but the first begin at its top."""
    looks: dict[Key, dict[str, Any]] = field(default_factory=dict[Key, dict[str, Any]])
    back: dict[Key, dict[str, Any]] = field(default_factory=dict[Key, dict[str, Any]])
    attempts: dict[Key, list[str]] = field(default_factory=dict[Key, list[str]])
    """What the page set out to do when the focus came to an element, each time."""
    taken: dict[Key, Key | None] = field(default_factory=dict[Key, "Key | None"])
    """Elements that the page took the focus from at once, and what it gave it to."""
    parted: set[Key] = field(default_factory=set[Key])
    """Elements with stops inside that no element stands for, such as a carousel's markers."""
    traps: list[Trap] = field(default_factory=list[Trap])
    stopped: str = ""
    """Why the walk did not come to the end of the page; empty when it did."""

    def note(self, look: Look) -> Key | None:
        """Take down where a look found the focus, or where it was meanwhile; return that."""
        at = look.key or (look.moves[-1] if look.moves else None)
        if at is None:
            return None
        if at not in self.looks:
            self.order.append(at)
            self.looks[at] = look.facts
        if at not in self.rounds[-1]:
            self.rounds[-1].append(at)
        if look.inner is not None:
            self.parted.add(at)
        return at

    def order_from_top(self) -> list[Key]:
        """Return all stops in the order of the last round, which began at the top of the page."""
        *first, last = [[key for key in each if key in self.looks] for each in self.rounds]
        order = last
        for earlier in reversed(first):
            for index, key in enumerate(earlier):
                if key not in order:
                    before = next((k for k in reversed(earlier[:index]) if k in order), None)
                    order.insert(order.index(before) + 1 if before else 0, key)
        return order


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is known of a page before the walk begins."""

    several: Collection[Key]
    """Elements with parts of their own that can hold the focus one after the other."""
    dates: Collection[Key]
    """Those among them that are date or time fields."""
    expected: Collection[Key]
    """Elements that Tab should come to."""


async def walk(tab: Tab, frames: Frames, surveyed: Surveyed) -> Walked:
    """Walk forward to the end of the page and once from its top, and then back again."""
    walked = Walked()
    forward = _Forward(tab, frames, walked, surveyed)
    # A page that sets the focus when it loads is left once before its first elements are seen.
    begun = (await frames.step(0)).key
    more = await forward.go_round(begun)
    if more and (begun is not None or any(key not in walked.looks for key in surveyed.expected)):
        await forward.go_round()
    walked.order = walked.order_from_top()
    if not walked.stopped:
        await _back(tab, frames, walked)
    return walked


@dataclass(slots=True)
class _Forward:
    """The way forward through a page."""

    tab: Tab
    frames: Frames
    walked: Walked
    surveyed: Surveyed
    _end: float = field(default_factory=lambda: time.monotonic() + FORWARD_TIMEOUT_S)
    _inside: Counter[Key] = field(default_factory=Counter[Key])
    _inner: set[tuple[Key, Key]] = field(default_factory=set[tuple[Key, Key]])
    _astray: int = 0
    """How often the page has moved the focus about by itself."""

    async def go_round(self, begun: Key | None = None) -> bool:
        """Press Tab until the end of the page; false when the walk was given up before.

        What had the focus when it *begun* comes first, should Tab ever come to it.
        """
        walked = self.walked
        walked.rounds.append([begun] if begun is not None else [])
        self._inside.clear()
        self._inner.clear()
        run: list[Key] = []
        look: Look | None = None
        while not walked.stopped:
            look = look or await self._tab()
            now, look = look, None
            if now.key is None:
                run = []
                if now.moves:
                    self._stray("The page kept taking the focus away.")
                elif (await self.frames.step(_LATE)).key is None:
                    return True
            elif self._within(now, run):
                continue
            elif now.key not in run:
                run.append(now.key)
            else:
                look = await self._suspect(tuple(run[run.index(now.key) :]))
                run = []
            if not walked.stopped:
                self._check_limits()
        return False

    def _check_limits(self) -> None:
        if len(self.walked.order) >= MAX_STOPS:
            self.walked.stopped = f"The walk was ended after {MAX_STOPS} stops."
        elif time.monotonic() > self._end:
            self.walked.stopped = f"The walk was ended after {FORWARD_TIMEOUT_S:g} seconds."

    def _stray(self, reason: str) -> None:
        self._astray += 1
        if self._astray > MAX_INSIDE:
            self.walked.stopped = reason

    def _within(self, look: Look, run: list[Key]) -> bool:
        """Say whether Tab has only gone on to another part of what already had the focus."""
        key = look.key
        if key is None:
            return False
        if look.inner is not None and (key, look.inner) not in self._inner:
            # A marker or button of a carousel that was not there before: the walk gets on.
            self._inner.add((key, look.inner))
            if key not in run:
                run.append(key)
            return True
        if not run or run[-1] != key:
            return False
        parts = look.opaque or key in self.surveyed.several or key in self.walked.parted
        if not parts:
            return False
        self._inside[key] += 1
        if key in self.surveyed.dates:
            return self._inside[key] <= MAX_DATE_PARTS
        if self._inside[key] > MAX_INSIDE:
            self.walked.stopped = "The focus went into content that cannot be looked into."
        return True

    async def _suspect(self, suspects: tuple[Key, ...]) -> Look | None:
        """Find out whether Tab goes round in *suspects*; return the last look when it does not."""
        members, look = await stays_in(self._tab_slowly, suspects)
        if not members:
            self._stray("The page kept moving the focus about.")
            return look
        walked = self.walked
        trap = await find_exit(self.tab, self.frames, members)
        again = any(set(known.members) & set(members) for known in walked.traps)
        if not again:
            walked.traps.append(trap)
        if again or trap.exit in {"", "backward"} or len(walked.traps) >= MAX_TRAPS:
            walked.stopped = "The focus was held in one part of the page."
            return None
        for passed in trap.passed:
            walked.note(passed)
        return trap.passed[-1] if trap.passed and trap.passed[-1].key is not None else None

    async def _tab_slowly(self) -> Look:
        return await self._tab(_SLOW)

    async def _tab(self, wait: int = _WAIT) -> Look:
        """Go on by one Tab and take down what is there, and what the page does about it."""
        walked, tab = self.walked, self.tab
        before = len(tab.attempts)
        await press(tab.session, "Tab")
        look = await self.frames.step(wait, styles=True, cover=True)
        at = walked.note(look)
        if at is not None:
            if len(tab.attempts) > before:
                walked.attempts.setdefault(at, []).append(tab.attempts[-1].kind)
            first = look.moves[0] if look.moves and look.inner is None else None
            if first is not None and first != look.key and first not in walked.taken:
                walked.taken[first] = look.key
        return look


async def _back(tab: Tab, frames: Frames, walked: Walked) -> None:
    """Walk back from the end: what sticks to the top of the window covers other things then."""
    end = time.monotonic() + BACK_TIMEOUT_S
    unmoved = 0
    for _ in range(min(len(walked.order), MAX_BACK_STOPS) + 1):
        before = len(tab.attempts)
        await press(tab.session, "Tab", SHIFT)
        look = await frames.step(_WAIT, cover=True)
        if look.key is None or time.monotonic() > end:
            return
        if look.key in walked.back:
            unmoved += 1
            if unmoved > MAX_INSIDE:
                return
        walked.back.setdefault(look.key, look.facts)
        if len(tab.attempts) > before:
            walked.attempts.setdefault(look.key, []).append(tab.attempts[-1].kind)
