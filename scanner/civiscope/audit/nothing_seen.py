"""Say why a scan saw no page, so that nobody has to look for it in the report."""

from __future__ import annotations

from civiscope.evidence import EvidenceReader
from civiscope.model import Page

_WHAT_TO_DO = {
    "dns": "Check how the address is written.",
    "refused": "Check the address and its port, and that the server runs.",
    "timeout": "Try again later, or give it longer with --page-timeout.",
    "bot-wall": "Ask whoever runs the site to let civiscope in.",
    "login": "Give it a session with --storage-state, --cookie or --user.",
    "robots": (
        "If the site is yours, name its host under ignore_robots in civiscope.toml; for a site on "
        "this machine, --ignore-robots is enough."
    ),
    "tls": "Fix the certificate, or audit the site under the name it is made for.",
    "queue": "Try again when nobody has to wait.",
    "maintenance": "Try again after it.",
    "overloaded": "Try again at another hour.",
    "unavailable": "Try again later.",
    "document": "Name the address of a web page.",
}


def nothing_seen(evidence: EvidenceReader) -> str:
    """Return a sentence that says why no page was fully scanned; empty when one was."""
    first: Page | None = None
    for page in evidence.pages():
        if page.kind != "page":
            continue
        if page.visit.state == "complete":
            return ""
        first = first or page
    why, reason = _why(first, evidence)
    advice = _WHAT_TO_DO.get(reason, "")
    return f"Nothing can be said of this site: {why} {advice}".strip()


def _why(first: Page | None, evidence: EvidenceReader) -> tuple[str, str]:
    if first is not None:
        seen = "was seen in part only" if first.visit.state == "partial" else "was not seen"
        return f"{first.url} {seen}. {first.visit.detail}", first.visit.reason
    for document in evidence.end.documents:
        media_type = (document.headers.get("content-type") or "").partition(";")[0].strip()
        kind = f"a file of type {media_type}" if media_type else "a file"
        return f"{document.url} is {kind}, no page.", "document"
    for skipped in evidence.end.skipped:
        return f"{skipped.url} was not visited. {skipped.detail}", skipped.reason
    return "no page was visited.", ""
