"""What signs us in reaches the site itself, nobody else, and no file of evidence."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.scanner.crawl.site import ANYTHING, Answer, Asked, Site, page, redirect

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.model import Dom
from civiscope.scan import scan

pytestmark = pytest.mark.browser

HOST, OTHER = "portal.example.gov", "stats.example.org"
KEY = "preview-key-5b1f9a"
COOKIE = "cookie-value-77e0c2"
PASSWORD = "a pass/word+with=signs"  # noqa: S105 - opens nothing outside this test
STORED_COOKIE = "stored-cookie-19dd"
STORED_ITEM = 'stored "item" 40aa'
SECRETS = (KEY, COOKIE, PASSWORD, STORED_COOKIE, STORED_ITEM)
BASIC = "Basic " + base64.b64encode(f"auditor:{PASSWORD}".encode()).decode()


def protected(asked: Asked) -> Answer:
    if asked.headers.get("authorization") == BASIC:
        return page("Case files", "/echo")
    return Answer("No", 401, headers={"WWW-Authenticate": 'Basic realm="Staff"'})


def echo(asked: Asked) -> Answer:
    """Show all that a request bore, as a careless debugging page does."""
    said = json.dumps(dict(asked.headers)) + PASSWORD
    return page(
        "Echo", f"/found?said={KEY}", body=f"<pre>{said}</pre><p title='{COOKIE}'>{KEY}</p>"
    )


@dataclass(frozen=True)
class Scanned:
    """The scan, and what the site and the third party were asked."""

    folder: Path
    reader: EvidenceReader
    own: tuple[Asked, ...]
    other: tuple[Asked, ...]

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.own if asked.path == path]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanned]:
    folder = tmp_path_factory.mktemp("scan")
    state = folder / "state.json"
    there = {"domain": HOST, "path": "/", "expires": -1, "httpOnly": True, "secure": False}
    stored = {"cookies": [{"name": "sso", "value": STORED_COOKIE, "sameSite": "Lax", **there}]}
    challenge = Answer("No", 401, headers={"WWW-Authenticate": 'Basic realm="Trap"'})
    with Site({ANYTHING: challenge}, host=OTHER) as other, Site({}, host=HOST) as site:
        store = {"origin": site.url(""), "localStorage": [{"name": "jwt", "value": STORED_ITEM}]}
        state.write_text(json.dumps({**stored, "origins": [store]}), encoding="utf-8")
        script = (
            "document.body.append(localStorage.getItem('jwt') ? ' Welcome back' : ' Stranger');"
            f"const code = `fetch('{site.url('/from-worker')}')`;"
            "new Worker(URL.createObjectURL(new Blob([code])));"
            f"fetch('{other.url('/fetched')}', {{mode: 'no-cors'}});"
            f"new WebSocket('{other.url('/socket').replace('http', 'ws')}');"
        )
        site.answers = {
            "/": page(
                "Home",
                *("/protected", "/echo", "/leaves", "/notes.pdf"),
                body=f'<img src="/own" alt="Own"><img src="/onward" alt="Onward">'
                f'<img src="{other.url("/picture")}" alt="Other"><script>{script}</script>'
                f'<iframe src="{other.url("/frame")}" title="Other"></iframe>',
            ),
            "/robots.txt": Answer("User-agent: *\nDisallow:", type="text/plain"),
            "/sitemap.xml": Answer("<urlset/>", type="application/xml"),
            "/protected": protected,
            "/echo": echo,
            "/found": page("Found"),
            "/leaves": page(
                "Leaves", head=f'<meta http-equiv="refresh" content="0;{other.url()}">'
            ),
            "/onward": redirect(other.url("/by-redirect")),
            "/own": Answer("", type="image/png"),
            "/from-worker": Answer("ok"),
            "/notes.pdf": Answer("%PDF-", type="application/pdf"),
        }
        settings = ScanSettings(
            tabs=2,
            resolve={HOST: "127.0.0.1", OTHER: "127.0.0.1"},
            headers={"X-Preview-Key": KEY},
            cookies=(f"session={COOKIE}",),
            user=f"auditor:{PASSWORD}",
            storage_state=state,
        )
        evidence = folder / "evidence"
        reader = asyncio.run(scan([site.url("/")], settings, evidence))
        yield Scanned(evidence, reader, tuple(site.asked), tuple(other.asked))


def test_every_request_to_the_site_bears_what_it_should(scanned: Scanned) -> None:
    for asked in scanned.own:
        # What hosts are asked in another site's name bears nothing that lets somebody in.
        own = "origin" not in asked.headers or "another-site" not in asked.headers["origin"]
        assert asked.headers.get("x-preview-key") == (KEY if own else None), asked
    for path in ("/", "/protected", "/echo", "/own", "/from-worker", "/notes.pdf", "/robots.txt"):
        assert scanned.of(path), path
        for asked in scanned.of(path):
            if "another-site" in asked.headers.get("origin", ""):
                assert "cookie" not in asked.headers
                continue
            cookies = set(asked.headers.get("cookie", "").split("; "))
            assert cookies == {f"session={COOKIE}", f"sso={STORED_COOKIE}"}, asked


def test_the_password_opens_the_page_that_asks_for_it(scanned: Scanned) -> None:
    (found,) = [one for one in scanned.reader.pages() if one.url.endswith("/protected")]

    assert (found.visit.state, found.dom.title, found.status) == ("complete", "Case files", 200)


def test_the_session_s_storage_is_there_before_the_page_s_first_script(scanned: Scanned) -> None:
    home = next(scanned.reader.pages())

    assert isinstance(home.evidence.dom, Dom)
    assert "Welcome" not in home.dom.title
    assert ("local", "jwt") in {(item.area, item.key) for item in home.dom.storage}


def test_nobody_else_gets_any_of_it(scanned: Scanned) -> None:
    paths = {asked.path for asked in scanned.other}

    assert paths >= {"/picture", "/by-redirect", "/fetched", "/frame", "/socket"}
    for asked in scanned.other:
        sent = " ".join(asked.headers.values())
        assert "x-preview-key" not in asked.headers
        assert "authorization" not in asked.headers
        assert not [secret for secret in SECRETS if secret in sent], asked


def test_no_file_of_evidence_holds_any_of_it(scanned: Scanned) -> None:
    files = [path for path in scanned.folder.rglob("*") if path.is_file()]
    forms = [secret.encode() for secret in SECRETS]
    forms += [json.dumps(secret)[1:-1].encode() for secret in SECRETS]
    forms += [BASIC.encode()]

    assert len(files) > 6
    for path in files:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        assert not [form for form in forms if form in content], path


def test_that_there_was_a_session_is_known(scanned: Scanned) -> None:
    settings = scanned.reader.scan.settings

    assert (settings["signed_in"], settings["headers"]) == (True, ["X-Preview-Key"])
