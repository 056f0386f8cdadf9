"""Look at pictures of elements with and without the focus, where styles do not tell."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.clicks.listeners import FOCUS, listening
from civiscope.collectors.interaction.keyboard.frames import Frames, Key
from civiscope.collectors.interaction.script import put_in

Indicator = Literal["style", "caret", "pixels", "none", "unstable", "unchecked"]

MAX_PICTURED = 60
"""Elements that are pictured one by one; those after them are judged by their kind."""
MAX_ALIKE = 4
"""Elements of one kind and mark that are pictured when the same is seen of all of them."""
MAX_UNMARKED = 12
"""Those without any mark in the styles, of which nothing is seen."""
PICTURES_TIMEOUT_S = 40.0
_SOON = 0.05
_RESTLESS = (0.03, 0.11, 0.007)
"""Seconds between pictures that show whether the window keeps still by itself."""
_LATE = 0.35
"""Seconds that a script may take until something of what it does can be seen."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An element whose pictures are to be compared."""

    key: Key
    kind: str
    """Elements of one kind are built alike, and have as much room around them."""
    shown: bool
    """Whether the element itself can be seen while it has the focus."""
    mark: str
    """What styles near it change with the focus; the same text means the same change."""


async def compare(tab: Tab, frames: Frames, subjects: list[Subject]) -> Mapping[Key, Indicator]:
    """Return what pictures say of *subjects*; those that nothing is known of are left out."""
    end = time.monotonic() + PICTURES_TIMEOUT_S
    camera = _Camera(tab, frames)
    patient = await _may_show_it_late(tab, frames)
    found: dict[Key, Indicator] = {}
    seen: dict[tuple[str, str], Counter[Indicator]] = {}
    for subject in subjects:
        if len(found) >= MAX_PICTURED or time.monotonic() > end:
            break
        known = seen.setdefault((subject.kind, subject.mark), Counter[Indicator]())
        enough = MAX_ALIKE if subject.mark else MAX_UNMARKED
        if known.total() >= enough and _in_common(known, subject, patient=patient):
            continue
        slow = patient or not known["none"]
        sure = bool(subject.mark and known["pixels"])
        try:
            said = await camera.compare(subject.key, slow=slow, sure=sure)
        except (PageLeft, CdpError):
            said = "unchecked"
        own = not subject.mark or subject.mark.startswith("own ")
        if said == "unstable" and own and not (patient or subject.shown):
            # No style near it changes, no script listens, and it cannot be seen itself: whether a
            # window that never keeps still was quiet just then decides nothing.
            said = "none"
        found[subject.key] = said
        known[said] += 1
    for subject in subjects:
        known = seen.get((subject.kind, subject.mark), Counter[Indicator]())
        common = _in_common(known, subject, patient=patient)
        if subject.key not in found and common:
            found[subject.key] = common
    return found


def _in_common(
    known: Counter[Indicator], subject: Subject, *, patient: bool
) -> Literal["", "pixels", "none"]:
    """Return what was seen of all elements like *subject*, when that holds for it as well.

    Without a mark in its styles it may have one elsewhere, if scripts listen to the focus.
    """
    if known.keys() == {"none"} and (subject.mark or not patient):
        return "none"
    return "pixels" if known.keys() == {"pixels"} and subject.mark else ""


async def _may_show_it_late(tab: Tab, frames: Frames) -> bool:
    """Say whether scripts of the page listen to the focus, and so may mark it in their time."""
    try:
        numbers, above = await listening(tab, frames, FOCUS)
    except (PageLeft, CdpError):
        return True
    return above or bool(numbers)


