"""Find addresses inside an organisation's network in a source."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Iterator

from civiscope.detectors.source_locations import Lines, place_in
from civiscope.model.exposed import SourcePlace
from civiscope.model.leaks import Leak, Sureness

MAX_KEPT = 30
MAX_CHARACTERS = 5_000_000
_SALT = secrets.token_bytes(32)
_NUMBERS = r"(?:10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.\d{1,3}){1,3}"
_INNER_NAMES = r"(?:[a-z0-9-]{1,63}\.){1,5}(?:local|internal|intranet|intra|corp|lan|localdomain)"
# What stands before is looked at last, because a pattern that begins with fixed text is found fast.
_BEFORE = (
    "http:",
    "https:",
    "ws:",
    "wss:",
    "ftp:",
    "ldap:",
    "ldaps:",
    "smb:",
    '"',
    "'",
    "=",
    "\\(",
)
_IN_URL = re.compile(
    rf"//(?:{'|'.join(f'(?<={each}//)' for each in _BEFORE)})"
    rf"({_NUMBERS}|{_INNER_NAMES})(?![\w.-])",
    re.I,
)
_SHARE = re.compile(r"(?<![\\\w])\\\\([A-Za-z][A-Za-z0-9-]{2,30})\\[A-Za-z][\w$-]{1,30}\\")
_BARE = re.compile(rf"(?<![\w./:-])({_NUMBERS})(?![\w./-]|\.\d)")
_FILE = re.compile(
    r"(?<![\w.])((?:/(?:var/www|home/[a-z][\w-]{1,30}|usr/local/www|srv/www|opt/[a-z][\w-]{1,30})"
    r"|[C-F]:\\(?:inetpub|wwwroot|Users|xampp|websites?))[/\\][\w./\\-]{3,200})"
)
_WORDS_BEFORE = 70
_WORDS_BEHIND = 24
_BY = re.compile(r"\b(?:by|at|via)\s{1,3}\Z", re.IGNORECASE)
_WHOLE_NETWORKS = {
    "10.0.0.0",
    "10.255.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.168.0.0",
    "192.168.255.255",
}
"""Where the networks that are nobody's begin and end, as books about networks name them."""
_SAYS = re.compile(
    r"(?P<network>\b(?:servers?|srv|hosts?|hostname|ip|ips|ipv4|proxy|proxies|nodes?|ports?|addr|"
    r"address(?:es)?|gateway|router|firewall|balancer|backend|back-end|upstream|origin|machine|vm|"
    r"instance|dns|ldap|smtp|vpn|lan|intranet|network|subnet|database|db|cluster|pod|container|"
    r"serveur|servidor|servern?|servere|serwer|rechner|knoten|palvelin|h[oô]te|"
    r"copied|taken|fetched|proxied|served|rendered|connect(?:ed|s)?|listen(?:s|ing)?|ping|ssh|"
    r"web-?\d+|app-?\d+|x-forwarded-for|remote_addr)\b)"
    r"|(?P<version>\b(?:versions?|build|release[ds]?|ver|rev|revision|section|sections|chapter|"
    r"clause|paragraph|article|annex|appendix|table|figure|item|rule|part|patch|update[ds]?|upgrade[ds]?|"
    r"versi[oó]n|versione|vers[aã]o|versija|wersja|verze|verzi[oó]|versjon|versio|fassung|stand|level|"
    r"date[ds]?|modified|generated|theme|plugin|module|package|firmware|apex|schema|edition|v)\b)"
    r"|(?P<v>\bv\.?(?=\s*$))",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"\b(?:[A-Z][A-Za-z]{2,}|[A-Z]{2,})[ -]?\Z")
_COMMENT = re.compile(r"<!--(.{0,5000}?)-->", re.DOTALL)


def find_inside(source: str, whole: SourcePlace | None = None) -> tuple[Leak, ...]:
    """Return the inner addresses of *source*, each once; *whole* says where all of it stands."""
    source = source[:MAX_CHARACTERS]
    lines = Lines(source)
    found: dict[str, Leak] = {}
    for start, value, kind, sure in _values(source, whole):
        digest = hashlib.blake2b(value.lower().encode(), key=_SALT, digest_size=8).hexdigest()
        if digest not in found and len(found) < MAX_KEPT:
            place = whole or place_in(source, start)
            found[digest] = Leak(kind, mask_address(value), digest, place, lines.at(start), sure)
    return tuple(sorted(found.values(), key=lambda leak: (leak.line, leak.kind)))


def inner_host(host: str) -> bool:
    """Say whether *host* means something only inside a network."""
    return bool(re.fullmatch(_INNER_NAMES, host, re.I)) or _is_private(host)


def mask_address(value: str) -> str:
    """Return *value* with all but its beginning hidden, enough to find it in the source."""
    keep = 6 if value[:1] in "/\\" or value[1:2] == ":" else min(4, len(value) // 2)
    return f"{value[:keep]}[{len(value) - keep} characters]"


def _values(source: str, whole: SourcePlace | None) -> Iterator[tuple[int, str, str, Sureness]]:
    for match in _IN_URL.finditer(source):
        if inner_host(match[1]) and not _loopback(match[1]):
            yield match.start(1), match[1], "internal-address", "secret"
    for match in _SHARE.finditer(source) if "\\\\" in source else ():
        # In a script two backslashes are one.
        if place_in(source, match.start()) != "script" and whole is None:
            yield match.start(1), match[1], "internal-host", "maybe"
    # Numbers with full stops are versions as often as addresses, and a library's comments name
    # files of its maker; in the comments of a page they are the site's own.
    for comment in _COMMENT.finditer(source) if whole is None else ():
        text, offset = comment[1], comment.start(1)
        for match in _BARE.finditer(text):
            sure = _bare(text, match)
            if _is_private(match[1]) and not _loopback(match[1]) and sure:
                yield offset + match.start(1), match[1], "internal-address", sure
        for match in _FILE.finditer(text):
            yield offset + match.start(1), match[1], "file-path", "maybe"


def _bare(text: str, match: re.Match[str]) -> Sureness | None:
    """Say how sure it is that four numbers in a comment are an address; None for a version.

    The word that stands nearest before them decides, then one right behind them.
    """
    if match[1] in _WHOLE_NETWORKS:
        return None
    before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()].rpartition("\n")[2]
    found = [*_SAYS.finditer(before)]
    if found and found[-1].lastgroup == "network":
        return "secret"
    if _BY.search(before):
        return "maybe" if found else "secret"
    if found:
        return None
    behind = _SAYS.search(text, match.end(), match.end() + _WORDS_BEHIND)
    if behind is not None and behind.lastgroup == "network":
        return "secret"
    if not match[1].startswith("10."):
        return "secret"
    # `FormMaker 10.1.0.5`: a name that begins with a capital and is not a word for a machine.
    return None if _PRODUCT.search(before) else "maybe"


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _loopback(host: str) -> bool:
    # Everybody's own machine tells nothing about this organisation's.
    return host.startswith("127.")
