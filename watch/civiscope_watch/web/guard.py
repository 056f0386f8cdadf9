"""What protects the dashboard: fields of every response, the names it is called by, forms that
only it can have made."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from civiscope_watch.web.settings import WebSettings

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No scripts at all: the dashboard has none."""
_FIELDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers then hide which page a form was sent from, which is looked at.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000; includeSubDomains"
_FORM_SECRET = "civiscope_form"  # noqa: S105 # nosec B105 - a cookie


class ResponseFields:
    """Gives every response the fields that protect it, and refuses names that are not ours."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._fields = dict(_FIELDS)
        if settings.is_https:
            self._fields["Strict-Transport-Security"] = _HSTS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._fields.items():
                    headers.setdefault(name, value)
            await send(message)

        # Another name is that of a page elsewhere, whose address has been made to be ours.
        if self._hosts and not _is_called(scope, self._hosts):
            refused = PlainTextResponse(
                "The dashboard is not served under this name. Start it with --public-url.\n", 421
            )
            await refused(scope, receive, send_with_fields)
            return
        await self._app(scope, receive, send_with_fields)


def _is_called(scope: Scope, hosts: frozenset[str]) -> bool:
    host = Request(scope).headers.get("host", "")
    return (urlsplit(f"//{host}").hostname or "") in hosts


def cookie_name(name: str, settings: WebSettings) -> str:
    """Return what a cookie is called: over HTTPS no other server can set one of this name."""
    return f"__Host-{name}" if settings.is_https else name


def set_cookie(
    response: Response, name: str, value: str, settings: WebSettings, *, same_site: str = "lax"
) -> None:
    """Let the browser keep *value* until it is closed, unseen by scripts and other sites."""
    response.set_cookie(
        cookie_name(name, settings),
        value,
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="strict" if same_site == "strict" else "lax",
    )


def drop_cookie(response: Response, name: str, settings: WebSettings) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(
        cookie_name(name, settings),
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="lax",
    )


def form_secret(request: Request, settings: WebSettings) -> tuple[str, bool]:
    """Return what forms of this browser are proved by, and whether it is new."""
    known = request.cookies.get(cookie_name(_FORM_SECRET, settings), "")
    if len(known) >= 40:
        return known, False
    return secrets.token_urlsafe(32), True


def keep_form_secret(response: Response, secret: str, settings: WebSettings) -> None:
    """Let the browser keep what its forms are proved by."""
    set_cookie(response, _FORM_SECRET, secret, settings, same_site="strict")


def form_proof(secret: str) -> str:
    """Return what a form holds to show that it is ours."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_own_form(request: Request, secret: str, proof: str, settings: WebSettings) -> bool:
    """Return whether a form was sent from a page of ours."""
    if not hmac.compare_digest(form_proof(secret).encode(), proof.encode()):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    host = urlsplit(settings.public_url).netloc or request.headers.get("host", "")
    own = {host, request.headers.get("host", "")}
    return urlsplit(origin).netloc in own
