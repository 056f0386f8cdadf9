"""Judge whether passwords can be pasted. Why it matters is told in password_paste.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed
from civiscope.model.forms import Forms


def check(page: Page) -> Iterator[Outcome]:
    """Apply to password fields that can be seen and filled in."""
    for field in page.probe("forms", Forms).passwords:
        place = field.spot.place()
        yield failed(place, "stopped") if field.paste_stopped else passed(place)
