"""Keep the scan on the addresses the user asked for: never into a network that a page names."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Literal

from civiscope.web.urls import host_of, is_web_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Kind = Literal["public", "private", "loopback"]
Lookup = Callable[[str], Awaitable[tuple[Address, ...]]]

_LOW_32_BITS = (
    ipaddress.IPv6Network("64:ff9b::/96"),  # NAT64
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # NAT64 of the network itself
    ipaddress.IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible, given up long ago but still read
)
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_LOOPBACK_NAMES = (
    "localhost",
    "*.localhost",
    "127.*.*.*",
    "0.0.0.0",  # noqa: S104 # nosec B104 # not bound to
    "::1",
    "::",
)
_PRIVATE_NAMES = (
    "10.*.*.*",
    *(f"172.{n}.*.*" for n in range(16, 32)),
    "192.168.*.*",
    "169.254.*.*",
    *(f"100.{n}.*.*" for n in range(64, 128)),
    "192.0.0.*",
    "198.18.*.*",
    "198.19.*.*",
    *(f"{n}.*.*.*" for n in range(224, 256)),
    # Two colons at least: the browser compares `host:port`, too, and fda.gov:443 has one.
    *(f"{start}*:*:*" for start in ("fc", "fd", "fe8", "fe9", "fea", "feb", "fec", "fed", "ff")),
)
_FORMS_OF_IPV4 = ("::ffff:*", "64:ff9b:*:*", "2002:*:*")


class AddressGuard:
    """Says whether an address may be gone to.

    Public addresses always may. Private and loopback ones only when a target itself is of that
    kind: a public site cannot lead the scanner into the network it runs in.
    """

    def __init__(
        self, pinned: Mapping[str, str] | None = None, lookup: Lookup | None = None
    ) -> None:
        self._pinned = dict(pinned or {})
        self._lookup = lookup or look_up
        self._allowed: set[Kind] = {"public"}
        self._cache: dict[str, tuple[Address, ...]] = {}

    @property
    def strict(self) -> bool:
        """Whether only public addresses are allowed."""
        return self._allowed == {"public"}

    def blocked_hosts(self) -> tuple[str, ...]:
        """Return patterns of the hosts that the browser is not to resolve.

        They hold for every request of a page, sockets and workers included, and cost nothing; a
        document's address is looked at by `refusal` besides.
        """
        loopback = () if "loopback" in self._allowed else _LOOPBACK_NAMES
        private = () if "private" in self._allowed else _PRIVATE_NAMES
        forms = _FORMS_OF_IPV4 if self.strict else ()
        return (*loopback, *private, *forms)

    async def allow_kind_of(self, url: str) -> None:
        """Allow addresses of the same kind as a target the user named."""
        host = host_of(url)
        if host and host not in self._pinned:
            self._allowed.update(kind_of(address) for address in await self.resolve(host))

    def allow_kind_written(self, url: str) -> None:
        """Do the same for an address that *url* itself tells; a name is not looked up."""
        host = host_of(url)
        if host and host not in self._pinned:
            self._allowed.update(kind_of(address) for address in written_addresses(host))

    async def resolve(self, host: str) -> tuple[Address, ...]:
        """Return the addresses of *host*, the same ones for the whole scan; empty when none."""
        if host in self._pinned:
            return (ipaddress.ip_address(self._pinned[host].strip("[]")),)
        literal = _literal(host)
        if literal is not None:
            return (literal,)
        if host not in self._cache:
            self._cache[host] = await self._lookup(host)
        return self._cache[host]

    async def refusal(self, url: str) -> str:
        """Return why *url* must not be gone to, as `reason: sentence`; empty when it may.

        A host that does not resolve is let through: the visit will say so in its own words.
        """
        if url == "about:blank" or url.startswith(("about:srcdoc", "data:", "blob:")):
            return ""
        if not is_web_url(url):
            scheme = url.partition(":")[0][:20].lower()
            if scheme in {"http", "https"}:
                return "malformed: The address cannot be read."
            return f"scheme: Addresses of the kind {scheme}: are not visited."
        host = host_of(url)
        if host in self._pinned:
            return ""
        for address in await self.resolve(host):
            kind = kind_of(address)
            if kind not in self._allowed:
                return (
                    f"private: {host} is at {address}, a {kind} address; a public site does not "
                    f"lead civiscope there. Name it as a target if you mean it."
                )
        return ""


def kind_of(address: Address) -> Kind:
    """Return what kind of network *address* is in, looking through the IPv6 forms of IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded_ipv4(address)
        if inner is not None:
            return kind_of(inner)
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return "private"
    return "public" if address.is_global and not address.is_multicast else "private"


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    # Below 2^16 are `::` and `::1`, and nothing that an IPv4 host could have.
    if int(address) >= 1 << 16 and any(address in network for network in _LOW_32_BITS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    # Browsers read 0x7f.1, 2130706433 and 127.1 as addresses, too.
    if host and all(part[:1].isdigit() for part in host.split(".")):
        try:
            return ipaddress.ip_address(socket.inet_aton(host))
        except OSError:
            return None
    return None


def written_addresses(host: str) -> tuple[Address, ...]:
    """Return the addresses of a *host* that is one itself, or this machine; else none."""
    if host == "localhost" or host.endswith(".localhost"):
        return (ipaddress.IPv4Address("127.0.0.1"), ipaddress.IPv6Address("::1"))
    literal = _literal(host)
    return () if literal is None else (literal,)


async def look_up(host: str) -> tuple[Address, ...]:
    """Ask the system for the addresses of *host*; empty when it has none."""
    written = written_addresses(host)
    if written:
        return written
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(15):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return ()
    return tuple(
        _unique(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
    )


def _unique(addresses: Iterable[Address]) -> Iterable[Address]:
    return dict.fromkeys(addresses)
