"""Judge scripts that record what visitors do. See session_replay.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.lists.parties import party_at
from civiscope.model import Outcome, Page, Place, Request, failed, passed
from civiscope.web.urls import is_web_url

_RECORDS = "replay"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages on the web; one outcome for each company that is known for recording."""
    if not is_web_url(page.final_url):
        return
    recorders: dict[str, list[Request]] = {}
    for request in page.requests:
        party = None if request.main or request.blocked else party_at(request.host)
        if party is not None and party.purpose == _RECORDS:
            recorders.setdefault(party.name, []).append(request)
    if not recorders:
        yield passed("requests")
    for owner, requests in sorted(recorders.items()):
        first = requests[0]
        place = Place(owner, url=first.url, snippet=printable(first.url))
        fields = _fields(page)
        message = "form" if fields else "recorder"
        yield failed(place, message, owner=owner, count=len(requests), fields=fields)


def _fields(page: Page) -> int:
    """Count the fields that visitors type into; none when the document was not read."""
    forms = getattr(page.evidence.dom, "forms", ())
    typed = {"hidden", "submit", "button", "search", "image", "reset"}
    return sum(field.type not in typed for form in forms for field in form.fields)
