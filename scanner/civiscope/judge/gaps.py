"""What was not gathered of a page, for the coverage of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from civiscope.evidence.kinds import KINDS
from civiscope.model import Missing, Page
from civiscope.model.evidence import NO_PRIVACY_VISIT
from civiscope.model.privacy import PrivacyVisit
from civiscope.results import CollectorFailure


def failures_of(page: Page) -> Iterator[CollectorFailure]:
    """Yield every collector, rule script and probe that failed on *page*, with the reason."""
    for kind in KINDS:
        found: Any = getattr(page.evidence, kind.name)
        if kind.by_name:
            # That a probe did not come to a page in time is a gap; a script that was not run, none.
            probes = kind.folder != "pages"
            for name, value in cast("Mapping[str, Any]", found).items():
                if isinstance(value, Missing) and (probes or value.missing == "failed"):
                    yield CollectorFailure(page.url, name, value.reason)
        elif isinstance(found, PrivacyVisit) or kind.name == "privacy":
            yield from _failures_of_visits(page.url, found)
        elif isinstance(found, Missing) and found.missing == "failed":
            yield CollectorFailure(page.url, kind.name, found.reason)


def _failures_of_visits(url: str, visit: PrivacyVisit | Missing) -> Iterator[CollectorFailure]:
    """Yield what the visits for privacy did not see, on a page that was chosen for them."""
    if isinstance(visit, Missing):
        if visit.reason != NO_PRIVACY_VISIT:
            yield CollectorFailure(url, "privacy visits", visit.reason)
        return
    for one in visit.passes:
        # What a visit that was made saw in part only, the rules that ask for it tell.
        if one.state == "failed":
            yield CollectorFailure(url, f"privacy visit ({one.mode})", one.detail)
