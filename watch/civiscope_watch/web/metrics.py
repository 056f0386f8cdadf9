"""Numbers over all sites as OpenMetrics text. No label holds an address or a site."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from starlette.responses import Response

from civiscope_watch.store.schema import total_state
from civiscope_watch.store.views import sites, work
from civiscope_watch.store.views.sites import SiteFilter, SitesSummary
from civiscope_watch.web.visit import WebVisit

_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_SEVERITIES = ("critical", "serious", "moderate", "minor")


def send_metrics(visit: WebVisit) -> Response:
    """Return the numbers."""
    wanted = SiteFilter(stale_days=visit.settings.stale_days)
    with visit.database.reading() as connection:
        summary = sites.summarise_sites(connection, wanted)
        jobs = work.count_jobs(connection)
        not_run = sites.count_not_run(connection)
        at = connection.execute(select(total_state.c.at)).scalar()
    lines = list(_lines(summary, jobs, not_run))
    if at is not None:
        lines += [
            "# TYPE civiscope_watch_totals_timestamp_seconds gauge",
            "# UNIT civiscope_watch_totals_timestamp_seconds seconds",
            "# HELP civiscope_watch_totals_timestamp_seconds When sums were last made.",
            f"civiscope_watch_totals_timestamp_seconds {at.timestamp():.15g}",
        ]
    return Response("".join(f"{line}\n" for line in (*lines, "# EOF")), media_type=_TYPE)


def _lines(summary: SitesSummary, jobs: dict[str, int], not_run: int) -> Iterator[str]:
    yield from _gauge("sites", "Sites that are watched.", {"": summary.sites})
    states = {"stale": summary.stale, "never": summary.never, "failing": summary.failing}
    states["not_run"] = not_run
    yield from _gauge("sites_unknown", "Sites that are not known as they are now.", states, "why")
    yield from _gauge("sites_clear", "Without critical or serious problems.", {"": summary.clear})
    problems = {name: int(getattr(summary, name)) for name in _SEVERITIES}
    yield from _gauge("problems", "Problems on all sites.", problems, "severity")
    yield from _gauge("to_check", "What a person has to decide.", {"": summary.review})
    counts = {state: jobs.get(state, 0) for state in ("queued", "running", "cancelling")}
    yield from _gauge("jobs", "Scans that wait and run.", counts, "state")


def _gauge(name: str, about: str, values: dict[str, int], label: str = "") -> Iterator[str]:
    yield f"# TYPE civiscope_watch_{name} gauge"
    yield f"# HELP civiscope_watch_{name} {about}"
    for value, number in values.items():
        labels = f'{{{label}="{value}"}}' if label else ""
        yield f"civiscope_watch_{name}{labels} {number}"
