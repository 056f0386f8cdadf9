"""`civiscope statement check`: files of every kind, addresses, and what is no statement."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.command import Ran
from tests.plain_results import plain_results

Call = Callable[..., Ran]
TEXT = """# Accessibility statement for Larkmere Council

Larkmere Council is committed to making its website accessible, in accordance with the Public Sector
Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. This statement
applies to larkmere.example.

## Compliance status
This website is {status} compliant with the WCAG version 2.2 AA standard.

## Preparation of this accessibility statement
This statement was prepared on 3 March 2024. It was last reviewed on {reviewed}.
The site was tested by our own staff. Write to access@larkmere.example.
The EHRC enforces the regulations; see [EASS](https://www.equalityadvisoryservice.com/).
"""


def _json(ran: Ran) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.out)
    return found


def _ids(found: dict[str, Any]) -> set[str]:
    return {f"{each['rule']}: {each['message_id']}" for each in found["findings"]}


def test_a_text_gives_one_object(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT.format(status="partially", reviewed="4 March 2025"), encoding="utf-8")

    found = _json(call("statement", "check", file, "--json"))

    assert found["status"] == "partial"
    assert found["sentence"].startswith("This website is partially compliant")
    assert found["dates"]["prepared"] == "2024-03-03"
    assert found["dates"]["reviewed"] == "2025-03-04"
    assert found["jurisdiction"]["code"] == "GB"
    assert "access@" not in json.dumps(found)
    assert len(found["questions"]) == 42


def test_a_date_to_come_fails(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT.format(status="fully", reviewed="4 March 2099"), encoding="utf-8")

    ran = call("statement", "check", file, "--json")

    assert ran.code == 1
    assert "statement/review-date: future" in _ids(_json(ran))


def test_a_date_that_a_script_writes_is_told(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.html"
    file.write_text(
        "<html lang='de'><body><main><h1>Erklärung zur Barrierefreiheit</h1><p>Die Website ist "
        "teilweise mit der BITV 2.0 vereinbar.</p><p>Zuletzt aktualisiert am <span id='d'></span>"
        "</p><script>document.getElementById('d').textContent = new Date().toLocaleDateString('de')"
        "</script></main></body></html>",
        encoding="utf-8",
    )

    found = _json(call("statement", "check", file, "--json"))

    assert found["status"] == "partial"
    assert any("behind “Zuletzt aktualisiert am”" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "Prepared on <script>document.write(new Date().toLocaleDateString())</script>",
            "behind “Prepared on”",
        ),
        (
            "Reviewed: <time id=when></time><script>$('#when').text(new Date().toDateString())"
            "</script>",
            "behind “Reviewed:”",
        ),
        (
            "Reviewed: <time id=when></time><script>const day = new Date(); "
            "show(day.toDateString()).innerHTML</script>",
            "on which it is shown.",
        ),
        ("Reviewed: <time id=when></time><script>track(new Date())</script>", ""),
    ],
)
def test_where_a_script_writes_the_day_is_told(
    call: Call, tmp_path: Path, script: str, said: str
) -> None:
    file = tmp_path / "statement.html"
    file.write_text(
        "<html lang='en'><h1>Accessibility statement</h1><p>This website is partially compliant "
        f"with WCAG 2.2 AA.</p><p>{script}</p></html>",
        encoding="utf-8",
    )

    notes = _json(call("statement", "check", file, "--json"))["notes"]

    assert any(said in note for note in notes) if said else not notes, notes


def test_two_statuses_are_a_finding(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    text = TEXT.format(status="fully", reviewed="4 March 2025")
    file.write_text(
        text + "\n\nThis website is not compliant with the WCAG 2.2 AA standard.\n",
        encoding="utf-8",
    )

    found = _json(call("statement", "check", file, "--json"))

    assert "statement/status: two" in _ids(found)


def test_a_statement_in_a_frame_is_said_to_be_there(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.html"
    file.write_text(
        "<html lang='en'><body><main><h1>Accessibility statement</h1>"
        "<iframe src='https://www.example.gov/inner'></iframe></main></body></html>",
        encoding="utf-8",
    )

    found = _json(call("statement", "check", file, "--json"))

    assert found["status"] == "none"
    assert any("frame" in note for note in found["notes"])


def test_text_in_an_accordion_is_read(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.html"
    file.write_text(
        "<html lang='en'><body><main><h1>Accessibility statement</h1><details><summary>Status"
        "</summary><div hidden><p>This website is not compliant with WCAG 2.2 AA.</p></div>"
        "</details></main></body></html>",
        encoding="utf-8",
    )

    assert _json(call("statement", "check", file, "--json"))["status"] == "non"


def test_a_language_that_is_not_known_is_told(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text("ይህ ድረ ገጽ ተደራሽ ነው። " * 20, encoding="utf-8")

    found = _json(call("statement", "check", file, "--json"))

    assert found["status"] == "none"
    assert found["language"] == ""
    assert any("language" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "Word"),
        (b"\x89PNG\r\n", "picture"),
        (b"", "no text"),
        (b"<html><body><main><img src=a.png></main></body></html>", "pictures"),
    ],
)
def test_what_holds_no_text_is_inconclusive(
    call: Call, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "statement"
    file.write_bytes(content)

    ran = call("statement", "check", file)

    assert ran.code == 3
    assert len(ran.errors) == 1
    assert said in ran.errors[0]


def test_what_is_not_there_and_codes_that_are_not_known_are_wrong_use(
    call: Call, tmp_path: Path
) -> None:
    assert call("statement", "check", tmp_path / "none.txt").code == 2
    ran = call("statement", "check", tmp_path / "none.txt", "--jurisdiction", "XX")
    assert ran.code == 2
    assert "GB, NI" in ran.errors[0]


def test_the_questions_are_a_table(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT.format(status="partially", reviewed="4 March 2025"), encoding="utf-8")

    rows = call("statement", "check", file, "--questions").out.splitlines()

    assert len(rows) == 43
    assert {row.split(",")[-2] for row in rows[1:]} == {"pass", "fail", "person"}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve a site whose statement claims to conform fully, behind more pages than are visited."""
    folder = tmp_path / "site"
    folder.mkdir()
    links = "".join(f"<li><a href='/p{n}.html'>Page {n}</a></li>" for n in range(30))
    page = (
        "<html lang=en><title>{title}</title><body><header><nav><ul>"
        + links
        + "</ul></nav></header>"
        "<main><h1>{title}</h1>{main}</main><footer><a href='/accessibility-statement.html'>"
        "Accessibility statement</a></footer></body></html>"
    )
    for n in range(30):
        text = page.format(title=f"Page {n}", main=f"<p>Number {n}</p>")
        (folder / f"p{n}.html").write_text(text, encoding="utf-8")
    main = "<p>Welcome</p><button></button><img src='/none.png'>"
    (folder / "index.html").write_text(page.format(title="Larkmere", main=main), encoding="utf-8")
    blocks = TEXT.format(status="fully", reviewed="4 March 2025").replace("#", "").split("\n\n")
    statement = "".join(f"<p>{block}</p>" for block in blocks)
    (folder / "accessibility-statement.html").write_text(
        page.format(title="Accessibility statement", main=statement), encoding="utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_scan_visits_the_statement_and_holds_it_against_what_it_proves(
    civiscope: Call, site: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    civiscope("audit", f"{site}/", "--max-pages", "3", "--format", "json", "--out", out)

    results = plain_results(out)
    visited = [page["url"] for page in results["pages"]]
    assert f"{site}/accessibility-statement.html" in visited
    found = {(f["rule"], f["message_id"]): f for f in results["findings"]}
    contradicted = found["statement/contradicted", "fails"]
    assert "4.1.2" in contradicted["message"] or "1.1.1" in contradicted["message"]


def test_an_address_is_visited(civiscope: Call, site: str) -> None:
    ran = civiscope("statement", "check", f"{site}/accessibility-statement.html", "--json")

    assert _json(ran)["status"] == "full"
