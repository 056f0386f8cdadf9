"""Requests made into visits: who sent them, whether they may, and what is said when not."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from civiscope.errors import CiviscopeError
from civiscope_watch.store.accounts import Role
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.listing import Listing
from civiscope_watch.web.guard import form_proof, form_secret, is_own_form, keep_form_secret
from civiscope_watch.web.rendering import csv_file, json_response, page
from civiscope_watch.web.settings import WebSettings
from civiscope_watch.web.visit import (
    MAX_FORM_BYTES,
    NotFound,
    Refused,
    Sender,
    WebVisit,
    identify,
    read_body,
    read_form,
)

Handler = Callable[[WebVisit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]
_log = logging.getLogger("civiscope.watch.web")
_AWAY = "The database of the history cannot be reached now. Try again in a minute."
_CHANGES = frozenset({"POST", "PUT", "DELETE", "PATCH"})


@dataclass(frozen=True, slots=True)
class EndpointMaker:
    """Makes endpoints of handlers, for one history."""

    history: History
    settings: WebSettings

    def page(self, handler: Handler, role: Role | None = "viewer") -> Endpoint:
        """Return the endpoint of a page that needs *role*; None: it is for all."""

        async def endpoint(request: Request) -> Response:
            body = b""
            if request.method in _CHANGES:
                try:
                    body = await read_body(request, MAX_FORM_BYTES)
                except HistoryError as error:
                    return json_response({"error": str(error)}, 413)
            return await run_in_threadpool(self._respond_page, request, handler, role, body)

        return endpoint

    def file(self, listing: Callable[[WebVisit], Listing], role: Role = "viewer") -> Endpoint:
        """Return the endpoint of a list as CSV."""
        return self.page(lambda visit: csv_file(visit.database, listing(visit)), role)

    def api(
        self, handler: Handler, role: Role | None = "viewer", limit: int = MAX_FORM_BYTES
    ) -> Endpoint:
        """Return the endpoint of a part of the API, for tokens and, to read, for sessions."""

        async def endpoint(request: Request) -> Response:
            body = b""
            if request.method in _CHANGES:
                try:
                    body = await read_body(request, limit)
                except HistoryError as error:
                    return json_response({"error": str(error)}, 413)
            return await run_in_threadpool(self._respond_api, request, handler, role, body)

        return endpoint

    def _respond_page(
        self, request: Request, handler: Handler, role: Role | None, body: bytes
    ) -> Response:
        settings = self.settings
        try:
            visitor = identify(request, self.history.database, settings, tokens=False)
        except HistoryError as error:
            # To the log, and not to whoever asks: it says where the database is.
            _log.error("%s", error)
            nobody = self._visit(request, Sender(None, "nobody"))
            return _message(nobody, "Not now", _AWAY, 503)
        secret, fresh = form_secret(request, settings)
        visit = self._visit(request, visitor, form_proof=form_proof(secret))
        try:
            if request.method in _CHANGES:
                form = read_form(body)
                visit = self._visit(request, visitor, form_proof=form_proof(secret), form=form)
                if fresh or not is_own_form(request, secret, form.get("proof", ""), settings):
                    raise HistoryError(
                        "This form was not sent from a page of this dashboard, or its page was "
                        "open for too long. Nothing was changed; load the page again."
                    )
            if role is not None and not visit.may(role):
                raise Refused(role)
            response = handler(visit)
        except Refused as refused:
            response = _refuse(visit, refused)
        except NotFound:
            response = not_found(visit)
        except CiviscopeError as error:
            response = _message(visit, "That cannot be done", str(error), 400)
        if fresh and response.headers.get("content-type", "").startswith("text/html"):
            keep_form_secret(response, secret, settings)
        return response

    def _respond_api(
        self, request: Request, handler: Handler, role: Role | None, body: bytes
    ) -> Response:
        try:
            visitor = identify(request, self.history.database, self.settings, tokens=True)
        except HistoryError as error:
            _log.error("%s", error)
            return json_response({"error": _AWAY}, 503)
        visit = self._visit(request, visitor, body=body)
        try:
            if role is not None and visitor.account is None:
                response = json_response(
                    {"error": "Send a token: Authorization: Bearer …. /account makes them."}, 401
                )
                response.headers["WWW-Authenticate"] = "Bearer"
                return response
            # What a page elsewhere could send in a person's name changes nothing.
            if request.method in _CHANGES and visitor.by != "token":
                raise Refused(role or "viewer")
            if role is not None and not visit.may(role):
                raise Refused(role)
            return handler(visit)
        except Refused as refused:
            return json_response({"error": f"This needs a token of the role {refused.role}."}, 403)
        except NotFound:
            return json_response({"error": "There is nothing of that address."}, 404)
        except CiviscopeError as error:
            return json_response({"error": str(error)}, 400)

    def _visit(
        self,
        request: Request,
        visitor: Sender,
        *,
        form_proof: str = "",
        form: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> WebVisit:
        return WebVisit(
            request=request,
            history=self.history,
            settings=self.settings,
            visitor=visitor,
            form_proof=form_proof,
            form=form or {},
            body=body,
        )


def _refuse(visit: WebVisit, refused: Refused) -> Response:
    if visit.visitor.account is not None:
        sentence = f"This is for the role {refused.role}; yours is {visit.visitor.account.role}."
        return _message(visit, "Not for you", sentence, 403)
    if visit.request.method != "GET":
        return RedirectResponse("/sign-in", 303)
    query = f"?{visit.request.url.query}" if visit.request.url.query else ""
    following = quote(f"{visit.request.url.path}{query}", safe="")
    return RedirectResponse(f"/sign-in?next={following}", 303)


def not_found(visit: WebVisit) -> Response:
    """Return the page that says that there is none."""
    return _message(visit, "Not found", "There is no page of this address.", 404)


def _message(visit: WebVisit, heading: str, sentence: str, status: int) -> Response:
    return page(visit, "message.html", status=status, heading=heading, sentence=sentence)
