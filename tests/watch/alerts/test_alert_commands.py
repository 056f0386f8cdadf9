"""`civiscope watch alerts`, as people type it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.watch.alerts.sinks import WebSink
from tests.watch.scans import scan

from civiscope.cli.main import main
from civiscope.results.file import write
from civiscope_watch.store.history import open_history
from civiscope_watch.store.schema import site_fact


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["civiscope", "watch", *words])
        code = main()
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_the_first_alert(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    web: WebSink,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPS_URL", f"{web.url}/very-secret")
    web.statuses = [200, 404]
    said(capsys, "init")

    told = [
        said(capsys, *words)
        for words in (
            ("alerts", "list"),
            ("alerts", "channel", "ops", "--kind", "slack", "--secret", "env:OPS_URL"),
            ("alerts", "test", "ops"),
            ("alerts", "remove", "ops"),
            (
                *("alerts", "channel", "ops", "--kind", "slack"),
                *("--secret", "env:OPS_URL", "--private"),
            ),
            ("alerts", "test", "ops"),
            ("alerts", "add", "seen", "--on", "unsen", "--to", "ops"),
            ("alerts", "add", "seen", "--on", "unseen", "--to", "opps"),
            ("alerts", "add", "seen", "--on", "unseen", "--to", "ops", "--days", "2"),
            ("alerts", "send"),
        )
    ]
    past = datetime.now(UTC).date() - timedelta(days=9)
    write(scan(past.isoformat(), {}), tmp_path / "results.json")
    told.append(said(capsys, "import", "results.json"))
    told.append(said(capsys, "alerts", "send"))
    told.append(said(capsys, "alerts", "list"))

    assert [code for code, _ in told] == [0, 0, 3, 0, 0, 0, 2, 2, 0, 0, 0, 3, 0]
    words = [text for _, text in told]
    assert words[0].startswith("No channels. Add one with ")
    assert words[2].startswith("127.0.0.1 is at 127.0.0.1, a loopback address. If it is meant, ")
    assert words[5] == "The server took the message.\n"
    assert "Did you mean" in words[6] or "unseen" in words[6]
    assert "There is no channel 'opps'" in words[7]
    assert words[8] == "Added the rule seen: unseen, of all sites.\n"
    assert words[9] == "Nothing to send.\n"
    assert words[11].startswith("not sent  seen by slack ops: 127.0.0.1 responded with status 404")
    assert "last problem: 127.0.0.1 responded with status 404" in words[12]
    assert "rule     seen  unseen 2 days  all sites  to ops  (1 waiting)" in words[12]
    assert not any("very-secret" in text for text in words)
    code, text = said(capsys, "alerts", "list", "--json")
    assert code == 0
    assert json.loads(text)["rules"][0]["digests"]["waiting"] == 1


@pytest.mark.parametrize(
    ("content", "gate"),
    [('{"status": "passed"}', "passed"), ('{"status": "odd"}', "failed"), ("[", "failed")],
)
def test_results_that_are_imported_bring_the_word_of_their_own_gate(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str,
    gate: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said(capsys, "init")
    write(scan("2026-11-01", {"seal": ["/"]}), tmp_path / "results.json")
    (tmp_path / "gate.json").write_text(content, encoding="utf-8")

    said(capsys, "import", "results.json")

    with (
        open_history(tmp_path / "civiscope-watch") as found,
        found.database.reading() as connection,
    ):
        assert connection.execute(select(site_fact.c.gate)).scalar_one() == gate
