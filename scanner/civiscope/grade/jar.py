"""The cookies that the Observatory's cookie jar keeps of a response.

Its jar differs from a browser's: it refuses cookies without a name, and keeps those that have run
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from civiscope.web.urls import host_of

SameSite = Literal["", "strict", "lax", "none"]
_SAME_SITE: dict[str, SameSite] = {"strict": "strict", "lax": "lax", "none": "none"}
_CONTROL = re.compile(r"[\x00-\x1f]")
_LINE_END = re.compile(r"[\n\r\0]")
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")
_LOCAL_SUFFIXES = frozenset({"local", "example", "invalid", "localhost", "test"})


@dataclass(frozen=True, slots=True)
class JarCookie:
    """A cookie in the jar."""

    name: str
    secure: bool = False
    http_only: bool = False
    same_site: SameSite = ""


def keep(fields: Iterable[str], url: str) -> list[JarCookie]:
    """Return the cookies that *fields* (Set-Cookie, one each) leave in the jar."""
    host = host_of(url)
    folder = _default_path(urlsplit(url).path)
    jar: dict[tuple[str, str, str], JarCookie] = {}
    for field in fields:
        parts = field.strip().split(";")
        pair = _LINE_END.split(parts[0], maxsplit=1)[0]
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not (name and equals) or _CONTROL.search(name) or _CONTROL.search(value.strip()):
            continue
        said = _attributes(parts[1:])
        domain = said.get("domain", "").removeprefix(".").lower()
        if domain and not _may_set(host, domain):
            continue
        path = said.get("path", "")
        path = path if path.startswith("/") else folder
        secure = "secure" in said
        if name.startswith("__Secure-") and not secure:
            continue
        if name.startswith("__Host-") and not (secure and not domain and path == "/"):
            continue
        same_site = _SAME_SITE.get(said.get("samesite", "").lower(), "")
        cookie = JarCookie(name, secure, "httponly" in said, same_site)
        jar[domain or host, path, name] = cookie
    return list(jar.values())


def _attributes(parts: list[str]) -> dict[str, str]:
    """Return the attributes by name; the last counts, but an empty domain says nothing."""
    found: dict[str, str] = {}
    for part in parts:
        name, _, value = part.partition("=")
        name, value = name.strip().lower(), value.strip()
        if name and not (name == "domain" and not value.removeprefix(".")):
            found[name] = value
    return found


def _may_set(host: str, domain: str) -> bool:
    """Say whether *host* may set cookies for *domain*."""
    if host != domain and not host.endswith("." + domain):
        return False
    labels = domain.split(".")
    if labels[-1] in _LOCAL_SUFFIXES:
        return len(labels) > 1 or domain in {"localhost", "invalid"}
    return not _ADDRESS.fullmatch(domain) and _suffixes().privatesuffix(domain) is not None


def _default_path(path: str) -> str:
    head = path.rpartition("/")[0]
    return head if path.startswith("/") and head else "/"


@cache
def _suffixes() -> PublicSuffixList:
    # Read when first asked for: it takes longer than most of what a command does at its start.
    return PublicSuffixList()
