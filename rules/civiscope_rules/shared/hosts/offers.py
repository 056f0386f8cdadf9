"""Judge what a server has accepted of what it had better refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.model import Outcome, Site, failed, passed
from civiscope.model.transport import Offer, TlsServer
from civiscope_rules.shared.hosts.seen import Unknown, label, tls_servers


def fail_accepted(site: Site, names: Sequence[str]) -> Iterator[Outcome]:
    """Fail each host that accepts one of *names*, all in one finding; pass one that refuses all."""
    unknown = Unknown()
    for host, tls, place in tls_servers(site, unknown):
        tried = [offer for offer in _tried_offers(tls) if offer.name in names]
        taken = [offer for offer in tried if offer.answer == "accepted"]
        open_ = [offer for offer in tried if offer.answer == "unknown"]
        if taken:
            yield failed(place, "accepted", host=label(host), accepted=_join_names(taken))
        elif open_:
            unknown.note(host, f"{open_[0].name}: {open_[0].detail}")
        elif tried:
            yield passed(place)
    unknown.tell()


def _tried_offers(tls: TlsServer) -> tuple[Offer, ...]:
    return (*tls.versions, *tls.weak)


def _join_names(offers: Sequence[Offer]) -> str:
    return ", ".join(
        f"{offer.name} ({offer.detail})" if offer.detail else offer.name for offer in offers
    )
