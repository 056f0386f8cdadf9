"""Badges: what the newest figures of a site come to, as a small picture."""

from __future__ import annotations

from sqlalchemy import RowMapping, select
from starlette.responses import Response

from civiscope_reports.formats.badge import COLOURS, draw
from civiscope_watch.store.schema import site_now
from civiscope_watch.web.visit import NotFound, WebVisit

_WORST = ("critical", "serious", "moderate", "minor")


def badge_words(now: RowMapping) -> tuple[str, str]:
    """Return what the badge of a site says, and the name of its colour."""
    if now["day"] is None:
        return "not seen yet", "unseen"
    if now["failing_since"] is not None:
        return f"not seen since {now['day']}", "unseen"
    problems = sum(int(now[name]) for name in _WORST)
    if problems:
        return f"{problems:,} {'problem' if problems == 1 else 'problems'}", "failures"
    if now["review"]:
        return f"no automated failures, {now['review']:,} to check", "review"
    return "no automated failures", "clear"


def send_badge(visit: WebVisit) -> Response:
    """Return the badge of a site."""
    with visit.database.reading() as connection:
        asked = select(site_now).where(site_now.c.site == visit.part("site"))
        now = connection.execute(asked).mappings().first()
    if now is None:
        raise NotFound
    message, colour = badge_words(now)
    return Response(
        draw(message, COLOURS[colour]),
        media_type="image/svg+xml",
        headers={"Cache-Control": "max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"},
    )
