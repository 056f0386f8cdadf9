"""robots.txt is obeyed or the host held back, whatever Python and the browser think of its server.

Over real TLS, with a certificate of an authority that nobody trusts; a browser is told to trust it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import socket
import ssl
from pathlib import Path
from typing import Any, Self

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.scanner.crawl.site import Answer, Site, page

from civiscope.browser.find import find_browser
from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.scan.scan import scan

pytestmark = pytest.mark.browser

HOST = "office.example.gov"
ANSWERS = {
    "/": page("Home", "/private", "/hours"),
    "/hours": page("Hours"),
    "/private": page("Private"),
    "/robots.txt": Answer("User-agent: *\nDisallow: /private", type="text/plain"),
}


class SecureSite(Site):
    """The same site over TLS; with *only_browsers* nobody else gets through the handshake."""

    def __init__(self, *, only_browsers: bool) -> None:
        super().__init__(ANSWERS, host=HOST)
        self._only_browsers = only_browsers
        issued = trustme.CA().issue_cert(HOST)
        certificate = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes())
        public = certificate.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        self.key_hash = base64.b64encode(hashlib.sha256(public).digest()).decode()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(self._context)  # pyright: ignore[reportUnknownMemberType] # its stubs

    def url(self, path: str = "/") -> str:
        return f"https://{HOST}:{self.port}{path}"

    def __enter__(self) -> Self:
        super().__enter__()
        plain = self._server.finish_request

        def finish(request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in socketserver
            if not self._only_browsers or _is_of_browser(request):
                with self._context.wrap_socket(request, server_side=True) as secure:
                    plain(secure, client_address)

        self._server.finish_request = finish  # type: ignore[method-assign] # for this one
        return self


def _is_of_browser(request: socket.socket) -> bool:
    """Say whether the greeting begins its ciphers with an invented one, as Chromium's does."""
    # The head of the record and of the message, version and random, then the session's id.
    head = request.recv(200, socket.MSG_PEEK)
    first = 43 + 1 + head[43] + 2
    return head[first] == head[first + 1] and head[first] & 0x0F == 0x0A


def crawl(
    folder: Path, *, trusted: bool, only_browsers: bool = False
) -> tuple[SecureSite, EvidenceReader]:
    with SecureSite(only_browsers=only_browsers) as site:
        browser = folder / "browser"
        flag = f"--ignore-certificate-errors-spki-list={site.key_hash}" if trusted else ""
        browser.write_text(f'#!/bin/sh\nexec "{find_browser().path}" "$@" {flag}\n')
        browser.chmod(0o755)
        settings = ScanSettings(tabs=1, resolve={HOST: "127.0.0.1"}, browser=browser)
        reader = asyncio.run(scan([site.url("/")], settings, folder / "evidence"))
    return site, reader


def seen(site: Site, reader: EvidenceReader) -> dict[str, str]:
    prefix = site.url("")
    pages = {p.url.removeprefix(prefix): p.visit.state for p in reader.pages() if p.kind == "page"}
    return {**pages, **{s.url.removeprefix(prefix): s.reason for s in reader.end.skipped}}


def test_where_only_the_browser_trusts_the_server_its_rules_are_obeyed(tmp_path: Path) -> None:
    site, reader = crawl(tmp_path, trusted=True)

    assert seen(site, reader) == {"/": "complete", "/hours": "complete", "/private": "robots"}
    assert "/private" not in site.paths()


def test_where_only_the_browser_gets_through_nothing_but_the_target_is_visited(
    tmp_path: Path,
) -> None:
    site, reader = crawl(tmp_path, trusted=True, only_browsers=True)

    assert seen(site, reader) == {"/": "complete", "/hours": "robots", "/private": "robots"}
    assert site.paths() == ["/"]


def test_where_the_browser_does_not_trust_the_server_nothing_is_visited(tmp_path: Path) -> None:
    site, reader = crawl(tmp_path, trusted=False)
    (home,) = (p for p in reader.pages() if p.kind == "page")

    assert (home.visit.state, home.visit.reason) == ("failed", "tls")
    assert not {"/", "/hours", "/private"} & set(site.paths())
