"""Find a browser: which one is taken when there are several, what is said when there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from civiscope.browser.find import NoBrowserError, candidates, find_browser, playwright_browsers
from civiscope.errors import UsageError


def program(path: Path) -> Path:
    """Make a program that could be a browser."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a machine on which nothing is found on PATH, and none was downloaded."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("CIVISCOPE_BROWSER", raising=False)
    # Programs that are named by their whole path do not depend on PATH.
    monkeypatch.setattr(
        "civiscope.browser.find._SYSTEM",
        (
            ("system headless shell", ("chromium-headless-shell",)),
            ("Chromium", ("chromium",)),
            ("Chrome", ("google-chrome",)),
            ("Edge", ("microsoft-edge",)),
        ),
    )
    return tmp_path


def test_each_place_comes_before_the_next(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("chromium-headless-shell", "chromium", "google-chrome", "microsoft-edge")
    system = [program(bare / "bin" / name) for name in names]
    downloaded = program(
        bare / "playwright/chromium_headless_shell-1200/chrome-linux/headless_shell"
    )
    given, variable = program(bare / "given"), program(bare / "variable")

    assert [found.path for found in candidates()] == [downloaded, *system]
    monkeypatch.setenv("CIVISCOPE_BROWSER", str(variable))
    assert (find_browser().path, find_browser().where) == (variable, "CIVISCOPE_BROWSER")
    assert (find_browser(given).path, find_browser(given).where) == (given, "--browser")


def test_of_playwrights_browsers_the_newest_shell_comes_first(bare: Path) -> None:
    folder = bare / "playwright"
    full = program(folder / "chromium-1300/chrome-linux64/chrome")
    old = program(folder / "chromium_headless_shell-999/chrome-linux/headless_shell")
    new = program(
        folder / "chromium_headless_shell-1210/chrome-headless-shell-linux64/chrome-headless-shell"
    )

    assert playwright_browsers(os.environ) == [new, old, full]


def test_a_machine_without_a_browser_is_told_what_to_run(bare: Path) -> None:
    with pytest.raises(NoBrowserError, match="Run `civiscope browser install`"):
        find_browser()


@pytest.mark.parametrize("source", ["--browser", "CIVISCOPE_BROWSER"])
def test_a_browser_that_is_named_and_not_there_is_an_error(
    bare: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    missing = bare / "nowhere"
    if source == "CIVISCOPE_BROWSER":
        monkeypatch.setenv(source, str(missing))

    with pytest.raises(UsageError, match=f"^{source} names {missing}"):
        find_browser(missing if source == "--browser" else None)
