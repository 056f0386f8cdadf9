"""Ask every frame of a page, one within the other, where the focus is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.script import put_in

Key = tuple[str, int]
"""A frame's id and the number of an element in it; -1 for the frame's document itself."""

_DEPTH = 8
_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Look:
    """Where the focus was when we looked."""

    key: Key | None
    """None when nothing in the page has it."""
    moves: tuple[Key, ...] = ()
    """What got the focus since the last look, in order."""
    opaque: bool = False
    """Whether the focus is somewhere inside a frame that cannot be asked."""
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    inner: Key | None = None
    """What the stop was made for by styles alone, such as the slide of a carousel's marker."""


class Frames:
    """The frames of the page that stands in a tab."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._children: dict[Key, str] = {}
        self._last = ""

    async def ask(self, expression: str, frame: str = "", *, by_value: bool = True) -> Any:  # noqa: ANN401 - plain data from the page
        """Return what *expression* comes to in *frame*, with our script there."""
        frame = frame or self.tab.main_frame
        asked = f"globalThis.civiscopeKeyboard ? ({expression}) : 'absent'"
        result = await self.tab.evaluate(asked, frame=frame, timeout=_TIMEOUT_S, by_value=by_value)
        if result == "absent" or (not by_value and result.get("value") == "absent"):
            await put_in(self.tab, "keyboard/looks.js", frame)
            await put_in(self.tab, "keyboard/keyboard.js", frame)
            result = await self.tab.evaluate(
                asked, frame=frame, timeout=_TIMEOUT_S, by_value=by_value
            )
        return result

    async def step(self, ms: int, *, styles: bool = False, cover: bool = False) -> Look:
        """Wait *ms* milliseconds, then follow the focus down to the element that has it."""
        options = json.dumps({"styles": styles, "cover": cover})
        frame, moves = self.tab.main_frame, list[Key]()
        look = Look(None)
        for _ in range(_DEPTH):
            try:
                seen = await self.ask(f"civiscopeKeyboard.step({ms}, {options})", frame)
            except PageLeft:
                if frame == self.tab.main_frame:
                    raise
                break
            moves += [(frame, number) for number in seen["moves"]]
            if seen["active"] < 0:
                main = frame == self.tab.main_frame
                look = Look(None if main else (frame, -1), tuple(moves), facts=seen)
                break
            key = (frame, int(seen["active"]))
            child = await self._child(key) if seen["frame"] else ""
            inner = (frame, int(seen["inner"])) if seen["inner"] >= 0 else None
            look = Look(key, tuple(moves), bool(seen["frame"]) and not child, seen, inner)
            if not child:
                break
            frame, ms = child, 0
        await self._rest(frame)
        return look

    async def _rest(self, frame: str) -> None:
        """Let a frame that the focus has left take note of how its last element looks now."""
        left, self._last = self._last, frame
        if left and left != frame and self.tab.has_world(left):
            try:
                await self.ask("civiscopeKeyboard.rest()", left)
            except (PageLeft, CdpError):
                return

    async def _child(self, key: Key) -> str:
        """Return the id of the frame that a frame element shows; empty when it cannot be asked."""
        child = await self.child(key)
        return child if child and self.tab.has_world(child) else ""

    async def child(self, key: Key) -> str:
        """Return the id of the frame that a frame element shows; empty when it shows none."""
        if key not in self._children:
            element = await self.ask(f"civiscopeKeyboard.element({key[1]})", key[0], by_value=False)
            self._children[key] = await self.tab.frame_of(key[0], element.get("objectId", ""))
        return self._children[key]
