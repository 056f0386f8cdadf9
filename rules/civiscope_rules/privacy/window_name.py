"""Judge what scripts put into the window's name. See window_name.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.lists.parties import party_at
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.whole_visit import require_whole


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy; one outcome for each script that writes the name."""
    first = page.privacy.of("none")
    if first is None:
        return
    scripts = sorted({call.script for call in first.calls if call.api == "window.name"})
    if not scripts:
        require_whole(first, watched=True)
        yield passed("window")
    for script in scripts:
        party = party_at(host_of(script))
        place = Place(
            f"window name by {host_of(script) or 'a script'}", url=script, snippet=printable(script)
        )
        told = printable(script.partition("?")[0], 120) or "A script without an address"
        if party is not None and party.tracks:
            yield failed(place, "tracker", script=told, owner=party.name)
        else:
            yield cannot_tell(place, "written", script=told)
