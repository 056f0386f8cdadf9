"""Rules about a page's files, forms, libraries and keys, on pages served for real over TLS."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.scanner.collectors.hosts.certificates import HOST, Authority
from tests.scanner.collectors.hosts.servers import answer, listening, says, tls
from tests.scanner.detectors.made import KEYS

from civiscope import ScanSettings, audit
from civiscope.results import Results

pytestmark = pytest.mark.browser

CDN, PLAIN = "cdn.example.org", "pictures.example.gov"
RULES = (
    *("integrity-missing", "integrity-mismatch", "mixed-content", "form-target"),
    *("vulnerable-library", "unmaintained-library", "secret-in-source"),
)
KEY, OTHER = KEYS["stripe-key"][0], KEYS["gitlab-token"][0]
SHARED = "window.charts = 1"
COMPUTED = "zMKGK9HAM7/MAzniY1uE7v2X09ZP3N2c3ZgetPQmTbXBaRgBPWeA4rVYyUlJAyvh"
"""The SHA-384 of that."""
WRONG = "sha384-" + "A" * 64


def _pages(cdn: str, plain: str) -> dict[str, str]:
    return {
        "/other": f'<script src="{cdn}/shared.js" integrity="{WRONG}" crossorigin></script>',
        "/uncheckable": f'<script src="{cdn}/shut.js" integrity="{WRONG}"></script>',
        "/ignored": '<script src="/own.js" integrity="md5-abc"></script>',
        "/fixed": f'<script src="{cdn}/charts@4.4.1/charts.js"></script>',
        "/changing": f'<script src="{cdn}/count.js"></script>',
        "/blocked": f'<script src="{plain}/map.js"></script>',
        "/picture": f'<img src="{plain}/room.jpg" alt="Reading room">',
        "/form": f'<form action="{plain}/find"><input name="q" aria-label="Find"></form>',
        "/address": '<script src="/js/jquery-1.12.4.min.js"></script>',
        "/content": '<script src="/all.js"></script>',
        "/running": '<script>window.moment = {version: "2.24.0"}</script>',
        "/key": f"<!-- {KEY} --><p data-key='{KEY}'>Pay</p><script src='/key.js'></script>",
        "/right": '<script src="/new.js"></script><form method="post"><input type="text"></form>',
    }


SCRIPTS = {
    "/shut.js": answer(SHARED, type="text/javascript"),
    "/shared.js": answer(SHARED, type="text/javascript", Access_Control_Allow_Origin="*"),
    "/own.js": answer(SHARED, type="text/javascript"),
    "/charts@4.4.1/charts.js": answer(SHARED, type="text/javascript"),
    "/count.js": answer(SHARED, type="text/javascript"),
    "/js/jquery-1.12.4.min.js": answer("/* nothing that tells */", type="text/javascript"),
    "/all.js": answer("/*!\n * Bootstrap v3.3.7 (https://x/)\n */", type="text/javascript"),
    "/new.js": answer("/*! jQuery v3.7.1 | (c) OpenJS */", type="text/javascript"),
    "/key.js": answer(
        f"const key = '{OTHER}'; console.log(key); document.querySelector('p').title = key",
        type="text/javascript",
    ),
}


@dataclass(frozen=True)
class Seen:
    """What one scan of all pages found, and where its evidence is."""

    results: Results
    origin: str
    evidence: Path

    def said(self, path: str) -> list[tuple[str, str, bool]]:
        """Return rule, message and whether a person has to look, of each finding on a page."""
        found = [each for each in self.results.findings if each.page == f"{self.origin}{path}"]
        return [(each.rule.partition("/")[2], each.message_id, each.needs_review) for each in found]

    def told(self, path: str, message: str) -> str:
        """Return the only text of a message on a page."""
        (text,) = {
            each.message
            for each in self.results.findings
            if each.page == f"{self.origin}{path}" and each.message_id == message
        }
        return text


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("served")
    authority = Authority()
    pem = authority.issue(HOST, CDN, PLAIN).write(folder, "leaf")
    ca = folder / "ca.pem"
    trusted = (authority.root, authority.intermediate)
    ca.write_bytes(b"".join(each.certificate.public_bytes(Encoding.PEM) for each in trusted))
    answers = dict(SCRIPTS)
    with (
        listening(says(answer(SHARED, type="text/javascript"))) as plain,
        tls(pem, answers=answers) as port,
    ):
        origin = f"https://{HOST}:{port}"
        pages = _pages(f"https://{CDN}:{port}", f"http://{PLAIN}:{plain}")
        for path, body in pages.items():
            html = f'<!doctype html><html lang="en"><title>{path}</title><main>{body}</main></html>'
            answers[path] = answer(html, type="text/html; charset=utf-8")
        results = audit(
            *(origin + path for path in pages),
            settings=ScanSettings(
                resolve=dict.fromkeys((HOST, CDN, PLAIN), "127.0.0.1"),
                ca=ca,
                max_depth=0,
                missing_page=False,
                sitemaps=False,
            ),
            evidence=folder / "evidence",
            only=[f"security/{rule}" for rule in RULES],
        )
        assert [page.state for page in results.pages] == ["complete"] * len(pages)
        yield Seen(results, origin, folder / "evidence")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/other", [("integrity-mismatch", "other", False)]),
        ("/uncheckable", [("integrity-mismatch", "uncheckable", False)]),
        ("/ignored", [("integrity-mismatch", "ignored", False)]),
        ("/fixed", [("integrity-missing", "fixed", False)]),
        ("/changing", [("integrity-missing", "changing", True)]),
        ("/blocked", [("mixed-content", "blocked", False)]),
        ("/picture", [("mixed-content", "upgraded", False)]),
        ("/form", [("form-target", "mixed", False)]),
        ("/address", [("vulnerable-library", "known", False)]),
        ("/running", [("vulnerable-library", "known", False)]),
        ("/key", [("secret-in-source", "secret", False)] * 2),
        ("/right", []),
    ],
)
def test_each_fault_is_told_and_nothing_else(
    seen: Seen, path: str, said: list[tuple[str, str, bool]]
) -> None:
    found = [each for each in seen.said(path) if each[0] != "unmaintained-library"]

    assert found == said


def test_the_hash_of_what_came_is_told(seen: Seen) -> None:
    assert f"sha384-{COMPUTED}" in seen.told("/other", "other")


@pytest.mark.parametrize(
    ("path", "library", "hole"),
    [
        ("/address", "jquery 1.12.4 (recognised by its address)", "CVE-2020-11022"),
        ("/content", "bootstrap 3.3.7 (recognised by what its file says)", "CVE-2019-8331"),
        (
            "/running",
            "moment.js 2.24.0 (recognised by what the running page says)",
            "CVE-2022-31129",
        ),
    ],
)
def test_a_library_is_told_with_its_holes(seen: Seen, path: str, library: str, hole: str) -> None:
    text = seen.told(path, "known")

    assert library in text
    assert hole in text
    assert "Source: civiscope's libraries (" in text


def test_a_line_that_nobody_mends_is_told_apart(seen: Seen) -> None:
    assert ("unmaintained-library", "ended", False) in seen.said("/content")


def test_evidence_and_results_hold_no_key(seen: Seen) -> None:
    files = [file for file in seen.evidence.rglob("*") if file.is_file()]
    texts = [
        gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in files
    ]
    secrets = [max(re.findall(r"\w{12,}", key), key=len).encode() for key in (KEY, OTHER)]

    whole = b"".join(texts)
    assert {b"stripe-key", b"gitlab-token", b"(hidden)"} <= set(
        re.findall(rb"stripe-key|gitlab-token|\(hidden\)", whole)
    )
    for secret in secrets:
        assert [file.name for file, text in zip(files, texts, strict=True) if secret in text] == []
        assert secret.decode() not in repr(seen.results)
