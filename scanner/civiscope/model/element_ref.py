"""An element of a page, as the scripts of probes name it."""

from __future__ import annotations

from dataclasses import dataclass

from civiscope.model.dom import Box
from civiscope.model.fingerprints import element_component
from civiscope.model.outcome import Place


@dataclass(frozen=True, slots=True)
class ElementRef:
    """Where an element stands, and how its markup begins."""

    selector: str
    snippet: str
    box: Box | None = None

    def place(self) -> Place:
        """Return the element as the place of an outcome."""
        return Place(
            component=element_component(self.snippet, self.selector),
            selector=self.selector,
            snippet=self.snippet,
            box=self.box,
        )
