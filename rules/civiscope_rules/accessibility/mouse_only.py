"""Judge whether keys do what a click does. Why that matters is told in mouse_only.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.clicks import Clicked, MouseUse
from civiscope.model.element_ref import ElementRef

_DOES = {
    "changes": "changes the page",
    "navigation": "leads to another page",
    "popup": "opens a window",
    "dialog": "shows a message box",
}
_FIELDS = frozenset({"combobox", "searchbox", "slider", "spinbutton", "textbox"})
"""Roles of what is filled in: a click alone does nothing there, with a mouse or without."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to elements that take no focus and do something when they are clicked."""
    use = page.probe("clicks", MouseUse)
    for clicked in use.clicked:
        name = clicked.name or clicked.tag
        if clicked.effect in _DOES:
            if clicked.same or clicked.other:
                yield passed(clicked.place())
            elif clicked.effect == "changes" and _is_of_menu(clicked, use):
                # What it shows is the menu that hover-menu tells of.
                continue
            elif clicked.double and clicked.tried:
                # They are often a short way to what a control beside does in its own manner.
                yield cannot_tell(clicked.place(), "double", name=name, does=_DOES[clicked.effect])
            elif clicked.double:
                yield failed(clicked.place(), "twice", name=name, does=_DOES[clicked.effect])
            elif clicked.why == "down":
                yield failed(clicked.place(), "press", name=name, does=_DOES[clicked.effect])
            else:
                message = "no_press" if clicked.takes_focus else "no_key"
                yield failed(clicked.place(), message, name=name, does=_DOES[clicked.effect])
        elif clicked.effect == "closes":
            # Escape, or moving on, often does the same.
            yield cannot_tell(clicked.place(), "closes", name=name)
        elif clicked.why == "role" and clicked.role not in _FIELDS:
            yield cannot_tell(clicked.place(), "role", name=name, role=clicked.role)
    use.require_all()


def _is_of_menu(clicked: Clicked, use: MouseUse) -> bool:
    """Say whether the mouse alone opens a menu here as well: at the element, or at what it names.

    Another control may stand beside such a menu, and a menu in what opens something else.
    """
    return any(
        clicked.selector == menu.selector
        or (_words(clicked.name) == _words(menu.name) and _are_nested(clicked, menu))
        for menu in use.menus
        if not menu.by_key and not menu.elsewhere
    )


def _are_nested(one: ElementRef, other: ElementRef) -> bool:
    inner, outer = sorted((one.selector, other.selector), key=len, reverse=True)
    return inner.startswith(f"{outer} > ")


def _words(name: str) -> list[str]:
    return name.casefold().split()
