"""Choices: change lists, boxes and radio buttons with keys, and see whether the page goes away."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from civiscope.browser.tab import Tab
from civiscope.collectors.interaction.keyboard.frames import Frames
from civiscope.collectors.interaction.keyboard.keys import press
from civiscope.collectors.interaction.probe import Answer, Probe, Probing

_MAX_FIELDS = 12
_TIMEOUT_S = 12.0
_SOON = 0.12
_FOUND = """(() => {
  const seen = new Set();
  return civiscopeKeyboard.everything(document)
    .filter((each) => each.matches("select:not([multiple]),input[type=checkbox],input[type=radio]"))
    .filter((each) => civiscopeKeyboard.tabbable(each))
    .filter((each) => each.localName !== "select" || each.options.length > 1)
    .filter((each) => {
      // Those of one form and kind are mostly wired alike.
      const form = each.form ? civiscopeKeyboard.numberOf(each.form) : -1;
      const kind = [each.localName, each.type, form, each.className, each.name].join("|");
      return !seen.has(kind) && seen.add(kind);
    })
    .map((each) => ({
      ...civiscope.place(each), number: civiscopeKeyboard.numberOf(each), tag: each.localName,
      type: each.type,
      name: civiscope.cut([...(each.labels || [])].map((label) => label.textContent).join(" ")
        || civiscope.nameOf(each), 80),
    }));
})()"""
_VALUE = "((each) => (each.localName === 'select' ? each.selectedIndex : each.checked))"


async def run(probing: Probing) -> Answer:
    """Change each choice with the keys that people use for it; nothing is ever sent."""
    tab = probing.tab
    frames = Frames(tab)
    found: list[dict[str, Any]] = await frames.ask(_FOUND)
    end = time.monotonic() + _TIMEOUT_S
    changed: list[dict[str, Any]] = []
    stopped = ""
    for index, choice in enumerate(found):
        if index >= _MAX_FIELDS or time.monotonic() > end:
            stopped = "There was more to choose than there was time."
            break
        done, attempt = await _change(tab, frames, choice)
        if not done:
            continue
        again = ""
        if attempt:
            await probing.reload()
            frames = Frames(tab)
            now = {each["selector"]: each for each in await frames.ask(_FOUND)}
            same = now.get(choice["selector"])
            again = (await _change(tab, frames, same))[1] if same else ""
            found[index + 1 :] = [now.get(each["selector"], each) for each in found[index + 1 :]]
        names = ("selector", "snippet", "box", "tag", "type", "name")
        seen = {"attempt": attempt, "again": bool(again)}
        changed.append({**{name: choice[name] for name in names}, **seen})
    probing.spoilt = bool(found)
    return {"changed": changed, "stopped": stopped}


async def _change(tab: Tab, frames: Frames, choice: dict[str, Any]) -> tuple[bool, str]:
    """Say whether the choice took the key, and what the page set out to do then."""
    element = f"civiscopeKeyboard.element({choice['number']})"
    before = await frames.ask(f"(civiscopeKeyboard.take({choice['number']}), {_VALUE}({element}))")
    attempts = len(tab.attempts)
    for key in ("ArrowDown", "ArrowUp") if choice["tag"] == "select" else (" ",):
        await press(tab.session, key)
        await asyncio.sleep(_SOON)
        if await frames.ask(f"{_VALUE}({element})") != before:
            break
    else:
        return False, ""
    new = [each.kind for each in tab.attempts[attempts:] if each.kind in {"navigation", "popup"}]
    return True, new[0] if new else ""


PROBE = Probe("inputs", run, seconds=40, tidy=True)
