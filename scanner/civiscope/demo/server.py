"""Serve the demo on loopback: two ports, three parties, the same bytes every time."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from email import message_from_bytes
from email.policy import HTTP
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qsl, urlsplit

from civiscope.demo.answers import Answers
from civiscope.demo.manifest import Manifest, address, load_manifest
from civiscope.demo.messages import Answer, Ask, DemoOrigins

_Request = socket.socket | tuple[bytes, socket.socket]
_Address = tuple[str, int]

LOOPBACK = "127.0.0.1"
LARGEST_FORM = 65_536
"""Bytes of a form that are read; what goes beyond is refused."""
IDLE = 30
"""Seconds after which a connection without a request is closed."""


class DemoSite:
    """The demo's servers, running for as long as the `with` block lasts."""

    def __init__(self, port: int = 0, second_port: int = 0) -> None:
        """Take two free ports unless told which."""
        self._ports = (port, second_port)
        self._running = ExitStack()
        self._origins: DemoOrigins | None = None

    def __enter__(self) -> Self:
        """Start to answer."""
        with ExitStack() as starting:
            main, second = (starting.enter_context(_DemoServer(port)) for port in self._ports)
            self._origins = DemoOrigins(
                main=f"http://{LOOPBACK}:{main.server_port}",
                second=f"http://{LOOPBACK}:{second.server_port}",
                # Not an address but a name: to a browser it is somebody else's site.
                third=f"http://localhost:{second.server_port}",
            )
            answers = Answers(self._origins)
            main.answer = lambda host, ask: answers.main(ask)
            second.answer = lambda host, ask: (
                answers.third(ask) if host.startswith("localhost") else answers.second(ask)
            )
            for server in (main, second):
                starting.enter_context(_Serving(server))
            self._running = starting.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the servers and every connection that is still open."""
        self._running.close()

    @property
    def origins(self) -> DemoOrigins:
        """Where everybody answers."""
        if self._origins is None:
            raise RuntimeError("The demo site is not running; use it in a `with` statement.")
        return self._origins

    @property
    def url(self) -> str:
        """The council's home page: what a scan of the demo starts from."""
        return f"{self.origins.main}/"

    @property
    def second_url(self) -> str:
        """The home page of the appointments service."""
        return f"{self.origins.second}/"

    @property
    def manifest(self) -> Manifest:
        """What is planted on the pages."""
        return load_manifest()

    def page_url(self, page: str) -> str:
        """Return the absolute URL of a page as the manifest names it."""
        return address(page, self.origins)


class _DemoServer(ThreadingHTTPServer):
    """A server that can end its open connections, so that none outlives it."""

    daemon_threads = True
    # Browsers open many connections at once; the default of 5 makes some wait a second.
    request_queue_size = 128
    answer: Callable[[str, Ask], Answer]

    def __init__(self, port: int) -> None:
        self._open: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, port), _Handler)

    def process_request_thread(self, request: _Request, client_address: _Address) -> None:
        """Note the connection for as long as its thread lives."""
        if not isinstance(request, socket.socket):
            raise TypeError("A TCP server takes connections only.")
        with self._lock:
            self._open[request] = threading.current_thread()
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                del self._open[request]

    def handle_error(self, request: _Request, client_address: _Address) -> None:
        """Report our own mistakes, not of tabs that are closed in the middle of a response."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def end_connections(self) -> None:
        """Cut what is still open and wait for its threads."""
        with self._lock:
            threads = tuple(self._open.values())
            for connection in self._open:
                with suppress(OSError):  # the other side was faster
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(timeout=5)


class _Serving:
    """The thread in which a server runs."""

    def __init__(self, server: _DemoServer) -> None:
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> None:
        """Start the thread."""
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        """Stop taking connections, end the open ones, and wait."""
        self._server.shutdown()
        self._thread.join()
        self._server.end_connections()


class _Handler(BaseHTTPRequestHandler):
    """Read a request, ask for the response, write it in one piece."""

    protocol_version = "HTTP/1.1"
    # Buffered, so that head and body leave together.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = IDLE

    def do_GET(self) -> None:
        """Answer with head and body."""
        self._respond("GET")

    def do_HEAD(self) -> None:
        """Answer with the head that GET would have."""
        self._respond("GET", with_body=False)

    def do_POST(self) -> None:
        """Answer a form."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST_FORM:
            self.close_connection = True
            self._write(Answer(413, (("Connection", "close"),)))
            return
        body = self.rfile.read(int(length))
        self._respond("POST", form=_form_of(self.headers.get("Content-Type", ""), body))

    def _respond(
        self, method: str, *, form: dict[str, str] | None = None, with_body: bool = True
    ) -> None:
        parts = urlsplit("//demo" + self.path if self.path.startswith("/") else self.path)
        ask = Ask(
            path=parts.path,
            method=method,
            query=dict(parse_qsl(parts.query, max_num_fields=100)),
            cookies=_cookies(self.headers.get("Cookie", "")),
            form=form or {},
        )
        server = cast(_DemoServer, self.server)
        self._write(server.answer(self.headers.get("Host", ""), ask), with_body=with_body)

    def _write(self, answer: Answer, *, with_body: bool = True) -> None:
        # send_response would add a Date, which changes, and Python's own name and version.
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the scan tells what it visits."""


def _form_of(kind: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form by name; of a file, how it is called."""
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=100))
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    found: dict[str, str] = {}
    for part in message_from_bytes(head + body, policy=HTTP).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        found[str(name)] = part.get_filename() or text
    return found


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
