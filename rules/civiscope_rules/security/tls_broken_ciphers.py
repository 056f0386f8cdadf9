"""Judge whether ciphers that protect nothing are refused. See tls_broken_ciphers.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site
from civiscope_rules.shared.hosts.offers import fail_accepted

FAMILIES = ("NULL", "export", "anonymous")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that speak TLS 1.2 or older; TLS 1.3 has none of this."""
    return fail_accepted(site, FAMILIES)
