"""The demo site with changes made to its pages on the way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from civiscope.demo import DemoSite

Edit = Callable[[str, str], str]
"""From path and HTML to other HTML."""


@contextlib.contextmanager
def proxied(
    site: DemoSite, edit: Edit, *, address: Callable[[str], str] = lambda path: path
) -> Generator[str]:
    """Serve *site* as *edit* makes it, and yield where; *address* tells what a path is there."""
    with httpx.Client(trust_env=False) as client:

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = client.get(site.url.rstrip("/") + address(self.path))
                here = f"http://{self.headers['Host']}"
                body = answer.content
                if "html" in answer.headers.get("content-type", ""):
                    text = edit(self.path, answer.text)
                    body = text.replace(site.origins.main, here).encode()
                self.send_response_only(answer.status_code)
                for name, value in answer.headers.multi_items():
                    if name not in {"content-length", "connection"}:
                        self.send_header(name, value.replace(site.origins.main, here))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)
