"""What the command says, where it says it, and what reaches the scan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.end_to_end.command import COMMAND_TIMEOUT_S, Ran
from tests.plain_results import plain_results
from tests.scanner.cli.conftest import Call
from tests.scanner.cli.site import PAGES, Site
from tests.scanner.rulebook.rulebooks import PAGE, book

from civiscope.cli.scan_options import ON_THE_COMMAND_LINE
from civiscope.testing import page_of_data, write_evidence

VERSION = f"civiscope {version('civiscope')}\n"


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "audit"]])
def test_the_version_is_printed(call: Call, arguments: list[str]) -> None:
    assert call(*arguments) == Ran(0, VERSION, "")


@pytest.mark.parametrize("arguments", [["--version", "-v"], ["-v", "--version"]])
def test_the_verbose_version_names_every_engine(call: Call, arguments: list[str]) -> None:
    ran = call(*arguments)

    names = {line.split()[0] for line in ran.out.splitlines()}
    assert ran.code == 0
    assert {"axe-core", "@duckduckgo/autoconsent", "third-party-web", "rulebook"} <= names


def test_the_version_is_printed_where_the_configuration_is_broken(
    call: Call, tmp_path: Path
) -> None:
    (tmp_path / "civiscope.toml").write_text("[broken", encoding="utf-8")

    assert call("--version") == Ran(0, VERSION, "")


def test_without_a_command_the_help_is_shown_and_nothing_else(call: Call) -> None:
    ran = call()

    assert (ran.code, ran.err) == (2, "")
    assert "Usage: civiscope [OPTIONS] COMMAND" in ran.out


def test_options_without_a_command_are_not_enough(call: Call) -> None:
    assert call("-v") == Ran(2, "", "civiscope: Name a command; `civiscope --help` lists them.\n")


@pytest.mark.parametrize("name", ["audit", "scan", "judge", "report", "gate", "demo"])
def test_every_command_has_help(call: Call, name: str) -> None:
    ran = call(name, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: civiscope {name} [OPTIONS]" in ran.out


def test_output_that_nobody_reads_on_ends_the_command_without_a_word(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "civiscope", "schema"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        said = process.stderr.read()
        code = process.wait(COMMAND_TIMEOUT_S)

    assert (code, said) == (141, b"")


@pytest.mark.browser
def test_quiet_says_nothing_and_verbose_names_every_page(civiscope: Call, site: Site) -> None:
    options = (f"{site.url}/many", "--fail-on", "never")

    quiet = civiscope("audit", *options, "--out", "quiet", "--quiet")
    verbose = civiscope("audit", *options, "--out", "verbose", "--verbose", "--tabs", "1")

    assert quiet == Ran(0, "", "")
    pages = [line for line in verbose.err.splitlines() if line.startswith(site.url)]
    assert pages[: PAGES + 1] == [
        f"{site.url}/many",
        *(f"{site.url}/page-{number}" for number in range(1, PAGES + 1)),
    ]


@pytest.mark.browser
def test_json_is_all_there_is_on_stdout(civiscope: Call, site: Site) -> None:
    options = ("--json", "--verbose", "--fail-on", "never", "--judge-local-headers")

    ran = civiscope("audit", f"{site.url}/", *options)

    said = json.loads(ran.out)
    assert (ran.code, said["exit_code"], said["gate"]) == (0, 0, "passed")
    assert said["reports"] == [str(Path("civiscope-out", "report.html"))]
    # States are those of all that a baseline would hold, advice with it.
    held = said["failures"] + said["needs_review"] + said["advice"]
    assert said["states"] == {"new": held}
    assert len(said["issues"]) == min(said["failures"], 10) > 0
    assert site.url in ran.err


ARGUMENTS = {
    "--scope": "path",
    "--include": "/page-*",
    "--exclude": "/page-3",
    "--max-pages": "7",
    "--max-depth": "2",
    "--max-time": "100",
    "--sample": "5",
    "--seed": "7",
    "--name": "Town hall",
    "--jurisdiction": "GB",
    "--depth": "standard",
    "--privacy": "off",
    "--privacy-pages": "9",
    "--documents": "check",
    "--max-documents": "9",
    "--site-url": "https://www.example.gov/",
    "--ignore-parameters": "time",
    "--delay": "0.01",
    "--page-timeout": "19",
    "--script-timeout": "29",
    "--header": "X-Preview: 1",
    "--cookie": "session=abc",
    "--resolve": "www.example.gov=127.0.0.1",
    "--user-agent": "Test",
    "--viewport": "800x600",
    "--resolver": "127.0.0.1:53",
}
FLAGS = (
    *("--ignore-robots", "--no-sitemaps", "--judge-local-headers"),
    *("--screenshots", "--slow-line", "--dns", "--admit-automation"),
)
OF_THIS_MACHINE = (
    *("--browser", "--ca", "--journey", "--reuse"),
    *("--storage-state", "--tabs", "--user"),
)
"""Evidence says nothing of them."""


def test_every_option_of_a_scan_is_given_in_the_next_test() -> None:
    assert {*ARGUMENTS, *FLAGS, *OF_THIS_MACHINE} == {each.flag for each in ON_THE_COMMAND_LINE}


@pytest.mark.browser
def test_every_option_of_a_scan_reaches_it(civiscope: Call, site: Site, tmp_path: Path) -> None:
    ran = civiscope(
        "scan", f"{site.url}/many", *(word for pair in ARGUMENTS.items() for word in pair), *FLAGS
    )

    head = json.loads((tmp_path / "civiscope-out" / "evidence" / "scan.json").read_bytes())
    assert ran.code == 0, ran.err
    assert (head["seed"], head["depth"]) == (7, "standard")
    assert head["settings"] == {
        "name": "Town hall",
        "jurisdiction": "GB",
        "scope": "path",
        "include": ["/page-*"],
        "exclude": ["/page-3"],
        "max_pages": 7,
        "max_depth": 2,
        "max_time": 100,
        "sample": 5,
        "privacy": "off",
        "privacy_pages": 9,
        "documents": "check",
        "max_documents": 9,
        "admit_automation": True,
        "sitemaps": False,
        "missing_page": None,
        "site_url": "https://www.example.gov/",
        "ignore_parameters": ["time"],
        "judge_local_headers": True,
        "ignore_robots": ["*"],
        "delay": 0.01,
        "page_timeout": 19,
        "script_timeout": 29,
        "viewport": [800, 600],
        "user_agent": "Test",
        "accept_language": "en",
        "headers": ["X-Preview"],
        "signed_in": True,
        "only_journeys": False,
        "resolve": {"www.example.gov": "127.0.0.1"},
        "screenshots": True,
        "slow_line": True,
        "dns": True,
    }


@pytest.mark.browser
def test_targets_and_output_may_stand_in_the_configuration(
    civiscope: Call, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "civiscope.toml").write_text(
        f'out = "audits"\n[scan]\ntargets = ["{site.url}/"]\n[gate]\nfail_on = "never"\n',
        encoding="utf-8",
    )

    ran = civiscope("audit", "--quiet")

    assert ran == Ran(0, "", "")
    assert sorted(os.listdir(tmp_path / "audits")) == [  # noqa: PTH208 - names are all we want
        "evidence",
        "gate.json",
        "report.html",
        "results.json",
    ]


BROKEN = """\
from civiscope import Page

def check(page: Page):
    yield page.titel
"""


def test_a_rule_that_breaks_costs_nobody_a_traceback_unless_they_ask(
    call: Call, tmp_path: Path
) -> None:
    book(tmp_path, {"site/broken.md": PAGE, "site/broken.py": BROKEN})
    write_evidence(tmp_path / "evidence", [page_of_data(dom={"title": "Permits"})])
    own = ["--rulebook", "ours", "--trust-rulebook", "--rule", "site/broken"]

    quiet = call("judge", "evidence", *own)
    assert quiet.code == 0, quiet.err
    asked = call("judge", "evidence", *own, "--debug")

    told = plain_results(tmp_path)["coverage"]["rules_crashed"]
    assert [(each["collector"], each["reason"].partition(":")[0]) for each in told] == [
        ("site/broken", "AttributeError")
    ]
    assert "Traceback" not in quiet.err
    assert "Traceback" in asked.err
