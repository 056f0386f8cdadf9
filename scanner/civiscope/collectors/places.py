"""Places to work at: a page has one while it is worked on, and lends it while it is watched."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
_LOOK_S = 0.5
"""Between looks at how busy the machine is."""
_MUCH_IDLE = 0.25
"""Of the processors: half of one of two, which is what a page that is acted on takes."""
_LITTLE_IDLE = 0.05
"""Less than this, and pages that are worked on wait for each other."""


class Places(Generic[V]):
    """So many places, each with a tab that stands ready, or with none.

    However many pages are watched, no more are loaded and acted on than there are places: a machine
    that is busy loses none for it.
    """

    def __init__(self, count: int, *, spare: int = 0) -> None:
        """Make *count* places; *spare* says how many may be lent at the same time."""
        self._count = count
        self._free: deque[V | None] = deque([None] * count)
        self._idle: list[V] = []
        """Tabs that stand ready, and have no place for now."""
        self._first: deque[asyncio.Future[V | None]] = deque()
        """Those who have lent their place, and want it back; they come before all others."""
        self._others: deque[asyncio.Future[V | None]] = deque()
        self._asking: deque[asyncio.Future[None]] = deque()
        """Those who wait until there is a place for them to begin at."""
        self._spare = spare
        self._added = 0
        """Places beyond those that there were at first."""
        self._owed = 0
        """Places that are not given on when they are given back."""

    async def take(self) -> V | None:
        """Wait for a place, and return the tab that stands ready there."""
        found = await self._take(self._others)
        return self._idle.pop() if found is None and self._idle else found

    async def vacancy(self) -> None:
        """Wait until there is a place that nobody waits for; it is not taken.

        Who waits longest is told first: who has just given a place back is no quicker.
        """
        loop = asyncio.get_running_loop()
        while self._asking or not self._free:
            told: asyncio.Future[None] = loop.create_future()
            self._asking.append(told)
            try:
                await told
            finally:
                # The next one, when this one has taken the place, or has not.
                loop.call_soon(self._tell)
            if self._free:
                return

    def give(self, tab: V | None) -> None:
        """Give a place back, with a *tab* for the next."""
        if self._owed:
            self._owed -= 1
            self._keep(tab)
            return
        for waiting in (self._first, self._others):
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    turn.set_result(tab)
                    return
        self._free.append(tab)
        self._tell()

    def _tell(self) -> None:
        while self._free and self._asking:
            told = self._asking.popleft()
            if not told.done():
                told.set_result(None)
                return

    def widen(self) -> None:
        """Add a place, if one more page may be open; no more than there were at first."""
        if self._spare > 0 and self._added < self._count:
            self._spare -= 1
            self._added += 1
            self.give(None)

    def narrow(self) -> None:
        """Take one place away that was added; who works at it does so until he gives it
        back."""
        if not self._added:
            return
        self._added -= 1
        self._spare += 1
        if self._free:
            self._keep(self._free.pop())
        else:
            self._owed += 1

    async def follow(self, share: Callable[[], float | None]) -> None:
        """Have as many places as the machine has processors for, until this is cancelled.

        *share* says what part of them was idle since it was last asked; it ends where that is not
        known.
        """
        try:
            while True:
                await asyncio.sleep(_LOOK_S)
                idle = share()
                if idle is None:
                    return
                if idle > _MUCH_IDLE:
                    self.widen()
                elif idle < _LITTLE_IDLE:
                    self.narrow()
        finally:
            while self._added:
                self.narrow()

    def hand_over(self) -> bool:
        """Let another have one's place until it is taken back, if one more page may be open."""
        if self._spare <= 0:
            return False
        self._spare -= 1
        self.give(None)
        return True

    async def take_back(self) -> None:
        """Wait for the place that was handed over."""
        self._spare += 1
        try:
            self._keep(await self._take(self._first))
        except asyncio.CancelledError:
            self._owed += 1
            raise

    def _keep(self, tab: V | None) -> None:
        if tab is not None:
            self._idle.append(tab)

    async def _take(self, waiting: deque[asyncio.Future[V | None]]) -> V | None:
        if self._free:
            return self._free.popleft()
        turn: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(turn.result())
            raise
