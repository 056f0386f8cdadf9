"""A scheduled scan in a real browser, killed with its program and gone on with."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.watch.fakes import wait_for

from civiscope.results import Results
from civiscope_watch.schedule.scheduler import add_schedule
from civiscope_watch.store.clock import now_of
from civiscope_watch.store.history import History, make_history, open_history
from civiscope_watch.store.schedules import NewSchedule
from civiscope_watch.store.schema import job, run, schedule
from civiscope_watch.store.sites import NewSite, add_site, change_settings

_PAGES = ("/", "/one", "/two", "/held", "/last")


@dataclass
class HeldSite:
    """A site with five pages, of which one is not sent before it is let go."""

    url: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)
    shown: Counter[str] = field(default_factory=Counter[str])
    """How often a browser asked for each page."""


@contextmanager
def held_site() -> Generator[HeldSite]:
    site = HeldSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            by_browser = self.headers.get("sec-fetch-dest") == "document"
            site.shown[self.path] += by_browser
            if self.path == "/held" and by_browser:
                site.let_go.wait()
            links = "".join(f'<li><a href="{path}">Page {path}</a></li>' for path in _PAGES)
            body = (
                f'<!doctype html><html lang="en"><title>Page {self.path}</title>'
                f"<main><h1>Page {self.path}</h1><ul>{links}</ul></main></html>"
            ).encode()
            # Whoever asked may have been killed.
            with contextlib.suppress(OSError):
                self.send_response(200 if self.path in _PAGES else 404)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield site
    finally:
        site.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def is_due(history: History, url: str) -> None:
    """Add the site at *url*, with a daily schedule whose slot was a minute ago."""
    with history.database.writing() as connection:
        number, _ = add_site(connection, NewSite(url=url))
        options = {"depth": "quick", "delay": 0.0, "tabs": 1, "max_pages": 5}
        change_settings(connection, number, {"options": options})
        now = now_of(connection)
        slot = now - timedelta(minutes=1)
        new = NewSchedule(cron=f"{slot.minute} {slot.hour} * * *", site=number)
        add_schedule(connection, new, now)
        connection.execute(schedule.update().values(created=now - timedelta(minutes=2)))


def serve(folder: Path) -> subprocess.Popen[bytes]:
    words = ["watch", "serve", "--data", str(folder), "--port", "0"]
    return subprocess.Popen(  # noqa: S603 # our own
        [sys.executable, "-m", "civiscope", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stored(history: History) -> list[Results]:
    with history.database.reading() as connection:
        names = connection.execute(select(run.c.archived).order_by(run.c.id)).scalars().all()
    return [history.archive.read(name) for name in names]


@pytest.mark.slow
@pytest.mark.browser
def test_a_scheduled_scan_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    make_history(tmp_path)
    with held_site() as site, open_history(tmp_path) as history:
        is_due(history, site.url)
        with serve(tmp_path) as first:
            wait_for(lambda: site.shown["/held"], "the scan to come to the page that is held")
            first.kill()
        before = Counter(site.shown)
        site.let_go.set()

        with serve(tmp_path) as second:
            wait_for(lambda: stored(history), "the scan to be stored")
            second.terminate()
        [results] = stored(history)

        with history.database.reading() as connection:
            asked = select(job.c.attempt, job.c.state)
            assert [tuple(row) for row in connection.execute(asked)] == [(2, "done")]
    seen = {page.url for page in results.pages if page.state == "complete"}
    assert seen == {site.url + path.lstrip("/") for path in _PAGES}
    # The pages that came before the one that was held are not asked for again.
    assert before["/"] == site.shown["/"] >= 1
