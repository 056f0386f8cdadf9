"""The tables of figures by month, and of what is known of a site beside its issues."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, String, Table, Text

from civiscope_watch.store.columns import DATA, ID
from civiscope_watch.store.schema.base import metadata, of_site

site_month = Table(
    "site_month",
    metadata,
    of_site(key=True),
    # Its first day.
    Column("month", Date, primary_key=True),
    # Of the last run in the month that saw a page; nothing when none did.
    Column("day", Date),
    # Counts of that run, by their names.
    Column("stock", DATA, nullable=False),
    # What happened in the month.
    Column("flows", DATA, nullable=False),
    # Which pages and rules the counts are of.
    Column("sample", DATA, nullable=False),
    # Whether they can be compared with those of the month before.
    Column("kept", Boolean, nullable=False),
    Index(None, "month"),
)

roll_month = Table(
    "roll_month",
    metadata,
    # `all`, `owner` or `tag`.
    Column("kind", String(10), primary_key=True),
    Column("name", String(300), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("measure", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Sums of `site_month` over groups of sites."""

site_fact = Table(
    "site_fact",
    metadata,
    of_site(key=True),
    Column("day", Date, nullable=False),
    # What the gate says of the newest run: passed, failed or inconclusive.
    Column("gate", String(12), nullable=False),
    # The state before it turned last, and the run that turned it.
    Column("gate_before", String(12), nullable=False, server_default=""),
    Column("gate_run", ID),
    Column("gate_since", Date, nullable=False),
    # The certificate that ends first, as of the newest run.
    Column("certificate_ends", Date),
    Column("certificate_host", Text, nullable=False, server_default=""),
    # When the accessibility statement was prepared, reviewed or tested last.
    Column("statement_day", Date),
    Column("statement_url", Text, nullable=False, server_default=""),
    # Where the server sent whoever asked for a target; empty when it stayed there.
    Column("leads_to", Text, nullable=False, server_default=""),
    Index(None, "certificate_ends"),
)
"""What the newest run said of a site as a whole."""
