"""One comment on a pull request: found again, changed only when something did, nobody else's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.ci.known import baseline, found, results
from tests.scanner.cli.conftest import Call

from civiscope.errors import InconclusiveError, UsageError
from civiscope.results import Results
from civiscope_ci import Against, decide
from civiscope_ci.gate import file as gate_file
from civiscope_ci.systems.github.comment import CommentTarget, body, publish, run_address

SHA = "0123456789abcdef0123456789abcdef01234567"


@dataclass(slots=True)
class Api:
    """The part of GitHub's API that comments need."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    pulls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    asked: list[str] = field(default_factory=list[str])
    refuses: int = 0

    @property
    def place(self) -> CommentTarget:
        """Where to comment."""
        return CommentTarget(self.url, "example/site", "token")

    def answer(self, method: str, path: str, data: dict[str, Any]) -> tuple[int, Any]:
        """Answer as GitHub does."""
        self.asked.append(f"{method} {path}")
        if self.refuses:
            return self.refuses, {}
        if path == f"/repos/example/site/commits/{SHA}/pulls":
            return 200, self.pulls
        if method == "GET":
            return 200, self.comments
        if method == "POST":
            self.comments.append({"id": 7, "user": {"type": "Bot"}, **data})
            return 201, {}
        comment = next(c for c in self.comments if path.endswith(f"/{c['id']}"))
        comment |= data
        return 200, {}


@pytest.fixture
def api() -> Iterator[Api]:
    """A server that keeps comments."""
    kept = Api()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            data = json.loads(self.rfile.read(length) or b"{}")
            assert self.headers["Authorization"] == "Bearer token"
            status, said = kept.answer(self.command, urlsplit(self.path).path, data)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def comment(folder: Path, now: Results, summary: str = "## Parks") -> str:
    gate_file.write(decide(now, against=Against(baseline())), folder / "gate.json")
    (folder / "summary.md").write_text(summary, encoding="utf-8")
    return body(folder)


def test_a_comment_is_written_then_changed_then_left_alone(api: Api, tmp_path: Path) -> None:
    clean = comment(tmp_path, results())
    broken = comment(tmp_path, results(found()), "## One problem")
    later = comment(tmp_path, results(found()), "## One problem, told on another day")

    done = [publish(text, api.place, number=5) for text in (clean, broken, later)]

    assert done == ["written", "changed", "unchanged"]
    (kept,) = api.comments
    assert kept["body"] == broken
    assert broken.startswith("<!-- civiscope:")
    assert broken.endswith(" -->\n## One problem")


def test_a_comment_of_somebody_else_with_our_mark_is_left_alone(api: Api, tmp_path: Path) -> None:
    text = comment(tmp_path, results())
    api.comments.append({"id": 3, "user": {"type": "User"}, "body": text})

    assert publish(text, api.place, number=5) == "written"
    assert [each["id"] for each in api.comments] == [3, 7]


def test_the_pull_request_is_found_by_the_commit_that_is_its_head(api: Api, tmp_path: Path) -> None:
    api.pulls = [
        {"number": 4, "state": "closed", "head": {"sha": SHA}},
        {"number": 5, "state": "open", "head": {"sha": "f" * 40}},
        {"number": 6, "state": "open", "head": {"sha": SHA}},
    ]

    publish(comment(tmp_path, results()), api.place, commit=SHA)

    assert api.asked[-1] == "POST /repos/example/site/issues/6/comments"


def test_a_comment_leads_to_the_run_that_keeps_the_reports(tmp_path: Path) -> None:
    comment(tmp_path, results())
    runner = {
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "example/site",
        "GITHUB_RUN_ID": "12",
    }

    address = run_address(runner)

    assert address == "https://github.example/example/site/actions/runs/12"
    assert f"]({address}#artifacts)\n" in body(tmp_path, address)
    # What comments on forks runs by itself, and has no reports.
    assert run_address(runner | {"CIVISCOPE_RUN": "11"}).endswith("/actions/runs/11")
    assert run_address(runner | {"GITHUB_RUN_ID": "1) [x](y"}) == ""
    assert run_address({}) == ""


def test_what_goes_wrong_is_told_in_a_sentence(api: Api, tmp_path: Path) -> None:
    text = comment(tmp_path, results())

    with pytest.raises(InconclusiveError, match="No open pull request has the head"):
        publish(text, api.place, commit=SHA)
    with pytest.raises(UsageError, match="'main' is not a commit"):
        publish(text, api.place, commit="main")
    api.refuses = 403
    with pytest.raises(InconclusiveError, match=r"answered 403\. The token may lack the perm"):
        publish(text, api.place, number=5)
    with pytest.raises(UsageError, match="A comment needs CIVISCOPE_TOKEN"):
        CommentTarget.of({"GITHUB_REPOSITORY": "example/site"})
    with pytest.raises(UsageError, match="audit first"):
        body(tmp_path / "nowhere")


def test_the_command_asks_for_one_pull_request(call: Call, tmp_path: Path) -> None:
    both = call("ci", "comment", ".", "--pull-request", "1", "--commit", SHA)

    assert (both.code, both.errors) == (
        2,
        ["civiscope: Name the pull request by --pull-request or by --commit."],
    )
