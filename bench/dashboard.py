"""How long pages of the dashboard take over many sites and nights: `python -m bench.dashboard`.

    python -m bench.dashboard --sites 1000
    python -m bench.dashboard --sites 30000 --db postgresql://civiscope@127.0.0.1/bench

The database must be empty, and is filled with made-up figures. Wall and CPU times are of one
request after another, in this process.
"""

# ruff: noqa: S608 - statements of our own making, from numbers
from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from sqlalchemy import Connection, text

from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.totals import refresh_totals
from civiscope_watch.web.app import create_app

PAGES = (
    "/",
    "/?days=365",
    "/?page=10",
    "/?tag=tag3",
    "/?owner=Owner+7",
    "/?text=site+12",
    "/?condition=stale&order=stale",
    "/owners",
    "/tags",
    "/sites/500",
    "/sites/500?days=365&state=all",
    "/sites/500/issues/30000",
    "/sites/500/compare?from=999&to=1000",
    "/rules",
    "/rules/area/rule3",
    "/queue",
    "/alerts",
    "/metrics",
    "/api/v1/sites?limit=500",
)
REPEATS = 20
_ISSUES = 60


def main() -> None:
    """Fill a database, ask for every page, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--db", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civiscope-bench-") as folder:
        make_history(Path(folder), given.db)
        with open_history(Path(folder), given.db) as history:
            began = time.monotonic()
            _fill(history, given.sites, given.nights)
            print(f"filled in {time.monotonic() - began:.0f} s")
            began, cpu = time.monotonic(), time.process_time()
            refresh_totals(history.database)
            used = time.process_time() - cpu
            print(
                f"sums made in {time.monotonic() - began:.1f} s ({used:.1f} s of CPU)", flush=True
            )
            asyncio.run(_measure(history))


async def _measure(history: History) -> None:
    transport = httpx.ASGITransport(create_app(history))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        print(f"{'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}  page")
        for page in PAGES:
            (await client.get(page)).raise_for_status()
            times: list[float] = []
            cpu = time.process_time()
            for _ in range(REPEATS):
                began = time.perf_counter()
                await client.get(page)
                times.append((time.perf_counter() - began) * 1_000)
            used = (time.process_time() - cpu) / REPEATS * 1_000
            times.sort()
            worst = times[round(REPEATS * 0.95) - 1]
            print(f"{times[REPEATS // 2]:8.0f} {worst:8.0f} {used:8.0f}  {page}", flush=True)


def _fill(history: History, sites: int, nights: int) -> None:
    lite = history.database.is_sqlite
    with history.database.writing() as connection:
        for statement in _statements(lite, sites, nights):
            connection.execute(text(statement))
    if not lite:
        with history.database.writing() as connection:
            _analyse(connection)


def _analyse(connection: Connection) -> None:
    connection.execute(text("ANALYZE"))


def _statements(lite: bool, sites: int, nights: int) -> Iterator[str]:
    """Yield what makes sites, a run and issues of each, and figures of every night."""

    def numbers(name: str, to: int) -> str:
        if lite:
            return (
                f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {to}) "
                f"SELECT n FROM c) AS {name}"
            )
        return f"generate_series(1, {to}) AS {name}(n)"

    day = "date('now', '-' || d.n || ' days')" if lite else "current_date - d.n"
    today = "date('now', '-1 day')" if lite else "current_date - 1"
    now = "datetime('now')" if lite else "now()"
    before = "datetime('now', '-2 days')" if lite else "now() - interval '2 days'"
    false, true = ("0", "1") if lite else ("false", "true")
    yield (
        "INSERT INTO site (id, url, name, owner, host, enabled, settings, created) SELECT s.n, "
        "'https://site' || s.n || '.example.gov/', 'Site ' || s.n, 'Owner ' || (s.n % 40), "
        f"'site' || s.n, {true}, '{{}}', {now} FROM {numbers('s', sites)}"
    )
    yield (
        "INSERT INTO site_tag (site, tag) SELECT s.n, 'tag' || ((s.n + t.n) % 12) "
        f"FROM {numbers('s', sites)}, {numbers('t', 3)}"
    )
    yield (
        "INSERT INTO run (id, site, state, scan, started, ended, why, pages, depth, engines, "
        "archived) SELECT (s.n - 1) * 2 + r.n, s.n, 'done', 'scan' || r.n, "
        f"CASE r.n WHEN 1 THEN {before} ELSE {now} END, {now}, '', 20, 'quick', '{{}}', '' "
        f"FROM {numbers('s', sites)}, {numbers('r', 2)}"
    )
    counts = "critical, serious, moderate, minor, info, review, advice"
    made = "(s.n + d.n) % 7, (s.n * 3 + d.n) % 20, (s.n + d.n) % 15, s.n % 9, 0, s.n % 30, 5"
    yield (
        f"INSERT INTO figure_day (site, day, run, pages, complete, {counts}, opened, fixed, "
        f"regressed, areas) SELECT s.n, {day}, NULL, 20, 20, {made}, d.n % 3, d.n % 2, 0, '{{}}' "
        f"FROM {numbers('s', sites)}, {numbers('d', nights)}"
    )
    yield "DELETE FROM site_now"
    yield (
        f"INSERT INTO site_now (site, day, run, pages, {counts}, weight) SELECT site, day, run, "
        f"pages, {counts}, critical * 1000000000000 + serious * 100000000 + moderate * 10000 + "
        f"minor FROM figure_day WHERE day = {today}"
    )
    yield (
        "INSERT INTO issue (id, site, fingerprint, problem, rule, message_id, component, title, "
        "message, severity, needs_review, advice, state, since, first_seen, last_seen, pages, "
        "occurrences, places, skeletons, element, accepted) SELECT "
        f"(s.n - 1) * {_ISSUES} + i.n, s.n, '1:' || i.n, 'p' || i.n, 'area/rule' || (i.n % 30), "
        "'m', 'component ' || (s.n % 400) || '-' || i.n, 'Problem ' || i.n, 'What is wrong', "
        f"CASE i.n % 4 WHEN 0 THEN 'critical' WHEN 1 THEN 'serious' WHEN 2 THEN 'moderate' ELSE "
        f"'minor' END, {false}, {false}, 'open', {today}, {today}, {today}, i.n % 20 + 1, 25, "
        f"'{{\"https://site.example.gov/\": 1}}', '[]', {false}, {false} "
        f"FROM {numbers('s', sites)}, {numbers('i', _ISSUES)}"
    )
    yield (
        "INSERT INTO issue_event (issue, run, at, event) SELECT id, site * 2 - 1, "
        f"{before}, 'opened' FROM issue"
    )
    yield (
        "INSERT INTO site_rule (site, rule, severity, issues, pages, occurrences) SELECT site, "
        "rule, min(severity), count(*), max(pages), sum(occurrences) FROM issue GROUP BY site, rule"
    )


if __name__ == "__main__":
    main()
