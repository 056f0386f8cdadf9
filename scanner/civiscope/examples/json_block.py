"""Read `json` blocks: evidence as data, for what `http` and `html` blocks cannot say."""

from __future__ import annotations

import json
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from civiscope.evidence.kinds import KINDS
from civiscope.examples.blocks import DEFAULT_URL, ExampleError, address, headers_of
from civiscope.examples.visits import with_visits
from civiscope.model import (
    Alias,
    Document,
    Endpoint,
    Evidence,
    FetchedData,
    Host,
    Missing,
    Page,
    ProvedFailure,
    Request,
    Response,
    Site,
    Skipped,
    Source,
    Visit,
)
from civiscope.model.evidence import NO_PRIVACY_VISIT
from civiscope.rulebook import Fence
from civiscope.web.urls import host_of

_NO_DOM = Missing("not-gathered", "The example gives no document.")
_STRICT = ConfigDict(extra="forbid", strict=True)


class _PageData(BaseModel):
    """A page as a `json` block writes it. What is not given is as on an ordinary, empty page."""

    model_config = _STRICT

    url: str = DEFAULT_URL
    status: int | None = None
    headers: dict[str, str | list[str]] | None = None
    hops: list[dict[str, Any]] | None = None
    kind: Literal["page", "missing"] = "page"
    visit: dict[str, Any] = Field(default_factory=dict[str, Any])
    order: int | None = None
    depth: int = 0
    found_on: str = ""
    target: bool = False
    template: str = ""
    journey: str = ""
    step: str = ""


class _SiteData(BaseModel):
    """A site as a `json` block writes it, when it is more than a list of pages."""

    model_config = _STRICT

    pages: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    documents: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    skipped: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    targets: list[str] = Field(default_factory=list[str])
    hosts: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    aliases: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    endpoints: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    day: str = ""
    jurisdiction: str = ""
    failures: list[dict[str, Any]] | None = None


_SITE_DATA = TypeAdapter(_SiteData)
_SOURCE = TypeAdapter(Source)
_ANSWER = TypeAdapter(Response)
_REQUEST = TypeAdapter(Request)
_PAGE_DATA = TypeAdapter(_PageData)
_NOT_WRITTEN = {"screenshot", "changes"}
"""Kinds that no block gives, because no rule reads them."""
_KINDS = {kind.key: kind for kind in KINDS if kind.name not in _NOT_WRITTEN}
_PARTS: dict[str, TypeAdapter[Any]] = {
    "visit": TypeAdapter(Visit),
    "documents": TypeAdapter(tuple[Document, ...]),
    "skipped": TypeAdapter(tuple[Skipped, ...]),
    "hosts": TypeAdapter(tuple[Host, ...]),
    "aliases": TypeAdapter(tuple[Alias, ...]),
    "endpoints": TypeAdapter(tuple[Endpoint, ...]),
    "failures": TypeAdapter(tuple[ProvedFailure, ...]),
}


def site_of_data(fence: Fence) -> Site:
    """Return the pages, and what else there is, that *fence* describes. Raises ExampleError."""
    try:
        raw: Any = json.loads(fence.text)
    except json.JSONDecodeError as error:
        raise ExampleError(
            f"The json block is not JSON: {error.msg} in its line {error.lineno}."
        ) from error
    if not (
        isinstance(raw, dict)
        and raw.keys() & {"pages", "hosts", "aliases", "endpoints", "documents"}
    ):
        raw = {"pages": _as_list(raw)}
    data = cast("_SiteData", _read(_SITE_DATA, raw, ""))
    return Site(
        pages=tuple(_page(page, number) for number, page in enumerate(data.pages)),
        documents=_part("documents", [_with_headers(each) for each in data.documents]),
        skipped=_part("skipped", data.skipped),
        targets=tuple(data.targets),
        hosts=_part("hosts", data.hosts),
        aliases=_part("aliases", data.aliases),
        endpoints=_part("endpoints", data.endpoints),
        day=data.day,
        jurisdiction=data.jurisdiction,
        failures=None if data.failures is None else _part("failures", data.failures),
    )


def source_of_data(fence: Fence) -> Source:
    """Return the file of source that *fence* describes. Raises ExampleError."""
    try:
        raw: Any = json.loads(fence.text)
    except json.JSONDecodeError as error:
        raise ExampleError(
            f"The json block is not JSON: {error.msg} in its line {error.lineno}."
        ) from error
    return cast("Source", _read(_SOURCE, raw, ""))


