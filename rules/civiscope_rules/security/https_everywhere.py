"""Judge what each host says over plain HTTP. Why is told in https_everywhere.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import is_loopback
from civiscope.model import Confidence, Host, Outcome, Place, Site, failed, passed
from civiscope.model.transport import Walk
from civiscope.web.urls import host_of
from civiscope_rules.shared.hosts import Unknown, label, place_of


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that were asked over plain HTTP; not on this very machine.

    A page that was itself visited over plain HTTP and stayed there is left to
    security/https-redirect.
    """
    unknown = Unknown()
    for host in site.hosts:
        if host.http is None or is_loopback(host.name):
            continue
        if host.http.closed:
            yield passed(place_of(site, host))
        elif not host.http.hops:
            unknown.note(host, host.http.error)
        elif not _was_visited_plain(site, host):
            yield _judged(host, host.http, place_of(site, host))
    unknown.tell()


def _judged(host: Host, walk: Walk, place: Place) -> Outcome:
    last = walk.hops[-1]
    way = [*(hop.url for hop in walk.hops), *([last.location] if last.location else [])]
    plain = [url for url in way if url.startswith("http://")]
    safe = [number for number, url in enumerate(way) if url.startswith("https://")]
    back = next((n for n in safe if any(url in plain for url in way[n + 1 :])), None)
    if back is not None:
        return failed(place, "downgrade", source=way[back], target=way[back + 1])
    if safe:
        return passed(place)
    if last.location:
        return failed(place, "plain", host=label(host), target=last.location)
    if 200 <= last.status < 300:
        return failed(place, "stays", host=label(host))
    # Some walls keep robots off with these, and let browsers pass.
    sure: Confidence | None = "tentative" if last.status in {403, 429, 503} else None
    return failed(place, "error", confidence=sure, host=label(host), status=last.status)


def _was_visited_plain(site: Site, host: Host) -> bool:
    return any(
        page.kind == "page"
        and page.visit.state != "failed"
        and page.final_url.startswith("http://")
        and host_of(page.final_url) == host.name
        for page in site.pages
    )
