"""A policy from what a crawl saw: sources by directive, what it stops, and that it is strict."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from civiscope.cli import main
from civiscope.headers.csp_proposal import propose
from civiscope.model import Page
from civiscope.testing import page_of_data, write_evidence
from civiscope_rules.security import csp_bypassable_hosts, csp_complete, csp_missing, csp_unsafe

URL = "https://www.example.gov/"


def _page(url: str = URL, *requests: tuple[str, str], **more: object) -> Page:
    listed = [{"url": address, "type": kind} for kind, address in requests]
    return page_of_data(url=url, requests=listed, **{"dom": {}, **more})


def test_sources_stand_in_their_directives() -> None:
    page = _page(
        URL,
        ("script", "https://cdn.example.org/charts.js"),
        ("image", "https://www.example.gov/a.png"),
        ("image", "data:image/gif;base64,AA"),
        ("image", "http://pictures.example.org/b.png"),
        ("fetch", "https://api.example.gov/v1"),
        ("websocket", "wss://live.example.gov/"),
        ("document", "https://maps.example.org/frame"),
        ("font", "https://fonts.example.org/a.woff2"),
        dom={"forms": [{"action": "https://pay.example.org/go", "method": "post"}]},
    )

    (proposal,) = propose([page])

    assert proposal.policy == {
        "default-src": ("'self'",),
        "script-src": ("'nonce-{random}'", "'strict-dynamic'", "'self'", "https://cdn.example.org"),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", "https://pictures.example.org"),
        "font-src": ("'self'", "https://fonts.example.org"),
        "connect-src": ("'self'", "https://api.example.gov", "wss://live.example.gov"),
        "media-src": ("'self'",),
        "frame-src": ("https://maps.example.org",),
        "object-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'self'", "https://pay.example.org"),
        "frame-ancestors": ("'self'",),
    }


def test_pages_are_counted_and_the_first_is_named() -> None:
    image = ("image", "https://pictures.example.org/b.png")
    pages = [_page(URL), _page(URL + "a", image), _page(URL + "b", image, image)]

    (proposal,) = propose(pages)

    (source,) = [each for each in proposal.sources if each.source != "'self'"]
    assert (source.pages, source.first) == (2, URL + "a")


def test_each_origin_has_a_policy_of_its_own() -> None:
    found = propose([_page(URL), _page("https://api.example.gov/"), _page(URL + "a")])

    assert [(each.origin, each.pages) for each in found] == [
        ("https://www.example.gov", 2),
        ("https://api.example.gov", 1),
    ]


def test_what_it_would_stop_is_told() -> None:
    answers = {
        "security/inline-handlers": [
            {"verdict": "failed", "message": "handler", "facts": {"attribute": "onclick"}},
            {"verdict": "failed", "message": "link"},
        ]
    }
    refused = "Refused to evaluate a string as JavaScript because 'unsafe-eval' is not allowed"
    console = [{"level": "error", "source": "exception", "text": refused}]
    plain = ("image", "http://pictures.example.org/b.png")
    pages = [_page(URL, plain, answers=answers, console=console), _page(URL + "a", answers=answers)]

    (proposal,) = propose(pages)

    assert [(each.what, each.pages) for each in proposal.stopped] == [
        ("Code in onclick attributes", 2),
        ("Links whose address is code (javascript:)", 2),
        ("Files that come unencrypted from http://pictures.example.org", 1),
        ("Text that is run as code (eval)", 1),
    ]


def test_our_own_rules_have_nothing_against_it() -> None:
    cdn = ("script", "https://cdn.jsdelivr.net/npm/charts@4/charts.js")
    (proposal,) = propose([_page(URL, cdn)])

    fields = {"content-security-policy": proposal.text.replace("{random}", "q7Rk2pZx91LmVt4Ys8Bd")}
    page = page_of_data(url=URL, headers={"content-type": "text/html", **fields}, dom={})

    checks = (csp_missing, csp_unsafe, csp_complete, csp_bypassable_hosts)
    said = [outcome for module in checks for outcome in module.check(page)]
    assert [outcome for outcome in said if outcome.verdict != "passed"] == []
    assert said


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["civiscope", "csp", "propose", *map(str, arguments)])
    return main()


def test_the_command_prints_both_headers_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_evidence(tmp_path / "evidence", [_page(URL, ("image", "https://pictures.example.org/b"))])
    (tmp_path / "results.json").write_text("{}")

    codes = _run(monkeypatch, tmp_path), _run(monkeypatch, tmp_path / "results.json", "--json")

    text, _, facts = capsys.readouterr().out.partition("\n[")
    assert codes == (0, 0)
    assert "Content-Security-Policy-Report-Only: default-src 'self'; script-src 'nonce-{ra" in text
    assert "\n   Content-Security-Policy: default-src 'self'" in text
    assert "img-src https://pictures.example.org: 1 page, first https://www.example.gov/" in text
    assert json.loads("[" + facts)[0]["policy"]["object-src"] == ["'none'"]


def test_a_scan_that_saw_nothing_proposes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_evidence(tmp_path / "evidence", [])

    assert _run(monkeypatch, tmp_path) == 3
    assert "nothing to go by" in capsys.readouterr().err