def _page(raw: dict[str, Any], number: int) -> Page:
    raw = with_visits(raw)
    given = {key: value for key, value in raw.items() if key in _KINDS}
    rest = {key: value for key, value in raw.items() if key not in _KINDS}
    data = cast("_PageData", _read(_PAGE_DATA, rest, f"pages.{number}"))
    visit = cast("Visit", _part("visit", {"state": "complete", **data.visit}))
    url = address(data.url)
    main = _main_request(data, url, visit)
    evidence = Evidence(**_kinds(given, main, visit))
    return Page(
        url=url,
        evidence=evidence,
        visit=visit,
        kind=data.kind,
        order=number if data.order is None else data.order,
        depth=data.depth,
        found_on=data.found_on,
        target=data.target,
        template=data.template,
        journey=data.journey,
        step=data.step,
    )


def _kinds(given: dict[str, Any], main: Request, visit: Visit) -> dict[str, Any]:
    """Return every kind of evidence of a page: as *given*, or as on an ordinary, empty page."""
    final = main.final_url
    # Of a page that was not seen there is nothing but its requests.
    nothing = Missing("not-gathered", visit.detail or "The page was not seen.")
    kinds: dict[str, Any] = {
        kind.name: _NO_DOM if isinstance(kind.default, Missing) else kind.default
        for kind in _KINDS.values()
    }
    kinds |= {"cookies": nothing if visit.state == "failed" else (), "console": ()}
    kinds |= {"data": FetchedData(), "privacy": Missing("not-gathered", NO_PRIVACY_VISIT)}
    if "cookies" in given:
        given["cookies"] = [{**_cookie(final), **each} for each in given["cookies"]]
    if "dom" in given:
        given["dom"] = {"title": "", "url": final, **given["dom"]}
    requests = [_with_hops(each) for each in given.pop("requests", ())]
    for key, value in given.items():
        if value is not None:
            kinds[_KINDS[key].name] = _read(_KINDS[key].adapter, value, key)
    others = tuple(
        cast("Request", _read(_REQUEST, each, f"requests.{index}"))
        for index, each in enumerate(requests)
    )
    kinds["requests"] = others if any(each.main for each in others) else (main, *others)
    return kinds


def _main_request(data: _PageData, url: str, visit: Visit) -> Request:
    hops = data.hops
    if hops is not None and (data.status is not None or data.headers is not None):
        raise ExampleError("Give a page its hops, or its status and headers, not both.")
    if hops is None:
        silent = visit.state == "failed" and data.status is None and data.headers is None
        own = {"url": url, "status": data.status or 200, "headers": data.headers or {}}
        hops = [] if silent else [own]
    responses = [_read(_ANSWER, _with_headers(hop), f"hops.{n}") for n, hop in enumerate(hops)]
    first = responses[0].url if responses else url
    return Request(url=first, type="document", main=True, hops=tuple(responses))


def _with_hops(raw: dict[str, Any]) -> dict[str, Any]:
    hops: Any = raw.get("hops")
    if not isinstance(hops, list):
        return raw
    return {**raw, "hops": [_with_headers(hop) for hop in _as_list(hops)]}


def _with_headers(raw: Any) -> Any:  # noqa: ANN401 - JSON, not yet validated
    """Turn `{"name": "value" or ["first", "second"]}` into fields as evidence keeps them."""
    if not isinstance(raw, dict):
        return raw
    data = cast("dict[str, Any]", raw)
    named: Any = data.get("headers", {})
    if not isinstance(named, dict):
        return data
    fields: list[tuple[str, str]] = []
    for name, value in cast("dict[str, Any]", named).items():
        values = _as_list(value)
        fields += [(name, str(each)) for each in values]
    return {**data, "headers": {"fields": headers_of(fields).fields}}


def _as_list(raw: Any) -> list[Any]:  # noqa: ANN401 - JSON, not yet validated
    return list(raw) if isinstance(raw, list) else [raw]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] # JSON


def _cookie(page_url: str) -> dict[str, Any]:
    """An unremarkable session cookie, to be changed by what the example says."""
    return {
        "domain": host_of(page_url),
        "path": "/",
        "secure": False,
        "http_only": False,
        "same_site": "",
        "lifetime": None,
        "partitioned": False,
        "host_only": True,
        "length": 0,
        "entropy": 0.0,
        "set_by": "header",
        "set_url": page_url,
    }


def _part(name: str, raw: Any) -> Any:  # noqa: ANN401 - JSON in, the part's own type out
    return _read(_PARTS[name], raw, name)


def _read(adapter: TypeAdapter[Any], raw: Any, where: str) -> Any:  # noqa: ANN401 - see _part
    try:
        # By way of JSON, where strict reading takes lists for tuples.
        return adapter.validate_json(json.dumps(raw), strict=True, extra="forbid")
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in (*filter(None, [where]), *problem["loc"]))
        raise ExampleError(
            f"The json block does not fit at {place or 'the top'}: {problem['msg']}."
        ) from error
