"""Find a Chromium to drive."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from civiscope.errors import InternalError, UsageError

VARIABLE = "CIVISCOPE_BROWSER"
_SYSTEM: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "system headless shell",
        (
            "/usr/lib/chromium/chromium-headless-shell",
            "/usr/lib/chromium-browser/headless_shell",
            "chromium-headless-shell",
            "chrome-headless-shell",
            "headless_shell",
        ),
    ),
    (
        "Chromium",
        (
            "chromium",
            "chromium-browser",
            "/snap/bin/chromium",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ),
    ),
    (
        "Chrome",
        (
            "google-chrome-stable",
            "google-chrome",
            "/opt/google/chrome/chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
    ),
    (
        "Edge",
        (
            "microsoft-edge-stable",
            "microsoft-edge",
            "/opt/microsoft/msedge/msedge",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        ),
    ),
)
# The folder a revision unpacks to has changed its name over the years; its program has not.
_PLAYWRIGHT_SHELL = ("chrome-headless-shell", "headless_shell")
_PLAYWRIGHT_FULL = ("chrome", "Chromium", "Google Chrome for Testing")


class NoBrowserError(InternalError):
    """No browser was found. The message says what to run."""

    def __init__(self) -> None:
        super().__init__(
            "No browser was found. Run `civiscope browser install`, or name one with --browser or "
            f"{VARIABLE}."
        )


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser on this machine."""

    path: Path
    where: str
    """How it was found: `--browser`, `CIVISCOPE_BROWSER`, `Playwright`, …"""


def find_browser(given: Path | None = None, *, windowed: bool = False) -> FoundBrowser:
    """Return the browser to use; one that has windows where that is asked for.

    Raises UsageError when one was named and is not there, NoBrowserError when there is none.
    """
    for source, named in (("--browser", given), (VARIABLE, os.environ.get(VARIABLE))):
        if named:
            program = shutil.which(str(named))
            if program is None:
                raise UsageError(
                    f"{source} names {named}, which is not a program that can be started."
                )
            return FoundBrowser(Path(program), source)
    for found in candidates():
        if not windowed or "headless" not in found.path.name:
            return found
    raise NoBrowserError


def candidates() -> Iterator[FoundBrowser]:
    """Yield every browser that is on this machine, the one to prefer first."""
    for path in playwright_browsers(os.environ):
        yield FoundBrowser(path, "Playwright")
    for name, places in _SYSTEM:
        for place in places:
            program = shutil.which(place)
            if program is not None:
                yield FoundBrowser(Path(program), name)
                break


def playwright_browsers(environment: Mapping[str, str]) -> list[Path]:
    """Return Playwright's downloaded browsers, headless shells first, newest first."""
    folder = _playwright_folder(environment)
    found: list[Path] = []
    for kind, programs in (
        ("chromium_headless_shell-", _PLAYWRIGHT_SHELL),
        ("chromium-", _PLAYWRIGHT_FULL),
    ):
        revisions = [path for path in folder.glob(f"{kind}*") if path.is_dir()]
        for revision in sorted(revisions, key=_revision, reverse=True):
            found += [
                path
                for name in programs
                for path in sorted(revision.rglob(name))
                if path.is_file() and os.access(path, os.X_OK)
            ][:1]
    return found


def _playwright_folder(environment: Mapping[str, str]) -> Path:
    given = environment.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if given == "0":
        # Playwright's way to say: inside its own package.
        import playwright

        return Path(playwright.__file__).parent / "driver" / "package" / ".local-browsers"
    if given:
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    cache = environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "ms-playwright"


def _revision(path: Path) -> int:
    number = re.search(r"-(\d+)$", path.name)
    return int(number[1]) if number else 0
