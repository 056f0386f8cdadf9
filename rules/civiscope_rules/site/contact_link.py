"""Judge whether people find out how to reach the public body. See contact_link.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Site
from civiscope_rules.shared.signposts import judge_hosts


def check(site: Site) -> Iterator[Outcome]:
    """Apply to each host with ordinary pages."""
    return judge_hosts(site, "contact")
