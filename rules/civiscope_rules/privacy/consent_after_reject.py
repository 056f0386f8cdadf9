"""Judge what goes on although the visitor has said no. See consent_after_reject.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.necessity import by_owner, compare, describe_traces
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.model import (
    EvidenceMissing,
    Missing,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)
from civiscope_rules.shared.banner_place import banner_of
from civiscope_rules.shared.whole_visit import require_whole

_NOT_SEEN = Missing("not-gathered", "The visit that was to say no did not come to its end.")


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply where there is a way to say no; one outcome for each owner of what goes on."""
    visit = page.privacy
    banner = banner_of(visit)
    if banner is None or not banner.refusals:
        return
    compared = compare(visit, page.final_url, lists, page.own_domains)
    if compared.despite is None:
        raise EvidenceMissing(_NOT_SEEN)
    if not compared.despite:
        require_whole(visit.of("reject"))
        yield passed("after no")
    known = {(trace.owner, trace.what) for trace in compared.before}
    for (owner, standing), found in sorted(by_owner(compared.despite).items()):
        place = Place(owner, url=found[0].url, snippet=printable(found[0].url))
        facts: dict[str, Any] = {
            "owner": printable(owner, 60),
            "what": printable(describe_traces(found), 200),
        }
        only_kept = all(t.what.startswith("the ") and (t.owner, t.what) in known for t in found)
        if standing != "tracking":
            yield cannot_tell(place, standing, **facts)
        elif only_kept:
            # Set before the answer, which is reported already, and not taken away by it.
            yield failed(place, "left", **facts)
        else:
            yield failed(place, "tracking", **facts)
