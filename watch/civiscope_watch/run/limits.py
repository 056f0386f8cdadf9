"""Hosts that asked to be left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from civiscope.results import Results
from civiscope.web.urls import host_of
from civiscope_watch.store.jobs import pause_host, server_of
from civiscope_watch.store.sites import WatchedSite

TOO_MANY_REQUESTS = 429
PAUSE = timedelta(hours=1)


def pause_hosts(connection: Connection, results: Results, site: WatchedSite, now: datetime) -> None:
    """Begin no scan on the server of *site* for an hour, when it said that it was asked too much.

    Within a scan, Retry-After is followed; this is for the sites beside it on the same server.
    """
    if any(page.status == TOO_MANY_REQUESTS for page in results.pages):
        why = f"{site.url} responded with 429 (too many requests)."
        pause_host(connection, server_of(host_of(site.url), dict(site.settings)), now + PAUSE, why)
