"""Gather what a page shows as it stands in the hands of somebody else; change nothing of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from civiscope.browser.cdp import CdpError
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.driver import PageDriver
from civiscope.collectors.page.dom_facts import dom_of
from civiscope.collectors.page.examine import PassiveExamination
from civiscope.collectors.page.rest import wait_for_rest
from civiscope.collectors.page.statement import with_statement
from civiscope.errors import UsageError
from civiscope.model import Evidence, Missing, PagePart

REQUESTS = Missing(
    "not-gathered",
    "The page was looked at as it stood open; what was asked for and sent before was not seen.",
)
_PART_ONLY = "Only {selectors} was looked at, as the check asked."
_LEFT_OUT = "{selectors} was left out, as the check asked."


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Which part of a page is looked at, by selectors; all of it when there are none."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[PagePart, ...]:
        """What is not looked at, as evidence tells it: no rule may pass for the rest."""
        told = [(_PART_ONLY, self.include), (_LEFT_OUT, self.exclude)]
        return tuple(
            PagePart("more", "", text.format(selectors=", ".join(names)[:200]))
            for text, names in told
            if names
        )


async def gather_as_it_stands(
    tab: PageDriver, rules: Sequence[str], looked_at: LookedAt
) -> Evidence:
    """Return the evidence of the page in *tab*; *rules* are the ids of those with scripts.

    Raises UsageError for selectors that name nothing, TabLost, or PageLeft when the page goes.
    """
    await _limit(tab, looked_at)
    rest = await wait_for_rest(tab)
    try:
        read = json.loads(await tab.evaluate("civiscope.dom()"))
        dom = await with_statement(tab, dom_of(read), REQUESTS)
        if dom.frames and not rest.frames:
            # Frames that nobody let us into are looked for all the same, and named as not tested.
            rest = replace(rest, frames={"": dom.frames[0].url})
        exam = PassiveExamination(tab, rules, {}, rest)
        await exam.run()
    finally:
        for frame in (tab.main_frame, *rest.frames):
            if tab.has_world(frame):
                with contextlib.suppress(CdpError, PageLeft):
                    await tab.evaluate("civiscope.release()", frame=frame, timeout=2)
    return replace(
        Evidence.nothing(REQUESTS),
        dom=dom,
        axe=exam.axe or REQUESTS,
        script_results=exam.answers or {},
        parts=(*exam.parts, *looked_at.parts),
    )


async def _limit(tab: PageDriver, looked_at: LookedAt) -> None:
    asked = json.dumps({"include": looked_at.include, "exclude": looked_at.exclude})
    said = json.loads(await tab.evaluate(f"civiscope.limit({asked})"))
    if said["broken"]:
        raise UsageError(f"{said['broken'][0][:200]!r} is not a CSS selector; correct it.")
    if said["unknown"]:
        raise UsageError(
            f"Nothing on the page is {said['unknown'][0][:200]!r}, which `include` names; correct "
            "the selector, or check when the element is there."
        )
