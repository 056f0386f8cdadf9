"""Which addresses belong to the scan."""

from __future__ import annotations

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from civiscope.config.scan_options import Scope
from civiscope.web.urls import host_of, registrable_domain

_DEFAULT_PORTS = {"http": 80, "https": 443}


class ScanScope:
    """Grows with the targets: where a target redirects to belongs to the scan, too."""

    def __init__(self, kind: Scope, include: tuple[str, ...], exclude: tuple[str, ...]) -> None:
        self._kind = kind
        self._include = include
        self._exclude = exclude
        self._hosts: set[str] = set()
        self._domains: set[str] = set()
        self._paths: set[tuple[str, str]] = set()

    def add(self, url: str) -> None:
        """Take a target, or where it led, into the scan."""
        place = _place(url)
        self._hosts.add(place)
        self._domains.add(registrable_domain(host_of(url)))
        path = urlsplit(url).path or "/"
        self._paths.add((place, path[: path.rfind("/") + 1]))

    def covers(self, url: str) -> bool:
        """Say whether *url* is of the targets' site, patterns aside."""
        if self._kind == "domain":
            return registrable_domain(host_of(url)) in self._domains
        if self._kind == "path":
            path = urlsplit(url).path or "/"
            return any(_place(url) == at and path.startswith(below) for at, below in self._paths)
        return _place(url) in self._hosts

    def excluded(self, url: str) -> bool:
        """Say whether the patterns keep *url* out."""
        if any(_matches(url, pattern) for pattern in self._exclude):
            return True
        return bool(self._include) and not any(_matches(url, p) for p in self._include)


def _place(url: str) -> str:
    """Host, with the port only when it is not the scheme's own: http and https are one place."""
    parts = urlsplit(url)
    port = parts.port
    host = host_of(url)
    return host if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{port}"


def _matches(url: str, pattern: str) -> bool:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return fnmatchcase(url if "://" in pattern else path, pattern)
