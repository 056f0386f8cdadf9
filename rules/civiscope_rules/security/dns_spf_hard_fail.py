"""Judge whether foreign mail is refused by SPF. Why is told in dns_spf_hard_fail.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown
from civiscope_rules.shared.hosts.records import records


def check(site: Site) -> Iterator[Outcome]:
    """Apply to registrable domains with one SPF record that ends in `all`."""
    unknown = Unknown()
    for name, record, place in records(site, "SPF", unknown):
        if len(record.values) != 1:
            continue
        endings = [term for term in record.values[0].lower().split() if term.endswith("all")]
        endings = [term for term in endings if term.lstrip("+-~?") == "all"]
        if not endings:
            continue
        if endings[0] == "-all":
            yield passed(place)
        else:
            yield failed(place, "soft", name=name, ending=endings[0])
    unknown.tell()
