"""Judge whether a domain is signed. Why is told in dns_dnssec.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, cannot_tell, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records


def check(site: Site) -> Iterator[Outcome]:
    """Apply to registrable domains whose DS records were asked for."""
    unknown = Unknown()
    verdicts = {
        record.name: record
        for host in site.hosts
        for record in host.records
        if record.kind == "SOA"
    }
    for name, record, place in records(site, "DS", unknown):
        verdict = verdicts.get(name)
        if not record.values:
            yield failed(place, "unsigned", name=name)
        elif verdict is not None and verdict.authentic:
            yield passed(place)
        elif verdict is None or not verdict.error:
            yield cannot_tell(place, "unchecked", name=name)
        elif "SERVFAIL" in verdict.error:
            # The domain above says that it is signed, and a resolver that checks gives no response.
            yield cannot_tell(place, "broken", name=name)
        else:
            unknown.note(site.hosts[0], verdict.error)
    unknown.tell()
