"""How the dashboard is served, and who vouches for those who look at it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from civiscope_watch.store.accounts import Role
from civiscope_watch.store.errors import HistoryError

DEFAULT_PORT = 8600
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """An organisation's sign-in by OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What the dashboard is told when it starts."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    public_url: str = ""
    """What people type; needed behind a proxy, and for cookies that only go over HTTPS."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy_header: str = ""
    """Field with the name of whom the proxy has signed in; empty: no proxy does."""
    new_role: Role = "viewer"
    """Of those whom a proxy or an issuer vouches for, when they come for the first time."""
    oidc: OidcSettings | None = None
    public_badges: bool = False
    stale_days: int = 7

    @property
    def is_https(self) -> bool:
        """Whether people come over HTTPS."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Whether only programs of this machine can connect."""
        return is_loopback(self.host)

    @property
    def others_vouch(self) -> bool:
        """Whether a proxy or an issuer signs people in."""
        return bool(self.proxy_header) or self.oidc is not None

    @property
    def hosts(self) -> frozenset[str]:
        """The names that the dashboard is called by; empty: by any."""
        public = urlsplit(self.public_url).hostname
        if public is not None:
            return frozenset({public, *LOOPBACK_NAMES})
        return LOOPBACK_NAMES if self.is_loopback else frozenset()

    def trusts(self, address: str) -> bool:
        """Return whether what a client at *address* says of its users is believed."""
        try:
            client = ip_address(address)
        except ValueError:
            return False
        return any(client in network for network in self.trusted_proxies)

    def check(self) -> WebSettings:
        """Return it. Raises HistoryError for settings that do not fit together."""
        if self.proxy_header and not self.trusted_proxies:
            raise HistoryError(
                "--proxy-header needs --trusted-proxy: without it, anyone could send that field. "
                "Name the proxy's address, such as 10.0.0.5 or 10.0.0.0/24."
            )
        if self.public_url and not _is_origin(self.public_url):
            raise HistoryError(
                f"--public-url {self.public_url[:200]!r} is not the address of a server. Write "
                "https://watch.example.gov."
            )
        if self.oidc is not None and not self.public_url:
            raise HistoryError(
                "--oidc-issuer needs --public-url: the issuer sends people back to that address."
            )
        return self


def is_loopback(host: str) -> bool:
    """Return whether only programs of this machine can connect to *host*."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_network(text: str) -> IPv4Network | IPv6Network:
    """Return the addresses that *text* names. Raises HistoryError."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise HistoryError(
            f"{text[:80]!r} is not an address or a network. Write 10.0.0.5 or 10.0.0.0/24."
        ) from error


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"}
