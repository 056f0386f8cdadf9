"""The commands of the history, as people type them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.watch.scans import scan

from civiscope.cli.main import main
from civiscope.results.file import write


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["civiscope", *words])
        code = main()
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def past(folder: Path, *days: str) -> None:
    for number, day in enumerate(days):
        found = {"seal": ["/"]} if number == 0 else {}
        (folder / day).mkdir(parents=True)
        write(scan(day, found), folder / day / "results.json")


def test_a_schedule_that_no_site_belongs_to_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["watch schedule add @daily --tag tax", "watch schedule add @daily --all"]
    said(capsys, "watch", "init")

    tagged, every = (said(capsys, *line.split()) for line in words)
    said(capsys, "watch", "sites", "add", "a.gov")
    now = said(capsys, *words[1].split())

    assert "No site belongs to it yet; `civiscope watch sites tag SITE tax` changes" in tagged[1]
    assert "No site belongs to it yet; `civiscope watch sites add URL` changes" in every[1]
    assert now[1].count("\n") == 1


def test_the_first_minutes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    past(tmp_path / "audits", "2026-11-01", "2026-11-02")
    (tmp_path / "sites.csv").write_text("url,owner,tags\na.gov,Finance,eu\nno\n", encoding="utf-8")

    told = [
        said(capsys, *words.split())
        for words in (
            "watch show",
            "watch init",
            "watch init",
            "watch show",
            "watch sites import sites.csv --tag national",
            "watch sites tag a.gov --add tax,money --remove eu",
            "watch sites list --tag tax",
            "watch import audits",
            "watch import audits",
        )
    ]

    assert [code for code, _ in told] == [2, 0, 0, 0, 2, 0, 0, 0, 0]
    words = [text for _, text in told]
    assert (
        "There is no history in civiscope-watch. Make one with `civiscope watch init`" in words[0]
    )
    assert words[1].startswith("Made a history in civiscope-watch.\nNext: ")
    assert "already; it stays as it is" in words[2]
    assert words[3].startswith("No sites. Add some with ")
    assert "sites.csv, line 3: 'no' names no host" in words[4]
    assert "1 sites added, 0 known already, 1 rows not taken" in words[4]
    assert words[5] == "https://a.gov/: money, national, tax\n"
    assert words[6] == "     1  https://a.gov/  a.gov  Finance  money, national, tax\n"
    assert words[7] == (
        "https://www.example.gov/: recorded, 1 opened\n"
        "https://www.example.gov/: recorded, 1 fixed\n"
    )
    assert words[8] == "https://www.example.gov/: known already\n" * 2

    code, shown = said(capsys, "watch", "show")
    assert code == 0
    assert shown.splitlines()[1:] == [
        "       -        -        -      -  never       a.gov  https://a.gov/",
        "       0        0        0      0  2026-11-02  www.example.gov  https://www.example.gov/",
    ]
    code, shown = said(capsys, "watch", "show", "www.example.gov", "--all")
    assert "critical  fixed      since 2026-11-01  Images have a text alternative" in shown
    code, shown = said(capsys, "watch", "show", "www.example.gov", "--all", "--json")
    [issue] = json.loads(shown)["issues"]
    assert (issue["state"], issue["first_seen"]) == ("fixed", "2026-11-01")
    assert [row["name"] for row in json.loads(said(capsys, "watch", "show", "--json")[1])] == [
        "a.gov",
        "www.example.gov",
    ]


def test_results_that_cannot_be_read_are_named_and_the_rest_is_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    past(tmp_path / "audits", "2026-11-01")
    (tmp_path / "audits" / "bad").mkdir()
    (tmp_path / "audits" / "bad" / "results.json").write_text("{}", encoding="utf-8")
    said(capsys, "watch", "init")

    code, text = said(capsys, "watch", "import", "audits")

    assert code == 2
    assert "audits/bad/results.json: not imported: " in text
    assert "https://www.example.gov/: recorded" in text


def test_the_database_is_looked_after(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    past(tmp_path / "audits", "2026-11-01", "2026-11-02", "2026-11-03")
    for words in ("watch init --data h", "watch import audits --data h"):
        said(capsys, *words.split())

    told = [
        said(capsys, *words.split(), "--data", "h")
        for words in (
            "watch db prune --keep 1",
            "watch db prune --keep 1 --yes",
            "watch db backup copy.db",
            "watch db upgrade",
            "watch db move sqlite:///moved.db",
            "watch sites remove www.example.gov",
            "watch sites remove www.example.gov --yes",
            "watch sites list",
        )
    ]

    assert [code for code, _ in told] == [0, 0, 0, 0, 0, 2, 0, 0]
    lines = [text for _, text in told]
    assert lines[0].startswith("Would remove (say --yes): results of 1 runs and 0 files of no run")
    assert lines[1].startswith("Removed: results of 1 runs")
    assert (tmp_path / "copy.db").is_file()
    assert lines[3].endswith("already.\n")
    assert "        3  run\n" in lines[4]
    assert "say --yes to do so" in lines[5]
    assert lines[7] == ""
    assert (
        "www.example.gov"
        in said(capsys, "watch", "show", "--db", "sqlite:///moved.db", "--data", "h")[1]
    )


def test_a_site_keeps_its_journeys_wherever_it_is_scanned_from(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    step = 'start = "/permits/"\n[[step]]\nstate = "start"\n'
    (tmp_path / "permit.toml").write_text(step, encoding="utf-8")
    (tmp_path / "sites.csv").write_text("url\na.gov\n", encoding="utf-8")
    for words in ("watch init", "watch sites import sites.csv"):
        assert said(capsys, *words.split())[0] == 0

    code, kept = said(capsys, *["watch", "sites", "set", "a.gov", "--journey", "permit.toml"])
    gone = said(capsys, *["watch", "sites", "set", "a.gov", "--journey", "permits.toml"])

    assert code == 0
    assert f'journeys = ["{tmp_path / "permit.toml"}"]' in kept
    assert gone == (2, "civiscope: There is no journey file permits.toml.\n")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("sqlalchemy", "pip install 'civiscope[watch]'"),
        ("psycopg", "pip install 'civiscope[fleet]'"),
    ],
)
def test_without_the_extra_one_sentence_says_what_to_install(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
    sentence: str,
) -> None:
    for name in [
        name for name in sys.modules if name.split(".")[0] in {missing, "civiscope_watch"}
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)

    code, text = said(capsys, "watch", "init", "--db", "postgresql://127.0.0.1:1/x")

    assert code == 2
    assert sentence in text
    assert len(text.splitlines()) == 1


def test_no_other_command_loads_what_the_history_needs() -> None:
    look = (
        "import sys, civiscope.cli.app; "
        "print({'sqlalchemy', 'alembic', 'civiscope_watch'} & set(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 # our own
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"
