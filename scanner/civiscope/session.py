"""Sessions for sites behind a login: cookies from the command line, or Playwright's storage state."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civiscope.errors import UsageError
from civiscope.settings import ScanSettings


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser gets before each page."""

    cookies: tuple[dict[str, Any], ...] = ()
    """As Storage.setCookies takes them."""
    local_storage: tuple[tuple[str, str, str], ...] = ()
    """Origin, key, value."""


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


def read_session(settings: ScanSettings, hosts: Iterable[str]) -> Session:
    """Return the session that the settings ask for; UsageError when it cannot be read."""
    cookies: list[dict[str, Any]] = []
    storage: list[tuple[str, str, str]] = []
    if settings.storage_state is not None:
        state = _read_state(settings)
        cookies += [_cookie(cookie) for cookie in state.cookies]
        storage += [
            (origin.origin, item.name, item.value)
            for origin in state.origins
            for item in origin.local_storage
        ]
    for pair in settings.cookies:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError("--cookie takes name=value, for example --cookie session=abc123.")
        cookies += [
            {"name": name.strip(), "value": value, "domain": host, "path": "/"}
            for host in dict.fromkeys(hosts)
        ]
    return Session(tuple(cookies), tuple(storage))


def _read_state(settings: ScanSettings) -> _StorageState:
    path = settings.storage_state
    if path is None:
        return _StorageState()
    try:
        return _StorageState.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"The storage state {path} cannot be read ({error.strerror}).") from error
    except (ValueError, ValidationError) as error:
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
