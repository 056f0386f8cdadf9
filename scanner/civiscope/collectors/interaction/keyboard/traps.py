"""Find out whether the focus is held in one part of a page, and what lets it out again."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.keyboard.frames import Frames, Key, Look
from civiscope.collectors.interaction.keyboard.keys import SHIFT, keys_named_in, press, spell_key

Way = Literal["", "backward", "escape", "arrow", "control", "named"]

_WAIT = 90
_TIMEOUT_S = 10.0
_MAX_STOPS = 10
_ARROWS = ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft")


@dataclass(frozen=True, slots=True)
class Trap:
    """Elements among which Tab goes round and round."""

    members: tuple[Key, ...]
    exit: Way
    """What leads out; empty when nothing that was tried does."""
    named: tuple[str, ...] = ()
    """Keys that the page names; tried when no ordinary key leads out."""
    tried_all: bool = True
    """Whether there was time to try everything."""
    passed: tuple[Look, ...] = ()
    """What the focus came to on the way out, in order."""


async def stays_in(
    go_on: Callable[[], Awaitable[Look]], suspects: tuple[Key, ...]
) -> tuple[tuple[Key, ...], Look | None]:
    """Go on with Tab; return what the focus goes round in (nothing when it comes out), and where
    it was last."""
    members: dict[Key, None] = {}
    look: Look | None = None
    for _ in range(min(len(suspects), 40) + 4):
        look = await go_on()
        if look.key is None or look.key not in suspects or look.opaque:
            return (), look
        members[look.key] = None
    return tuple(members), look


async def find_exit(tab: Tab, frames: Frames, members: tuple[Key, ...]) -> Trap:
    """Try every ordinary way out, then the keys that the page names."""
    search = _Search(tab, frames, frozenset(members))
    ways: dict[Way, Callable[[], Awaitable[bool]]] = {
        "backward": search.backward,
        "escape": search.escape,
        "arrow": search.arrow,
        "control": search.control,
    }
    for name, leads_out in ways.items():
        if await leads_out():
            return Trap(members, name, passed=tuple(search.passed))
    named = keys_named_in(await search.text())
    found = await search.named(named)
    spelt = tuple(spell_key(*key) for key in named)
    passed = tuple(search.passed) if found else ()
    return Trap(members, "named" if found else "", spelt, not search.late, passed)


class _Search:
    def __init__(self, tab: Tab, frames: Frames, members: frozenset[Key]) -> None:
        self._tab = tab
        self._frames = frames
        self._members = members
        self._end = time.monotonic() + _TIMEOUT_S
        self.passed: list[Look] = []
        """What the focus came to since it was last inside."""

    @property
    def late(self) -> bool:
        return time.monotonic() > self._end

    async def text(self) -> str:
        """Return what the page and the frames concerned say to people."""
        said: list[str] = []
        for frame in {self._tab.main_frame, *(frame for frame, _ in self._members)}:
            try:
                said.append(str(await self._frames.ask("civiscopeKeyboard.text()", frame)))
            except (PageLeft, CdpError):
                continue
        return "\n".join(said)

    async def backward(self) -> bool:
        for _ in range(min(len(self._members), 30) + 2):
            if await self._out_by("Tab", SHIFT):
                return True
        return False

    async def escape(self) -> bool:
        for _ in range(self._stops()):
            if await self._out_by("Escape", then=1) or await self._next():
                return True
        return False

    async def arrow(self) -> bool:
        for _ in range(min(self._stops(), 4)):
            for key in _ARROWS:
                if await self._out_by(key, then=1):
                    return True
            if await self._next():
                return True
        return False

    async def control(self) -> bool:
        """Use each button or link that the focus comes to."""
        for _ in range(self._stops()):
            look = await self._frames.step(0)
            usable = look.key is not None and await self._usable(look.key)
            if usable and await self._out_by("Enter", then=1):
                return True
            if await self._next():
                return True
        return False

    async def named(self, keys: tuple[tuple[str, int], ...]) -> bool:
        for key, modifiers in keys:
            for _ in range(min(self._stops(), 6)):
                if await self._out_by(key, modifiers, then=1) or await self._next():
                    return True
        return False

    def _stops(self) -> int:
        return 0 if self.late else min(len(self._members) + 1, _MAX_STOPS)

    async def _out_by(self, key: str, modifiers: int = 0, *, then: int = 0) -> bool:
        """Press a key, and *then* Tab as often; say whether the focus is out and stays out."""
        look = await self._press(key, modifiers)
        if not self._out(look):
            return False
        for _ in range(then):
            if look.key is None:
                # Out of the page, or out of a thing that is gone: unless it is drawn back in.
                look = await self._press("Tab")
                return look.key is None or self._out(look) or await self._is_left()
            look = await self._press("Tab")
        return self._out(look)

    async def _next(self) -> bool:
        """Go on to the next member; true when that leads out."""
        return self._out(await self._press("Tab"))

    async def _press(self, key: str, modifiers: int = 0) -> Look:
        await press(self._tab.session, key, modifiers)
        look = await self._frames.step(_WAIT)
        if self._out(look):
            self.passed.append(look)
        else:
            self.passed.clear()
        return look

    def _out(self, look: Look) -> bool:
        return look.key is None or look.key not in self._members

    async def _is_left(self) -> bool:
        """Say whether Tab now goes elsewhere than round the members."""
        members, _ = await stays_in(lambda: self._press("Tab"), tuple(self._members))
        return not members

    async def _usable(self, key: Key) -> bool:
        frame, number = key
        if number < 0:
            return False
        facts = (await self._frames.ask(f"civiscopeKeyboard.describe([{number}])", frame))[0]
        if facts["type"] in {"submit", "image", "reset"} and facts["tag"] != "button":
            return False
        return facts["tag"] in {"button", "a", "summary"} or facts["role"] in {"button", "link"}
