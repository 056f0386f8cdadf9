"""The history of sites that do not exist: the same each time, and what there is to see in it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.openmetrics import parser
from sqlalchemy import select

from civiscope.cli.main import main
from civiscope_watch.demo.sites import LOOKED_AT, YEAR_DAYS, plan_sites
from civiscope_watch.store.history import open_history
from civiscope_watch.store.schema import run, site_fact


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["civiscope", "watch", *words])
        code = main()
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_newcomer_sees_a_year_and_its_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    code, text = said(capsys, "demo", "--sites", "2", "--data", "d", "--no-serve")

    assert code == 0
    assert "Made 2 sites and 36 runs in d: " in text
    assert "civiscope watch figures --by owner --data d" in text
    code, text = said(capsys, "demo", "--data", "d")
    assert (code, len(text.splitlines())) == (2, 1)
    assert (
        "d is there already. Remove it, name a new folder with --data, or look at it with" in text
    )
    shown = said(capsys, "show", "--data", "d")[1]
    assert "Larkmere Tax Office  https://tax.larkmere.example/" in shown
    with open_history(Path("d")) as found, found.database.reading() as connection:
        days = [row.started.date() for row in connection.execute(select(run))]
        assert len(connection.execute(select(site_fact)).all()) == 2
    today = datetime.now(UTC).date()
    assert today - timedelta(days=1) <= max(days) <= today
    assert max(days) - min(days) > timedelta(days=330)

    code, text = said(capsys, "figures", "--by", "owner", "--data", "d")
    assert code == 0
    assert text.splitlines()[0].startswith(("Local Government  2", "Treasury  2"))
    assert "Services usable by keyboard" in text
    assert "Time until the server responds             not measured" in text
    code, text = said(capsys, "figures", "--format", "json", "--figure", "problems", "--data", "d")
    months = json.loads(text)
    assert 11 <= len(months) <= 12
    assert [each["key"] for each in months[0]["figures"]] == ["problems"]
    code, text = said(capsys, "figures", "--format", "csv", "--by", "site", "--data", "d")
    assert text.splitlines()[0].startswith("name,month,sites,figure,unit,value,")
    code, text = said(capsys, "figures", "--format", "openmetrics", "--by", "owner", "--data", "d")
    read: Callable[[str], Iterable[Any]] = vars(parser)["text_string_to_metric_families"]
    names = {family.name for family in read(text)}
    assert {"civiscope_watch_problems", "civiscope_watch_barriers_per_page"} <= names
    code, text = said(capsys, "db", "rollup", "--data", "d")
    assert text == "2 sites: 0 months filled in, all sums made anew.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--by", "ownr"), "'ownr'"),
        (("--format", "xml"), "There is no format 'xml'"),
        (("--month", "November"), "--month takes a month, such as 2026-11"),
    ],
)
def test_figures_that_cannot_be_given_are_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    code, text = said(capsys, "figures", *words)

    assert code == 2
    assert sentence in text
    assert len(text.splitlines()) == 1


def test_the_plan_is_the_same_each_time_and_has_all_that_happens() -> None:
    sites = list(plan_sites(20))

    assert sites == list(plan_sites(20))
    assert len({site.url for site in sites}) == 40
    assert {site.fate for site in sites} == {"runs", "stale", "down", "missed"}
    problems = [problem for site in sites for problem in site.problems]
    assert any(len(problem.spans) > 1 for problem in problems)
    assert any(site.grown_on < YEAR_DAYS for site in sites)
    assert any(site.certificate_days < 7 for site in sites)
    assert {problem.rule for problem in problems} <= set(LOOKED_AT)


@pytest.mark.slow
def test_the_dashboard_is_served_until_it_is_ended(tmp_path: Path) -> None:
    words = ["demo", "--sites", "1", "--data", "d", "--port", "0"]
    command = [sys.executable, "-m", "civiscope", "watch", *words]
    with subprocess.Popen(  # noqa: S603 # our own
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "The dashboard is at " in line)
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address is not None
        page = httpx.get(address[0], timeout=300)
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=300)

    assert (code, page.status_code) == (0, 200)
    assert "Larkmere Tax Office" in page.text
