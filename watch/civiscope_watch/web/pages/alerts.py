"""Alerts: whom they go to, what they tell, and what was sent."""

from __future__ import annotations

from starlette.responses import Response

from civiscope_watch.store.listing import Listing
from civiscope_watch.store.views import alerts
from civiscope_watch.web.rendering import page, table
from civiscope_watch.web.visit import WebVisit

_SHOWN = 20


def channel_list(_visit: WebVisit) -> Listing:
    """Return all channels."""
    return alerts.channel_listing()


def alert_list(_visit: WebVisit) -> Listing:
    """Return all alerts."""
    return alerts.alert_listing()


def digest_list(_visit: WebVisit) -> Listing:
    """Return all that was sent."""
    return alerts.digest_listing()


def show_alerts(visit: WebVisit) -> Response:
    """Return the page of alerts."""
    with visit.database.reading() as connection:
        channels = table(visit, connection, channel_list(visit), "/channels.csv", limit=200)
        told = table(visit, connection, alert_list(visit), "/alerts.csv", limit=200)
        sent = table(visit, connection, digest_list(visit), "/digests.csv", limit=_SHOWN)
    views = [
        ("channels", "Channels", channels),
        ("told", "What is told", told),
        ("sent", "What was sent", sent),
    ]
    return page(visit, "alerts.html", views=views)
