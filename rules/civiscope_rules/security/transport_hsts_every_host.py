"""Judge HSTS on hosts that no page came from. Why is told in transport_hsts_every_host.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import Malformed
from civiscope.headers.hsts import parse_hsts
from civiscope.model import Evidence, Host, Outcome, Page, Site, failed, passed
from civiscope.web.urls import host_of
from civiscope_rules.shared.hosts import Unknown, label, place_of, remembers_https


def check(site: Site, *, min_age: int) -> Iterator[Outcome]:
    """Apply to hosts whose root answers over HTTPS and that no page of the crawl came by."""
    unknown = Unknown()
    met = {host for page in site.pages for host in _safe_hosts(page)}
    for host in site.hosts:
        if host.tls is None or host.tls.state != "answers" or not remembers_https(host.name):
            continue
        if host.name in met:
            continue
        if host.https is None or not host.https.hops:
            unknown.note(host, _why(host))
            continue
        place = place_of(site, host)
        match parse_hsts(host.https.hops[0].hsts):
            case None:
                yield failed(place, "missing", host=label(host))
            case Malformed(reason):
                yield failed(place, "malformed", host=label(host), reason=reason)
            case hsts if hsts.max_age < min_age:
                yield failed(place, "short", host=label(host), age=hsts.max_age, min_age=min_age)
            case _:
                yield passed(place)
    unknown.tell()


def _safe_hosts(page: Page) -> Iterator[str]:
    evidence: Evidence = page.evidence
    if isinstance(evidence.requests, tuple):
        for hop in page.hops:
            if hop.url.startswith("https://"):
                yield host_of(hop.url)


def _why(host: Host) -> str:
    said = host.https.error if host.https is not None else ""
    return said or "Its root was not asked over HTTPS."
