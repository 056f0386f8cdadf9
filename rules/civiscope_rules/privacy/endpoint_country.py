"""Tell in which countries third parties answer. See endpoint_country.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.lists.parties import is_public_body, party_at
from civiscope.model import Endpoint, Outcome, Place, Site, cannot_tell, passed
from civiscope.web.urls import host_of, registrable_domain

_MAX_HOSTS = 5


def check(site: Site, *, sites: Sequence[str], home: Sequence[str]) -> Iterator[Outcome]:
    """Apply to third parties whose country was looked up, contacted by pages on *sites*.

    *sites* are top-level domains, `*` is all; *home* are the ISO codes of countries that data may
    go to without more ado. One outcome for each owner and country.
    """
    found: dict[tuple[str, str], list[Endpoint]] = {}
    for endpoint in site.endpoints:
        suffix = host_of(endpoint.page).rpartition(".")[2]
        if not ("*" in sites or suffix in sites) or is_public_body(endpoint.host):
            continue
        if endpoint.country:
            party = party_at(endpoint.host)
            owner = party.name if party else registrable_domain(endpoint.host)
            found.setdefault((owner, endpoint.country), []).append(endpoint)
    for (owner, country), endpoints in sorted(found.items()):
        place = Place(f"{owner} ({country})", url=endpoints[0].page, snippet=endpoints[0].host)
        if country in home:
            yield passed(place)
            continue
        hosts = sorted({endpoint.host for endpoint in endpoints})
        named = ", ".join(hosts[:_MAX_HOSTS]) + (", …" if len(hosts) > _MAX_HOSTS else "")
        yield cannot_tell(place, "abroad", owner=owner, country=country, hosts=named)
