"""Pages and sites as collectors would have brought them back."""

# ruff: noqa: ANN401 - kinds of evidence and fields of Page, which their classes check.
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, cast

from civiscope.examples import build_evidence
from civiscope.model import (
    Document,
    Evidence,
    Headers,
    Missing,
    Outcome,
    Page,
    Request,
    Response,
    Site,
    Visit,
)
from civiscope.rulebook import Example, Fence

HOME = "https://www.example.gov/"
BROKEN = Missing("failed", "The collector broke.")
NOT_GATHERED = Missing("not-gathered", "It was not asked for.")

_KINDS = frozenset(kind.name for kind in fields(Evidence))

Fields = Mapping[str, str] | Iterable[tuple[str, str]]
"""Header fields, as a mapping or as pairs where one comes more than once."""


def make_response(url: str = HOME, status: int = 200, fields: Fields = ()) -> Response:
    """Return the response of *url* with these header *fields*."""
    if isinstance(fields, Mapping):
        return make_response(url, status, tuple(cast("Mapping[str, str]", fields).items()))
    return Response(url, status, Headers(tuple(fields)))


def make_evidence(*requests: Request, **kinds: Any) -> Evidence:
    """Return evidence with *requests* and the *kinds* that are given; the others are missing.

    There are no cookies and no console messages unless they are given. A kind that does not exist
    is a TypeError.
    """
    given: dict[str, Any] = {"requests": requests, "cookies": (), "console": (), **kinds}
    return Evidence.nothing(NOT_GATHERED, **given)


def make_page(
    url: str = HOME,
    *requests: Request,
    status: int = 200,
    fields: Fields = (),
    hops: tuple[Response, ...] = (),
    **more: Any,
) -> Page:
    """Return a page whose document came with *status* and header *fields*.

    *hops*, when given, are all responses on the way to the document, the document's own last.
    *requests* are those of its parts. What is *more* goes to the evidence by the names of its
    kinds, and to the page by the names of its fields; the visit is complete unless it is given.
    """
    hops = hops or (make_response(url, status, fields),)
    asked = hops[0].url
    kinds = {name: value for name, value in more.items() if name in _KINDS}
    own: dict[str, Any] = {
        "visit": Visit("complete"),
        **{k: v for k, v in more.items() if k not in kinds},
    }
    main = Request(asked, "document", main=True, hops=hops)
    return Page(url=asked, evidence=make_evidence(main, *requests, **kinds), **own)


def make_site(*pages: Page, documents: Iterable[Document] = (), **more: Any) -> Site:
    """Return the site of *pages* in their order, as rules over the site get it."""
    ordered = (replace(page, order=number) for number, page in enumerate(pages))
    return Site(tuple(page.lean() for page in ordered), tuple(documents), **more)


def page_of_data(**data: Any) -> Page:
    """Return the page that *data* describes, in the form of the `json` blocks of rule pages."""
    fence = Fence("json", "", json.dumps({"url": HOME, **data}))
    # Nothing else comes for the scope `page`.
    return cast("Page", build_evidence(Example("test/page", "passed", (fence,), 1), "page"))


def without(page: Page, **missing: Missing) -> Page:
    """Return *page* with some kinds of its evidence missing."""
    changes: dict[str, Any] = dict(missing)
    return replace(page, evidence=replace(page.evidence, **changes))


def verdicts(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    """Return verdict and message of each outcome, in order."""
    return [(outcome.verdict, outcome.message) for outcome in outcomes]
