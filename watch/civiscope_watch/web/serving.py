"""Serve the dashboard in threads, beside whatever else the program does."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic

import uvicorn

from civiscope_watch.store.accounts import has_accounts
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.history import History
from civiscope_watch.store.totals import refresh_totals
from civiscope_watch.web.app import create_app
from civiscope_watch.web.settings import WebSettings

_LOOK_S = 20.0
_REST = 20
"""A refresh that took a second is not made again within this many seconds."""
_log = logging.getLogger("civiscope.watch.web")


@contextmanager
def serving(history: History, settings: WebSettings) -> Generator[str]:
    """Serve the dashboard until the block ends; give its address.

    Raises HistoryError when it cannot listen there, or must not: anybody could look.
    """
    settings = settings.check()
    check_listening(history, settings)
    listener = listen(settings)
    port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(history, settings),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            # Whom the proxy speaks for is looked at by the dashboard itself.
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
    )
    ended = threading.Event()
    threads = [
        threading.Thread(target=server.run, args=([listener],), name="dashboard", daemon=True),
        threading.Thread(target=_keep_totals, args=(history, ended), name="totals", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        yield settings.public_url or f"http://{host}:{port}/"
    finally:
        server.should_exit = True
        ended.set()
        for thread in threads:
            thread.join(timeout=10)
        listener.close()


def check_listening(history: History, settings: WebSettings) -> None:
    """Raise HistoryError when others could look though nobody has to sign in."""
    if settings.is_loopback or settings.others_vouch:
        return
    with history.database.reading() as connection:
        if has_accounts(connection):
            return
    raise HistoryError(
        f"Everybody who reaches {settings.host} could change everything: there is no user yet. "
        "Add one with `civiscope watch users add NAME --role admin`, or leave out --host."
    )


def listen(settings: WebSettings) -> socket.socket:
    """Return a socket that listens where *settings* say. Raises HistoryError."""
    try:
        [(family, _, _, _, address), *_] = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise HistoryError(
            f"The dashboard cannot listen at {settings.host}, port {settings.port} ({cause}). "
            "Name another --port or --host."
        ) from error
    return listener


def _keep_totals(
    history: History, ended: threading.Event, refresh: Callable[..., bool] = refresh_totals
) -> None:
    """Bring the sums over all sites up to date now and then, until it is *ended*."""
    wait = 0.0
    while not ended.wait(wait):
        began = monotonic()
        try:
            refresh(history.database)
        except HistoryError as error:
            # The database is away or busy; pages say so themselves.
            _log.warning("The sums over all sites were not made: %s", error)
        wait = max(_LOOK_S, _REST * (monotonic() - began))
