"""Judge whether forged mail is kept away by DMARC. Why is told in dns_dmarc.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records, tags

POLICIES = frozenset({"none", "quarantine", "reject"})


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts and the domains above them."""
    unknown = Unknown()
    for name, record, place in records(site, "DMARC", unknown):
        policy = tags(record.values[0]).get("p", "").lower() if record.values else ""
        if not record.values:
            yield failed(place, "missing", name=name)
        elif len(record.values) > 1:
            yield failed(place, "many", name=name, count=len(record.values))
        elif policy not in POLICIES:
            yield failed(place, "unreadable", name=name)
        elif policy == "none":
            yield failed(place, "none", name=name)
        else:
            yield passed(place)
    unknown.tell()
