"""Judge what happens before the visitor has answered the banner. See consent_before_choice.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civiscope.detectors.necessity import by_owner, describe_traces, find_unneeded
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.model import Outcome, Page, Place, cannot_tell, failed, passed
from civiscope_rules.shared.banner_place import banner_of
from civiscope_rules.shared.whole_visit import require_whole


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply to pages with a banner; one outcome for each owner of what came before the answer."""
    visit = page.privacy
    first = visit.of("none")
    if first is None or banner_of(visit) is None:
        return
    traces = find_unneeded(first.requests, first.kept, page.final_url, lists, page.own_domains)
    if not traces:
        require_whole(first)
        yield passed("before the choice")
    for (owner, standing), found in sorted(by_owner(traces).items()):
        place = Place(owner, url=found[0].url, snippet=printable(found[0].url))
        facts: dict[str, Any] = {
            "owner": printable(owner, 60),
            "what": printable(describe_traces(found), 200),
        }
        if standing == "tracking":
            yield failed(place, "tracking", **facts)
        else:
            yield cannot_tell(place, standing, **facts)
