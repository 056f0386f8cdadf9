"""Reporting-Endpoints and its predecessor Report-To: where browsers send reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import parse_dictionary
from civiscope.web.urls import is_web_url, resolve


@dataclass(frozen=True, slots=True)
class ReportingEndpoint:
    """A named place for reports."""

    name: str
    url: str
    """Whole, resolved against the response's own."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The places for reports that browsers take from a response."""

    endpoints: tuple[ReportingEndpoint, ...] = ()
    ignored: tuple[str, ...] = ()
    """Names whose address browsers refuse: no address of the web, or not over HTTPS."""

    def get(self, name: str) -> ReportingEndpoint | None:
        """Return the first endpoint of this name, None when there is none."""
        return next((endpoint for endpoint in self.endpoints if endpoint.name == name), None)


def parse_reporting_endpoints(values: tuple[str, ...], base: str) -> Endpoints | Malformed | None:
    """Return what Reporting-Endpoints of the response at *base* says, None when it was not sent."""
    members = parse_dictionary(values)
    if members is None or isinstance(members, Malformed):
        return members
    return _endpoints(
        (
            (name, item.value if isinstance(item.value, str) else "")
            for name, item in members.items()
        ),
        base,
    )


def parse_report_to(values: tuple[str, ...], base: str) -> Endpoints | Malformed | None:
    """Return what Report-To of the response at *base* says, None when it was not sent.

    Only browsers of the Chromium family ever read it, and they are giving it up.
    """
    if not values:
        return None
    try:
        groups: object = json.loads(f"[{', '.join(values)}]")
    except (ValueError, RecursionError):
        return Malformed("it is not made of JSON objects with commas in between")
    found: list[tuple[str, str]] = []
    for group in cast(list[object], groups):
        if isinstance(group, dict):
            found.extend(_group(cast(Mapping[str, Any], group)))
    return _endpoints(found, base)


def _group(group: Mapping[str, Any]) -> list[tuple[str, str]]:
    name, listed = group.get("group", "default"), group.get("endpoints")
    if not isinstance(name, str) or not isinstance(listed, list) or "max_age" not in group:
        return []
    urls = (
        cast(Mapping[str, object], one).get("url")
        for one in cast(Sequence[object], listed)
        if isinstance(one, dict)
    )
    return [(name, url if isinstance(url, str) else "") for url in urls]


def _endpoints(found: Iterable[tuple[str, str]], base: str) -> Endpoints:
    endpoints: list[ReportingEndpoint] = []
    ignored: list[str] = []
    for name, reference in found:
        url = resolve(base, reference) if reference else ""
        if is_web_url(url) and url.startswith("https://"):
            endpoints.append(ReportingEndpoint(name, url))
        else:
            ignored.append(name)
    return Endpoints(tuple(endpoints), tuple(ignored))
