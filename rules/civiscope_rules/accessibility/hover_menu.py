"""Judge whether menus that open under the mouse open for keys too. Why: hover_menu.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.clicks import MouseUse


def check(page: Page) -> Iterator[Outcome]:
    """Apply to what shows hidden links or buttons while the mouse is over it."""
    use = page.probe("clicks", MouseUse)
    for menu in use.menus:
        name, links = menu.name or menu.selector, menu.links
        if menu.by_key:
            yield passed(menu.place())
        elif menu.elsewhere:
            yield cannot_tell(menu.place(), "elsewhere", name=name, links=links)
        else:
            yield failed(menu.place(), "mouse_only", name=name, links=links)
    use.require_all()
