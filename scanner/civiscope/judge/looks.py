"""Which style sheet of a page did not load: it looks other than visitors see it then."""

from __future__ import annotations

import re

from civiscope.model import Missing, Page

_ONLY_LETTERS = re.compile(r"font|icon|symbol", re.IGNORECASE)
"""Words in addresses of style sheets that bring fonts alone: without them, letters differ."""
_OURS = {"", "refused-address"}
"""Why a request was blocked, where visitors would have got an answer."""
_GIVEN_UP = "net::ERR_ABORTED"
"""The page itself wanted it no more."""


def lost_style_sheet(page: Page) -> str:
    """Return the address of a style sheet that did not come; empty when all came.

    One that the server answers with an error does not come to visitors either.
    """
    requests = page.evidence.requests
    if isinstance(requests, Missing):
        return ""
    came = {request.url for request in requests if request.response is not None}
    for request in requests:
        if request.type != "stylesheet" or request.url in came or request.blocked not in _OURS:
            continue
        failed = request.blocked or request.failed
        if failed and failed != _GIVEN_UP and not _ONLY_LETTERS.search(request.url):
            return request.url
    return ""
