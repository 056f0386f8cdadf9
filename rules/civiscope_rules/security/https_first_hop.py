"""Judge where plain HTTP leads to first. Why is told in https_first_hop.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import is_loopback
from civiscope.model import Outcome, Site, failed, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.hosts import label, place_of


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts whose plain HTTP leads to HTTPS in the end; not on this very machine."""
    for host in site.hosts:
        if host.http is None or is_loopback(host.name):
            continue
        way = [hop.location for hop in host.http.hops if hop.location]
        if not way or not any(url.startswith("https://") for url in way):
            continue
        place = place_of(site, host)
        if way[0].startswith("http://"):
            yield failed(place, "plain", host=label(host), target=way[0])
        elif host_of(way[0]) != host.name:
            yield failed(place, "other-host", host=label(host), target=host_of(way[0]))
        else:
            yield passed(place)
