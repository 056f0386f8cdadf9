"""A small site that answers in the ways sites should not."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGES = 6
"""Pages that /many links to."""
HELD = "/page-4"
"""The page that can be held: it then does not answer until it is let go."""


class Site:
    """Where it answers, and what was asked for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: Counter[str] = Counter()
        self.held = threading.Event()
        """Set when somebody waits for the page that is held."""
        self.let_go = threading.Event()
        self.let_go.set()

    def hold(self) -> None:
        """Let one page wait until `let_go` is set."""
        self.let_go.clear()


def _page(title: str, more: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>Some text.</p>{more}</main></body></html>"
    ).encode()


_LINKS = "".join(f'<p><a href="/page-{n}">Page {n}</a></p>' for n in range(1, PAGES + 1))
_ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/": (200, "text/html; charset=utf-8", _page("No links")),
    "/many": (200, "text/html; charset=utf-8", _page("Many pages", _LINKS)),
    "/report.pdf": (200, "application/pdf", b"%PDF-1.7\n%%EOF\n"),
    "/data": (200, "application/json", b'{"a": 1}'),
    "/empty": (200, "text/html", b""),
    "/broken": (500, "text/html", _page("Broken")),
    **{
        f"/page-{n}": (200, "text/html; charset=utf-8", _page(f"Page {n}", f"<p>{n}</p>"))
        for n in range(1, PAGES + 1)
    },
}


@contextlib.contextmanager
def serve() -> Generator[Site]:
    """Serve the site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked[self.path] += 1
            if self.path == HELD:
                site.held.set()
                site.let_go.wait(300)
            status, media_type, body = _ANSWERS.get(self.path, (404, "text/html", _page("None")))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body if self.command == "GET" else b"")

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that hangs up is nothing to talk about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.let_go.set()
            server.shutdown()
            thread.join()
