"""Judge whether a domain that asks to be preloaded can be. Why is told in hsts_preload.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers.hsts import Hsts, parse_hsts
from civiscope.lists import Lists
from civiscope.model import Host, Outcome, Site, cannot_tell, failed, passed
from civiscope.model.transport import Walk
from civiscope.web.urls import host_of, registrable_domain
from civiscope_rules.shared.hosts import place_of, remembers_https

YEAR = 31536000


def check(site: Site, lists: Lists, *, required: bool) -> Iterator[Outcome]:
    """Apply to registrable domains of which a host says `preload`; with *required*, to all."""
    on_list = lists.preloaded
    domains: dict[str, list[Host]] = {}
    for host in site.hosts:
        if remembers_https(host.name) and host.https is not None and host.https.hops:
            domains.setdefault(registrable_domain(host.name), []).append(host)
    for domain, hosts in sorted(domains.items()):
        if not required and not any(_says_preload(host) for host in hosts):
            continue
        if on_list is not None and on_list(domain):
            yield passed(place_of(site, hosts[0]))
            continue
        bare = next((host for host in hosts if host.name == domain), None)
        if bare is None:
            yield cannot_tell(place_of(site, hosts[0]), "not-seen", domain=domain)
            continue
        lacking = list(_lacking(bare))
        place = place_of(site, bare)
        if lacking:
            reasons = "would not be taken: " + "; ".join(lacking)
            yield failed(place, "not-ready", domain=domain, lacking=reasons)
        elif on_list is not None:
            # It may have been handed in since; that takes months to arrive in a list.
            missing = f"it is not on the list{_date_phrase(lists)}, though it keeps the conditions"
            yield failed(place, "not-ready", domain=domain, lacking=missing, confidence="tentative")
        else:
            yield passed(place)


def _date_phrase(lists: Lists) -> str:
    day = lists.preloaded_date
    return f" of {day.isoformat()}" if day else ""


def _says_preload(host: Host) -> bool:
    hsts = _field(host.https)
    return hsts is not None and hsts.preload


def _field(walk: Walk | None) -> Hsts | None:
    found = parse_hsts(walk.hops[0].hsts) if walk is not None and walk.hops else None
    return found if isinstance(found, Hsts) else None


def _lacking(host: Host) -> Iterator[str]:
    hsts = _field(host.https)
    if hsts is None:
        yield "its root sends no readable Strict-Transport-Security"
    else:
        if hsts.max_age < YEAR:
            yield f"max-age is {hsts.max_age} and not {YEAR}"
        if not hsts.include_subdomains:
            yield "includeSubDomains is missing"
        if not hsts.preload:
            yield "preload is missing"
    if host.tls is not None and (host.tls.names_host is False or _is_distrusted(host)):
        yield "its certificate is not accepted"
    if host.http is not None and host.http.hops:
        first = host.http.hops[0].location
        if not first.startswith("https://") or host_of(first) != host.name:
            yield "plain HTTP does not move to HTTPS on the same host first"


def _is_distrusted(host: Host) -> bool:
    return host.tls is not None and host.tls.trust.state == "untrusted"
