"""The tables that pages over all sites are read from: each can be made anew from the others."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Text

from civiscope_watch.store.columns import ID, Instant
from civiscope_watch.store.schema.base import metadata, of_site

COUNTS = ("critical", "serious", "moderate", "minor", "info", "review", "advice")
"""Columns of counts, as in `figure_day`."""


def _counts() -> list[Column[int]]:
    return [Column(name, Integer, nullable=False, server_default="0") for name in COUNTS]


site_now = Table(
    "site_now",
    metadata,
    of_site(key=True),
    # Of the last run that saw a page; empty before there was one.
    Column("day", Date),
    Column("run", ID),
    Column("pages", Integer, nullable=False, server_default="0"),
    *_counts(),
    # Since when no run has seen a page; empty when the last one did.
    Column("failing_since", Date),
    # Orders sites, the worst first, by one index: see `weight_of`.
    Column("weight", BigInteger, nullable=False),
    Index(None, "weight", "site"),
    Index(None, "day"),
)
"""The newest figures of each site."""

site_rule = Table(
    "site_rule",
    metadata,
    of_site(key=True),
    Column("rule", String(200), primary_key=True),
    Column("severity", String(10), nullable=False),
    Column("issues", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("occurrences", Integer, nullable=False),
    Index(None, "rule", "pages", "site"),
)
"""What each site has open of each rule, without what a person must decide and without advice."""

rule_now = Table(
    "rule_now",
    metadata,
    Column("rule", String(200), primary_key=True),
    Column("severity", String(10), nullable=False),
    Column("sites", Integer, nullable=False),
    Column("issues", Integer, nullable=False),
    Column("pages", BigInteger, nullable=False),
    Column("occurrences", BigInteger, nullable=False),
)
"""What all sites together have open of each rule."""

fix_now = Table(
    "fix_now",
    metadata,
    Column("id", ID, primary_key=True),
    Column("rule", String(200), nullable=False),
    Column("component", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", String(10), nullable=False),
    Column("sites", Integer, nullable=False),
    Column("pages", BigInteger, nullable=False),
    Column("occurrences", BigInteger, nullable=False),
    Index(None, "rule"),
    Index(None, "sites"),
)
"""Components that are wrong in the same way on several sites: one fix may clear them all."""

total_day = Table(
    "total_day",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("name", String(300), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("sites", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    *_counts(),
    Column("opened", Integer, nullable=False),
    Column("fixed", Integer, nullable=False),
    Column("regressed", Integer, nullable=False),
)
"""Sums of a day over all sites (`all`), those of an owner, or of a tag; a site that was not seen
that day counts with its last figures from before."""

total_state = Table(
    "total_state",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    # The newest run and event that are in it.
    Column("run", ID, nullable=False),
    Column("event", ID, nullable=False),
)
"""Up to where the sums over all sites are made."""
