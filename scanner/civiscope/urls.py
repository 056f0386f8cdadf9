"""Read URLs the way a crawler must: one form for one page, and who belongs to whom."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from publicsuffixlist import PublicSuffixList
from w3lib.url import canonicalize_url

_TRACKING = re.compile(
    r"^(utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid"
    r"|mc_eid|_ga|_gl|_hsenc|_hsmi|__hs\w+|mkt_tok|vero_id|oly_enc_id|oly_anon_id|s_cid|icid"
    r"|pk_(campaign|kwd|source|medium|content|cid)|mtm_\w+|matomo_\w+|piwik_\w+|wt_mc|at_\w+"
    r"|sc_campaign|elqtrackid|ref_src|xtor)$",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"^(jsessionid|phpsessid|sessionid|session_id|sid|aspsessionid\w*|cfid|cftoken|zenid)$",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_SUFFIXES = PublicSuffixList()


@lru_cache(maxsize=65536)
def canonical_url(url: str) -> str:
    """Return the one form under which a page is visited and compared.

    Scheme and host in lower case, default port and fragment dropped, path and query encoded alike,
    parameters sorted, tracking and session parameters dropped. A hash-bang fragment stays, because
    it names another page. An URL that cannot be read comes back stripped, otherwise as it was.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return url
    host = parts.hostname.rstrip(".")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return url
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    query = _kept_query(parts)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    path = _PATH_SESSION.sub("", parts.path) or "/"
    rebuilt = SplitResult(parts.scheme, netloc, path, query, fragment).geturl()
    try:
        return str(canonicalize_url(rebuilt, keep_fragments=bool(fragment)))
    except ValueError:
        return rebuilt


def _kept_query(parts: SplitResult) -> str:
    if not parts.query:
        return ""
    return "&".join(
        piece
        for piece in parts.query.split("&")
        if piece
        and not _TRACKING.match(name := unquote(piece.partition("=")[0]))
        and not _SESSION.match(name)
    )


def resolve(base: str, reference: str) -> str:
    """Return *reference* as an absolute URL, or as it was when it cannot be resolved."""
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return reference


@lru_cache(maxsize=65536)
def is_web_url(url: str) -> bool:
    """Say whether *url* is a well-formed http or https URL with a host."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


@lru_cache(maxsize=65536)
def host_of(url: str) -> str:
    """Return the host in lower case without port; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=65536)
def origin_of(url: str) -> str:
    """Return scheme, host and port (default port left out); empty when the URL has no origin."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname or parts.scheme not in _DEFAULT_PORTS:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port is None or port == _DEFAULT_PORTS[parts.scheme]:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{host}:{port}"


@lru_cache(maxsize=65536)
def registrable_domain(host: str) -> str:
    """Return the registrable domain of *host* by the public suffix list.

    An IP address, a public suffix itself and a host without a dot are their own domain.
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        found = _SUFFIXES.privatesuffix(host)
        return str(found) if found else host
    return host


def same_site(one: str, other: str) -> bool:
    """Say whether two URLs share the registrable domain (scheme and port do not matter)."""
    return registrable_domain(host_of(one)) == registrable_domain(host_of(other))


_SECRET_NAME = re.compile(
    r"(token|secret|passw|api_?key|auth|session|sid$|signature|^sig$|credential|otp|nonce|state$"
    r"|code$|ssn|e-?mail|phone|birth)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_\-+/=.~]{24,}$")


def redact_url(url: str) -> str:
    """Return *url* with query values replaced that look personal or secret.

    The name of each parameter and the length of its value stay; user name and password go.
    """
    if "?" not in url and "@" not in url:
        return url
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=500)
    except ValueError:
        return url.partition("?")[0] + "?[unreadable]"
    netloc = parts.netloc.rpartition("@")[2]
    if not any(_personal(name, value) for name, value in pairs):
        return url if netloc == parts.netloc else parts._replace(netloc=netloc).geturl()
    query = urlencode(
        [(n, f"[{len(v)} characters]" if _personal(n, v) else v) for n, v in pairs],
        quote_via=quote,
        safe="[]/:,",
    )
    return parts._replace(netloc=netloc, query=query).geturl()


def _personal(name: str, value: str) -> bool:
    if not value:
        return False
    return bool(_SECRET_NAME.search(name) or _EMAIL.search(value) or _RANDOM.match(value))
