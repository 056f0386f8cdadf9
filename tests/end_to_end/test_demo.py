"""The demo, from the first visit to the report: found as planted, and the same every time."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import pytest
from tests.end_to_end.command import Ran, command, run

from civiscope import ScanSettings, audit
from civiscope.cli import demo as demo_command
from civiscope.demo import DemoSite
from civiscope.demo.check import DemoComparison, compare
from civiscope.demo.manifest import address, load_manifest
from civiscope.demo.messages import DemoOrigins
from civiscope.evidence import EvidenceReader
from civiscope.model import Missing
from civiscope.results import Results
from civiscope.results.file import read, schema

pytestmark = pytest.mark.browser

SOME = 12
"""Pages enough to have several tabs take turns."""


@dataclass(frozen=True, slots=True)
class DemoRun:
    """What `civiscope demo` said and left."""

    ran: Ran
    folder: Path
    results: Results
    origins: DemoOrigins

    def url(self, page: str) -> str:
        """Return the absolute URL of a page as the manifest names it."""
        return address(page, self.origins)

    def compare(self, results: Results) -> DemoComparison:
        """Hold *results* against the manifest."""
        return compare(results, load_manifest(), self.origins)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    folder = tmp_path_factory.mktemp("demo")
    ran = run("demo", folder=folder)
    assert ran.code == 0, ran.out + ran.err
    results = read(folder / "civiscope-demo")
    main, second = (f"http://{urlsplit(url).netloc}" for url in results.scan.targets)
    port = urlsplit(second).port
    origins = DemoOrigins(main=main, second=second, third=f"http://localhost:{port}")
    return DemoRun(ran, folder / "civiscope-demo", results, origins)


@pytest.fixture(scope="module")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Audit some pages of one running demo with one tab, then with three; a folder for each."""
    folder = tmp_path_factory.mktemp("in-part")
    with DemoSite() as site:
        for tabs in ("1", "3"):
            options = ("--tabs", tabs, "--max-pages", str(SOME), "--exit-zero", "--quiet")
            ran = run("audit", site.url, site.second_url, "--out", tabs, *options, folder=folder)
            assert ran == Ran(0, "", "")
    return folder


def test_the_demo_finds_what_is_planted_and_says_so(demo: DemoRun) -> None:
    ran = demo.ran

    assert re.search(r"^It found all \d+ planted defects: ", ran.out, re.MULTILINE)
    assert "Open civiscope-demo/report.html in your browser" in ran.out
    assert "Traceback" not in ran.err
    assert {path.name for path in demo.folder.iterdir()} == {
        "evidence",
        "gate.json",
        "report.html",
        "results.json",
    }


def test_the_demo_visits_the_start_of_each_site_for_privacy(demo: DemoRun) -> None:
    pages = [page for page in demo.results.pages if page.url.count("/") == 3]

    starts = [page for page in pages if page.url.endswith("/")]
    assert [page.outcomes["privacy/fingerprinting"].outcome for page in starts] == [
        "passed",
        "passed",
    ]


def test_results_follow_their_published_schema(demo: DemoRun, tmp_path: Path) -> None:
    published = json.loads(run("schema", "results", folder=tmp_path).out)
    results = json.loads((demo.folder / "results.json").read_bytes())

    jsonschema.Draft202012Validator.check_schema(published)
    validator: Any = jsonschema.Draft202012Validator(published)
    validator.validate(results)

    assert published == schema()


