"""Judge whether forged mail is rejected by DMARC. Why is told in dns_dmarc_reject.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records, tags


def check(site: Site) -> Iterator[Outcome]:
    """Apply to domains with one DMARC record that does something."""
    unknown = Unknown()
    for name, record, place in records(site, "DMARC", unknown):
        if len(record.values) != 1:
            continue
        found = tags(record.values[0])
        share = found.get("pct", "100")
        if found.get("p", "").lower() == "reject" and share in {"100", ""}:
            yield passed(place)
        elif found.get("p", "").lower() == "reject":
            yield failed(place, "part", name=name, share=share)
        elif found.get("p", "").lower() in {"none", "quarantine"}:
            yield failed(place, "mild", name=name, policy=found["p"].lower())
    unknown.tell()
