"""Scans that wait, run and ended; and the schedules that ask for them."""

from __future__ import annotations

from starlette.responses import Response

from civiscope_watch.store.listing import Listing
from civiscope_watch.store.views import work
from civiscope_watch.web.rendering import page, table
from civiscope_watch.web.visit import WebVisit


def _state(visit: WebVisit) -> str:
    state = visit.word("state") or "open"
    return "" if state == "all" else state if state in work.STATES else "open"


def job_list(visit: WebVisit) -> Listing:
    """Return the scans that the address asks for."""
    return work.job_listing(_state(visit))


def schedule_list(_visit: WebVisit) -> Listing:
    """Return all schedules."""
    return work.schedule_listing()


def show_queue(visit: WebVisit) -> Response:
    """Return the page of scans."""
    state = _state(visit)
    with visit.database.reading() as connection:
        view = table(visit, connection, job_list(visit), "/queue.csv")
        counts = work.count_jobs(connection)
    return page(visit, "queue.html", view=view, counts=counts, state=state, states=work.STATES)


def show_schedules(visit: WebVisit) -> Response:
    """Return the page of schedules."""
    with visit.database.reading() as connection:
        view = table(visit, connection, work.schedule_listing(), "/schedules.csv")
    about = "When sites are scanned by themselves. Schedules are made on the command line."
    return page(visit, "list.html", heading="Schedules", about=about, view=view)
