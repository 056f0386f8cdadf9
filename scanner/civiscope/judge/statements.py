"""Say what the accessibility statements of a site claim, for results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from civiscope.detectors.statement import jurisdiction_of, latest, read_dates, read_status
from civiscope.model import Missing, Site
from civiscope.results import StatementResult
from civiscope.web.urls import host_of

_MIN_WORDS = 25
"""A page with fewer words says nothing of its own."""
_MAX_SENTENCE = 500


def statements_of(site: Site) -> Iterator[StatementResult]:
    """Yield the statements of *site* that were visited, those that claim a status first."""
    found = list(_statements(site))
    yield from (each for each in found if each.status != "none")
    yield from (each for each in found if each.status == "none")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _statements(site: Site) -> Iterator[StatementResult]:
    for page in site.visited:
        dom = page.evidence.dom
        if isinstance(dom, Missing) or dom.statement is None:
            continue
        text = dom.statement
        read = read_status(text)
        if text.words < _MIN_WORDS and read.status == "none":
            continue
        applicable = jurisdiction_of(text, host_of(page.final_url), site.jurisdiction)
        code = applicable.jurisdiction.code if applicable else ""
        days = latest(read_dates(text, month_first=code == "US", today=_day(site.day)))
        yield StatementResult(
            url=page.url,
            status=read.status,
            sentence=read.sentence[:_MAX_SENTENCE],
            jurisdiction=code,
            prepared=days.get("prepared") or days.get("published", ""),
            reviewed=days.get("reviewed") or days.get("updated", ""),
            tested=days.get("tested", ""),
        )
