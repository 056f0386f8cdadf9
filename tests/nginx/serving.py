"""Serve the reference site: with nginx where it is installed, else with a server of our own."""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Generator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIGURATION = Path(__file__).with_name("reference.conf")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
_FIELD = re.compile(r'add_header (\S+) "([^"]*)" always;')
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain"}


@contextlib.contextmanager
def reference_site(
    folder: Path, pem: Path, host: str, *, nginx: bool = NGINX is not None
) -> Generator[tuple[int, int]]:
    """Serve `folder/site` as the configuration says; give the ports of HTTP and HTTPS.

    Without *nginx* there is no HTTP/2, which Python's own servers do not speak.
    """
    (folder / "temp").mkdir()
    http, https = _free_ports()
    words = {"FOLDER": folder, "PEM": pem, "HOST": host, "HTTP": http, "HTTPS": https}
    text = re.sub(
        r"@([A-Z]+)@", lambda found: str(words[found[1]]), CONFIGURATION.read_text(encoding="utf-8")
    )
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    serving = _nginx(path, https) if nginx else _own(text, folder / "site", pem, (http, https))
    with serving:
        yield http, https


@contextlib.contextmanager
def _nginx(configuration: Path, port: int) -> Generator[None]:
    assert NGINX is not None
    command = [NGINX, "-c", str(configuration), "-p", str(configuration.parent), "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603 # ours
        try:
            _wait_for(port, server)
            yield
        finally:
            server.terminate()
            server.communicate(timeout=10)


def _wait_for(port: int, server: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)  # nginx tells nobody when it listens
    server.terminate()
    raise RuntimeError(f"nginx does not answer: {server.communicate(timeout=10)[1]}")


@contextlib.contextmanager
def _own(text: str, site: Path, pem: Path, ports: tuple[int, int]) -> Generator[None]:
    target = re.search(r"return 301 (\S+?)\$request_uri;", text)
    assert target is not None
    fields = _FIELD.findall(text)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    ciphers = re.search(r"ssl_ciphers (\S+);", text)
    assert ciphers is not None
    context.set_ciphers(ciphers[1])
    context.load_cert_chain(pem)
    with contextlib.ExitStack() as stack:
        for port, secure in zip(ports, (False, True), strict=True):
            handler = partial(_Handler, site, fields if secure else [], "" if secure else target[1])
            server = _Server(("127.0.0.1", port), handler)
            if secure:
                server.socket = context.wrap_socket(
                    server.socket, server_side=True, do_handshake_on_connect=False
                )
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: asking for old versions of TLS fails, as it should."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def __init__(
        self, site: Path, fields: list[tuple[str, str]], elsewhere: str, *rest: object
    ) -> None:
        self._site, self._fields, self._elsewhere = site, fields, elsewhere
        super().__init__(*rest)  # type: ignore[arg-type] # as the server calls it

    def version_string(self) -> str:
        return "nginx"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].lstrip("/") or "index.html"
        tries = (path, f"{path}.html", f"{path}/index.html")
        found = next((name for name in tries if (self._site / name).is_file()), None)
        name = found or "not-found.html"
        body = b"" if self._elsewhere else (self._site / name).read_bytes()
        self.send_response(301 if self._elsewhere else 200 if found else 404)
        if self._elsewhere:
            self.send_header("Location", self._elsewhere + self.path)
        kind = _TYPES[name.rpartition(".")[2]]
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for field, value in self._fields:
            self.send_header(field, value.replace("$request_id", secrets.token_hex(16)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
