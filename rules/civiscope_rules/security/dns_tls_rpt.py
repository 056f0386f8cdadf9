"""Judge whether broken encryption of mail is reported. Why is told in dns_tls_rpt.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records, tags, takes_mail


def check(site: Site) -> Iterator[Outcome]:
    """Apply to registrable domains that take mail."""
    unknown = Unknown()
    for name, record, place in records(site, "TLS-RPT", unknown):
        if not takes_mail(site, name, unknown):
            continue
        first = next(iter(record.values), "")
        if not first:
            yield failed(place, "missing", name=name)
        elif len(record.values) > 1 or not tags(first).get("rua"):
            yield failed(place, "unreadable", name=name)
        else:
            yield passed(place)
    unknown.tell()
