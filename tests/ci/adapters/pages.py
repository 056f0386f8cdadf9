"""Small pages with known defects, and a server that shows them under two names."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from civiscope_ci.adapters.page_check import PageCheck

_PAGE = "<!doctype html><html lang='en'><title>{title}</title><main><h1>{title}</h1>{body}</main>"
_BUTTON, _IMAGE = "<button id='x'></button>", "<img src='/seal.png'>"
_STRICT = {"content-security-policy": "default-src 'none'; script-src 'none'; img-src 'self'"}
_SHADOW = (
    "<div id='host'></div><div id='shut'></div><script>"
    "host.attachShadow({mode: 'open'}).innerHTML = \"" + _BUTTON + '";'
    "shut.attachShadow({mode: 'closed'}).innerHTML = \"" + _IMAGE + '";</script>'
)
_MOVING = (
    "<style>@keyframes turn { to { rotate: 1turn } } .spin { animation: turn 2s infinite linear }"
    "</style><div class='spin' id='spin'>busy</div><div style='height: 9000px'></div>"
    "<img id='late' loading='lazy' src='/late.png' alt='A late picture'>"
)
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "/shadow": (_PAGE.format(title="Shadow", body=_SHADOW), {}),
    "/frames": (
        _PAGE.format(
            title="Frames",
            body="<iframe title='own' src='/own'></iframe>"
            "<iframe title='other' src='http://localhost:{port}/other'></iframe>",
        ),
        {},
    ),
    "/own": (_PAGE.format(title="Own", body=_IMAGE), {}),
    "/other": (_PAGE.format(title="Other", body="<input type='text' id='q'>"), {}),
    "/csp": (_PAGE.format(title="Strict", body=_BUTTON + _IMAGE), _STRICT),
    "/clean": (_PAGE.format(title="Clean", body="<p>All is well.</p>"), {}),
    "/moving": (_PAGE.format(title="Moving", body=_MOVING), {}),
    "/endless": (
        _PAGE.format(title="Endless", body="<script>setTimeout(() => { for (;;); }, 50)</script>"),
        {},
    ),
}
DEFECTS = {
    "/shadow": {("accessibility/button-name", "#x"), ("accessibility/image-alt", "img")},
    "/frames": {("accessibility/image-alt", "img"), ("accessibility/label", "#q")},
    "/csp": {("accessibility/button-name", "#x"), ("accessibility/image-alt", "img")},
}
"""Rule, and the last step of the way to the element, of every defect that is certain."""


class PageServer:
    """Serves PAGES on this machine, and notes what is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                server.asked.append(path)
                html, fields = PAGES.get(path, ("", {}))
                body = html.replace("{port}", str(server.port)).encode()
                self.send_response(200 if body else 404)
                self.send_header("content-type", "text/html; charset=utf-8")
                for name, value in fields.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def running(self) -> Generator[PageServer]:
        """Serve as long as the block lasts."""
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def defects(found: PageCheck) -> set[tuple[str, str]]:
    """Return rule and place of what failed for certain and weighs much."""
    return {
        (each.rule, each.selector.rpartition(" >>> ")[2])
        for each in found.results.findings
        if each.outcome == "failed" and each.severity == "critical"
    }
