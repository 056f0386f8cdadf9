"""Get a browser onto this machine."""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404 # fixed commands, no shell
import sys
from collections.abc import Callable

from civiscope.browser.find import FoundBrowser, NoBrowserError, find_browser
from civiscope.errors import InternalError

_TIMEOUT = 900
_BESIDES = ("fonts-liberation", "libatomic1")
"""A bare Debian has no font to show text in, and lacks what Playwright's own Node.js needs."""
Say = Callable[[str], None]


def install_browser(say: Say) -> FoundBrowser:
    """Return a browser, installing one first when there is none.

    Playwright's download comes first, because most machines may use it; then apt, for root on
    Debian and Ubuntu. Raises InternalError with what was tried.
    """
    try:
        return find_browser()
    except NoBrowserError:
        pass
    tried: list[str] = []
    ways = (
        ("Playwright's download", _playwright()),
        # Smaller than the whole browser, and a page takes less time in it.
        ("apt (headless shell)", _apt("chromium-headless-shell")),
        ("apt", _apt("chromium")),
    )
    for name, commands in ways:
        if not commands:
            continue
        say(f"Installing a browser by {name} …")
        problem = _run_until_failure(commands)
        if not problem:
            try:
                return find_browser()
            except NoBrowserError:
                problem = "it left no browser behind"
        tried.append(f"{name}: {problem}")
        say(f"That did not work: {problem}.")
    raise InternalError(
        f"No browser could be installed ({'; '.join(tried) or 'no way to do it on this machine'}). "
        "Install Chromium or Chrome by hand, then run `civiscope doctor`."
    )


def _playwright() -> list[list[str]]:
    return [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]]


def _apt(package: str) -> list[list[str]]:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return []
    install = ["apt-get", "install", "--yes", "--no-install-recommends"]
    return [["apt-get", "update", "--quiet"], [*install, package, *_BESIDES]]


def _run_until_failure(commands: list[list[str]]) -> str:
    """Run *commands* until one fails; return why, or nothing."""
    environment = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        # A machine that cannot reach the download should not wait minutes to learn it.
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000",
    }
    for command in commands:
        try:
            done = subprocess.run(  # noqa: S603 # nosec B603 # the commands are the constants above
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode:
            said = [line.strip() for line in done.stdout.splitlines() if line.strip()]
            telling = next((line for line in said if "rror" in line), said[-1] if said else "")
            return f"`{' '.join(command[:4])} …` ended with {done.returncode}: {telling[:200]}"
    return ""
