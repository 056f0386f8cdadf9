"""Judge what hosts say of Global Privacy Control. See gpc_file.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from civiscope.headers import is_plain_local
from civiscope.model import Outcome, Site, cannot_tell, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, later, place_of

PART = "gpc.json"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to every host that was asked for the file; not to plain HTTP on this very machine."""
    unknown = Unknown()
    for host in site.hosts:
        text = host.text("gpc.json")
        if text is None or is_plain_local(text.url):
            continue
        place = place_of(site, host, part=PART)
        if text.status is None or later(text.status):
            unknown.note(host, text.error or f"{text.url} answers {text.status}.")
        elif not text.there or not text.body.strip():
            # Many servers answer with a page whatever they are asked for.
            yield cannot_tell(place, "missing", host=label(host))
        else:
            heeds = _heeds(text.body)
            if heeds is None:
                yield failed(place, "unreadable", host=label(host))
            elif heeds:
                yield passed(place)
            else:
                yield cannot_tell(place, "denied", host=label(host))
    unknown.tell()


def _heeds(body: str) -> bool | None:
    """Return what the file says, None when it does not say it as it should."""
    try:
        told: object = json.loads(body)
    except (json.JSONDecodeError, RecursionError):
        return None
    heeds = cast("dict[str, object]", told).get("gpc") if isinstance(told, dict) else None
    return heeds if isinstance(heeds, bool) else None
