"""Notice long lists of e-mail addresses and telephone numbers. See contact_details_listed.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, passed


def check(page: Page, *, many: int) -> Iterator[Outcome]:
    """Apply to every page whose source was read; *many* of a kind on one page are a list."""
    exposed = page.raw_html.exposed
    counts = (("e-mail addresses", exposed.emails), ("telephone numbers", exposed.phones))
    listed = [(what, count) for what, count in counts if count >= many]
    if not listed:
        yield passed("page source")
    for what, count in listed:
        yield cannot_tell(what, "list", what=what, count=count)
