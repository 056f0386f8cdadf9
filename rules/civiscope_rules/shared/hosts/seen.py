"""Which hosts a rule can judge, where its findings stand, and what was not seen."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from civiscope.headers import is_loopback
from civiscope.model import EvidenceMissing, Host, Missing, Place, Site
from civiscope.model.transport import TlsServer
from civiscope.web.urls import host_of, origin_of


class Unknown:
    """The hosts that a rule could not judge. What it says of the others comes first, then this."""

    def __init__(self) -> None:
        self._reasons: list[str] = []

    def note(self, host: Host, reason: str) -> None:
        """Note why nothing can be said of *host*."""
        self._reasons.append(f"{label(host)}: {reason}")

    def tell(self) -> None:
        """Raise EvidenceMissing when there is a host that nothing can be said of."""
        if self._reasons:
            more = f" (and {len(self._reasons) - 1} more)" if len(self._reasons) > 1 else ""
            raise EvidenceMissing(Missing("not-gathered", self._reasons[0] + more))


def tls_servers(site: Site, unknown: Unknown) -> Iterator[tuple[Host, TlsServer, Place]]:
    """Yield the hosts that answer in TLS. Where nobody listens security/https-offered says so."""
    for host in site.hosts:
        if host.error:
            unknown.note(host, host.error)
        elif host.tls is not None and host.tls.state == "silent":
            unknown.note(host, host.tls.detail)
        elif host.tls is not None and host.tls.state == "answers":
            yield host, host.tls, place_of(site, host)


def name_of(host: Host) -> str:
    """Return the host's name as an address shows it."""
    return f"[{host.name}]" if ":" in host.name else host.name


def label(host: Host) -> str:
    """Return the host's name, with the port when it is none of the usual ones."""
    port = host.https_port or host.http_port
    return name_of(host) if port in {None, 80, 443} else f"{name_of(host)}:{port}"


def place_of(site: Site, host: Host, *, snippet: str = "", part: str = "") -> Place:
    """Return where a finding on *host* stands: at its first page, else at its root."""
    ports = {host.http_port, host.https_port}
    component = f"{label(host)} {part}".rstrip()
    for page in site.pages:
        for url in (page.url, page.final_url):
            if host_of(url) == host.name and _port(url) in ports:
                return Place(component, url=page.url, snippet=snippet)
    return Place(component, url=_root(host), snippet=snippet)


def later(status: int) -> bool:
    """Say whether a response means “not now”, which tells nothing about what is there."""
    return status == 429 or status >= 500


def remembers_https(name: str) -> bool:
    """Say whether browsers remember HTTPS for a host: not for addresses, nor on this machine."""
    if is_loopback(name):
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return True
    return False


def _port(url: str) -> int | None:
    parts = urlsplit(origin_of(url))
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _root(host: Host) -> str:
    scheme = "https" if host.https_port else "http"
    return origin_of(f"{scheme}://{name_of(host)}:{host.https_port or host.http_port}/") + "/"
