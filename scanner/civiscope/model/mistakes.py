"""What a page says of a field that was filled in wrongly."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model.element_ref import ElementRef


@dataclass(frozen=True, slots=True)
class WrongField(ElementRef):
    """A field with a format that software knows, filled in with something that does not fit it."""

    label: str = ""
    format: str = ""
    """`email`, `url`, `tel`, `number`, `postcode`, `date` or `pattern`."""
    message: str = ""
    """What is said of the mistake beside the field; empty when nothing is."""
    hint: str = ""
    """What else stands beside it: label, hint, placeholder."""
    typed: str = ""
    """What was filled in, when it was ours."""
    sent: bool = False
    """Whether the form was on its way: then the server would say what is wrong."""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The fields of a page that were filled in wrongly."""

    fields: tuple[WrongField, ...] = ()
    more: int = 0
    """How many more there are to try."""
