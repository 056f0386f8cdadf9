"""Judge whether a certificate is about to end. Why is told in certificate_expires_soon.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope.model.transport import Certificate
from civiscope_rules.shared.hosts import Unknown, label, tls_servers
from civiscope_rules.shared.hosts.days import DAY, day, readable


def check(site: Site, *, min_days: int) -> Iterator[Outcome]:
    """Apply to certificates that are valid when asked.

    Of short-lived ones a fifth of their time must be left, when that is less than *min_days*.
    """
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        leaf = readable(tls)
        if leaf is None:
            unknown.note(host, tls.chain_error or "Its certificate could not be read.")
        elif leaf.valid_from <= host.asked <= leaf.valid_to:
            left = leaf.valid_to - host.asked
            if left >= _enough(leaf, min_days):
                yield passed(place)
            else:
                days = int(left // DAY)
                yield failed(place, "soon", host=label(host), day=day(leaf.valid_to), days=days)
    unknown.tell()


def _enough(leaf: Certificate, min_days: int) -> float:
    return min(min_days * DAY, (leaf.valid_to - leaf.valid_from) / 5)
