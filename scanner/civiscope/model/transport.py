"""What a host itself says, apart from its pages: redirects, TLS, certificates, well-known files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Answer = Literal["accepted", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class RedirectHop:
    """One response on the way that a plain request took, with what transport rules read of it."""

    url: str
    status: int
    location: str = ""
    """Where it sends on to, as an absolute address; empty when it does not."""
    hsts: tuple[str, ...] = ()
    """Every Strict-Transport-Security field."""
    alt_svc: str = ""
    nonces: tuple[str, ...] = ()
    """Those of its Content-Security-Policy, the first of them."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A plain request without cookies to the root of an origin, and where it was sent on to."""

    hops: tuple[RedirectHop, ...] = ()
    error: str = ""
    """Why the last hop has no response, as a sentence; empty when the way was gone to its end."""
    closed: bool = False
    """Whether nobody listens at the first address."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a server was offered in a handshake: a version, or a family of ciphers."""

    name: str
    """`SSL 2`, `SSL 3`, `TLS 1.0` … `TLS 1.3`; `RC4`, `3DES`, `DES`, `NULL`, `export`,
    `anonymous`, `no forward secrecy`, `compression`."""
    answer: Answer
    detail: str = ""
    """The cipher that was agreed on, or why it is unknown."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was sent, read."""

    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    """Host names and addresses it is for, the first hundred."""
    names_total: int = 0
    valid_from: float = 0.0
    """Seconds since 1970."""
    valid_to: float = 0.0
    """Seconds since 1970."""
    key: str = ""
    """`RSA`, `EC`, `DSA`, `Ed25519`, …"""
    bits: int = 0
    signature: str = ""
    """Hash of the signature in lower case: `sha256`, `sha1`, `md5`; empty when it has none."""
    self_signed: bool = False
    """Whether it names itself as its issuer."""
    scts: int = 0
    """Embedded promises of certificate transparency logs."""
    ocsp: str = ""
    """Where its revocation can be asked for; empty when nowhere."""
    must_staple: bool = False
    error: str = ""
    """Why it cannot be read; empty when it can."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the chain leads to an authority that is trusted, dates and host name aside."""

    state: Literal["trusted", "untrusted", "unknown"] = "unknown"
    reason: Literal["", "self-signed", "private-root", "unknown-issuer", "other"] = ""
    by: Literal["", "system", "given"] = ""
    """Which list of authorities it leads to: the system's, or the file that was given."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TlsServer:
    """What a server says in TLS handshakes."""

    state: Literal["answers", "closed", "silent", "not-tls"] = "answers"
    """`closed`: nobody listens; `silent`: it listens and never finishes a handshake."""
    detail: str = ""
    versions: tuple[Offer, ...] = ()
    weak: tuple[Offer, ...] = ()
    """What a server had better refuse."""
    chain: tuple[Certificate, ...] = ()
    """The server's own certificate first."""
    chain_whole: bool = True
    """False when only the server's own certificate could be seen."""
    chain_error: str = ""
    names_host: bool | None = None
    """Whether the certificate is for the host, by all of its names; None when there is none."""
    trust: Trust = Trust()
    protocol: str = ""
    """Agreed on by ALPN: `h2`, `http/1.1`; empty when nothing was."""
    stapled: bool | None = None
    """Whether the response of the revocation service came along; None when it cannot be known."""
    scts: int = 0
    """Promises of certificate transparency logs sent beside the certificate."""
    secure_renegotiation: bool | None = None

    def offer(self, name: str) -> Offer:
        """Return what became of a version or family of ciphers; unknown when it was not tried."""
        for offer in (*self.versions, *self.weak):
            if offer.name == name:
                return offer
        return Offer(name, "unknown", self.detail or "It was not tried.")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file at a well-known place."""

    name: str
    """`security.txt`, `security.txt at the root`, `robots.txt`, `gpc.json`, or
    `vulnerability-disclosure-policy`."""
    url: str
    final_url: str = ""
    """After redirects, be it that nobody was asked there because it is not of the site."""
    status: int | None = None
    """Of the last response; that of a redirect when it leads to where we do not go."""
    media_type: str = ""
    """The Content-Type field as sent."""
    body: str = ""
    truncated: bool = False
    error: str = ""
    """Why there is no response, as a sentence; empty when there is one."""

    @property
    def there(self) -> bool:
        """Whether the server gave the file."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class ForeignAnswer:
    """What the host answered when it was asked as browsers ask for a page of another site."""

    url: str
    origin: str
    """Of the page that would have asked; nobody's."""
    status: int | None = None
    allow_origin: str = ""
    """Access-Control-Allow-Origin as sent; empty when it was not."""
    credentials: bool = False
    """Whether the response may be read with the visitor's cookies, too."""
    error: str = ""
    """Why there is no response, as a sentence; empty when there is one."""


@dataclass(frozen=True, slots=True)
class Record:
    """The response of DNS to one query."""

    kind: str
    """`CAA`, `MX`, `A`, `AAAA`, `SPF`, `DMARC`, `MTA-STS`, `TLS-RPT`, `DNSKEY`, `DS`."""
    name: str
    """The name that was asked, or the one above it that had the response."""
    values: tuple[str, ...] = ()
    error: str = ""
    """Why it is not known, as a sentence; empty when it is, be it that there is nothing."""
    authentic: bool = False
    """Whether the resolver has checked the signatures."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A host of the site's own domain that pages load from, and what its name leads to."""

    host: str
    targets: tuple[str, ...] = ()
    """The names its CNAME records lead to, one after the other; empty when it has none."""
    page: str = ""
    """The first page that loads from it."""
    error: str = ""
    """Why it is not known, as a sentence; empty when it is."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host of somebody else that pages contacted, and where its address is said to be."""

    host: str
    address: str
    country: str
    """ISO 3166 code; empty when the database does not know."""
    page: str = ""
    """The first page that contacted it."""


@dataclass(frozen=True, slots=True)
class Host:
    """One host of the site, asked apart from its pages."""

    name: str
    asked: float = 0.0
    """Seconds since 1970."""
    http_port: int | None = None
    https_port: int | None = None
    http: Walk | None = None
    https: Walk | None = None
    tls: TlsServer | None = None
    texts: tuple[TextFile, ...] = ()
    foreign: tuple[ForeignAnswer, ...] = ()
    """Its root, and addresses that scripts of its pages ask for."""
    records: tuple[Record, ...] = ()
    """Empty unless DNS was asked for."""
    error: str = ""
    """Why the host was not asked at all, as a sentence."""

    def text(self, name: str) -> TextFile | None:
        """Return a well-known file; None when it was not asked for."""
        return next((text for text in self.texts if text.name == name), None)

    def record(self, kind: str) -> Record | None:
        """Return what DNS said; None when it was not asked."""
        return next((record for record in self.records if record.kind == kind), None)
