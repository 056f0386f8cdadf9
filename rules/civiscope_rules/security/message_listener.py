"""Judge code that listens to messages from other windows. Why: message_listener.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import Outcome, Page, Place, cannot_tell, passed


def check(page: Page) -> Iterator[Outcome]:
    """Apply to listeners of the page's own window; each kind of code once."""
    seen: set[str] = set()
    for listener in page.code.listeners:
        if listener.code in seen:
            continue
        seen.add(listener.code)
        code = printable(listener.code, 120)
        place = Place(code or "a bound function", snippet=code)
        if listener.checks:
            yield passed(place)
        elif code:
            yield cannot_tell(place, "unchecked", code=code)
        else:
            yield cannot_tell(place, "unseen")
