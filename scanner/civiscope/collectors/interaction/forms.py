"""Press the buttons of empty forms, while nothing leaves the browser, and see what people read."""

from __future__ import annotations

import json
from typing import Any, cast

from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeForms"
_MAX_PRESSED = 2
"""Forms whose buttons are pressed; each costs two loads of the page."""


async def leave_forms_empty(probing: Probing) -> Answer:
    """Return what each form says when it is sent empty, and whether passwords can be pasted."""
    tab = probing.tab
    await put_in(tab, "forms.js")
    seen: dict[str, Any] = json.loads(await tab.evaluate(f"{_HERE}.list()", timeout=10))
    pressed = 0
    for index, form in enumerate(seen["forms"]):
        if form["left_alone"] or form["by_browser"] or pressed >= _MAX_PRESSED:
            continue
        pressed += 1
        form |= await _press(probing, index)
        if form["coloured"] and not form["texts"]:
            # Something that a page seems to do wrong has to happen twice.
            again = await _press(probing, index)
            if again["texts"] or not again["coloured"]:
                form |= again
    probing.spoilt = pressed > 0
    return cast("Answer", seen)


async def _press(probing: Probing, index: int) -> dict[str, Any]:
    await probing.reload()
    tab = probing.tab
    await put_in(tab, "forms.js")
    before = len(tab.attempts)
    found: dict[str, Any] | None = json.loads(
        await tab.evaluate(f"{_HERE}.press({index})", timeout=10)
    )
    attempts = tab.attempts[before:]
    return {
        **(found or {"pressed": False}),
        "sent": any(attempt.kind in {"navigation", "request"} for attempt in attempts),
        "dialog": any(attempt.kind == "dialog" for attempt in attempts),
    }


PROBE = Probe("forms", leave_forms_empty, seconds=60, tidy=True)
