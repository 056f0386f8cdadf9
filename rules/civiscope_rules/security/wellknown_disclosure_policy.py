"""Judge the address of the disclosure policy. Why is told in wellknown_disclosure_policy.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site, failed, passed
from civiscope_rules.shared.hosts import Unknown, label, later, place_of

PART = "disclosure policy"


def check(site: Site) -> Iterator[Outcome]:
    """Apply to the main host of a .gov or .mil domain, the only one that is asked for it."""
    unknown = Unknown()
    for host in site.hosts:
        text = host.text("vulnerability-disclosure-policy")
        if text is None:
            continue
        place = place_of(site, host, part=PART)
        kind = text.media_type.partition(";")[0].strip().lower()
        if text.status is None or later(text.status):
            unknown.note(host, text.error or f"{text.url} answers {text.status}.")
        elif text.there and kind not in {"text/html", "text/plain", "application/xhtml+xml", ""}:
            yield failed(place, "no-page", host=label(host), kind=kind)
        elif text.there or 300 <= text.status < 400:
            yield passed(place)
        else:
            yield failed(place, "missing", host=label(host), status=text.status)
    unknown.tell()
