"""One site: its figures, its issues with their history, its runs and what they found."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from civiscope_reports.formats import html
from civiscope_reports.formats.csv_tables import cell_text
from civiscope_watch.store import accounts
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.facts import told_twice
from civiscope_watch.store.listing import Listing
from civiscope_watch.store.schema import job, run, site_now
from civiscope_watch.store.sites import WatchedSite, read_site
from civiscope_watch.store.views import issues, sites
from civiscope_watch.web.badges import badge_words
from civiscope_watch.web.charts import severity_chart
from civiscope_watch.web.pages.portfolio import span_of
from civiscope_watch.web.rendering import page, table
from civiscope_watch.web.visit import NotFound, WebVisit

_RUNS = 10
_COMPARABLE = 60
MAX_PLACES = 200
_PARTS = (("new", "New"), ("gone", "Fixed"), ("unseen", "Not looked for"), ("open", "In both"))
# A report is a page of its own, with its own policy in it; here it may do nothing in our name.
_REPORT_POLICY = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'none'"
)


def the_site(visit: WebVisit, connection: Connection) -> WatchedSite:
    """Return the site that the path names. Raises NotFound."""
    found = read_site(connection, visit.part("site"))
    if found is None:
        raise NotFound
    return found


def state_of(visit: WebVisit) -> str:
    """Return which issues the address asks for."""
    state = visit.word("state") or "open"
    return "" if state == "all" else state if state in issues.STATES else "open"


def show_site(visit: WebVisit) -> Response:
    """Return the page of a site."""
    state, days = state_of(visit), span_of(visit)
    with visit.database.reading() as connection:
        site = the_site(visit, connection)
        now = newest_figures(connection, site.id)
        figures = sites.day_listing(site.id, days)
        rows = list(reversed(figures.rows(connection, days + 1)))
        seen = [row for row in rows if row["complete"]]
        listing = issues.issue_listing(site.id, state)
        runs = sites.run_listing(site.id)
        values: dict[str, Any] = {
            "counts": issues.count_states(connection, site.id),
            "issues": table(visit, connection, listing, f"/sites/{site.id}/issues.csv"),
            "runs": table(visit, connection, runs, f"/sites/{site.id}/runs.csv", limit=_RUNS),
            "comparable": [
                (str(row["run"]), row["started"].strftime("%Y-%m-%d %H:%M"))
                for row in runs.rows(connection, _COMPARABLE)
                if row["state"] == "done"
            ],
            "missed": _missed(connection, site.id),
            "twice": told_twice(connection, site),
        }
    age = (datetime.now(UTC).date() - now["day"]).days if now["day"] else 0
    return page(
        visit,
        "site.html",
        site=site,
        now=now,
        stale=age if age > visit.settings.stale_days else 0,
        badge=f"Badge: {badge_words(now)[0]}",
        chart=severity_chart(seen, "complete"),
        days=days,
        state=state,
        states=issues.STATES,
        **values,
    )


def newest_figures(connection: Connection, number: int) -> RowMapping:
    """Return the newest figures of a site. Raises NotFound."""
    found = connection.execute(select(site_now).where(site_now.c.site == number)).mappings().first()
    if found is None:
        raise NotFound
    return found


def _missed(connection: Connection, number: int) -> RowMapping | None:
    """Return the last time that the site did not run, when it has not run since."""
    asked = select(job).where(job.c.site == number, job.c.ended.is_not(None))
    last = connection.execute(asked.order_by(job.c.ended.desc()).limit(1)).mappings().first()
    return last if last is not None and last["state"] in {"missed", "failed"} else None


def day_list(visit: WebVisit) -> Listing:
    """Return all figures of a site."""
    return sites.day_listing(visit.part("site"))


def issue_list(visit: WebVisit) -> Listing:
    """Return the issues of a site that the address asks for."""
    return issues.issue_listing(visit.part("site"), state_of(visit))


def run_list(visit: WebVisit) -> Listing:
    """Return all runs of a site."""
    return sites.run_listing(visit.part("site"))


def show_issue(visit: WebVisit) -> Response:
    """Return the page of an issue."""
    with visit.database.reading() as connection:
        site = the_site(visit, connection)
        found = issues.find_issue(connection, site.id, visit.part("issue"))
    if found is None:
        raise NotFound
    places = sorted(found.row["places"].items(), key=lambda each: (-each[1], each[0]))
    named = [each for each in places if each[0]]
    return page(
        visit,
        "issue.html",
        site=site,
        issue=found.row,
        events=found.events,
        places=named[:MAX_PLACES],
        more_places=max(found.row["pages"] - MAX_PLACES, 0),
        today=datetime.now(UTC).date(),
    )


def change_acceptance(visit: WebVisit) -> Response:
    """Accept an issue, or end that, and return to its page. Raises HistoryError."""
    number, name = visit.part("issue"), visit.account.name
    with visit.database.writing() as connection:
        site = the_site(visit, connection)
        found = issues.find_issue(connection, site.id, number)
        if found is None:
            raise NotFound
        about = f"{site.url}: {found.row['title']} ({found.row['fingerprint']})"
        if visit.form.get("end"):
            issues.end_acceptance(connection, number, name)
            accounts.log_change(connection, name, "acceptance ended", about)
        else:
            note, until = visit.form.get("note", ""), read_day(visit.form.get("until", ""))
            issues.accept_issue(connection, number, note=note, until=until, who=name)
            accounts.log_change(connection, name, "issue accepted", about)
    return RedirectResponse(f"/sites/{site.id}/issues/{number}", 303)


def read_day(text: str) -> date | None:
    """Return the day that *text* names; None when it names none. Raises HistoryError."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise HistoryError(f"{text[:20]!r} is not a day. Write it as 2027-03-31.") from error


