"""The dashboard as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from civiscope_watch.store.accounts import Role
from civiscope_watch.store.history import History
from civiscope_watch.store.listing import Listing
from civiscope_watch.web.api import api_routes
from civiscope_watch.web.badges import send_badge
from civiscope_watch.web.endpoints import EndpointMaker, not_found
from civiscope_watch.web.guard import ResponseFields
from civiscope_watch.web.metrics import send_metrics
from civiscope_watch.web.pages import alerts, people, portfolio, rules, site, work
from civiscope_watch.web.rendering import static_file
from civiscope_watch.web.settings import WebSettings
from civiscope_watch.web.visit import WebVisit

_STATIC = {
    "report.css": "text/css",
    "dashboard.css": "text/css",
    "icon.svg": "image/svg+xml",
}
_PAGES: dict[str, Callable[[WebVisit], Response]] = {
    "/": portfolio.show_portfolio,
    "/owners": portfolio.show_owners,
    "/tags": portfolio.show_tags,
    "/sites/{site:int}": site.show_site,
    "/sites/{site:int}/issues/{issue:int}": site.show_issue,
    "/sites/{site:int}/compare": site.show_comparison,
    "/sites/{site:int}/compare.csv": site.send_comparison,
    "/runs/{run:int}": site.show_run,
    "/runs/{run:int}/results.json": site.send_results,
    "/runs/{run:int}/report": site.send_report,
    "/rules": rules.show_rules,
    "/queue": work.show_queue,
    "/schedules": work.show_schedules,
    "/alerts": alerts.show_alerts,
    "/account": people.show_account,
}
"""Pages that whoever has an account may see."""
_FILES: dict[str, Callable[[WebVisit], Listing]] = {
    "/sites.csv": portfolio.site_list,
    "/owners.csv": portfolio.owner_list,
    "/tags.csv": portfolio.tag_list,
    "/sites/{site:int}/days.csv": site.day_list,
    "/sites/{site:int}/issues.csv": site.issue_list,
    "/sites/{site:int}/runs.csv": site.run_list,
    "/rules.csv": rules.rule_list,
    "/fixes.csv": rules.fix_list,
    "/rules/{rule:path}/sites.csv": rules.rule_site_list,
    "/queue.csv": work.job_list,
    "/schedules.csv": work.schedule_list,
    "/channels.csv": alerts.channel_list,
    "/alerts.csv": alerts.alert_list,
    "/digests.csv": alerts.digest_list,
}
"""Every list, as CSV."""


def create_app(history: History, settings: WebSettings | None = None) -> Starlette:
    """Return the dashboard over *history*, which stays open while it is used."""
    settings = (settings or WebSettings()).check()
    endpoints = EndpointMaker(history, settings)
    missing = endpoints.page(not_found, None)

    async def on_missing(request: Request, _error: Exception) -> Response:
        return await missing(request)

    return Starlette(
        routes=_routes(endpoints),
        middleware=[Middleware(ResponseFields, settings=settings)],
        exception_handlers={404: on_missing},
    )


def _routes(endpoints: EndpointMaker) -> list[BaseRoute]:
    page, file = endpoints.page, endpoints.file
    badge: Role | None = None if endpoints.settings.public_badges else "viewer"
    get: Any = ["GET"]
    post: Any = ["POST"]
    return [
        Route("/healthz", _send_health(endpoints.history)),
        Route("/static/{name}", _send_static),
        Route("/metrics", endpoints.api(send_metrics)),
        Route("/badges/{site:int}.svg", page(send_badge, badge)),
        Route("/sign-in", page(people.show_sign_in, None), methods=get),
        Route("/sign-in", page(people.sign_in, None), methods=post),
        Route("/sign-out", page(people.sign_out, None), methods=post),
        *_oidc_routes(endpoints),
        *(Route(path, file(listing)) for path, listing in _FILES.items()),
        *(Route(path, page(handler)) for path, handler in _PAGES.items()),
        Route("/rules/{rule:path}", page(rules.show_rule)),
        Route(
            "/sites/{site:int}/issues/{issue:int}/acceptance",
            page(site.change_acceptance, "editor"),
            methods=post,
        ),
        Route("/account/tokens", page(people.make_token), methods=post),
        Route("/account/tokens/remove", page(people.remove_token), methods=post),
        Route("/account/password", page(people.change_password), methods=post),
        Route("/users", page(people.show_users, "admin"), methods=get),
        Route("/users", page(people.add_user, "admin"), methods=post),
        Route("/users/change", page(people.change_user, "admin"), methods=post),
        Route("/users.csv", file(people.user_list, "admin")),
        Route("/changes.csv", file(people.change_list, "admin")),
        *api_routes(endpoints),
    ]


def _oidc_routes(endpoints: EndpointMaker) -> list[BaseRoute]:
    if endpoints.settings.oidc is None:
        return []
    from civiscope_watch.web.oidc import OidcClient

    client = OidcClient(endpoints.settings.oidc, endpoints.settings)
    return [
        Route("/sign-in/elsewhere", endpoints.page(client.begin, None), methods=["POST"]),
        Route("/sign-in/return", endpoints.page(client.finish, None), methods=["GET"]),
    ]


def _send_health(history: History) -> Callable[[Request], Response]:
    def send(_request: Request) -> Response:
        try:
            with history.database.reading() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception:  # whatever it is, we are not well
            return PlainTextResponse("The database cannot be reached.\n", 503)
        return PlainTextResponse("ok\n")

    return send


def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    kind = _STATIC.get(name)
    if kind is None:
        return PlainTextResponse("There is no such file.\n", 404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(static_file(name), media_type=kind, headers=headers)
