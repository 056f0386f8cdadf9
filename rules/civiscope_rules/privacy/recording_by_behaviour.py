"""Judge scripts that take in all that visitors do. See recording_by_behaviour.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.session_recording import recorders
from civiscope.headers import printable
from civiscope.lists.parties import party_at
from civiscope.model import Outcome, Page, Place, cannot_tell, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.whole_visit import require_whole

_KNOWN = "replay"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages visited for privacy; one outcome for each script not known by name already."""
    first = page.privacy.of("none")
    if first is None:
        return
    found = [
        one
        for one in recorders(first.calls, first.requests)
        if not any(party.purpose == _KNOWN for h in one.hosts if (party := party_at(h)))
    ]
    if not found:
        require_whole(first, watched=True)
        yield passed("scripts")
    for one in found:
        yield cannot_tell(
            Place(host_of(one.script), url=one.script, snippet=printable(one.script)),
            "recorder",
            script=printable(one.script.partition("?")[0], 120),
            heard=", ".join(one.heard),
            hosts=printable(", ".join(one.hosts[:3]), 120),
        )
