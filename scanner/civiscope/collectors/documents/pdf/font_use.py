"""What a document shows in one of its fonts."""

from __future__ import annotations

from dataclasses import dataclass, field

from civiscope.collectors.documents.pdf.objects import Object


@dataclass
class FontUse:
    """What is shown in one font."""

    font: Object
    page: int
    """The first page where it is used."""
    shown: set[bytes] = field(default_factory=set[bytes])
    """Texts, as codes, that are drawn."""
    unseen: set[bytes] = field(default_factory=set[bytes])
    """Texts that are there and not drawn."""
    bare: set[bytes] = field(default_factory=set[bytes])
    """Tagged texts for which nothing else stands."""
