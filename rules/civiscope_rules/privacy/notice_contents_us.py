"""Compare a privacy policy with what US agencies have to tell. See notice_contents_us.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope.model import Outcome, Site
from civiscope_rules.shared.notice_topics import judge_topics


def check(site: Site, *, sites: Sequence[str]) -> Iterator[Outcome]:
    """Apply to each notice that was read, on *sites*: top-level domains, or `*` for all."""
    return judge_topics(site, "us", sites)
