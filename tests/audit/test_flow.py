"""An audit runs without a command line: a request goes in, an outcome comes out."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.ci.known import IMAGES

from civiscope import ScanSettings, UsageError
from civiscope.audit.audit import AuditRequest, run_audit
from civiscope.audit.gather import ScanRequest
from civiscope.audit.gating import GateChoice, read_gating
from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.config import Config, Loaded
from civiscope.scan import Listener

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parks</title></head>
<body><main><h1>Parks</h1><img src="/b.png"></main></body></html>"""
LOADED = Loaded(Config(), None)


def request(folder: Path, *, exit_zero: bool = False) -> AuditRequest:
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    return AuditRequest(
        scan=ScanRequest(
            targets=(str(site),),
            rules=read_rules(LOADED.config, RuleChoice(only=(IMAGES,))),
            settings=ScanSettings(tabs=1),
        ),
        folder=folder / "out",
        gating=read_gating(LOADED, GateChoice(fail_on="minor"), known=dict[str, str]),
        reporting=read_reporting(LOADED.config, ReportChoice(formats=("sarif", "junit"))),
        exit_zero=exit_zero,
    )


@pytest.mark.browser
def test_a_request_becomes_an_outcome_and_files(tmp_path: Path) -> None:
    watched: list[str] = []

    @contextlib.contextmanager
    def watch() -> Generator[Listener]:
        yield Listener(
            page=lambda page, _: watched.append(page.url),
            begun=lambda: watched.append("begun"),
        )

    outcome = run_audit(request(tmp_path), watch)

    assert [issue.rule for issue in outcome.results.issues] == [IMAGES]
    assert (outcome.decision.status, outcome.exit_code) == ("failed", 1)
    assert [path.name for path in outcome.files] == ["results.sarif", "junit.xml"]
    assert all(path.is_file() for path in outcome.files)
    gate = json.loads((tmp_path / "out" / "gate.json").read_bytes())
    assert (gate["status"], gate["exit_code"]) == ("failed", 1)
    assert watched[0] == "begun"
    assert watched[1].endswith("/index.html")
    # What is there is kept, unless the request says otherwise.
    with pytest.raises(UsageError, match="already holds a scan"):
        run_audit(request(tmp_path))


@pytest.mark.browser
def test_a_soft_launch_ends_with_0_and_says_so(tmp_path: Path) -> None:
    outcome = run_audit(request(tmp_path, exit_zero=True))

    gate = json.loads((tmp_path / "out" / "gate.json").read_bytes())
    assert (outcome.exit_code, gate["exit_code"], gate["status"]) == (0, 0, "failed")
