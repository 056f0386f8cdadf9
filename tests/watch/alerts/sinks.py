"""Servers on loopback that take what alerts send, and misbehave when they are asked to."""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session


@dataclass(slots=True)
class Received:
    """A request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.body)


@dataclass(slots=True)
class WebSink:
    """What a web server got, and what it is to say."""

    url: str = ""
    statuses: list[int] = field(default_factory=list[int])
    """What the next requests get; 200 after these."""
    silent: bool = False
    """Whether it says nothing until the test is over."""
    received: list[Received] = field(default_factory=list[Received])


@contextlib.contextmanager
def web_sink() -> Generator[WebSink]:
    """Give a web server that takes whatever is sent to it."""
    sink, over = WebSink(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            sink.received.append(Received(self.command, self.path, headers, body))
            if sink.silent:
                over.wait()
                self.close_connection = True
                return
            self.send_response(sink.statuses.pop(0) if sink.statuses else 200)
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        do_POST = do_PUT = _take

        def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # It looks this often whether it is to end; by default each test would wait half a second.
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    sink.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield sink
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(slots=True)
class MailSink:
    """What a mail server got."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list[EmailMessage])
    recipients: list[list[str]] = field(default_factory=list[list[str]])
    over_tls: list[bool] = field(default_factory=list[bool])
    refuse: set[str] = field(default_factory=set[str])
    """Recipients that it does not take."""

    async def handle_RCPT(
        self,
        server: Any,  # noqa: ANN401
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refuse:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self,
        server: Any,  # noqa: ANN401
        session: Session,
        envelope: Envelope,
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        self.over_tls.append(session.ssl is not None)
        return "250 OK"


class _Controller(Controller):
    """Listens where the system has room."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def mail_sink(**settings: Any) -> Generator[MailSink]:  # noqa: ANN401 - aiosmtpd's
    """Give a mail server; *settings* are aiosmtpd's."""
    sink = MailSink()
    controller = _Controller(sink, hostname="127.0.0.1", port=0, **settings)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def only_ops(
    server: Any,  # noqa: ANN401
    session: Session,
    envelope: Envelope,
    mechanism: str,
    data: Any,  # noqa: ANN401
) -> AuthResult:
    """Let in whoever is `ops` with the password `right`."""
    known = isinstance(data, LoginPassword) and data == LoginPassword(b"ops", b"right")
    return AuthResult(success=known, handled=False)
