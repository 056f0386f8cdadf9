"""Judge whether what is dragged can be moved otherwise. See drag_alternative.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.pointing import Draggables


def check(page: Page) -> Iterator[Outcome]:
    """Apply to sliders and lists that dragging moves."""
    for each in page.probe("dragged", Draggables).moved:
        if each.by_press:
            yield passed(each.place())
        elif each.beside:
            yield cannot_tell(each.place(), "maybe", name=each.name)
        else:
            yield failed(each.place(), each.kind, name=each.name)
