"""Tell requests that a law or policy makes a site send (mandates.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from civiscope.model import Request
from civiscope.web.urls import host_of


@dataclass(frozen=True, slots=True)
class Mandate:
    """A script that sites of a jurisdiction have to load."""

    name: str
    jurisdiction: str
    source: str
    """The law or policy."""
    hosts: tuple[str, ...]
    files: tuple[str, ...]
    """Ends of addresses, for copies on a site's own host."""
    sites: tuple[str, ...]
    """Top-level domains of the sites it is for."""


def mandate_of(request: Request, page_url: str) -> Mandate | None:
    """Return what makes the site of *page_url* send *request*: as the script itself, or because
    the script sends it on its own account."""
    suffix = host_of(page_url).rpartition(".")[2]
    urls = (request.url, request.initiator.url, *request.initiator.stack)
    return next(
        (
            mandate
            for mandate in _mandates()
            if suffix in mandate.sites and any(_is_script(mandate, url) for url in urls)
        ),
        None,
    )


def _is_script(mandate: Mandate, url: str) -> bool:
    return host_of(url) in mandate.hosts or url.partition("?")[0].endswith(mandate.files)


@lru_cache(maxsize=1)
def _mandates() -> tuple[Mandate, ...]:
    text = files("civiscope.lists").joinpath("mandates.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    del table["reviewed"]
    return tuple(
        Mandate(
            name=name,
            jurisdiction=str(entry["jurisdiction"]),
            source=str(entry["source"]),
            hosts=tuple(entry["hosts"]),
            files=tuple(entry["files"]),
            sites=tuple(entry["sites"]),
        )
        for name, entry in table.items()
    )
