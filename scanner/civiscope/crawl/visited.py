"""A page that the crawl visited, as far as later stages need it to choose."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model import Dom, Form, Page

_NOT_TYPED = frozenset({"hidden", "submit", "button", "search", "image", "reset"})


@dataclass(frozen=True, slots=True)
class VisitedPage:
    """A page that the crawl visited, as far as stages need it to choose."""

    number: int
    url: str
    target: bool
    whole: bool
    """Whether it was fully scanned: acting on a page that did not even answer shows nothing."""
    form: bool = False
    """Whether it has a form that visitors type into, other than a search."""
    depth: int = 0
    """Links away from a target."""


def has_form(page: Page) -> bool:
    """Say whether *page* has a form that visitors type into, other than a search."""
    dom = page.evidence.dom
    return isinstance(dom, Dom) and any(_is_typed_into(form) for form in dom.forms)


def _is_typed_into(form: Form) -> bool:
    typed = [field for field in form.fields if field.type not in _NOT_TYPED]
    return bool(typed) and not (form.method == "get" and len(typed) == 1)
