"""Bad input ends in one sentence that says what to do, and in the documented exit code."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest
from tests.end_to_end.command import Ran
from tests.scanner.cli.conftest import Call
from tests.scanner.cli.site import Site

GOOD = "https://www.example.invalid/"


def _words(value: object) -> str:
    return "" if isinstance(value, str) else str(value)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["audt", GOOD], "No such command 'audt'. Did you mean 'audit'? See `civiscope --help`."),
        (
            ["audit", GOOD, "--max-page", "3"],
            "There is no option '--max-page'; did you mean '--max-pages'? "
            "`civiscope audit --help` lists them all.",
        ),
        (
            ["audit", GOOD, "--framework", "wcag22aa"],
            "There is no framework 'wcag22aa'; did you mean 'wcag22-aa'? "
            "`civiscope frameworks` lists them all.",
        ),
        (
            ["audit", GOOD, "--framework", "gdpr"],
            "There is no framework 'gdpr'; did you mean 'eu-gdpr-eprivacy'? "
            "`civiscope frameworks` lists them all.",
        ),
        (
            ["audit", GOOD, "--framework", "wgac"],
            "There is no framework 'wgac'; did you mean 'wcag22-aa'? "
            "`civiscope frameworks` lists them all.",
        ),
        (
            ["audit", GOOD, "--rule", "security/hst"],
            "There is no rule 'security/hst'; did you mean 'security/hsts'? "
            "`civiscope rules list` lists them all.",
        ),
        (
            ["audit", GOOD, "--format", "htm"],
            "There is no report format 'htm'; did you mean 'html'? "
            "`civiscope report --help` lists them all.",
        ),
        (
            ["audit", GOOD, "--jurisdiction", "zz"],
            "--jurisdiction takes GB, NI, IE, FR, DE, IT, NL, ES, SE, FI, DK, AT, BE, PL, US, CA, "
            "AU, NZ, SG, IN, PT, NO, EE, LU, CZ, SK, HU or EU, not 'zz'.",
        ),
        (
            ["audit", GOOD, "--fail-on", "serius"],
            "There is no severity 'serius'; did you mean 'serious'? "
            "`civiscope audit --help` lists them all.",
        ),
        (
            ["audit", GOOD, "--scope", "hosts"],
            "There is no scope 'hosts'; did you mean 'host'? "
            "`civiscope audit --help` lists them all.",
        ),
        (
            ["audit", GOOD, "--depth", "quik"],
            "There is no depth 'quik'; did you mean 'quick'? "
            "`civiscope audit --help` lists them all.",
        ),
        (
            ["audit", GOOD, "--depth", "full"],
            "There is no depth 'full'. Choose one of: quick, standard, deep.",
        ),
        (
            ["rules", "show", "site/broken-link"],
            "There is no rule 'site/broken-link'; did you mean 'site/broken-links'? "
            "`civiscope rules list` lists them all.",
        ),
        (
            ["schema", "result"],
            "There is no schema 'result'; did you mean 'results'? "
            "`civiscope schema --help` lists them all.",
        ),
    ],
    ids=_words,
)
def test_a_word_that_names_nothing_is_answered_with_the_nearest_that_does(
    call: Call, arguments: list[str], sentence: str
) -> None:
    ran = call(*arguments)

    assert ran == Ran(2, "", f"civiscope: {sentence}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit"], "Name what to scan"),
        (["audit", "ftp://www.example.gov/"], "only http and https addresses can be scanned"),
        (["audit", "no-such-folder"], "'no-such-folder' does not exist here"),
        (["audit", "@missing.txt"], "There is no file 'missing.txt'"),
        (["audit", "@no-urls.txt"], "no-urls.txt, line 2: 'www.example.gov' is not an http or"),
        (["audit", "@blank.txt"], "blank.txt holds no addresses"),
        (["audit", "folder"], "holds no HTML files"),
        (["audit", GOOD, "--max-pages", "many"], "Invalid value for '--max-pages'"),
        (["audit", GOOD, "--max-pages", "0"], "Invalid value for '--max-pages'"),
        (["audit", GOOD, "--header", "X-Preview"], '--header takes "Name: value"'),
        (["audit", GOOD, "--cookie", "session"], "--cookie takes name=value"),
        (["audit", GOOD, "--resolve", "www.example.gov=here"], "--resolve takes host=address"),
        (["audit", GOOD, "--viewport", "wide"], "--viewport takes width and height"),
        (["audit", GOOD, "--storage-state", "missing.json"], "missing.json cannot be read"),
        (["audit", GOOD, "--storage-state", "blank.txt"], "storage-state format"),
        (["audit", GOOD, "--ignore-robots"], "--ignore-robots is for sites on this machine"),
        (["audit", GOOD, "--browser", "no-such-browser"], "is not a program that can be started"),
        (["audit", GOOD, "--config", "missing.toml"], "There is no configuration file"),
        (["audit", GOOD, "--rulebook", "missing"], "missing is not a folder"),
        (["audit", GOOD, "--resume"], "name its output folder and no target"),
        (["scan", "--resume", "--out", "nowhere"], "There is no scan to resume in nowhere"),
        (["scan", "--resume", "--max-pages", "9"], "leave --max-pages out"),
        (["judge"], "Missing argument 'EVIDENCE'"),
        (["judge", "nowhere"], "There is no evidence in nowhere"),
        (["report", "nowhere"], "There is no file nowhere"),
        (["gate", "blank.txt"], "blank.txt is empty"),
        (["demo", "--tabs", "0"], "Invalid value for '--tabs'"),
    ],
    ids=_words,
)
def test_wrong_use_ends_with_one_sentence_and_2(
    call: Call, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "no-urls.txt").write_text("# ours\nwww.example.gov\n", encoding="utf-8")
    (tmp_path / "blank.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()

    ran = call(*arguments)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert ran.err.startswith("civiscope: ")
    assert said in ran.err
    # Nothing was begun.
    assert not (tmp_path / "civiscope-out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[scan\n", "civiscope.toml is not valid TOML: "),
        (
            "[scan]\nscope = 'host'\nmax_page = 3\n",
            "civiscope.toml, line 3: there is no setting 'max_page'; did you mean 'max_pages'?",
        ),
        ("[scan]\n\nmax_pages = 'all'\n", "civiscope.toml, line 3: scan.max_pages: "),
        ("[gate]\nfail_on = 'bad'\n", "civiscope.toml, line 2: gate.fail_on: "),
        ("frameworks = ['wcag22aa']\n", "no framework 'wcag22aa'; did you mean 'wcag22-aa'?"),
        (
            "[rules.'site/broken-link']\nseverity = 'minor'\n",
            "no rule 'site/broken-link'; did you mean 'site/broken-links'?",
        ),
        (
            "[rules.'site/heavy-page'.options]\nmax_byte = 1\n",
            "no option 'max_byte'; did you mean 'max_bytes'?",
        ),
    ],
)
def test_a_broken_configuration_is_told_with_file_line_and_what_was_expected(
    call: Call, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "civiscope.toml").write_text(text, encoding="utf-8")

    ran = call("audit", GOOD)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err


def test_what_was_expected_in_a_configuration_is_said(call: Call, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\nname = 'site'\n\n[tool.civiscope.gate]\nfail_on = 'bad'\n", encoding="utf-8"
    )

    ran = call("audit", GOOD)

    assert ran.code == 2
    assert "pyproject.toml, line 5: gate.fail_on: " in ran.err
    assert "'critical', 'serious'" in ran.err
    assert "'bad'" in ran.err


def test_a_journey_that_names_its_server_is_not_moved_unseen(call: Call, tmp_path: Path) -> None:
    journey = f'title = "Permits"\nstart = "{GOOD}permits/"\n[[step]]\nstate = "start"\n'
    (tmp_path / "permit.toml").write_text(journey, encoding="utf-8")

    ran = call("journey", "run", "permit.toml", "--at", "http://127.0.0.1:9/")

    assert ran == Ran(
        2,
        "",
        f"civiscope: permit.toml begins at {GOOD}permits/, so --at does not move it to "
        'http://127.0.0.1:9/; write `start = "/permits/"` in the file, or leave --at out.\n',
    )


def test_without_a_browser_it_is_said_what_to_run(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIVISCOPE_BROWSER", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    # A machine on which no program of any name or place can be found.
    monkeypatch.setattr(shutil, "which", _nowhere)

    ran = call("audit", GOOD)

    assert ran == Ran(
        4,
        "",
        "civiscope: No browser was found. Run `civiscope browser install`, or name one with "
        "--browser or CIVISCOPE_BROWSER.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["\x1b]0;owned\x07audit"],
        ["audit", "--\x1b[2Joption"],
        ["audit", "\x1b[31mhttp://x"],
        ["audit", GOOD, "--rule", "\x1b[31mx\r\n::error::x"],
        ["audit", GOOD, "--format", "\u202e\x9b31m"],
        ["audit", GOOD, "--config", "\x1b[31mx.toml"],
        ["judge", "\x1b[31mnowhere\n::error::x"],
        ["gate", "\x1b[31mnowhere"],
    ],
)
def test_what_was_given_is_never_shown_so_that_it_acts(call: Call, arguments: list[str]) -> None:
    ran = call(*arguments)

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert not set("\x1b\x9b\x07\r\u202e") & set(ran.out + ran.err)
    assert "\n::" not in ran.err


def test_a_traceback_is_shown_with_debug_only(call: Call) -> None:
    plain = call("judge", "nowhere")
    debug = call("judge", "nowhere", "--debug")

    assert "Traceback" not in plain.err
    assert debug.err.startswith("Traceback")
    assert debug.err.endswith(plain.err)


def test_a_file_in_the_way_of_the_output_folder_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")

    ran = call("audit", GOOD, "--out", "taken/out")

    assert ran == Ran(
        2,
        "",
        "civiscope: taken/out cannot be written (taken is a file); name another folder with "
        "--out.\n",
    )
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/report.pdf", "/report.pdf is a file of type application/pdf, no page."),
        ("/data", "/data is a file of type application/json, no page."),
        ("/broken", "/broken was not seen. The server answers 500."),
    ],
)
def test_a_target_that_is_no_page_makes_the_audit_inconclusive(
    civiscope: Call, site: Site, tmp_path: Path, path: str, said: str
) -> None:
    ran = civiscope("audit", site.url + path)

    assert ran.code == 3
    assert len(ran.errors) == 1
    assert f"Nothing can be said of this site: {site.url}{said}" in ran.errors[0]
    assert _written(tmp_path) == {"evidence", "gate.json", "report.html", "results.json"}


@pytest.mark.browser
def test_a_name_that_does_not_resolve_makes_the_audit_inconclusive(
    civiscope: Call, tmp_path: Path
) -> None:
    ran = civiscope("audit", "http://no-such-host.invalid/")

    assert ran.code == 3
    assert "http://no-such-host.invalid/ was not seen. The host name does not" in ran.errors[0]
    assert "Check how the address is written." in ran.errors[0]
    assert _written(tmp_path) == {"evidence", "gate.json", "report.html", "results.json"}


@pytest.mark.browser
def test_a_server_that_refuses_makes_the_audit_inconclusive(civiscope: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    ran = civiscope("audit", f"http://127.0.0.1:{port}/")

    assert ran.code == 3
    assert "The server refuses the connection" in ran.errors[0]


@pytest.mark.browser
def test_a_server_that_never_answers_makes_the_audit_inconclusive(civiscope: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        ran = civiscope("audit", f"http://127.0.0.1:{port}/", "--page-timeout", "1")

    assert ran.code == 3
    assert f"http://127.0.0.1:{port}/" in ran.errors[0]
    assert re.search(r"[Nn]o (whole )?response", ran.errors[0])


@pytest.mark.browser
def test_a_scan_that_saw_nothing_is_inconclusive_too(civiscope: Call, site: Site) -> None:
    ran = civiscope("scan", f"{site.url}/broken")

    assert (ran.code, ran.out) == (3, "")
    assert "The server answers 500." in ran.errors[0]


@pytest.mark.browser
def test_an_empty_page_and_a_page_without_links_are_judged_like_others(
    civiscope: Call, site: Site
) -> None:
    critical = ("--fail-on", "critical")
    empty = civiscope("audit", f"{site.url}/empty", "--out", "empty", *critical)
    alone = civiscope("audit", f"{site.url}/", "--out", "alone", *critical)

    assert (empty.code, empty.errors) == (0, [])
    assert (alone.code, alone.errors) == (0, [])


@pytest.mark.browser
def test_an_output_folder_that_holds_a_scan_is_kept_unless_forced(
    civiscope: Call, site: Site, tmp_path: Path
) -> None:
    options = ("audit", f"{site.url}/", "--fail-on", "never", "--quiet")
    civiscope(*options)
    (tmp_path / "civiscope-out" / "notes.txt").write_text("mine", encoding="utf-8")
    before = (tmp_path / "civiscope-out" / "results.json").read_bytes()

    kept = civiscope(*options)
    after = (tmp_path / "civiscope-out" / "results.json").read_bytes()
    forced = civiscope(*options, "--force")

    assert kept == Ran(
        2,
        "",
        "civiscope: civiscope-out already holds a scan; add --force to replace it, --resume to go "
        "on with it, or name another folder with --out.\n",
    )
    assert after == before
    assert forced == Ran(0, "", "")
    assert (tmp_path / "civiscope-out" / "results.json").read_bytes() != before
    assert (tmp_path / "civiscope-out" / "notes.txt").read_text(encoding="utf-8") == "mine"


def _nowhere(_: str) -> None:
    return None


def _written(folder: Path) -> set[str]:
    return {path.name for path in (folder / "civiscope-out").iterdir()}