@dataclass(slots=True)
class _Camera:
    """Pictures of the window; the one without any focus serves for all elements at one place."""

    tab: Tab
    frames: Frames
    _place: tuple[str, list[int]] = ("", [])
    _bare: str = ""
    _turning: str = "[]"
    """Where slides take turns by themselves, in the window as it stands, as JSON."""
    _have_turns: bool | None = None
    """Whether there are such slides at all; None before the page was asked."""
    _still: bool = True
    """Whether the window looked the same all the time, without any focus."""
    _kept: str = ""
    """The picture that the page has, to hold others against."""
    _compared: tuple[str, bool] = ("", False)
    """The last picture that was held against it, and whether they looked the same."""

    async def compare(self, key: Key, *, slow: bool, sure: bool) -> Indicator:
        """Say whether anything in the window tells that the element *key* has the focus.

        With *slow*, an element of which nothing is seen is given time for scripts to show it.
        *Sure* means that others of its kind have been seen to change the window, and to change
        it back.
        """
        frame, number = key
        placed = await self.frames.ask(f"civiscopeKeyboard.bring({number})", frame)
        place = (frame, placed[:2])
        turning = await self._turning_beside(key)
        if place != self._place or turning != self._turning or not self._bare:
            self._turning, self._kept = turning, ""
            await self._begin(key, place)
        if not self._still:
            return await self._near(key)
        lit = await self._with(key, _SOON)
        if lit is None:
            return "unchecked"
        if slow and await self._same(lit, self._bare):
            await asyncio.sleep(_LATE)
            lit = await self._picture(key)
        if await self._same(lit, self._bare):
            # None is a serious thing to say, so it is looked at twice.
            await self._without(key)
            lit = await self._with(key, _SOON)
            if await self._same(lit, self._bare):
                return "none"
        return "pixels" if sure and lit is not None else await self._confirm(key, lit)

    async def _begin(self, key: Key, place: tuple[str, list[int]]) -> None:
        """Take the picture without focus, and see whether the window keeps still."""
        self._place = place
        for wait in (0, _LATE):
            # What scripts began when the focus was here before may come to its end only now.
            await asyncio.sleep(wait)
            # In a page that has kept still so far, a short look is enough.
            moments = _RESTLESS[:1] if self._bare and self._still else _RESTLESS
            self._bare = await self._without(key)
            self._still = await self._stays(key, self._bare, moments)
            if self._still:
                return

    async def _turning_beside(self, key: Key) -> str:
        """Return where slides take turns in which the element *key* is not, as JSON."""
        if self._have_turns is None:
            await put_in(self.tab, "keyboard/pictures.js")
            self._have_turns = await self.tab.evaluate("civiscopePictures.haveTurns()", timeout=10)
        if not self._have_turns:
            return "[]"
        own = f"civiscopeKeyboard.element({key[1]})" if key[0] == self.tab.main_frame else "null"
        return str(await self.tab.evaluate(f"civiscopePictures.turning({own})", timeout=10))

    async def _confirm(self, key: Key, lit: str | None) -> Indicator:
        """Say whether it was the focus that changed the window, and nothing else."""
        after = await self._without(key)
        if not await self._same(after, self._bare):
            await asyncio.sleep(_LATE)
            after = await self._picture(key)
        if lit is not None and await self._same(after, self._bare):
            return "pixels"
        # The window is another one now, once; or it never keeps still.
        self._bare = after
        lit = await self._with(key, _LATE)
        after = await self._without(key)
        if not await self._same(after, self._bare):
            self._still = False
            return await self._near(key)
        if not await self._same(lit, self._bare):
            return "unchecked" if lit is None else "pixels"
        again = await self._with(key, _LATE)
        return "none" if await self._same(again, self._bare) else "unstable"

    async def _near(self, key: Key) -> Indicator:
        """Look only at what stands close to an element, in a window that never keeps still."""
        clip = await self.frames.ask(f"civiscopeKeyboard.boxAround({key[1]})", key[0])
        if key[0] != self.tab.main_frame:
            return "unstable"
        if self._turning != "[]":
            # Its pictures are of another place than the whole window.
            self._turning, self._bare = "[]", ""
        before = await self._without(key, clip)
        still = await self._stays(key, before, _RESTLESS, clip)
        lit = await self._with(key, _LATE, clip)
        if not still or lit is None or await self._same(lit, before):
            # What changes further away is not seen here, so nothing can be missed for sure.
            return "unstable"
        still = await self._stays(key, lit, _RESTLESS, clip)
        after = await self._without(key, clip)
        return "pixels" if still and await self._same(after, before) else "unstable"

    async def _stays(
        self,
        key: Key,
        picture: str,
        moments: tuple[float, ...],
        clip: dict[str, Any] | None = None,
    ) -> bool:
        """Say whether the window looks as on a picture, at moments that are not evenly apart."""
        for wait in moments:
            await asyncio.sleep(wait)
            # Close by, or where no slides take turns, what moves at all is not still.
            plain = clip is not None or self._turning == "[]"
            seen = await self._picture(key, clip)
            if seen != picture and (plain or not await self._same(seen, picture)):
                return False
        return True

    async def _without(self, key: Key, clip: dict[str, Any] | None = None) -> str:
        await self.frames.ask("civiscopeKeyboard.leave()", key[0])
        await asyncio.sleep(_SOON)
        return await self._picture(key, clip)

    async def _with(self, key: Key, wait: float, clip: dict[str, Any] | None = None) -> str | None:
        take = f"(civiscopeKeyboard.take({key[1]}), civiscopeKeyboard.still({key[1]}))"
        if not await self.frames.ask(take, key[0]):
            return None
        await asyncio.sleep(wait)
        return await self._picture(key, clip)

    async def _picture(self, key: Key, clip: dict[str, Any] | None = None) -> str:
        await self.frames.ask(f"civiscopeKeyboard.still({key[1]})", key[0])
        # Lossless, and made alike each time: the same window gives the same bytes.
        params: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
        if clip is not None:
            params["clip"] = {**clip, "scale": 1}
        return str(
            (await self.tab.session.send("Page.captureScreenshot", params, timeout=10))["data"]
        )

    async def _same(self, one: str | None, kept: str) -> bool:
        """Say whether two pictures look the same, but for how the edges of letters are drawn."""
        if one is None or one == kept:
            return one == kept
        if kept != self._kept:
            keep = f"civiscopePictures.keep('{kept}', {self._turning})"
            await self.tab.evaluate(keep, timeout=10)
            self._kept = kept
            self._compared = ("", False)
        # One picture is asked about twice, and to read it anew takes the page longest of all.
        if one != self._compared[0]:
            asked = f"civiscopePictures.differs('{one}')"
            self._compared = (one, not await self.tab.evaluate(asked, timeout=10))
        return self._compared[1]
