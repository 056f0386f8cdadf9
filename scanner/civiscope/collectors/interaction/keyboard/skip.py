"""Use the first links within the page, and see whether the keyboard goes where they lead."""

from __future__ import annotations

import json
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.interaction.keyboard.frames import Frames, Key
from civiscope.collectors.interaction.keyboard.keys import press

_FIRST = 3
"""Links to skip content stand at the very beginning."""
_WAIT = 120
_TARGET = """((link) => {
  const href = link.getAttribute("href") || "";
  // A tab or a button made of a link opens something where it stands.
  const opens = link.hasAttribute("aria-expanded") || link.matches("[role]:not([role=link i])");
  if (link.localName !== "a" || opens || !/^#[^/!]/.test(href)) return null;
  let id = href.slice(1);
  try { id = decodeURIComponent(id); } catch {}
  const target = document.getElementById(id) || document.getElementsByName(id)[0] || null;
  return {
    href, target: !!target,
    ahead: !!target && !!(link.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
})"""
_BEFORE = """((href, at) => {
  let id = href.slice(1);
  try { id = decodeURIComponent(id); } catch {}
  const target = document.getElementById(id) || document.getElementsByName(id)[0];
  if (!target || !at) return false;
  if (target.contains(at)) return false;
  return !!(target.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING);
})"""


async def try_skip_links(
    tab: Tab, frames: Frames, order: list[Key], facts: dict[Key, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what became of each of the first links of the page that lead to a part of it."""
    tried: list[dict[str, Any]] = []
    for number, key in enumerate(order[:_FIRST]):
        if key[0] != tab.main_frame or facts[key]["tag"] != "a":
            continue
        try:
            seen = await _try(tab, frames, order, number)
        except (PageLeft, CdpError):
            return tried
        if seen is not None:
            tried.append({"stop": key, **seen})
    return tried


async def _try(tab: Tab, frames: Frames, order: list[Key], number: int) -> dict[str, Any] | None:
    key = order[number]
    element = f"civiscopeKeyboard.element({key[1]})"
    target = await frames.ask(f"{_TARGET}({element})")
    if target is None:
        return None
    if not target["target"]:
        # A script may lead on where the address does not.
        await frames.ask(f"civiscopeKeyboard.take({key[1]})")
        await press(tab.session, "Enter")
        await frames.step(_WAIT)
        await press(tab.session, "Tab")
        look = await frames.step(_WAIT)
        moved = look.key not in order[: number + 2]
        return None if moved else {"href": target["href"], "landed": "no target"}
    if not target["ahead"]:
        return None
    await frames.ask(f"civiscopeKeyboard.take({key[1]})")
    await press(tab.session, "Enter")
    await frames.step(_WAIT)
    await press(tab.session, "Tab")
    look = await frames.step(_WAIT)
    before = look.key is not None and await _is_before(
        frames, target, "civiscopeKeyboard.focused()"
    )
    if before and look.key in order[: number + 1]:
        # Where nothing behind the target takes the focus, Tab begins anew at the top of the page.
        last = order[-1]
        before = last[0] != tab.main_frame or not await _is_before(
            frames, target, f"civiscopeKeyboard.element({last[1]})"
        )
    return {"href": target["href"], "landed": "before" if before else "there"}


async def _is_before(frames: Frames, target: dict[str, Any], element: str) -> bool:
    # Inside a frame, the frame element is where we are.
    return bool(await frames.ask(f"{_BEFORE}({json.dumps(target['href'])}, {element})"))
