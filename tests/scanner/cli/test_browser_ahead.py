"""A browser that is started before the command is read: which, when, and that none is left."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.scanner.cli.conftest import Call

from civiscope.browser import process
from civiscope.browser.find import find_browser
from civiscope.browser.launch import launch
from civiscope.browser.process import BrowserProcess
from civiscope.cli.browser_ahead import browser_ahead
from civiscope.fetch.address_guard import AddressGuard

HERE = "http://127.0.0.1:8000/"


def started(words: list[str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return the commands that browsers would be started by ahead of the command in *words*."""
    commands: list[tuple[str, ...]] = []

    def note(command: Sequence[str]) -> None:
        commands.append(tuple(command))

    monkeypatch.setattr(process, "start_ahead", note)
    with browser_ahead(words):
        pass
    return commands


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where no configuration is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", [["audit", HERE], ["scan", HERE, "--depth", "deep"]])
def test_a_scan_of_an_address_gets_its_browser_ahead(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(started(words, monkeypatch)) == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--version"],
        ["judge", "evidence"],
        ["audit", "site/"],
        ["audit", HERE, "--help"],
        ["audit", HERE, "--browser", "/usr/bin/chromium"],
        ["audit", HERE, "--resolve=a.example=127.0.0.1"],
        ["audit", HERE, "--reuse", "last-night"],
        ["audit", "--resume", "civiscope-out"],
    ],
)
def test_other_commands_get_none(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(words, monkeypatch) == []


@pytest.mark.parametrize(
    ("name", "text", "times"),
    [
        ("civiscope.toml", '[scan]\nbrowser = "/opt/chrome"\n', 0),
        ("civiscope.toml", '[scan]\nreuse = "last-night"\n', 0),
        ("civiscope.toml", '[scan.resolve]\n"a.example" = "127.0.0.1"\n', 0),
        ("pyproject.toml", '[tool.civiscope.scan]\nca = "own.pem"\n', 0),
        ("civiscope.toml", '[gate]\nfail_on = "serious"\n', 1),
    ],
)
def test_nor_does_a_configuration_that_asks_for_another_browser(
    name: str, text: str, times: int, in_an_empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (in_an_empty_folder / name).write_text(text, encoding="utf-8")

    assert len(started(["audit", HERE], monkeypatch)) == times


def test_without_a_browser_the_command_says_so_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVISCOPE_BROWSER", "/no/such/browser")

    assert started(["audit", HERE], monkeypatch) == []


def test_a_command_may_be_interrupted_while_the_browser_is_started(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Sequence[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "start_ahead", interrupted)

    ran = call("audit", HERE)

    assert (ran.code, ran.errors) == (130, ["civiscope: Interrupted."])


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("http://127.0.0.1:9000/", True),
        ("http://10.0.0.1/", False),
        ("http://93.184.216.34", False),
    ],
)
def test_a_scan_takes_the_browser_only_by_its_own_command(asked: str, same: bool) -> None:
    async def scan() -> int:
        guard = AddressGuard()
        await guard.allow_kind_of(asked)
        async with launch(find_browser().path, block_hosts=guard.blocked_hosts()) as browser:
            return browser.process_id

    with browser_ahead(["audit", HERE]):
        ahead = waiting()
        used = asyncio.run(scan())

    assert (used == ahead.process.pid) is same
    assert_gone(ahead)


def test_a_browser_that_nobody_wants_is_ended() -> None:
    with browser_ahead(["audit", HERE]):
        ahead = waiting()

    assert_gone(ahead)


def waiting() -> BrowserProcess:
    """Return the browser that was started ahead."""
    (found,) = process._waiting  # pyright: ignore[reportPrivateUsage]
    return found


def assert_gone(ahead: BrowserProcess) -> None:
    """Check that nothing is left of a browser."""
    ahead.process.wait(20)
    with pytest.raises(ProcessLookupError):
        os.kill(ahead.process.pid, 0)
    for _ in range(200):
        if not Path(ahead.profile).exists() and not Path(ahead.errors).exists():
            return
        time.sleep(0.05)
    pytest.fail("Its profile is still there.")
