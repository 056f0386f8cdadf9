"""Serve a folder of built HTML on loopback, as a plain static host would."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from civiscope.model.page import FOLDER_FIELD

_INDEX_FILES = ("index.html", "index.htm", "index.xhtml")
PREFERRED_PORT = 8931
"""The same addresses in every scan of a folder, so that results can be compared."""


@contextlib.contextmanager
def serve_folder(folder: Path) -> Generator[str, None, None]:
    """Serve *folder* on 127.0.0.1 and yield its base URL, ending with a slash."""
    root = folder.resolve()

    class Handler(_FolderHandler):
        base = root

    server = _bind(Handler)
    thread = threading.Thread(target=server.serve_forever, name="civiscope-folder", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _bind(handler: type[_FolderHandler]) -> ThreadingHTTPServer:
    for port in (*range(PREFERRED_PORT, PREFERRED_PORT + 10), 0):
        try:
            server = _FolderServer(("127.0.0.1", port), handler)
        except OSError:
            continue
        return server
    raise OSError("no port on 127.0.0.1 is free")


def html_files(folder: Path) -> list[str]:
    """Return the paths of the HTML files below *folder* as URL paths, sorted."""
    root = folder.resolve()
    found = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".html", ".htm", ".xhtml"}
        and path.is_file()
        and path.resolve().is_relative_to(root)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    first = [path for path in found if path.lower() in _INDEX_FILES]
    # Names need not be text: they are asked for byte by byte.
    return [quote(os.fsencode(path)) for path in first + [p for p in found if p not in first]]


def _index_of(folder: Path) -> Path | None:
    """Return the file that servers answer with when *folder* is asked for."""
    known = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    return next((known[name] for name in _INDEX_FILES if name in known), None)


class _FolderServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is nothing to talk about."""


class _FolderHandler(BaseHTTPRequestHandler):
    base: Path
    protocol_version = "HTTP/1.1"
    server_version = "civiscope"
    sys_version = ""
    timeout = 60
    # Head and body in one packet: else each response waits 40 ms until its head is acknowledged.
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer with the file, its folder's index, or the folder's own 404 page."""
        asked = urlsplit(self.path)
        path = self._find(os.fsdecode(unquote_to_bytes(asked.path)))
        if path is not None and path.parent == self._folder(asked.path):
            # What its links are relative to is the folder, and only with a slash at the end.
            query = f"?{asked.query}" if asked.query else ""
            self._redirect(f"/{asked.path.strip('/')}/{query}")
            return
        if path is not None:
            self._send(200, path.read_bytes(), path.name)
            return
        own = self.base / "404.html"
        body = own.read_bytes() if own.is_file() else b"<!doctype html><title>Not found</title>"
        self._send(404, body, "404.html")

    do_HEAD = do_GET

    def _find(self, path: str) -> Path | None:
        try:
            asked = (self.base / path.lstrip("/")).resolve()
        except (OSError, ValueError):
            return None
        if not asked.is_relative_to(self.base):
            return None
        if asked.is_file():
            return asked
        if asked.is_dir():
            return _index_of(asked)
        page = asked.with_name(asked.name + ".html")
        return page if page.is_file() else None

    def _folder(self, path: str) -> Path | None:
        """Return the folder that *path* names without the slash at its end, if it does."""
        if path.endswith("/"):
            return None
        asked = (self.base / os.fsdecode(unquote_to_bytes(path)).lstrip("/")).resolve()
        return asked if asked.is_dir() else None

    def _redirect(self, to: str) -> None:
        self.send_response(301)
        self.send_header("location", to)
        self.send_header("content-length", "0")
        self.send_header(FOLDER_FIELD, "1")
        self.end_headers()

    def _send(self, status: int, body: bytes, name: str) -> None:
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if media_type.startswith("text/") or media_type in {"image/svg+xml", "text/javascript"}:
            media_type += "; charset=utf-8"
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.send_header(FOLDER_FIELD, "1")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent; the scan tells what was asked for."""
