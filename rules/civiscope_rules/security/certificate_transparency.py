"""Judge whether a certificate is in public logs. Why is told in certificate_transparency.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, cannot_tell, passed
from civiscope_rules.shared.hosts import label, tls_servers
from civiscope_rules.shared.hosts.days import readable
from civiscope_rules.shared.hosts.seen import Unknown


def check(site: Site) -> Iterator[Outcome]:
    """Apply to certificates that the system trusts; those of one's own authority are in no log."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        leaf = readable(tls)
        if leaf is None or tls.trust.state != "trusted" or tls.trust.by == "given":
            continue
        if leaf.scts or tls.scts:
            yield passed(place)
        else:
            # They may also come with the response of the revocation service, or the system may
            # trust an authority of its owner.
            yield cannot_tell(place, "missing", host=label(host))
    unknown.tell()
