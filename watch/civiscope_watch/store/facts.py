"""What the newest run says of a site as a whole: its gate, certificates and statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select

from civiscope.results import Results
from civiscope.web.urls import host_of
from civiscope_ci.gate import decide
from civiscope_watch.store.issues import RunHead
from civiscope_watch.store.schema import site as watched
from civiscope_watch.store.schema import site_fact
from civiscope_watch.store.sites import WatchedSite

GATES = ("passed", "failed", "inconclusive")
MAX_ADDRESS_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What results say of a site as a whole."""

    gate: str
    certificate: tuple[date, str] | None
    """The day on which the first of its certificates ends, and the host."""
    statement: tuple[date, str] | None
    """The latest day that its accessibility statement names, and its address."""
    leads_to: str = ""
    """Where a target redirects to; empty when none does."""


def facts_of(results: Results, gate: str = "") -> SiteFacts:
    """Return the facts of *results*; *gate* is what a gate with the site's own policy said.

    Without it the default policy decides: a serious problem fails.
    """
    return SiteFacts(
        gate=gate or decide(results).status,
        certificate=min(_certificates(results), default=None),
        statement=max(_statements(results), default=None),
        leads_to=_leads_to(results),
    )


def replace_facts(connection: Connection, head: RunHead, facts: SiteFacts) -> None:
    """Keep *facts* as those of the newest run."""
    before = connection.execute(select(site_fact).where(site_fact.c.site == head.site)).first()
    values: dict[str, Any] = {
        "gate": facts.gate,
        "gate_since": head.day,
        "certificate_ends": facts.certificate[0] if facts.certificate else None,
        "certificate_host": facts.certificate[1] if facts.certificate else "",
        "statement_day": facts.statement[0] if facts.statement else None,
        "statement_url": facts.statement[1] if facts.statement else "",
        "leads_to": facts.leads_to,
    }
    if before is not None and facts.gate in {before.gate, "inconclusive"}:
        # A run that could not see enough has not turned anything.
        values |= {name: getattr(before, name) for name in ("gate", "gate_before", "gate_run")}
        values["gate_since"] = before.gate_since
    elif before is not None:
        values |= {"gate_before": before.gate, "gate_run": head.run}
    connection.execute(delete(site_fact).where(site_fact.c.site == head.site))
    connection.execute(insert(site_fact).values(site=head.site, day=head.day, **values))


def told_twice(connection: Connection, site: WatchedSite) -> str:
    """Return a sentence when *site* redirects to another that is watched; empty otherwise."""
    asked = select(site_fact.c.leads_to).where(site_fact.c.site == site.id)
    to: str | None = connection.execute(asked).scalar()
    if not to:
        return ""
    others = select(watched).where(watched.c.host == host_of(to), watched.c.id != site.id)
    moved = all(urlsplit(each).netloc != urlsplit(to).netloc for each in (site.url, *site.targets))
    for other in connection.execute(others.order_by(watched.c.id)):
        # Of two that share a host, the one is meant that has the very address.
        if other.url == to or (moved and urlsplit(str(other.url)).netloc == urlsplit(to).netloc):
            return (
                f"{site.url} redirects to {to}, which is watched as {other.name} (number "
                f"{other.id}): its pages are scanned and counted twice. Remove one of the two with "
                "`civiscope watch sites remove`."
            )
    return ""


def _leads_to(results: Results) -> str:
    targets = set(results.scan.targets)
    for page in results.pages:
        if page.url in targets and page.final_url and page.final_url not in targets:
            return page.final_url[:MAX_ADDRESS_LENGTH]
    return ""


def _certificates(results: Results) -> Iterator[tuple[date, str]]:
    for host in results.inventory.hosts:
        day = _day(host.valid_to)
        if day is not None:
            yield day, host.host[:MAX_ADDRESS_LENGTH]


def _statements(results: Results) -> Iterator[tuple[date, str]]:
    began = _day(results.scan.started)
    for statement in results.statements:
        for text in (statement.prepared, statement.reviewed, statement.tested):
            day = _day(text)
            # A day that is still to come is a slip of the pen.
            if day is not None and (began is None or day <= began):
                yield day, statement.url[:MAX_ADDRESS_LENGTH]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
