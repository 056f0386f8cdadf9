"""A public site cannot make the browser ask anything of a private network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.scanner.crawl.site import ANYTHING, Answer, Site, page, redirect

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.model import Page
from civiscope.scan import scan

pytestmark = pytest.mark.browser

HOST = "www.example.gov"


def public_site(there: str, odd: str) -> dict[str, Answer]:
    """Return a site that tries every way from a public page to the server at *there*."""
    socket = there.replace("http:", "ws:")
    script = (
        f"fetch('{there}/fetch', {{mode: 'no-cors'}}).catch(() => 0);"
        f"navigator.sendBeacon('{there}/beacon', 'x'); new WebSocket('{socket}/socket');"
        f"new EventSource('{there}/events'); new Image().src = '{odd}/odd';"
        f"const work = `fetch('{there}/worker', {{mode: 'no-cors'}})`;"
        "new Worker(URL.createObjectURL(new Blob([work])));"
    )
    parts = (
        f'<img src="{there}/picture" alt="Town hall"><iframe src="{there}/frame" title="Map">'
        f'</iframe><script src="{there}/script"></script><object data="{there}/object"></object>'
        f'<link rel="stylesheet" href="{there}/style"><link rel="preconnect" href="{there}">'
        f'<img src="/part-by-redirect" alt="Town hall"><video src="{there}/video"></video>'
        '<img src="http://10.0.0.1/x.png" alt="Town hall">'
        f"<script>{script}</script>"
    )
    return {
        "/": page(
            "Home",
            *("/parts", "/by-redirect", "/by-refresh", "/by-script", "/by-odd-redirect"),
            *(f"{there}/link", f"{odd}/link", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/"),
        ),
        "/parts": page("Parts", body=parts),
        "/part-by-redirect": redirect(f"{there}/part-by-redirect"),
        "/by-redirect": redirect(f"{there}/page"),
        "/by-odd-redirect": redirect(f"{odd}/page"),
        "/by-refresh": page("Refresh", head=f'<meta http-equiv="refresh" content="0;{there}/r">'),
        "/by-script": page("Script", body=f"<script>location.href = '{there}/s'</script>"),
    }


@dataclass(frozen=True)
class Scanned:
    """The scan of the public site, and what the private server was asked."""

    root: str
    there: str
    reader: EvidenceReader
    reached: tuple[str, ...]

    def page(self, path: str) -> Page:
        return next(found for found in self.reader.pages() if found.url == self.root + path)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    folder = tmp_path_factory.mktemp("scan")
    settings = ScanSettings(tabs=2, resolve={HOST: "127.0.0.1"}, scope="domain")
    private = Site({ANYTHING: page("Keys of the town")}, address="127.0.0.2")
    with private as inner, Site({}, host=HOST) as site:
        there, odd = inner.url(""), f"http://0x7f000002:{inner.port}"
        site.answers = public_site(there, odd)
        reader = asyncio.run(scan([site.url("/")], settings, folder))
        yield Scanned(site.url(""), there, reader, tuple(inner.paths() + inner.paths("POST")))


def test_the_private_server_is_asked_nothing(scanned: Scanned) -> None:
    assert scanned.reached == ()


@pytest.mark.parametrize("path", ["/by-redirect", "/by-odd-redirect", "/by-refresh", "/by-script"])
def test_a_page_that_leads_there_is_named(scanned: Scanned, path: str) -> None:
    visit = scanned.page(path).visit

    assert (visit.state, visit.reason, visit.detail) == (
        "failed",
        "private",
        "127.0.0.2 is at 127.0.0.2, a loopback address; a public site does not lead civiscope "
        "there. Name it as a target if you mean it.",
    )


def test_a_page_with_such_parts_is_seen_and_each_part_recorded_as_refused(scanned: Scanned) -> None:
    found = scanned.page("/parts")

    refused = {
        request.url.removeprefix(scanned.there)
        for request in found.requests
        if request.blocked in {"refused-address", "inspector"} or "BLOCKED" in request.failed
    }
    assert found.visit.state == "complete"
    assert refused >= {
        *("/picture", "/script", "/style", "/video", "/fetch", "/beacon", "/events", "/odd"),
        "http://10.0.0.1/x.png",
        scanned.root + "/part-by-redirect",
        scanned.there.replace("http:", "ws:") + "/socket",
    }


def test_links_that_lead_there_are_no_pages_of_the_site(scanned: Scanned) -> None:
    taken_up = {entry.url for entry in scanned.reader.entries}

    assert not [url for url in taken_up if not url.startswith(scanned.root)]
