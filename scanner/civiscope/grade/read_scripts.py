"""Scripts from elsewhere as browsers load them, beside the Observatory's result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.grade.content import domain_of
from civiscope.grade.markup import Markup, MarkupScript
from civiscope.grade.saved import Reading, SavedResponse
from civiscope.headers.shown import printable
from civiscope.web.urls import origin_of

_TEST = "subresource-integrity"
_HASH = re.compile(
    r"(?:^|[ \t\n\f\r])sha(?:256-[A-Za-z0-9+/_-]{43}=?|384-[A-Za-z0-9+/_-]{64}"
    r"|512-[A-Za-z0-9+/_-]{86}={0,2})(?=[?\s]|$)"
)


def script_readings(saved: SavedResponse, markup: Markup) -> Iterator[Reading]:
    """Report scripts that browsers refuse, and of hashes that they ignore."""
    if not saved.shown_as_html or not saved.url.startswith("https:"):
        return
    foreign = [script for script in markup.scripts if _origin(script) not in {"", _home(saved)}]
    empty = [s for s in markup.scripts if s.src and s.integrity and not _HASH.search(s.integrity)]
    if empty:
        yield Reading(
            _TEST,
            "weaker",
            f"Browsers find no hash in the integrity of {_names(empty)} and check nothing.",
        )
    plain = [script for script in foreign if script.src[:5].lower() == "http:"]
    unsigned = [
        script
        for script in foreign
        if script.integrity and script.crossorigin is None and script not in empty + plain
    ]
    if unsigned:
        yield Reading(
            _TEST,
            "other",
            f"Browsers refuse {_names(unsigned)}: integrity on a script of another origin needs "
            "crossorigin as well.",
        )
    if plain:
        yield Reading(
            _TEST, "other", f"Browsers do not load {_names(plain)} over plain HTTP into this page."
        )
    schemeless = [script for script in foreign if script.src.startswith("//")]
    if schemeless:
        own = all(domain_of(f"https:{s.src}") == domain_of(saved.url) for s in schemeless)
        rest = "" if own else "; what is missing, at most, is a hash"
        yield Reading(
            _TEST,
            "safer",
            f"{_names(schemeless)} is loaded over HTTPS, as the page itself is{rest}.",
        )


def _home(saved: SavedResponse) -> str:
    return origin_of(saved.url)


def _origin(script: MarkupScript) -> str:
    src = script.src.strip()
    return origin_of(f"https:{src}" if src.startswith("//") else src)


def _names(scripts: list[MarkupScript]) -> str:
    return ", ".join(sorted({printable(script.src, 80) for script in scripts})[:5])
