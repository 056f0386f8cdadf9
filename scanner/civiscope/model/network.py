"""What went over the network while a page was visited: requests, answers, headers, TLS."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.web.urls import host_of, same_site


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields as received: order kept, repeated fields apart, names in lower case."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """Return the field's value, repeated fields joined by a comma (RFC 9110 5.3), or None."""
        values = self.all(name)
        return ", ".join(values) if values else None

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value sent for *name*, in order; empty when it was not sent."""
        wanted = name.lower()
        return tuple([value for key, value in self.fields if key == wanted])

    def __contains__(self, name: object) -> bool:
        """Say whether the field was sent at all."""
        wanted = name.lower() if isinstance(name, str) else None
        # No generator: judging asks this some hundred times for every answer of a page.
        for key, _ in self.fields:  # noqa: SIM110
            if key == wanted:
                return True
        return False


NO_HEADERS = Headers()


@dataclass(frozen=True, slots=True)
class Tls:
    """The TLS connection an answer came over, as the browser describes it."""

    protocol: str
    """For example `TLS 1.3`."""
    cipher: str
    key_exchange: str
    issuer: str
    subject: str
    names: tuple[str, ...]
    """Host names on the certificate, the first hundred."""
    valid_from: float
    """Seconds since 1970."""
    valid_to: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of a server: a redirect hop, or the answer that was used."""

    url: str
    status: int
    headers: Headers = NO_HEADERS
    status_text: str = ""
    media_type: str = ""
    protocol: str = ""
    """`http/1.1`, `h2`, `h3`."""
    remote_address: str = ""
    """Address and port; empty when the answer came from a cache."""
    from_cache: bool = False
    from_service_worker: bool = False
    tls: Tls | None = None

    @property
    def redirects(self) -> bool:
        """Whether this answer sent the browser elsewhere."""
        return self.status in {301, 302, 303, 307, 308} and "location" in self.headers


@dataclass(frozen=True, slots=True)
class Initiator:
    """Who asked for a request."""

    type: str
    """`parser`, `script`, `preload`, `other`, …"""
    url: str = ""
    line: int | None = None
    stack: tuple[str, ...] = ()
    """URLs of the scripts on the stack, innermost first, each once."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the page with every answer to it, redirects first."""

    url: str
    """What was asked for first, before redirects."""
    type: str
    """`document`, `stylesheet`, `image`, `script`, `xhr`, `fetch`, `font`, `media`, …"""
    method: str = "GET"
    main: bool = False
    """Whether it is the page's own document."""
    frame_url: str = ""
    hops: tuple[Response, ...] = ()
    failed: str = ""
    """The browser's error, for example `net::ERR_NAME_NOT_RESOLVED`; empty when it worked."""
    blocked: str = ""
    """Why the browser refused it (`csp`, `mixed-content`, `refused-address`, …)."""
    initiator: Initiator = Initiator("other")
    mixed_content: str = "none"
    """`none`, `blockable` or `optionally-blockable`, as the browser decided."""
    transferred: int = 0
    """Bytes over the network, headers included; what the first fetch took when it was cached."""
    size: int = 0
    """Bytes of the body after decompression."""
    started: float = 0.0
    """Seconds after the start of the visit."""
    finished: float | None = None

    @property
    def response(self) -> Response | None:
        """The answer that was used, after redirects."""
        return self.hops[-1] if self.hops else None

    @property
    def final_url(self) -> str:
        """Where the answer came from, after redirects."""
        return self.hops[-1].url if self.hops else self.url

    @property
    def host(self) -> str:
        """The host that was asked first."""
        return host_of(self.url)

    def third_party_to(self, page_url: str) -> bool:
        """Say whether any hop went to another registrable domain than the page's own."""
        # No generator, and each address once: judging asks this of every request of a page.
        if _is_elsewhere(self.url, page_url):
            return True
        for hop in self.hops:  # noqa: SIM110
            if hop.url != self.url and _is_elsewhere(hop.url, page_url):
                return True
        return False


def _is_elsewhere(url: str, page_url: str) -> bool:
    return not same_site(url, page_url) and url.partition(":")[0].lower() in _OF_SERVERS


_OF_SERVERS = frozenset({"http", "https", "ws", "wss"})
