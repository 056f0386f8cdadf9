"""Judge whether a choice alone leads away. Why is told in input_changes_context.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.keyboard import Choices

_WHAT = {"navigation": "leaves for another page", "popup": "opens a window"}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to lists, check boxes and radio buttons that could be changed with a key."""
    seen = page.probe("inputs", Choices)
    for choice in seen.changed:
        name = choice.name or choice.tag
        if not choice.attempt:
            yield passed(choice.place())
        elif choice.again:
            yield failed(choice.place(), "leaves", name=name, what=_WHAT[choice.attempt])
        else:
            yield cannot_tell(choice.place(), "once", name=name, what=_WHAT[choice.attempt])
    seen.require_all()
