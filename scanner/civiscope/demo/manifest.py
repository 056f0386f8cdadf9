"""The demo's manifest: what is planted on its pages, and what only looks like a defect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from civiscope.demo.messages import DemoOrigins

PATH = Path(__file__).with_name("manifest.yaml")


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect that an audit of the demo has to report."""

    page: str
    """A path of the council's site, or `second:` and a path of the appointments service."""
    rule: str
    outcome: Literal["failed", "cantTell"]
    where: str = ""
    """Part of the finding's selector, snippet, address or component; empty when the page
    says it all."""
    message: str = ""
    """The message's name in the rule's facts; empty when any will do."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A place that looks like a defect and is none: reporting it as failed is a false alarm."""

    page: str
    rule: str
    where: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotVisited:
    """An address that is linked and that a scan leaves alone."""

    page: str
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of the demo before it is audited."""

    pages: tuple[str, ...]
    """Pages that a scan of the whole site sees, traps and error pages left out."""
    states: tuple[str, ...]
    """States that the demo's journey reaches, named as an audit names them."""
    traps: tuple[str, ...]
    """Paths with endless addresses behind them; a scan sees some of them."""
    defects: tuple[Defect, ...]
    looks_like_but_is_not: tuple[NearMiss, ...]
    not_visited: tuple[NotVisited, ...]


@lru_cache(maxsize=1)
def load_manifest() -> Manifest:
    """Read manifest.yaml."""
    raw: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return Manifest(
        pages=tuple(raw["pages"]),
        states=tuple(raw["states"]),
        traps=tuple(raw["traps"]),
        defects=tuple(Defect(**entry) for entry in raw["defects"]),
        looks_like_but_is_not=tuple(NearMiss(**entry) for entry in raw["looks_like_but_is_not"]),
        not_visited=tuple(NotVisited(**entry) for entry in raw["not_visited"]),
    )


def address(page: str, origins: DemoOrigins) -> str:
    """Return a page of the manifest as an absolute URL."""
    if page.startswith("second:"):
        return origins.second + page.removeprefix("second:")
    return origins.main + page
