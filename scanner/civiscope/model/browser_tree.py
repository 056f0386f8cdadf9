"""What the browser's own accessibility tree says of an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from civiscope.model.dom import Box
from civiscope.model.fingerprints import element_component
from civiscope.model.outcome import Place


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One element as the browser hands it to assistive technology."""

    selector: str
    """As axe-core names it."""
    kinds: tuple[str, ...]
    """Why axe-core may have misread it: `custom-element`, `in-shadow-tree`, `css-words`, …

    `own-role` is a custom element that axe-core passes over: its role is known to the browser only.
    """
    tag: str
    attributes: tuple[str, ...] = ()
    """Names of its `role` and `aria-*` attributes."""
    internals: bool = False
    """Whether it is a custom element that keeps semantics in ElementInternals."""
    asked: bool = False
    """Whether the browser answered; when not, nothing below is known."""
    ignored: bool = False
    """Whether assistive technology does not meet it."""
    role: str = ""
    """As the browser names it, mostly by the word of ARIA."""
    name: str = ""
    """Its accessible name, cut."""
    states: Mapping[str, str] = field(default_factory=dict[str, str])
    """States and properties, such as `checked`, by the browser's names."""
    children: tuple[str, ...] = ()
    """Roles of the nearest exposed nodes in it; those without meaning are looked through."""
    parents: tuple[str, ...] = ()
    """Roles of the exposed nodes around it that have a meaning, the nearest first."""
    snippet: str = ""
    """Its start tag, of one that axe-core passes over."""
    box: Box | None = None
    frame: str = ""
    """URL of its frame when it is not the page's own document, of such a one."""

    def place(self) -> Place:
        """Return the place that a finding about an element names which axe-core passes over."""
        component = element_component(self.snippet, self.selector)
        return Place(component, self.selector, self.snippet, box=self.box, frame=self.frame)
