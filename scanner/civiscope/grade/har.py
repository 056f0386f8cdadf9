"""Saved responses in a HAR file, as browsers' network panels export it: one for each page in it."""

from __future__ import annotations

import base64
import binascii

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from civiscope.errors import UsageError
from civiscope.grade.json_lines import describe_error
from civiscope.grade.saved import Hop, SavedResponse
from civiscope.headers.content_type import parse_content_type
from civiscope.model import Headers
from civiscope.web.urls import is_web_url, resolve

_MOVED = frozenset({301, 302, 303, 307, 308})


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _HarField(_Model):
    name: str
    value: str = ""


class _Content(_Model):
    text: str = ""
    encoding: str = ""


class _Request(_Model):
    url: str


class _Response(_Model):
    status: int
    headers: list[_HarField] = Field(default_factory=list[_HarField])
    content: _Content = _Content()


class _HarEntry(_Model):
    request: _Request
    response: _Response
    pageref: str = ""


class _Log(_Model):
    entries: list[_HarEntry]


class _Har(_Model):
    log: _Log


def read_har(data: bytes, name: str) -> tuple[SavedResponse, ...] | None:
    """Return the main response of each page in the file; None when it is not a HAR.

    Raises UsageError when it is one and cannot be read, or holds no response.
    """
    if b'"log"' not in data[:4096] and b'"entries"' not in data:
        return None
    try:
        har = _Har.model_validate_json(data)
    except ValidationError as error:
        missing = {("log",), ("log", "entries")}
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid" or (
            first["type"] == "missing" and first["loc"] in missing
        ):
            # Not one object, or an object of another kind: perhaps JSON lines.
            return None
        raise UsageError(
            f"{name} is a HAR file that cannot be read: {describe_error(error)}."
        ) from None
    pages: dict[str, list[_HarEntry]] = {}
    for entry in har.log.entries:
        if is_web_url(entry.request.url) and entry.response.status:
            pages.setdefault(entry.pageref, []).append(entry)
    if not pages:
        raise UsageError(f"{name} is a HAR file without a single answer; record it again.")
    return tuple(_main_response(entries, name) for entries in pages.values())


def _main_response(entries: list[_HarEntry], name: str) -> SavedResponse:
    """Return the response that the first request of a page led to."""
    route = [entries[0]]
    for entry in entries[1:]:
        if _target(route[-1]) != entry.request.url.partition("#")[0]:
            continue
        route.append(entry)
    last = route[-1]
    headers = _headers(last)
    kind = parse_content_type(headers.all("content-type"))
    # What the browser itself made of http, from memory, is not a response of the site.
    asked = [entry for entry in route if "non-authoritative-reason" not in _headers(entry)]
    hops = tuple(Hop(entry.request.url, entry.response.status) for entry in asked)
    from_http = bool(hops) and hops[0].url.lower().startswith("http:")
    return SavedResponse(
        last.request.url,
        headers,
        _text(last.response.content) if kind is None or kind.html else "",
        last.response.status,
        redirects=hops if from_http else None,
        id=name,
    )


def _target(entry: _HarEntry) -> str:
    """Return where the response sends the browser; empty when it sends it nowhere."""
    location = _headers(entry).get("location")
    if location is None or entry.response.status not in _MOVED:
        return ""
    return resolve(entry.request.url, location).partition("#")[0]


def _headers(entry: _HarEntry) -> Headers:
    fields: list[tuple[str, str]] = []
    for field in entry.response.headers:
        # HTTP/2 has its status among the fields; repeated fields may come in one, line by line.
        if not field.name.startswith(":"):
            fields.extend((field.name.lower(), value) for value in field.value.split("\n"))
    return Headers(tuple(fields))


def _text(content: _Content) -> str:
    if content.encoding != "base64":
        return content.text
    try:
        return base64.b64decode(content.text).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
