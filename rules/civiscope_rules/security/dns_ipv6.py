"""Judge whether a host can be reached over IPv6. Why is told in dns_ipv6.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts with an address."""
    unknown = Unknown()
    old = {name for name, record, _ in records(site, "A", Unknown()) if record.values}
    for name, record, place in records(site, "AAAA", unknown):
        if record.values:
            yield passed(place)
        elif name in old:
            yield failed(place, "missing", name=name)
    unknown.tell()
