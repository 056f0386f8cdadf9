"""Judge whether versions 1.0 and 1.1 of TLS are off. Why is told in tls_old_versions.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site
from civiscope_rules.shared.hosts.offers import fail_accepted

VERSIONS = ("TLS 1.0", "TLS 1.1")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    return fail_accepted(site, VERSIONS)
