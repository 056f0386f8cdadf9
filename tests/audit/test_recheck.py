"""What is new is looked for again, and a whim fails no build."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.ci.known import IMAGES
from tests.end_to_end.command import run

from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline import file as baseline_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parks</title></head>
<body><main><h1>Parks</h1>{}<img class="steady" src="/b.png"></main></body></html>"""


@pytest.fixture
def site() -> Iterator[str]:
    """A page with a fault that every visit sees, and one that only the first does."""
    visits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            whim = ""
            if self.headers.get("Sec-Fetch-Dest") == "document":
                visits.append(self.path)
                whim = '<img class="whim" src="/a.png">' if len(visits) == 1 else ""
            body = PAGE.format(whim).encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def known(folder: Path) -> None:
    """Make a baseline that knows no issue, and no engine to be lenient about."""
    (folder / "civiscope.toml").write_text("[gate]\nengine_grace = 0\n", encoding="utf-8")
    nothing = Baseline("2026-11-23", "2026-11-23", {}, (IMAGES,), ("/",))
    baseline_file.write(nothing, folder / "known.json")


def states(folder: Path) -> dict[str, str]:
    gate = json.loads((folder / "civiscope-out" / "gate.json").read_bytes())
    return {each["component"]: each["state"] for each in gate["issues"]}


def test_what_only_the_first_visit_saw_is_flaky_and_the_rest_fails(
    site: str, tmp_path: Path
) -> None:
    known(tmp_path)
    baseline_text = (tmp_path / "known.json").read_bytes()

    ran = run(
        *("audit", site, "--rule", IMAGES, "--max-pages", "1", "--baseline", "known.json"),
        folder=tmp_path,
    )

    assert ran.code == 1, ran.err
    assert states(tmp_path) == {"img.steady": "new", "img.whim": "flaky"}
    assert "Visiting 1 page again, to see once more what is new." in ran.err
    assert (tmp_path / "known.json").read_bytes() == baseline_text


def test_a_folder_is_served_once_more_to_look_again(tmp_path: Path) -> None:
    built = tmp_path / "built"
    built.mkdir()
    (built / "index.html").write_text(PAGE.format(""), encoding="utf-8")
    known(tmp_path)

    options = ("--rule", IMAGES, "--baseline", "known.json", "--exit-zero")
    ran = run("audit", built, *options, folder=tmp_path)

    gate = json.loads((tmp_path / "civiscope-out" / "gate.json").read_bytes())
    assert (ran.code, gate["status"], gate["exit_code"]) == (0, "failed", 0), ran.err
    assert states(tmp_path) == {"img.steady": "new"}
    confirmed = tmp_path / "civiscope-out" / "evidence" / "confirm-1" / "end.json"
    assert confirmed.is_file()
