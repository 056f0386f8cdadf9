"""Judge whether authorities for certificates are named. Why is told in dns_caa.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts whose CAA records were asked for; those of a domain above count as well."""
    unknown = Unknown()
    for name, record, place in records(site, "CAA", unknown):
        tags = [value.split()[1].lower() for value in record.values if len(value.split()) > 2]
        if not record.values:
            yield failed(place, "missing", name=name)
        elif not {"issue", "issuewild"} & set(tags):
            yield failed(place, "no-issue", name=name)
        else:
            yield passed(place)
    unknown.tell()
