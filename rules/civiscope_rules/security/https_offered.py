"""Judge whether each host answers over HTTPS. Why is told in https_offered.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, cannot_tell, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, place_of


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that were asked for TLS: all with the usual ports, others where met."""
    unknown = Unknown()
    for host in site.hosts:
        if host.error:
            unknown.note(host, host.error)
            continue
        if host.tls is None:
            continue
        place, named = place_of(site, host), label(host)
        deaf = host.http is None or host.http.closed
        match host.tls.state:
            case "answers":
                yield passed(place)
            case "closed" if deaf:
                unknown.note(host, host.tls.detail or "Nobody is there.")
            case "closed":
                yield failed(place, "closed", host=named)
            case "not-tls":
                yield failed(place, "not-tls", host=named, port=host.https_port)
            case "silent":
                yield cannot_tell(place, "silent", host=named, detail=host.tls.detail)
    unknown.tell()