def _the_run(visit: WebVisit, connection: Connection) -> tuple[RowMapping, WatchedSite]:
    found = issues.find_run(connection, visit.part("run"))
    site = read_site(connection, found["site"]) if found is not None else None
    if found is None or site is None:
        raise NotFound
    return found, site


def show_run(visit: WebVisit) -> Response:
    """Return the page of a run."""
    with visit.database.reading() as connection:
        found, site = _the_run(visit, connection)
        asked = select(run.c.id).where(
            run.c.site == site.id, run.c.state == "done", run.c.started < found["started"]
        )
        before = connection.execute(asked.order_by(run.c.started.desc()).limit(1)).scalar()
    archived = found["archived"]
    size = visit.history.archive.size(archived) if archived else 0
    return page(
        visit,
        "run.html",
        run=found,
        site=site,
        engines=sorted(found["engines"].items()),
        kept=bool(size),
        size=size,
        before=before if found["state"] == "done" else None,
    )


def _archived(visit: WebVisit) -> str:
    with visit.database.reading() as connection:
        found, _ = _the_run(visit, connection)
    if not found["archived"] or not visit.history.archive.size(found["archived"]):
        raise HistoryError(
            "The results of this run are not kept any more. Its figures and issues are."
        )
    return str(found["archived"])


def send_results(visit: WebVisit) -> Response:
    """Return the results of a run, packed as they are kept. Raises HistoryError."""
    path: Path = visit.history.archive.path(_archived(visit))
    name = f"results-{visit.part('run')}.json"
    return FileResponse(
        path,
        media_type="application/json",
        filename=name,
        headers={"Content-Encoding": "gzip"},
    )


def send_report(visit: WebVisit) -> Response:
    """Return the report on a run, made from its results. Raises HistoryError."""
    results = visit.history.archive.read(_archived(visit))
    headers = {"Content-Security-Policy": _REPORT_POLICY}
    return HTMLResponse(html.render(results), headers=headers)


def show_comparison(visit: WebVisit) -> Response:
    """Return the page of what differs between two runs."""
    site, first, second, changes = _comparison(visit)
    found: dict[str, list[RowMapping]] = {name: [] for name, _ in _PARTS}
    for each in changes:
        found[each.change].append(each.issue)
    return page(
        visit, "compare.html", site=site, first=first, second=second, found=found, parts=_PARTS
    )


def send_comparison(visit: WebVisit) -> Response:
    """Return what differs between two runs as CSV."""
    _, _, _, changes = _comparison(visit)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    names = ("id", "title", "component", "rule", "severity", "pages")
    lines.writerow(["change", *names])
    for each in changes:
        cells = [each.issue[name] for name in names]
        lines.writerow([each.change, *(c if isinstance(c, int) else cell_text(c) for c in cells)])
    headers = {"Content-Disposition": 'attachment; filename="comparison.csv"'}
    return Response(text.getvalue(), media_type="text/csv", headers=headers)


def _comparison(
    visit: WebVisit,
) -> tuple[WatchedSite, RowMapping, RowMapping, list[issues.RunChange]]:
    with visit.database.reading() as connection:
        site = the_site(visit, connection)
        both = [issues.find_run(connection, visit.number(name, 0)) for name in ("from", "to")]
        first, second = both
        if first is None or second is None or {first["site"], second["site"]} != {site.id}:
            raise HistoryError("Choose two runs of this site to compare.")
        if first["started"] > second["started"]:
            first, second = second, first
        kept_since = datetime.now(UTC) - timedelta(days=395)
        if first["started"] < kept_since:
            raise HistoryError(
                "What became of issues is kept for thirteen months; choose a newer run."
            )
        return site, first, second, issues.compare_runs(connection, first, second)
