"""Judge whether mail to a domain stays encrypted. Why is told in dns_mta_sts.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records, tags, takes_mail


def check(site: Site) -> Iterator[Outcome]:
    """Apply to registrable domains that take mail."""
    unknown = Unknown()
    for name, record, place in records(site, "MTA-STS", unknown):
        if not takes_mail(site, name, unknown):
            continue
        first = next(iter(record.values), "")
        if not first:
            yield failed(place, "missing", name=name)
        elif len(record.values) > 1 or not tags(first).get("id"):
            yield failed(place, "unreadable", name=name)
        else:
            yield passed(place)
    unknown.tell()
