"""Read `http` blocks: raw answers of a server, redirects first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civiscope.collectors.page.html import read_html
from civiscope.examples.blocks import DEFAULT_URL, ExampleError, address, headers_of
from civiscope.model import Evidence, Missing, Page, Request, Response
from civiscope.rulebook import Fence

_STATUS = re.compile(r"HTTP/\d(?:\.\d)? ([1-5]\d\d)(?: (.*))?")
_NO_DOM = Missing("not-gathered", "The example gives no document.")


def build_page(fences: Sequence[Fence]) -> Page:
    """Return the page that the responses in *fences* lead to. Raises ExampleError."""
    parsed = [_parse_response(fence) for fence in fences]
    hops = tuple(response for response, _ in parsed)
    body = parsed[-1][1]
    request = Request(url=hops[0].url, type="document", main=True, hops=hops)
    raw = read_html(body, hops[-1].url, "", ()) if body.strip() else None
    missing = Missing("not-gathered", "The example gives no HTML.")
    evidence = Evidence((request,), (), (), _NO_DOM, raw or missing, _NO_DOM)
    return Page(url=hops[0].url, evidence=evidence)


def _parse_response(fence: Fence) -> tuple[Response, str]:
    head, _, body = fence.text.partition("\n\n")
    first, *lines = head.strip("\n").splitlines() or [""]
    status = _STATUS.fullmatch(first.strip())
    if status is None:
        raise ExampleError(
            f"An http block begins with a status line like HTTP/1.1 200 OK, not {first!r}."
        )
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise ExampleError(
                f"{line!r} is not a header field; write its name, a colon and its value."
            )
        fields.append((name, value))
    response = Response(
        url=address(fence.info.strip() or DEFAULT_URL),
        status=int(status[1]),
        headers=headers_of(fields),
        status_text=status[2] or "",
        protocol="http/1.1",
    )
    return response, body
