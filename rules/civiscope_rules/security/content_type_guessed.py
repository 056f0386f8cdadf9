"""Find scripts and styles that run only because browsers guess. See content_type_guessed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import own_url, parse_content_type, printable, printable_field
from civiscope.headers.content_type_options import is_nosniff
from civiscope.model import Outcome, Page, Place, Request, failed, passed
from civiscope.model.page import FOLDER_FIELD

FIELD = "content-type"
_SCRIPTS = frozenset(
    {
        *("application/ecmascript", "application/javascript", "application/x-ecmascript"),
        *("application/x-javascript", "text/ecmascript", "text/javascript", "text/jscript"),
        *("text/javascript1.0", "text/javascript1.1", "text/javascript1.2", "text/javascript1.3"),
        *("text/javascript1.4", "text/javascript1.5", "text/livescript", "text/x-ecmascript"),
        "text/x-javascript",
    }
)
_ALSO_LOADED = frozenset({"application/json", "application/wasm", "text/css"})
"""Types that a script may import as a module of another kind."""
_RIGHT = {"script": _SCRIPTS | _ALSO_LOADED, "stylesheet": frozenset({"text/css"})}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to scripts and style sheets that the site itself sends."""
    for request in page.requests:
        answer = request.response
        if answer is None or request.type not in _RIGHT or not 200 <= answer.status < 300:
            continue
        if not own_url(page, answer.url) or FOLDER_FIELD in answer.headers:
            continue
        values = answer.headers.all(FIELD)
        kind = parse_content_type(values)
        if kind is not None and kind.essence in _RIGHT[request.type]:
            yield passed(request.type)
            continue
        snippet = printable_field(FIELD, ", ".join(values)) if values else ""
        place = Place(f"{request.type} {_name(request)}", url=answer.url, snippet=snippet)
        refused = is_nosniff(answer.headers.all("x-content-type-options"))
        said = printable(kind.essence, 60) if kind is not None else "without a type"
        message = "refused" if refused else "guessed"
        yield failed(place, message, what=_WHAT[request.type], url=answer.url, type=said)


_WHAT = {"script": "script", "stylesheet": "style sheet"}


def _name(request: Request) -> str:
    return printable(request.final_url.partition("?")[0], 120)
