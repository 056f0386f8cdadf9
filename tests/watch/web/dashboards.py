"""Dashboards for tests: a history with three sites, and browsers without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
from tests.watch.scans import scan

from civiscope_watch.store import accounts
from civiscope_watch.store.history import History
from civiscope_watch.store.record import record
from civiscope_watch.store.sites import NewSite, add_site
from civiscope_watch.store.totals import refresh_totals
from civiscope_watch.web.app import create_app
from civiscope_watch.web.passwords import Cost, hash_password
from civiscope_watch.web.settings import WebSettings

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e{{7*7}}"
PASSWORD = "four plain words here"  # noqa: S105 - of accounts that tests make
CHEAP = Cost(n=2**4, r=8, p=1)


def days_ago(number: int) -> str:
    """Return the day *number* days ago."""
    return (datetime.now(UTC).date() - timedelta(days=number)).isoformat()


def fill(history: History) -> None:
    """Add a site with issues over four nights, one seen once, and one never seen."""
    with history.database.writing() as connection:
        one, _ = add_site(
            connection,
            NewSite(url="https://www.example.gov/", name="Example", owner="Finance", tags=("tax",)),
        )
        two, _ = add_site(
            connection, NewSite(url="https://b.gov/", name="Health portal", owner="Health & Co")
        )
        add_site(connection, NewSite(url="https://c.gov/", tags=("tax", "new")))
    for number, found in enumerate(
        (
            {"seal": ["/", "/a"], "menu": ["/"]},
            {"seal": ["/", "/a"]},
            {"seal": ["/"], "menu": ["/a"]},
            {"seal": ["/"], "map": ["/a"]},
        )
    ):
        results = scan(days_ago(4 - number), found, pages=["/", "/a"])
        record(history.database, history.archive, one, results)
    record(history.database, history.archive, two, scan(days_ago(20), {"seal": ["/"]}))
    record(history.database, history.archive, two, scan(days_ago(2), {}, failed=["/"]))
    refresh_totals(history.database)


def add_user(history: History, name: str, role: accounts.Role) -> None:
    """Add an account with the password of all."""
    with history.database.writing() as connection:
        accounts.add_account(connection, name, role, password=hash_password(PASSWORD, CHEAP))


def add_token(history: History, name: str, role: accounts.Role) -> dict[str, str]:
    """Return the fields that show a token of the user *name*."""
    with history.database.writing() as connection:
        one = accounts.get_account(connection, name)
        secret = accounts.add_token(connection, one, "test", role)
    return {"Authorization": f"Bearer {secret}"}


@contextmanager
def browsing(
    history: History, settings: WebSettings | None = None, address: str = "127.0.0.1"
) -> Generator[httpx.Client]:
    """Give a browser that has the dashboard open from *address*."""
    base = settings.public_url if settings is not None else ""
    with httpx.Client(
        transport=_InProcess(
            httpx.ASGITransport(create_app(history, settings), client=(address, 1))
        ),
        base_url=base or "http://127.0.0.1:8600",
    ) as client:
        yield client


class _InProcess(httpx.BaseTransport):
    """Hands requests to an application in this process."""

    def __init__(self, app: httpx.ASGITransport) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return asyncio.run(self._handle(request))

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        response = await self._app.handle_async_request(request)
        assert isinstance(response.stream, AsyncIterable)
        content = b"".join([part async for part in response.stream])
        return httpx.Response(response.status_code, headers=response.headers, content=content)


def proof_of(client: httpx.Client, path: str = "/sign-in") -> str:
    """Return what forms of the page at *path* are proved by."""
    text: str = client.get(path).text
    return text.partition('name="proof" value="')[2].partition('"')[0]


def sign_in(client: httpx.Client, name: str) -> None:
    """Sign in as *name*."""
    form = {"name": name, "password": PASSWORD, "proof": proof_of(client), "next": "/"}
    response = client.post("/sign-in", data=form)
    assert response.status_code == 303, response.text
