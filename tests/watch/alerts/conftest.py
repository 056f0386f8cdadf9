"""A history with a site that is watched, and what its alerts are sent with."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
import trustme
from tests.watch.alerts.sinks import WebSink, web_sink

from civiscope_watch.store.history import History
from civiscope_watch.store.sites import NewSite, add_site


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server on loopback speaks TLS with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.configure_cert(context)  # pyright: ignore[reportUnknownMemberType] # its stubs
    return context


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What trusts those servers."""
    context = ssl.create_default_context()
    authority.configure_trust(context)  # pyright: ignore[reportUnknownMemberType] # its stubs
    return context


@pytest.fixture
def web() -> Iterator[WebSink]:
    with web_sink() as sink:
        yield sink


@pytest.fixture
def site(history: History) -> int:
    with history.database.writing() as connection:
        new = NewSite(url="https://www.example.gov/", owner="Finance", tags=("money",))
        return add_site(connection, new)[0]