def test_the_report_opens_without_errors(demo: DemoRun, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes((demo.folder / "report.html").read_bytes())

    results = audit(
        str(site),
        settings=ScanSettings(depth="quick", missing_page=False),
        evidence=tmp_path / "evidence",
        only=["accessibility/document-title"],
    )

    (page,) = EvidenceReader(tmp_path / "evidence").pages()
    assert page.visit.state == "complete"
    assert not isinstance(page.evidence.console, Missing)
    assert [message for message in page.evidence.console if message.level == "error"] == []
    assert [page.url for page in results.pages if page.title] == [page.url]


@pytest.mark.slow
def test_two_scans_differ_in_times_and_ids_only_and_tabs_change_nothing(in_part: Path) -> None:
    one, three = (
        re.sub(rb'"(id|started|finished)":"[^"]*"', rb'"\1":""', _scan_line(in_part / tabs))
        for tabs in ("1", "3")
    )

    assert one == three
    assert _rest(in_part / "1") == _rest(in_part / "3")


@pytest.mark.slow
def test_judging_the_evidence_gives_the_bytes_that_the_audit_gave(
    in_part: Path, tmp_path: Path
) -> None:
    ran = run("judge", in_part / "1", "--out", "judged", folder=tmp_path)

    judged = (tmp_path / "judged" / "results.json").read_bytes()
    assert ran.code == 0, ran.err
    assert judged == (in_part / "1" / "results.json").read_bytes()


def test_what_was_found_is_what_the_manifest_names(demo: DemoRun) -> None:
    comparison = demo.compare(demo.results)

    assert comparison.differences == ()
    assert comparison.found == load_manifest().defects
    assert comparison.clean_pages > 0


def test_every_planted_defect_that_is_not_reported_is_a_difference(demo: DemoRun) -> None:
    comparison = demo.compare(replace(demo.results, findings=()))

    assert comparison.found == ()
    assert len(comparison.differences) == len(load_manifest().defects)
    assert all(difference.startswith("Not found: on ") for difference in comparison.differences)


def test_a_failure_that_nobody_planted_is_a_difference(demo: DemoRun) -> None:
    results = demo.results
    planted = next(f for f in results.findings if f.rule == "accessibility/image-alt")
    alarm = replace(planted, page=demo.url("/open-data/"))
    near = replace(planted, page=demo.url("/"), component="crest", message="No alt.")

    first = demo.compare(replace(results, findings=(*results.findings, alarm)))
    second = demo.compare(replace(results, findings=(*results.findings, near)))

    assert len(first.differences) == len(second.differences) == 1
    assert first.differences[0].startswith(f"False alarm: accessibility/image-alt on {alarm.page} ")
    assert second.differences == (
        f"False alarm: accessibility/image-alt on {near.page} (crest): No alt. The crest, the "
        "river and the calendar are decoration, with an empty alt.",
    )


def test_a_page_not_seen_and_one_seen_against_the_rules_are_differences(demo: DemoRun) -> None:
    results = demo.results
    privacy = next(p for p in results.pages if p.url == demo.url("/privacy/"))
    others = tuple(page for page in results.pages if page is not privacy)
    unseen = replace(results, pages=others)
    in_part = replace(results, pages=(*others, replace(privacy, state="partial", detail="Cut.")))
    staff = replace(privacy, url=demo.url("/admin/"), final_url=demo.url("/admin/"))
    trespassed = replace(results, pages=(*results.pages, staff))
    forgotten = replace(results, coverage=replace(results.coverage, skipped=()))

    found = [demo.compare(each).differences for each in (unseen, in_part, trespassed, forgotten)]

    assert found == [
        ("Not visited: /privacy/ is linked or in the sitemap and was not found.",),
        ("Not fully scanned: /privacy/ (partial): Cut.",),
        ("Visited: /admin/, which a scan has to leave alone (robots).",),
        ("Not listed: /admin/, as left alone for the reason “robots”.",),
    ]


def test_a_rule_that_gave_no_answer_where_it_could_go_wrong_is_a_difference(demo: DemoRun) -> None:
    home = demo.results.pages[0]
    outcomes = {**home.outcomes}
    del outcomes["accessibility/image-alt"]
    pages = (replace(home, outcomes=outcomes), *demo.results.pages[1:])

    comparison = demo.compare(replace(demo.results, pages=pages))

    assert comparison.differences == (
        "Not tried: accessibility/image-alt gave no response on /. The crest, the river and the "
        "calendar are decoration, with an empty alt.",
    )


def test_a_demo_that_differs_from_what_is_planted_ends_with_4_and_the_differences(
    demo: DemoRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    privacy = demo.url("/privacy/")
    unseen = replace(
        demo.results, pages=tuple(page for page in demo.results.pages if page.url != privacy)
    )

    code = demo_command.conclude(unseen, demo.compare(unseen), tmp_path / "report.html")

    said = capsys.readouterr()
    assert (code, said.out) == (4, "")
    assert said.err == (
        "civiscope: The audit differs from what is planted in the demo in 1 place; the report is "
        f"{tmp_path / 'report.html'}.\n"
        "  Not visited: /privacy/ is linked or in the sitemap and was not found.\n"
    )


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


def _scan_line(folder: Path) -> bytes:
    lines = (folder / "results.json").read_bytes().splitlines()
    (found,) = (line for line in lines if line.startswith(b'"scan": '))
    return found


def _rest(folder: Path) -> list[bytes]:
    lines = (folder / "results.json").read_bytes().splitlines()
    return [line for line in lines if not line.startswith(b'"scan": ')]
