"""Judge whether moving the device is the only way to something. See device_motion.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.clicks import DeviceTilt, MouseUse


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose words or values follow the sensors of the device."""
    tilt = page.probe("clicks", MouseUse).tilt
    if tilt is not None and tilt.changes:
        yield _judge(tilt)


def _judge(tilt: DeviceTilt) -> Outcome:
    kinds = ", ".join(tilt.kinds)
    if tilt.by_control and tilt.ended:
        return passed("page")
    if tilt.untried:
        return cannot_tell("page", "unknown", kinds=kinds)
    if tilt.ended:
        # The control that ended it was the last one tried.
        return cannot_tell("page", "no_control", kinds=kinds)
    if tilt.by_control:
        return cannot_tell("page", "no_end", kinds=kinds)
    return failed("page", "only", kinds=kinds)
