"""The demo, from the first visit to the report: found as planted, and the same every time."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from tests.end_to_end.command import Ran, command, run

from civiscope import ScanSettings, audit
from civiscope.cli import demo as demo_command
from civiscope.cli import main
from civiscope.demo import DemoSite
from civiscope.demo.check import DemoComparison, compare
from civiscope.demo.permits import ENVIRONMENT, JOURNEY
from civiscope.evidence import EvidenceReader
from civiscope.model import Missing
from civiscope.results import Results
from civiscope.results.file import read, schema

pytestmark = pytest.mark.browser

PAGES = 45
"""All pages that the manifest names, and some of the endless lists."""


@dataclass(frozen=True, slots=True)
class Audited:
    """Two audits of one running demo, with one tab and with three."""

    site: DemoSite
    one: Path
    three: Path
    results: Results


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("audited")
    with DemoSite() as site, pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        # The demo plants faults in what a server on this machine is not judged by.
        settings = "[scan]\nmissing_page = true\njudge_local_headers = true\n"
        (folder / "civiscope.toml").write_text(settings)
        for tabs in ("1", "3"):
            options = ("--max-pages", str(PAGES), "--fail-on", "never", "--quiet")
            journey = ("--journey", str(JOURNEY))
            targets = (site.url, site.second_url)
            ran = run(
                "audit", *targets, "--tabs", tabs, "--out", tabs, *options, *journey, folder=folder
            )
            assert ran == Ran(0, "", "")
        yield Audited(site, folder / "1", folder / "3", read(folder / "1"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    folder = tmp_path_factory.mktemp("demo")
    return run("demo", folder=folder), folder / "civiscope-demo"


def test_the_demo_finds_what_is_planted_and_says_so(demo: tuple[Ran, Path]) -> None:
    ran, folder = demo

    assert ran.code == 0, ran.err
    assert re.search(r"^It found all \d+ planted defects: ", ran.out, re.MULTILINE)
    assert "Open civiscope-demo/report.html in your browser" in ran.out
    assert "Traceback" not in ran.err
    assert {path.name for path in folder.iterdir()} == {
        "evidence",
        "gate.json",
        "report.html",
        "results.json",
    }


def test_the_demo_visits_the_start_of_each_site_for_privacy(demo: tuple[Ran, Path]) -> None:
    pages = [page for page in read(demo[1]).pages if page.url.count("/") == 3]

    starts = [page for page in pages if page.url.endswith("/")]
    assert [page.outcomes["privacy/fingerprinting"].outcome for page in starts] == [
        "passed",
        "passed",
    ]


@pytest.mark.slow
def test_results_follow_their_published_schema(audited: Audited, tmp_path: Path) -> None:
    published = json.loads(run("schema", "results", folder=tmp_path).out)
    results = json.loads((audited.one / "results.json").read_bytes())

    jsonschema.Draft202012Validator.check_schema(published)
    validator: Any = jsonschema.Draft202012Validator(published)
    validator.validate(results)

    assert published == schema()


def test_the_report_opens_without_errors(demo: tuple[Ran, Path], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes((demo[1] / "report.html").read_bytes())

    results = audit(
        str(site),
        settings=ScanSettings(missing_page=False),
        evidence=tmp_path / "evidence",
        only=["accessibility/document-title"],
    )

    (page,) = EvidenceReader(tmp_path / "evidence").pages()
    assert page.visit.state == "complete"
    assert not isinstance(page.evidence.console, Missing)
    assert [message for message in page.evidence.console if message.level == "error"] == []
    assert [page.url for page in results.pages if page.title] == [page.url]


@pytest.mark.slow
def test_two_scans_differ_in_times_and_ids_only_and_tabs_change_nothing(audited: Audited) -> None:
    one, three = (
        re.sub(rb'"(id|started|finished)":"[^"]*"', rb'"\1":""', _scan_line(path))
        for path in (audited.one, audited.three)
    )

    assert one == three
    assert _rest(audited.one) == _rest(audited.three)


@pytest.mark.slow
def test_judging_the_evidence_gives_the_bytes_that_the_audit_gave(
    audited: Audited, tmp_path: Path
) -> None:
    ran = run("judge", audited.one, "--out", "judged", folder=tmp_path)

    judged = (tmp_path / "judged" / "results.json").read_bytes()
    assert ran.code == 0, ran.err
    assert judged == (audited.one / "results.json").read_bytes()


@pytest.mark.slow
def test_an_audit_of_the_demo_agrees_with_its_manifest(audited: Audited) -> None:
    comparison = _compare(audited, audited.results)

    assert comparison.differences == ()
    assert comparison.found == audited.site.manifest.defects
    assert comparison.clean_pages > 0


@pytest.mark.slow
def test_every_planted_defect_that_is_not_reported_is_a_difference(audited: Audited) -> None:
    nothing = replace(audited.results, findings=())

    comparison = _compare(audited, nothing)

    assert comparison.found == ()
    assert len(comparison.differences) == len(audited.site.manifest.defects)
    assert all(difference.startswith("Not found: on ") for difference in comparison.differences)


@pytest.mark.slow
def test_a_failure_that_nobody_planted_is_a_difference(audited: Audited) -> None:
    planted = next(f for f in audited.results.findings if f.rule == "accessibility/image-alt")
    alarm = replace(planted, page=audited.site.page_url("/open-data/"))
    near = replace(planted, page=audited.site.url, component="crest", message="No alt.")

    first = _compare(audited, replace(audited.results, findings=(*audited.results.findings, alarm)))
    second = _compare(audited, replace(audited.results, findings=(*audited.results.findings, near)))

    assert len(first.differences) == len(second.differences) == 1
    assert first.differences[0].startswith(f"False alarm: accessibility/image-alt on {alarm.page} ")
    assert second.differences == (
        f"False alarm: accessibility/image-alt on {near.page} (crest): No alt. The crest, the "
        "river and the calendar are decoration, with an empty alt.",
    )


@pytest.mark.slow
def test_a_page_not_seen_and_one_seen_against_the_rules_are_differences(audited: Audited) -> None:
    results, site = audited.results, audited.site
    privacy = next(p for p in results.pages if p.url == site.page_url("/privacy/"))
    others = tuple(page for page in results.pages if page is not privacy)
    unseen = replace(results, pages=others)
    in_part = replace(results, pages=(*others, replace(privacy, state="partial", detail="Cut.")))
    staff = replace(privacy, url=site.page_url("/admin/"), final_url=site.page_url("/admin/"))
    trespassed = replace(results, pages=(*results.pages, staff))
    forgotten = replace(results, coverage=replace(results.coverage, skipped=()))

    found = [
        _compare(audited, each).differences for each in (unseen, in_part, trespassed, forgotten)
    ]

    assert found == [
        ("Not visited: /privacy/ is linked or in the sitemap and was not found.",),
        ("Not fully scanned: /privacy/ (partial): Cut.",),
        ("Visited: /admin/, which a scan has to leave alone (robots).",),
        ("Not listed: /admin/, as left alone for the reason “robots”.",),
    ]


@pytest.mark.slow
def test_a_rule_that_gave_no_answer_where_it_could_go_wrong_is_a_difference(
    audited: Audited,
) -> None:
    home = audited.results.pages[0]
    outcomes = {**home.outcomes}
    del outcomes["accessibility/image-alt"]
    pages = (replace(home, outcomes=outcomes), *audited.results.pages[1:])

    comparison = _compare(audited, replace(audited.results, pages=pages))

    assert comparison.differences == (
        "Not tried: accessibility/image-alt gave no response on /. The crest, the river and the "
        "calendar are decoration, with an empty alt.",
    )


def test_a_demo_that_differs_from_what_is_planted_ends_with_4_and_the_differences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo_command, "PAGES", 2)
    monkeypatch.setattr(sys, "argv", ["civiscope", "demo", "--out", str(tmp_path), "--quiet"])

    code = main()

    said = capsys.readouterr()
    assert (code, said.out) == (4, "")
    assert said.err.startswith("civiscope: The audit differs from what is planted in the demo in ")
    assert "\n  Not visited: /privacy/ is linked or in the sitemap and was not found.\n" in said.err


def test_the_demo_can_be_served_alone_on_other_ports_when_its_own_are_taken(
    tmp_path: Path,
) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Somebody else's having it is as good.
        if taken.connect_ex(("127.0.0.1", demo_command.PORTS[0])):
            taken.bind(("127.0.0.1", demo_command.PORTS[0]))
            taken.listen()
        with subprocess.Popen(  # noqa: S603 - our own program
            command("demo", "--serve"), cwd=tmp_path, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            answer = httpx.get(address, trust_env=False)
            process.send_signal(signal.SIGINT)
            code = process.wait(60)

    assert f":{demo_command.PORTS[0]}/" not in address
    assert (answer.status_code, code) == (200, 0)
    assert list(tmp_path.iterdir()) == []


def _compare(audited: Audited, results: Results) -> DemoComparison:
    return compare(results, audited.site.manifest, audited.site.origins)


def _scan_line(folder: Path) -> bytes:
    lines = (folder / "results.json").read_bytes().splitlines()
    (found,) = (line for line in lines if line.startswith(b'"scan": '))
    return found


def _rest(folder: Path) -> list[bytes]:
    lines = (folder / "results.json").read_bytes().splitlines()
    return [line for line in lines if not line.startswith(b'"scan": ')]
