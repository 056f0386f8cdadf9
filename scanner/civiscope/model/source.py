"""A file of a site's source code, as rules over sources see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["template", "script", "settings", "other"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the repository that a site is made from."""

    path: str
    """Below the folder that was read, with `/` between its parts."""
    kind: SourceKind = "other"
    text: str = ""
    """What it holds, as text; empty when `error` says why it could not be read."""
    error: str = ""
