"""Sessions for sites behind a login: what signs us in, and to whom it may be shown."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from civiscope.config.scan_options import ScanSettings
from civiscope.errors import UsageError
from civiscope.evidence.secret_values import secret_parts
from civiscope.web.urls import host_of


class OwnSite:
    """The places that the user named. Headers and passwords are for them and for nobody else.

    A name with and without `www.` is one place, and a site named by http is still itself by https;
    never the other way round.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self._places = {place for url in urls if (place := _place(url)) is not None}

    def covers(self, url: str) -> bool:
        """Say whether *url* is of the site itself."""
        place = _place(url)
        if place is None:
            return False
        host, port, secure = place
        upgraded = secure and port == 443 and (host, 80, False) in self._places
        return upgraded or place in self._places


def _place(url: str) -> tuple[str, int, bool] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = host_of(url).removeprefix("www.")
    secure = parts.scheme in {"https", "wss"}
    if not host or parts.scheme not in {"http", "https", "ws", "wss"}:
        return None
    return host, port or (443 if secure else 80), secure


@dataclass(frozen=True, slots=True)
class SiteSession:
    """What the site is shown with each page."""

    own: OwnSite
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    user_name: str = ""
    password: str = ""
    cookies: tuple[dict[str, Any], ...] = ()
    """As Storage.setCookies takes them."""
    local_storage: tuple[tuple[str, str, str], ...] = ()
    """Origin, key, value."""

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the headers that a request of our own to *url* bears to be let in."""
        headers: dict[str, str] = {}
        fitting = [f"{c['name']}={c['value']}" for c in self.cookies if _fits(c, url)]
        if fitting:
            headers["cookie"] = "; ".join(fitting)
        if self.own.covers(url):
            if self.user_name:
                headers["authorization"] = f"Basic {self._pair}"
            headers.update({name.lower(): value for name, value in self.headers.items()})
        return headers

    @property
    def _pair(self) -> str:
        pair = f"{self.user_name}:{self.password}"
        return base64.b64encode(pair.encode()).decode("ascii") if self.user_name else ""

    def secrets(self) -> tuple[str, ...]:
        """Return every value that must not get into anything that is written, longest first."""
        cookies = [str(cookie["value"]) for cookie in self.cookies]
        stored = [value for _, _, value in self.local_storage]
        headers = [value for name, value in self.headers.items() if not _is_public(name)]
        for name, value in self.headers.items():
            if name.lower() == "cookie":
                cookies += [pair.partition("=")[2].strip() for pair in value.split(";")]
        given = [*headers, *cookies, *stored, self.password, self._pair]
        return tuple(
            sorted({part for value in given for part in secret_parts(value)}, key=_longest_first)
        )


_PUBLIC = (
    "cache-control content-language content-type dnt expect from host origin pragma prefer priority"
    " range referer save-data te upgrade upgrade-insecure-requests user-agent via viewport-width"
    " x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto x-real-ip"
    " x-requested-with"
)
_PUBLIC_HEADERS = frozenset(_PUBLIC.split())
"""Fields whose values every browser or proxy may send: they open nothing, and stand everywhere."""


def _is_public(header: str) -> bool:
    name = header.lower()
    return name in _PUBLIC_HEADERS or name.startswith(("accept", "sec-", "if-"))


def _longest_first(value: str) -> tuple[int, str]:
    return -len(value), value


def _fits(cookie: Mapping[str, Any], url: str) -> bool:
    """Say whether a browser would send *cookie* to *url*."""
    host, domain = host_of(url), str(cookie["domain"]).strip("[]")
    there = host == domain.lstrip(".")
    if domain.startswith(".") and not there:
        there = host.endswith(domain)
    parts = urlsplit(url)
    path = str(cookie["path"])
    below = (parts.path or "/").startswith(path) and (
        path.endswith("/") or parts.path[len(path) : len(path) + 1] in {"", "/"}
    )
    secure = bool(cookie.get("secure")) and parts.scheme != "https"
    gone = 0 < float(cookie.get("expires", 0)) < time.time()
    return there and below and not secure and not gone


class _StoredCookie(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str
    value: str
    domain: str
    path: str = "/"
    expires: float = -1
    http_only: bool = Field(default=False, alias="httpOnly")
    secure: bool = False
    same_site: str | None = Field(default=None, alias="sameSite")


class _StoredItem(BaseModel):
    name: str
    value: str


class _StoredOrigin(BaseModel):
    model_config = ConfigDict(extra="ignore")

    origin: str
    local_storage: list[_StoredItem] = Field(
        default_factory=list[_StoredItem], alias="localStorage"
    )


class _StorageState(BaseModel):
    model_config = ConfigDict(extra="ignore")

    cookies: list[_StoredCookie] = Field(default_factory=list[_StoredCookie])
    origins: list[_StoredOrigin] = Field(default_factory=list[_StoredOrigin])


def read_session(settings: ScanSettings, urls: Iterable[str]) -> SiteSession:
    """Return the session that the settings ask for, for the site at *urls*.

    Raises UsageError when it cannot be read.
    """
    urls = tuple(urls)
    cookies: list[dict[str, Any]] = []
    storage: list[tuple[str, str, str]] = []
    if settings.storage_state is not None:
        stored = read_stored_session(settings.storage_state)
        cookies += stored.cookies
        storage += stored.local_storage
    for pair in settings.cookies:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError("--cookie takes name=value, for example --cookie session=abc123.")
        cookies += [_parse_cookie(name.strip(), value.strip(), host) for host in _hosts(urls)]
    user_name, colon, password = settings.user.partition(":")
    if settings.user and not colon:
        raise UsageError("--user takes NAME:PASSWORD, for example --user auditor:secret.")
    return SiteSession(
        OwnSite(urls), settings.headers, user_name, password, tuple(cookies), tuple(storage)
    )


def _hosts(urls: Iterable[str]) -> list[str]:
    """Return each host once, names with and without `www.`."""
    hosts: dict[str, None] = {}
    for url in urls:
        host = host_of(url)
        hosts[host] = None
        if "." in host and not host.replace(".", "").isdigit():
            hosts[host.removeprefix("www.")] = None
            hosts["www." + host.removeprefix("www.")] = None
    return list(hosts)


def _parse_cookie(name: str, value: str, host: str) -> dict[str, Any]:
    cookie: dict[str, Any] = {
        "name": name,
        "value": value,
        # Without a leading dot the browser keeps it for this one host.
        "domain": f"[{host}]" if ":" in host else host,
        "path": "/",
    }
    if name.startswith(("__Host-", "__Secure-")):
        cookie["secure"] = True
    return cookie


@dataclass(frozen=True, slots=True)
class StoredSession:
    """What a storage-state file holds."""

    cookies: tuple[dict[str, Any], ...] = ()
    """As Storage.setCookies takes them."""
    local_storage: tuple[tuple[str, str, str], ...] = ()
    """Origin, key, value."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be written."""
        values = [str(each["value"]) for each in self.cookies]
        values += [value for _, _, value in self.local_storage]
        return tuple(part for value in values for part in secret_parts(value))


def read_stored_session(path: Path) -> StoredSession:
    """Return the session in the storage-state file at *path*. Raises UsageError."""
    state = _read_state(path)
    return StoredSession(
        tuple(_cookie(cookie) for cookie in state.cookies),
        tuple(
            (origin.origin, item.name, item.value)
            for origin in state.origins
            for item in origin.local_storage
        ),
    )


def _read_state(path: Path) -> _StorageState:
    try:
        return _StorageState.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"The storage state {path} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"{path} is not in Playwright's storage-state format; make it with "
            f"context.storage_state(path=…) after signing in."
        ) from error


def _cookie(stored: _StoredCookie) -> dict[str, Any]:
    cookie: dict[str, Any] = {
        "name": stored.name,
        "value": stored.value,
        "domain": stored.domain,
        "path": stored.path,
        "httpOnly": stored.http_only,
        "secure": stored.secure,
    }
    if stored.expires > 0:
        cookie["expires"] = stored.expires
    if stored.same_site in {"Strict", "Lax", "None"}:
        cookie["sameSite"] = stored.same_site
    return cookie
