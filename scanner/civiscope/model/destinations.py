"""What stands behind links that are called the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.model.dom import Box


@dataclass(frozen=True, slots=True)
class Twin:
    """A link that shares its name with another one that has another address."""

    name: str
    address: str
    """Without fragment, and without what may be personal."""
    key: str
    """Hash of the whole address."""
    group: int
    """Links with the same number are called the same."""
    context: str
    """The text that software finds around it."""
    selector: str
    snippet: str
    box: Box | None = None
    heading: int = -1
    """Number of the heading that it stands under; -1 where it stands under none."""


@dataclass(frozen=True, slots=True)
class Destination:
    """What an address led to."""

    url: str
    """Hash of where the browser ended; empty when it could not be shown."""
    words: tuple[str, ...]
    """Hashes of the words of its main content."""
    numbers: tuple[str, ...]
    """Hashes of the longer numbers in it, such as those of telephones."""
    text: str
    """Hash of all of it."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """Links of one name, and what stands behind those that were followed, by their keys."""

    links: tuple[Twin, ...] = ()
    found: dict[str, Destination] = field(default_factory=dict[str, Destination])
