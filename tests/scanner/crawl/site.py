"""A small web site on loopback that answers as a test says and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    when: float
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    body: str | bytes = ""
    status: int = 200
    type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    """Seconds the server thinks before it answers."""


Answers = Mapping[str, Answer | Callable[[Asked], Answer]]
ANYTHING = "*"
"""Key of the answer to whatever has none of its own."""


def page(title: str, *links: str, body: str = "", head: str = "") -> Answer:
    """Return an ordinary page that links to *links*."""
    items = "".join(f'<li><a href="{link}">To {link}</a></li>' for link in links)
    return Answer(
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<link rel="icon" href="data:,">{head}</head><body><main><h1>{title}</h1>'
        f"<p>What the office says about {title}.</p>{body}<ul>{items}</ul></main></body></html>"
    )


def redirect(to: str, status: int = 302) -> Answer:
    """Return an answer that sends the browser on."""
    return Answer(status=status, headers={"Location": to})


class Site:
    """The site while it is served: `with Site({"/": page("Home")}) as site: site.url("/")`."""

    def __init__(self, answers: Answers, *, host: str = "", address: str = "127.0.0.1") -> None:
        self.answers: Answers = dict(answers)
        self.asked: list[Asked] = []
        self._address = address
        self._host = host or address
        self._lock = threading.Lock()

    def url(self, path: str = "/") -> str:
        """Return the address of *path*."""
        return f"http://{self._host}:{self.port}{path}"

    def paths(self, method: str = "GET") -> list[str]:
        """Return the paths asked for, in order."""
        return [asked.path for asked in self.asked if asked.method == method]

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = _Server((self._address, 0), handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        """Return what is to be sent to a request, and remember it."""
        asked = Asked(time.monotonic(), method, path, headers)
        with self._lock:
            self.asked.append(asked)
        keys = (path, path.partition("?")[0], ANYTHING)
        found = next((self.answers[key] for key in keys if key in self.answers), None)
        if found is None:
            return Answer("<!doctype html><title>Not found</title><h1>Not found</h1>", 404)
        return found if isinstance(found, Answer) else found(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is nothing to talk about."""


class _Handler(BaseHTTPRequestHandler):
    owner: Site
    protocol_version = "HTTP/1.1"
    timeout = 30
    # Head and body in one packet: else each answer waits for the acknowledgement of its head.
    wbufsize = -1

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        # What is left unread would be taken for the beginning of the next request.
        self.rfile.read(int(headers.get("content-length", "0")))
        answer = self.owner.answer(self.command, self.path, headers)
        if answer.delay:
            time.sleep(answer.delay)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        sent = {"Content-Type": answer.type, "Content-Length": str(len(body)), **answer.headers}
        for name, value in sent.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        if sent["Content-Length"] != str(len(body)):
            self.close_connection = True

    do_HEAD = do_GET
    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent; the site remembers."""
