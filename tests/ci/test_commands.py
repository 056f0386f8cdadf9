"""The commands of the gate and the baseline: what they write, say and end with."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.ci.known import IMAGES, found, results
from tests.scanner.cli.conftest import Call

from civiscope.results import Results
from civiscope.results import file as results_file
from civiscope.testing import make_scan
from civiscope_ci.baseline import file as baseline_file

SEAL = found("i1", on=("/", "/a"))
MAP = found("i2", component="img.map", on=("/b",))


def written(folder: Path, name: str, now: Results) -> Path:
    """Write results of which all that a file needs is there."""
    path = folder / name / "results.json"
    results_file.write(now, path)
    return path.parent


def today(days: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def test_a_baseline_is_made_then_held_against_then_changed(call: Call, tmp_path: Path) -> None:
    before = written(tmp_path, "before", results(SEAL))
    after = written(tmp_path, "after", results(MAP))

    made = call("baseline", "create", before, "--out", "known.json")
    same = call("gate", before, "--baseline", "known.json")
    other = call("gate", after, "--baseline", "known.json")
    differs = call("baseline", "diff", "known.json", after)
    accepted = call(
        *("baseline", "accept", after, IMAGES, "--baseline", "known.json"),
        *("--reason", "The supplier knows."),
    )
    pruned = call("baseline", "prune", after, "--baseline", "known.json")
    settled = call("baseline", "diff", "known.json", after)

    assert made.out == "known.json knows 1 issue on 3 pages. Review it, then commit it.\n"
    assert [each.code for each in (made, same, other, differs)] == [0, 0, 1, 1]
    assert other.out == (
        "1 issue of severity serious or worse is new; the first is “Images have a text "
        "alternative” (critical).\n"
    )
    assert differs.out.splitlines()[-1] == "1 new, 0 reopened, 1 fixed, 0 unverified."
    assert accepted.out.splitlines()[-1] == "known.json: 1 issue accepted."
    assert pruned.out.splitlines()[-1] == "known.json: 1 issue no longer expected."
    assert (settled.code, settled.out) == (0, "0 new, 0 reopened, 0 fixed, 0 unverified.\n")


def test_the_gate_never_writes_the_baseline_and_suggests_one(call: Call, tmp_path: Path) -> None:
    before = written(tmp_path, "before", results(SEAL))
    after = written(tmp_path, "after", results(MAP))
    call("baseline", "create", before, "--out", "known.json")
    known = (tmp_path / "known.json").read_bytes()

    call("gate", after, "--baseline", "known.json")

    assert (tmp_path / "known.json").read_bytes() == known
    suggested = after / "baseline.suggested.json"
    assert call("gate", after, "--baseline", suggested).code == 0
    assert [entry.component for entry in baseline_file.read(suggested).open] == ["img.map"]


def test_a_first_run_fails_loudly_or_reports_as_configured(call: Call, tmp_path: Path) -> None:
    now = written(tmp_path, "now", results(SEAL))

    loud = call("gate", now, "--baseline", "known.json")
    (tmp_path / "civiscope.toml").write_text(
        '[gate]\nbaseline = "known.json"\nfirst_run = "report"\n', encoding="utf-8"
    )
    reported = call("gate", now)

    assert (loud.code, reported.code) == (1, 0)
    assert loud.out.startswith("This is a first run: there is no baseline known.json yet")
    assert reported.out.startswith("This is a first run: there is no baseline ")
    assert not (tmp_path / "known.json").exists()
    assert (now / "baseline.suggested.json").is_file()


def test_exit_zero_changes_the_code_and_nothing_that_is_said(call: Call, tmp_path: Path) -> None:
    now = written(tmp_path, "now", results(SEAL))

    ran = call("gate", now, "--exit-zero")

    gate = json.loads((now / "gate.json").read_bytes())
    assert (ran.code, gate["status"], gate["exit_code"]) == (0, "failed", 0)


def test_the_gate_table_of_the_configuration_is_the_policy(call: Call, tmp_path: Path) -> None:
    now = written(tmp_path, "now", results(SEAL))
    (tmp_path / "civiscope.toml").write_text(
        "[gate]\n"
        'fail_on = { new = "never", waiver_expired = "minor" }\n'
        'warn_on = { new = "minor" }\n'
        "max = { critical = 5 }\n"
        'base_urls = { "http://localhost:3000/" = "https://www.example.gov/" }\n'
        "[[gate.override]]\n"
        'url = "/a"\n'
        'fail_on = "critical"\n',
        encoding="utf-8",
    )

    ran = call("gate", now, "--json")

    gate = json.loads(ran.out)
    assert (ran.code, gate["policy"]["overrides"][0]["url"]) == (1, "/a")
    assert gate["policy"]["fail_on"] == {"new": "never", "waiver-expired": "minor"}
    assert gate["policy"]["warn_on"] == {"engine-new": "minor", "new": "minor"}
    assert {"issues", "warn-new", "warn-engine-new", "max.critical"} <= {
        check["name"] for check in gate["checks"]
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('fail_on = "high"', "line 2: gate.fail_on: input should be 'critical', 'serious'"),
        ('fail_on = { newish = "minor" }', "line 2: there is no setting 'newish'; did you mean"),
        ('warn_on = { new = "bad" }', "line 2: gate.warn_on.new: input should be 'critical'"),
        ('[[gate.override]]\nulr = "/"', "line 3: there is no setting 'ulr'; did you mean 'url'?"),
        ("max = { high = 1 }", "max.\"high\": 'high' is not an area, state or severity"),
        ("confirm_new = 9", "line 2: gate.confirm_new: input should be less than or equal to 5"),
    ],
)
def test_a_wrong_gate_table_is_told(call: Call, tmp_path: Path, text: str, sentence: str) -> None:
    now = written(tmp_path, "now", results())
    (tmp_path / "civiscope.toml").write_text(f"[gate]\n{text}\n", encoding="utf-8")

    ran = call("gate", now)

    assert ran.code == 2
    (said,) = ran.errors
    begin = f"{tmp_path}/civiscope.toml, "
    assert said.removeprefix("civiscope: ").removeprefix(begin).startswith(sentence)


def test_waivers_are_read_before_anything_is_visited(call: Call, tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_text(
        f'[[waiver]]\nrule = "{IMAGES}x"\nmatch = {{ url = "*" }}\nowner = "a@example.gov"\n'
        f'reason = "A reason that is long enough."\ncreated = {today()}\nexpires = {today(9)}\n'
        'type = "archived"\n',
        encoding="utf-8",
    )

    audited = call("audit", "http://127.0.0.1:9/", "--waivers", "waivers.toml")

    assert (audited.code, audited.errors) == (
        2,
        [
            f"civiscope: waivers.toml, line 1: there is no rule '{IMAGES}x'; did you mean "
            f"'{IMAGES}'?"
        ],
    )
    assert not (tmp_path / "civiscope-out").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("gate", "now", "--baseline", "no/known.json"), "There is no folder no for the baseline"),
        (("gate", "now", "--waivers", "w.toml"), "There is no waivers file w.toml; leave --waiv"),
        (("baseline", "accept", "now"), "There is no baseline civiscope-baseline.json; make one"),
        (("baseline", "create", "now", "--out", "now/results.json"), "now/results.json is there"),
        (("baseline", "diff", "now/results.json", "now"), "now/results.json is JSON but no base"),
    ],
)
def test_files_that_are_not_there_or_wrong_are_told(
    call: Call, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    written(tmp_path, "now", results())

    ran = call(*arguments)

    assert ran.code == 2
    assert ran.errors[0].startswith(f"civiscope: {sentence}")


def test_a_scan_that_was_cut_off_makes_no_baseline(call: Call, tmp_path: Path) -> None:
    now = written(tmp_path, "now", results(scan=make_scan(finished="")))

    ran = call("baseline", "create", now)

    assert ran.code == 3
    assert ran.errors == [
        f"civiscope: {now}/results.json is of a scan that was cut off or saw no page, so it can "
        "change no baseline; scan the site to the end."
    ]
    assert not (tmp_path / "civiscope-baseline.json").exists()


def test_merge_works_as_a_driver_for_git(call: Call, tmp_path: Path) -> None:
    for name, now in (("base", results(SEAL)), ("ours", results(SEAL, MAP)), ("theirs", results())):
        call("baseline", "create", written(tmp_path, name, now), "--out", f"{name}.json")

    merged = call("baseline", "merge", "base.json", "ours.json", "theirs.json")

    assert merged.code == 0, merged.err
    kept = baseline_file.read(tmp_path / "ours.json")
    assert [entry.component for entry in kept.open] == ["img.map"]


def test_a_baseline_that_cannot_be_written_stays_as_it_was(call: Call, tmp_path: Path) -> None:
    now = written(tmp_path, "now", results(SEAL))
    (tmp_path / "taken").write_text("", encoding="utf-8")

    ran = call("baseline", "create", now, "--out", "taken/known.json")

    assert ran.code == 2
    assert "cannot be written" in ran.errors[0]
