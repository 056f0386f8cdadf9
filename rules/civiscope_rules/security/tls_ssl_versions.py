"""Judge whether old SSL protocols are off. Why is told in tls_ssl_versions.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site
from civiscope_rules.shared.hosts.offers import fail_accepted

VERSIONS = ("SSL 2", "SSL 3")


def check(site: Site) -> Iterator[Outcome]:
    """Apply to hosts that answer in TLS."""
    return fail_accepted(site, VERSIONS)
