"""A site that is started for an audit, and ended after it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

READY_TIMEOUT_S: float = 120


@dataclass(frozen=True, slots=True)
class ServedSite:
    """How the site is started, and how it is seen to be ready."""

    command: str
    url: str
    """Responds when the site is ready."""
    timeout: float = READY_TIMEOUT_S
    """Seconds to wait for that."""


def served_while(site: ServedSite | None) -> AbstractContextManager[None]:
    """Return a block that begins when *site* is ready, and ends it; without a site, any block."""
    if site is None:
        return nullcontext()
    from civiscope_ci.serve import served

    return served(site.command, site.url, site.timeout)
