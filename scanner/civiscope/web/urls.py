"""Read URLs the way a crawler must: one form for one page, and who belongs to whom."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote,
    unquote_plus,
    urlencode,
    urljoin,
    urlsplit,
)

from publicsuffixlist import PublicSuffixList

_TRACKING = re.compile(
    r"^(utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid"
    r"|mc_eid|_ga|_gl|_hsenc|_hsmi|__hs\w+|mkt_tok|vero_id|oly_enc_id|oly_anon_id|s_cid|icid"
    r"|pk_(campaign|kwd|source|medium|content|cid)|mtm_\w+|matomo_\w+|piwik_\w+|wt_mc"
    r"|at_(medium|campaign|custom\d*|format|creation|variant|network|term|platform)"
    r"|sc_campaign|elqtrackid|ref_src|xtor)$",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"^(jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|aspxautodetectcookiesupport|cfid"
    r"|cftoken|zenid|oscsid|xtcsid)$",
    re.IGNORECASE,
)
_MAYBE_SESSION = re.compile(r"^(sid|sess|session|session_?id)$", re.IGNORECASE)
_PATH_SESSION = re.compile(
    r"(?:;|%3B)(?P<name>jsessionid|phpsessid|cfid|cftoken|(?:sid|sess|session|session_?id)"
    r"(?=(?:=|%3D)(?:\[hidden\]|[^/?#;]{16})))(?:=|%3D)[^/?#;]*",
    re.IGNORECASE,
)
_PATH_COOKIE = re.compile(r"/\((?:[A-Z]\([^()/]+\))+\)(?=/|$)", re.IGNORECASE)
"""What ASP.NET puts into the path of a visitor without cookies: `/(S(…))/`, `/(X(1)S(…))/`."""
_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_NOT_IN_HOSTS = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/:@!$&'()*+,;=~%"
_QUERY_SAFE = "/:@!$()*+,;=~%?"


@lru_cache(maxsize=65536)
def canonical_url(url: str) -> str:
    """Return the one form under which a page is visited and compared.

    Scheme and host in lower case, default port and fragment dropped, path and query escaped alike,
    named parameters sorted, tracking and session parameters dropped. A fragment that is a route
    (`#!/apply`, `#/jobs`) stays, because it names another page. An URL that cannot be read comes
    back stripped, otherwise as it was.
    """
    url = url.strip()
    try:
        parts = _split(url)
        port = parts.port
    except ValueError:
        return url
    host = _host(parts)
    if parts.scheme not in {"http", "https"} or not host:
        return url
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = _PATH_COOKIE.sub("", _PATH_SESSION.sub("", parts.path))
    path = _without_dots(_normalise_escapes(path, _PATH_SAFE))
    fragment = _normalise_escapes(parts.fragment, _QUERY_SAFE) if _is_route(parts.fragment) else ""
    return SplitResult(parts.scheme, netloc, path, _strip_query(parts.query), fragment).geturl()


def without_parameters(url: str, names: Collection[str]) -> str:
    """Return *url* without the query parameters that are called one of *names*."""
    head, mark, rest = url.partition("?")
    if not names or not mark:
        return url
    query, hash_mark, fragment = rest.partition("#")
    kept = [
        piece for piece in query.split("&") if unquote_plus(piece.partition("=")[0]) not in names
    ]
    return head + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def _is_route(fragment: str) -> bool:
    """Say whether a fragment names a page that scripts show; `#/` is the page without one."""
    return fragment.startswith("!") or (fragment.startswith("/") and fragment != "/")


def _split(url: str) -> SplitResult:
    r"""Split *url* as a browser would: `http://a\@b/` leads to a, not to b."""
    head, mark, tail = url.partition("?")
    if "\\" in head and head.lstrip()[:4].lower() == "http" and "#" not in head:
        url = head.replace("\\", "/") + mark + tail
    return urlsplit(url)


def _host(parts: SplitResult) -> str:
    """Return the host as a browser would ask for it; empty when it would not."""
    host = parts.hostname or ""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            return ""
    if not host.isascii() or "%" in host:
        # UTS 46 without the tables: compatibility forms folded, full stops of other scripts read.
        try:
            host = unicodedata.normalize("NFKC", unquote(host, errors="strict")).lower()
            labels = host.replace("\u3002", ".").split(".")
            host = ".".join(label if label.isascii() else _punycode(label) for label in labels)
        except UnicodeError:
            return ""
    return "" if _NOT_IN_HOSTS.search(host) else host.rstrip(".")


def _punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def _normalise_escapes(text: str, safe: str) -> str:
    """Return *text* in one spelling: no escape for what needs none, all others in upper case."""
    if not _STRAY_PERCENT.search(text):
        text = _ESCAPE.sub(_escape, text)
    return quote(text, safe=safe, errors="replace")


def _escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    if parts[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _strip_query(query: str) -> str:
    if not query:
        return ""
    pieces = [_normalise_escapes(piece, _QUERY_SAFE) for piece in query.split("&") if piece]
    kept = [piece for piece in pieces if not _is_noise(piece)]
    # `?OpenDocument&Seq=1` is not a list of named values: order and spelling may carry meaning.
    if all("=" in piece for piece in kept):
        kept = sorted(kept, key=lambda piece: piece.partition("=")[0])
        kept = [piece.replace("%20", "+") for piece in kept]
    return "&".join(kept)


def _is_noise(piece: str) -> bool:
    name, _, value = piece.partition("=")
    name = unquote(name)
    if _TRACKING.match(name) or _SESSION.match(name):
        return True
    # `sid=12` may be a section; a session's name is long and random.
    return bool(_MAYBE_SESSION.match(name)) and len(value) >= 16


def resolve(base: str, reference: str) -> str:
    """Return *reference* as an absolute URL, or as it was when it cannot be resolved."""
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return reference


@lru_cache(maxsize=65536)
def with_plain_host(url: str) -> str:
    """Return a web URL with nothing but host and port (when not the scheme's) before its path."""
    parts = _split(url)
    return origin_of(url) + parts._replace(scheme="", netloc="", fragment="").geturl()


@lru_cache(maxsize=65536)
def is_web_url(url: str) -> bool:
    """Say whether *url* is a well-formed http or https URL with a host."""
    try:
        parts = _split(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(_host(parts))


@lru_cache(maxsize=65536)
def host_of(url: str) -> str:
    """Return the host in lower case and ASCII without port; empty when there is none."""
    try:
        return _host(_split(url))
    except ValueError:
        return ""


@lru_cache(maxsize=65536)
def origin_of(url: str) -> str:
    """Return scheme, host and port (default port left out); empty when the URL has no origin."""
    try:
        parts = _split(url)
        port = parts.port
    except ValueError:
        return ""
    host = _host(parts)
    if not host or parts.scheme not in _DEFAULT_PORTS:
        return ""
    host = f"[{host}]" if ":" in host else host
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
        found = _suffixes().privatesuffix(host)
        return str(found) if found else host
    return host


def is_address(host: str) -> bool:
    """Say whether *host* is an IP address and no name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_public_suffix(host: str) -> bool:
    """Say whether anybody may register names below *host*, by the public suffix list."""
    return bool(host) and _suffixes().publicsuffix(host, accept_unknown=False) == host


_FOR_EXAMPLES = frozenset({"example", "test", "invalid"})


@lru_cache(maxsize=4096)
def is_top_level(label: str) -> bool:
    """Say whether *label* is a top-level domain, one that is kept for examples included."""
    label = label.lower()
    return label in _FOR_EXAMPLES or _suffixes().publicsuffix(label, accept_unknown=False) == label


def is_preview(host: str) -> bool:
    """Say whether *host* is where sites are tried out: this machine, a network of its own, or a
    name that a hosting company gives to each customer.
    """
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        pass
    if "." not in host or host.endswith((".localhost", ".local", ".test", ".internal", ".lan")):
        return True
    return registrable_domain(host) != (_registered().privatesuffix(host) or host)


def same_site(one: str, other: str) -> bool:
    """Say whether two URLs share the registrable domain (scheme and port do not matter)."""
    return _domain_of(one) == _domain_of(other)


# Each request of a page is held against the page's address by a dozen rules.
@lru_cache(maxsize=65536)
def _domain_of(url: str) -> str:
    return registrable_domain(host_of(url))


_SECRET_NAME = re.compile(
    r"(token|secret|passw|api_?key|auth|session|sid$|signature|^sig$|credential|otp|nonce|state$"
    r"|code$|ssn|e-?mail|phone|birth)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_\-+/=.~]{24,}$")


def redact_url(url: str) -> str:
    """Return *url* with values replaced that look personal or secret, in query and fragment.

    The name of each parameter and the length of its value stay; user name, password and session
    ids in the path go.
    """
    if not any(mark in url for mark in "?@#;(") and "%3B" not in url.upper():
        return url
    try:
        parts = urlsplit(url)
        netloc = parts.netloc.rpartition("@")[2]
        path = _PATH_SESSION.sub(r";\g<name>=[hidden]", parts.path)
        path = _PATH_COOKIE.sub("/(S([hidden]))", path)
        query = _redact_pairs(parts.query)
        fragment = parts.fragment
        if "=" in fragment:
            fragment = _redact_pairs(fragment)
        elif _EMAIL.search(fragment):
            fragment = f"[{len(fragment)} characters]"
    except ValueError:
        return re.split(r"[?#@]", url, maxsplit=1)[0] + "?[unreadable]"
    now = parts._replace(netloc=netloc, path=path, query=query, fragment=fragment)
    return url if now == parts else now.geturl()


def _redact_pairs(text: str) -> str:
    """Replace the personal values of `name=value` pairs; ValueError when there are too many."""
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=500)
    if any(_personal(name, value) for name, value in pairs):
        shown = [(n, f"[{len(v)} characters]" if _personal(n, v) else v) for n, v in pairs]
        return urlencode(shown, quote_via=quote, safe="[]/:,", errors="replace")
    # `?name@example.gov` and `?<token>` are values without a name.
    bare = unquote_plus(text) if "=" not in text else ""
    return f"[{len(text)} characters]" if _personal("", bare) else text


def _personal(name: str, value: str) -> bool:
    if not value:
        return False
    return bool(_SECRET_NAME.search(name) or _EMAIL.search(value) or _RANDOM.match(value))


@cache
def _suffixes() -> PublicSuffixList:
    # Read when first asked for: it takes longer than most of what a command does at its start.
    return PublicSuffixList()


@lru_cache(maxsize=1)
def _registered() -> PublicSuffixList:
    """Return the suffixes that registries give names below, without those of companies."""
    return PublicSuffixList(only_icann=True)
