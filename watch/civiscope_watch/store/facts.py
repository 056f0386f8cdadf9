"""What the newest run says of a site as a whole: its gate, certificates and statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from civiscope.results import Results
from civiscope_ci.gate import decide
from civiscope_watch.store.issues import RunHead
from civiscope_watch.store.schema import site_fact

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


def facts_of(results: Results, gate: str = "") -> SiteFacts:
    """Return the facts of *results*; *gate* is what a gate with the site's own policy said.

    Without it the default policy decides: a serious problem fails.
    """
    return SiteFacts(
        gate=gate or decide(results).status,
        certificate=min(_certificates(results), default=None),
        statement=max(_statements(results), default=None),
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
    }
    if before is not None and facts.gate in {before.gate, "inconclusive"}:
        # A run that could not see enough has not turned anything.
        values |= {name: getattr(before, name) for name in ("gate", "gate_before", "gate_run")}
        values["gate_since"] = before.gate_since
    elif before is not None:
        values |= {"gate_before": before.gate, "gate_run": head.run}
    connection.execute(delete(site_fact).where(site_fact.c.site == head.site))
    connection.execute(insert(site_fact).values(site=head.site, day=head.day, **values))


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
