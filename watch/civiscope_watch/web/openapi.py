"""The description of the API (OpenAPI 3.1), made of the lists that it sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from civiscope_watch.store.listing import Kind, Listing
from civiscope_watch.store.views import issues, sites
from civiscope_watch.web.settings import WebSettings
from civiscope_watch.web.visit import WebVisit

_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "number": {"type": ["integer", "null"]},
    "day": {"type": ["string", "null"], "format": "date"},
    "moment": {"type": ["string", "null"], "format": "date-time"},
    "severity": {"type": "string"},
    "state": {"type": "string"},
    "flag": {"type": "boolean"},
    "data": {},
}
_ABOUT = {
    "text": "Only what has this in its name or address.",
    "tag": "Only sites with this tag.",
    "owner": "Only sites of this owner.",
    "condition": f"One of: {', '.join(filter(None, sites.CONDITIONS))}.",
    "state": f"Of issues, one of: {', '.join(filter(None, issues.STATES))}, all; of jobs: open, "
    "failed, inconclusive, done, all.",
    "after": "Go on after the row of this key; `next` of the last response has it.",
    "limit": "How many rows at most, up to 500.",
    "days": "How many days back.",
    "site": "The number of a site.",
    "issue": "The number of an issue.",
    "rule": "The id of a rule.",
}
_NUMBERS = {"after", "limit", "days", "site", "issue"}
_ERRORS = {
    "400": "What was asked for cannot be done; the sentence says why.",
    "401": "No token, or one that is over.",
    "403": "The token may not do that.",
    "404": "There is nothing of that address.",
}
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApiList:
    """A list that the API sends."""

    path: str
    summary: str
    listing: Callable[[WebVisit], Listing]
    words: tuple[str, ...] = ()
    """What its address may say beside `after` and `limit`."""


def describe(lists: Iterable[ApiList]) -> Schema:
    """Return the description of the API."""
    paths: Schema = {}
    for each in lists:
        found = each.listing(_sample_visit())
        paths[each.path] = {
            "get": _operation(
                each.summary,
                _parameters(each.path, (*each.words, "after", "limit")),
                _page_schema(found),
            )
        }
    for path, methods in _others().items():
        paths.setdefault(path, {}).update(methods)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "civiscope watch",
            "version": "1",
            "description": "History of many sites: figures, issues and runs.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}},
                }
            },
        },
    }


def _sample_visit() -> WebVisit:
    """Return a visit that lists can be described by: of nothing in particular."""
    request = SimpleNamespace(query_params={}, path_params={"site": 1, "rule": "a/b"})
    values = {"request": request, "settings": WebSettings(), "history": None, "visitor": None}
    return WebVisit(**cast("Any", values))


def _page_schema(listing: Listing) -> Schema:
    # The first key is what a list goes on from.
    columns = {column.key: dict(_TYPES[column.kind]) for column in listing.columns}
    if listing.key is not None:
        columns[listing.columns[0].key] = {"type": ["integer", "string"]}
    item = {
        "type": "object",
        "required": list(columns),
        "properties": columns,
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {
                "type": ["string", "null"],
                "description": "Address of what follows; null at the end.",
            },
        },
    }


def _parameters(path: str, words: Iterable[str]) -> list[Schema]:
    in_path = [name for name in ("site", "issue", "rule") if f"{{{name}}}" in path]
    found: list[Schema] = []
    for name in (*in_path, *words):
        found.append(
            {
                "name": name,
                "in": "path" if name in in_path else "query",
                "required": name in in_path,
                "description": _ABOUT[name],
                "schema": {"type": "integer" if name in _NUMBERS else "string"},
            }
        )
    return found


def _operation(
    summary: str,
    parameters: list[Schema],
    schema: Schema | None = None,
    *,
    body: Schema | None = None,
    status: str = "200",
) -> Schema:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    responses: Schema = {
        status: {
            "description": summary,
            "content": {"application/json": {"schema": schema or {"type": "object"}}},
        },
        **{code: {"description": about, "content": error} for code, about in _ERRORS.items()},
    }
    found: Schema = {"summary": summary, "parameters": parameters, "responses": responses}
    if body is not None:
        content = {"application/json": {"schema": body}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _others() -> Schema:
    site, issue = "/sites/{site}", "/sites/{site}/issues/{issue}"
    accept = {
        "type": "object",
        "required": ["note"],
        "properties": {"note": {"type": "string"}, "until": {"type": "string", "format": "date"}},
    }
    new_site = {
        "type": "object",
        "required": ["url"],
        "properties": {
            "url": {"type": "string"},
            "name": {"type": "string"},
            "owner": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    }
    return {
        site: {
            "get": _operation("A site, its newest figures, counts of issues", _parameters(site, ()))
        },
        issue: {"get": _operation("An issue with its places and history", _parameters(issue, ()))},
        f"{issue}/acceptance": {
            "put": _operation("Accept an issue", _parameters(issue, ()), body=accept),
            "delete": _operation("End the acceptance of an issue", _parameters(issue, ())),
        },
        "/totals": {
            "get": _operation("Sums by day", _parameters("/totals", ("owner", "tag", "days")))
        },
        "/sites": {
            "post": _operation(
                "Add a site, or bring one up to date", [], body=new_site, status="201"
            )
        },
        "/results": {
            "post": _operation(
                "Take results of a scan in (results.json)",
                [{**_parameters(site, ())[0], "in": "query", "required": False}],
                body={"type": "object"},
                status="201",
            )
        },
    }
