"""Fill in fields wrongly, while nothing leaves the browser, and read what is said of it."""

from __future__ import annotations

import json
from typing import Any

from civiscope.collectors.interaction.probe import Answer, Probe, Probing
from civiscope.collectors.interaction.script import put_in

_HERE = "civiscopeMistakes"
MAX_FIELDS = 4


async def make_mistakes(probing: Probing) -> Answer:
    """Return what is said of a wrong value in each field whose format software knows."""
    tab = probing.tab
    listed = await _list(probing)
    fields: list[dict[str, Any]] = []
    for index in range(listed["count"]):
        if index:
            await probing.reload()
            await _list(probing)
        before = len(tab.attempts)
        made: dict[str, Any] | None = json.loads(
            await tab.evaluate(f"{_HERE}.make({index})", timeout=10)
        )
        if made is not None:
            kinds = {attempt.kind for attempt in tab.attempts[before:]}
            fields.append({**made, "sent": bool(kinds & {"navigation", "request"})})
    probing.spoilt = bool(listed["count"])
    return {"fields": fields, "more": listed["more"]}


async def _list(probing: Probing) -> dict[str, int]:
    await put_in(probing.tab, "mistakes.js")
    listed: dict[str, int] = json.loads(
        await probing.tab.evaluate(f"{_HERE}.list({MAX_FIELDS})", timeout=10)
    )
    return listed


PROBE = Probe("mistakes", make_mistakes, seconds=60, tidy=True)
