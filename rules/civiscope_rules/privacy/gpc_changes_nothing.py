"""Compare visits with and without Global Privacy Control. See gpc_changes_nothing.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.detectors.necessity import find_unneeded
from civiscope.headers import printable
from civiscope.lists import Lists
from civiscope.model import EvidenceMissing, Missing, Outcome, Page, failed, passed
from civiscope.model.privacy import PrivacyPass
from civiscope_rules.shared.whole_visit import require_whole

_NOT_SEEN = Missing("not-gathered", "The visit that asked for privacy did not come to its end.")


def check(page: Page, lists: Lists) -> Iterator[Outcome]:
    """Apply to pages that tell others of a visit before any choice."""
    visit = page.privacy
    none = visit.of("none")
    before = _told(none, page, lists)
    if not before:
        return
    with_signal = visit.of("gpc")
    if with_signal is None:
        raise EvidenceMissing(_NOT_SEEN)
    if before <= _told(with_signal, page, lists):
        yield failed(
            "Global Privacy Control", "unchanged", owners=printable(", ".join(sorted(before)))
        )
    else:
        require_whole(with_signal)
        yield passed("Global Privacy Control")


def _told(one: PrivacyPass | None, page: Page, lists: Lists) -> set[str]:
    url, own = page.final_url, page.own_domains
    traces = find_unneeded(one.requests, one.kept, url, lists, own) if one else ()
    return {trace.owner for trace in traces if trace.standing == "tracking"}
