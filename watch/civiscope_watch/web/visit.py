"""One request: who sent it, what they may do, and what its form holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

from sqlalchemy import Connection
from starlette.requests import Request

from civiscope_watch.store import accounts
from civiscope_watch.store.accounts import Account, Role
from civiscope_watch.store.database import Database
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.web.guard import cookie_name
from civiscope_watch.web.settings import WebSettings, is_loopback

SESSION = "civiscope_session"
MAX_FORM_BYTES = 64 * 1024
MAX_FIELDS = 100
By = Literal["nobody", "session", "token", "proxy", "machine"]
NOBODY_ELSE = Account(id=0, name="this machine", role="admin")
"""Whoever sits at the machine, while nobody has an account."""


class NotFound(Exception):
    """There is no such page, or nothing of that number."""


class Refused(Exception):
    """What was asked for is not for the one who asked."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.role = role


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a request."""

    account: Account | None
    by: By
    """What shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebVisit:
    """A request with all that a page needs to respond to it."""

    request: Request
    history: History
    settings: WebSettings
    visitor: Sender
    form_proof: str = ""
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def database(self) -> Database:
        """The database of the history."""
        return self.history.database

    @property
    def account(self) -> Account:
        """Whoever sent it. Raises Refused when nobody has signed in."""
        if self.visitor.account is None:
            raise Refused("viewer")
        return self.visitor.account

    def may(self, role: Role) -> bool:
        """Return whether whoever sent it may do what *role* may."""
        return self.visitor.account is not None and self.visitor.account.may(role)

    def word(self, name: str, limit: int = 200) -> str:
        """Return what the address says for *name*; empty when it says nothing."""
        return self.request.query_params.get(name, "").strip()[:limit]

    def number(self, name: str, default: int, low: int = 0, high: int = 10**9) -> int:
        """Return the number that the address says for *name*, within bounds."""
        text = self.word(name, 20)
        if not text.isascii() or not text.isdecimal():
            return default
        return max(low, min(int(text), high))

    def part(self, name: str) -> int:
        """Return the number in the path called *name*."""
        number: int = self.request.path_params[name]
        if number >= 2**63:
            raise NotFound
        return number


def identify(
    request: Request, database: Database, settings: WebSettings, *, tokens: bool
) -> Sender:
    """Return who sent *request*: by a token where these count, a proxy's word, or a session."""
    with database.reading() as connection:
        found, touch = _from_request(request, connection, settings, tokens)
        if found is None and not accounts.has_accounts(connection):
            found = _machine(request, settings)
    client = request.client.host if request.client is not None else ""
    if found is None and settings.proxy_header and settings.trusts(client):
        name = request.headers.get(settings.proxy_header, "").strip()
        if name:
            return Sender(_vouched_for(database, name, settings), "proxy")
    if touch and found is not None:
        with database.writing() as connection:
            if found.by == "token":
                accounts.touch_token(connection, bearer(request))
            else:
                accounts.touch_session(connection, session_secret(request, settings))
    return found or Sender(None, "nobody")


def _from_request(
    request: Request, connection: Connection, settings: WebSettings, tokens: bool
) -> tuple[Sender | None, bool]:
    if tokens and bearer(request):
        one, touch = accounts.account_of_token(connection, bearer(request))
        return Sender(one, "token"), touch
    secret = session_secret(request, settings)
    if secret:
        one, touch = accounts.account_of_session(connection, secret)
        if one is not None:
            return Sender(one, "session"), touch
    return None, False


def _machine(request: Request, settings: WebSettings) -> Sender | None:
    """Return the one at the machine: nobody has an account, and nobody else can connect."""
    client = request.client.host if request.client is not None else ""
    if settings.others_vouch or not settings.is_loopback or not is_loopback(client):
        return None
    # A proxy on this machine would let everybody be the one at the machine.
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via")):
        return None
    return Sender(NOBODY_ELSE, "machine")


def _vouched_for(database: Database, name: str, settings: WebSettings) -> Account | None:
    """Return the account of whom the proxy has signed in; a new one on the first visit."""
    with database.reading() as connection:
        known = accounts.find_account(connection, name)
    if known is not None:
        return known
    try:
        with database.writing() as connection:
            accounts.add_account(connection, name, settings.new_role, origin="proxy")
            return accounts.get_account(connection, name)
    except HistoryError:
        # A name that cannot be one, or another request of the same person was first.
        with database.reading() as connection:
            return accounts.find_account(connection, name)


def bearer(request: Request) -> str:
    """Return the token that *request* brings; empty when it brings none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def session_secret(request: Request, settings: WebSettings) -> str:
    """Return what the cookie of the session holds."""
    return request.cookies.get(cookie_name(SESSION, settings), "")


def client_address(request: Request, settings: WebSettings) -> str:
    """Return where a request comes from: behind a trusted proxy, from where that says."""
    direct = request.client.host if request.client is not None else ""
    if settings.trusts(direct):
        for hop in reversed(request.headers.get("x-forwarded-for", "").split(",")):
            if hop.strip() and not settings.trusts(hop.strip()):
                return hop.strip()[:60]
    return direct


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body of *request*. Raises HistoryError when it is longer than *limit*."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise HistoryError(f"What was sent is larger than {limit:,} bytes.")
        parts.append(part)
    return b"".join(parts)


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form. Raises HistoryError for one that cannot be read."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise HistoryError("The form cannot be read.") from error
    return dict(pairs)
