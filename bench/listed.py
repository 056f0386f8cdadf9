"""Audit pages of a folder, served on loopback, as a list of addresses."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

from civiscope.audit.api import audit
from civiscope.config.scan_options import Depth, ScanSettings
from civiscope.results import Results


def audit_listed(urls: Sequence[str], out: Path, *, depth: Depth, tabs: int | None) -> Results:
    """Audit *urls*, keep the evidence below *out*, and return the results."""
    listed = out / "urls.txt"
    listed.write_text("\n".join(dict.fromkeys(urls)) + "\n", encoding="utf-8")
    settings = ScanSettings(depth=depth, tabs=tabs, ignore_robots=("*",), missing_page=False)
    return audit(f"@{listed}", settings=settings, evidence=out / "evidence", force=True)


@contextlib.contextmanager
def serve_folder(folder: Path) -> Generator[str, None, None]:
    """Serve *folder* while the block runs; yields the address, without a slash at the end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
