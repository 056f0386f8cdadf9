"""Judge scripts that tell devices apart by their traits. See fingerprinting.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.fingerprinting import fingerprints
from civiscope.headers import printable
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.whole_visit import require_whole


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy; one outcome for each method of each script."""
    first = page.privacy.of("none")
    if first is None:
        return
    found = fingerprints(first.calls)
    if not found:
        require_whole(first, watched=True)
        yield passed("scripts")
    for one in found:
        at = host_of(one.script) or "a script without an address"
        place = Place(f"{one.method} by {at}", url=one.script, snippet=printable(one.script))
        script = printable(one.script.partition("?")[0], 120) or "A script without an address"
        facts: dict[str, Any] = {"script": script, "what": one.what}
        if one.sure:
            yield failed(place, "method", **facts)
        else:
            yield cannot_tell(place, "unclear", **facts)
