"""How the forms of a page take it when they are sent empty."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model.element_ref import ElementRef


@dataclass(frozen=True, slots=True)
class EmptyForm:
    """One form, and what the page did when its button was pressed with nothing filled in."""

    spot: ElementRef
    fields: int
    asked: int
    """Fields that are marked as required."""
    left_alone: str
    """Why its button was not pressed; empty when it may be."""
    by_browser: bool
    """Whether the browser itself stops the form and names the field."""
    pressed: bool
    sent: bool
    """Whether the form was on its way: then the server would say what is missing."""
    dialog: bool
    """Whether a dialog of the browser came up."""
    texts: tuple[str, ...]
    """What came to be read."""
    invalid: int
    """Fields that were newly marked as wrong for software (`aria-invalid`)."""
    coloured: tuple[ElementRef, ...]
    """Fields that look different from before, the one with the focus left out."""
    focused: bool
    """Whether the focus was put into a field."""


@dataclass(frozen=True, slots=True)
class PasswordField:
    """One field for a password."""

    spot: ElementRef
    paste_stopped: bool
    """Whether the page keeps people from pasting into it."""


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms and password fields of a page."""

    forms: tuple[EmptyForm, ...]
    passwords: tuple[PasswordField, ...]
