"""Lists: brought by the user, noted with licence, date and checksum, and never trusted blindly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from civiscope.cli.app import app
from civiscope.lists.mandates import mandate_of
from civiscope.lists.registry import ListError, all_lists, filters_in_use
from civiscope.lists.update import update
from civiscope.model import Initiator, Request

TEXT = "! Title: Test\n! Last modified: 05 Nov 2026 09:10 UTC\n||tracker.example.org^\n"
PAGE = "https://www.example.gov/"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<html><p>Not here</p></html>" if "page" in self.path else TEXT.encode()
        self.send_response(404 if "missing" in self.path else 200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = HTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_a_list_is_fetched_and_what_it_is_noted(server: str, tmp_path: Path) -> None:
    brought = update("easyprivacy", tmp_path, source=f"{server}/list.txt")

    assert (brought.dated, brought.rules, brought.licence) == (
        date(2026, 11, 5),
        1,
        "GPL-3.0-or-later OR CC-BY-SA-3.0",
    )
    assert brought.age(date(2026, 11, 23)) == 18
    assert brought in all_lists(tmp_path)


def test_a_brought_list_is_in_use(tmp_path: Path) -> None:
    source = tmp_path / "mine.txt"
    source.write_text(TEXT)
    update("mine", tmp_path / "lists", source=str(source), licence="CC0-1.0")

    filters, lists = filters_in_use(tmp_path / "lists")
    match = filters.match("https://tracker.example.org/x", "image", PAGE)

    assert match is not None
    assert (match.rule, lists[match.list_name].dated) == (
        "||tracker.example.org^",
        date(2026, 11, 5),
    )


@pytest.mark.parametrize(
    ("name", "path", "licence", "said"),
    [
        ("unknown", "", "", "There is no list 'unknown'"),
        ("mine", "/list.txt", "", "Say with --licence"),
        ("mine", "/list.txt", "CC-BY-NC-SA-4.0", "forbids commercial use"),
        ("../mine", "/list.txt", "MIT", "is not a name for a list"),
        ("mine", "/page", "MIT", "is not a filter list"),
        ("mine", "/missing", "MIT", "could not be fetched"),
    ],
)
def test_what_cannot_be_used_is_refused(
    server: str, tmp_path: Path, name: str, path: str, licence: str, said: str
) -> None:
    with pytest.raises(ListError, match=said):
        update(name, tmp_path, source=server + path if path else "", licence=licence)

    assert list(tmp_path.iterdir()) == []


def test_a_list_that_was_changed_afterwards_is_not_used(tmp_path: Path) -> None:
    source = tmp_path / "mine.txt"
    source.write_text(TEXT)
    update("mine", tmp_path / "lists", source=str(source), licence="MIT")
    (tmp_path / "lists" / "mine.txt").write_text("||example.gov^")

    with pytest.raises(ListError, match="SHA-256"):
        filters_in_use(tmp_path / "lists")


def test_damaged_notes_are_told(tmp_path: Path) -> None:
    (tmp_path / "lists.json").write_text("{")

    with pytest.raises(ListError, match="damaged"):
        all_lists(tmp_path)


def test_every_packed_list_has_a_licence_and_a_version_or_date(tmp_path: Path) -> None:
    packed = all_lists(tmp_path)

    assert {one.kind for one in packed} == {
        *("filters", "consent rules", "parties", "public suffixes", "cookies", "mandates"),
        "libraries",
    }
    assert all(one.licence and (one.version or one.dated) for one in packed)
    assert not [one for one in packed if "NC" in one.licence]


def test_the_commands_bring_and_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVISCOPE_LISTS", str(tmp_path / "lists"))
    source = tmp_path / "mine.txt"
    source.write_text(TEXT)
    arguments = ["lists", "update", "mine", "--from", str(source), "--licence", "MIT"]

    brought = CliRunner().invoke(app, arguments)
    shown = CliRunner().invoke(app, ["lists", "show"])

    assert (brought.exit_code, shown.exit_code) == (0, 0)
    line = next(line for line in shown.stdout.splitlines() if line.startswith("mine "))
    assert "1 rules, of 2026-11-05" in line
    assert "Not here: easyprivacy, easylist" in shown.stdout


DAP = "https://dap.digitalgov.gov/Universal-Federated-Analytics-Min.js"
COLLECT = "https://www.google-analytics.com/g/collect"


@pytest.mark.parametrize(
    ("request_", "page", "mandated"),
    [
        (Request(DAP + "?agency=EX", "script"), PAGE, True),
        (Request(PAGE + "js/Universal-Federated-Analytics-Min.js", "script"), PAGE, True),
        (Request(COLLECT, "ping", initiator=Initiator("script", stack=(DAP,))), PAGE, True),
        (Request(COLLECT, "ping"), PAGE, False),
        (Request(DAP, "script"), "https://www.example.org/", False),
    ],
)
def test_only_what_a_mandate_makes_a_site_send_is_mandated(
    request_: Request, page: str, mandated: bool
) -> None:
    assert (mandate_of(request_, page) is not None) is mandated
