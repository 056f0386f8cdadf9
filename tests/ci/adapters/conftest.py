"""What tests of adapters share: pages, and a browser that can be attached to."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.ci.adapters.pages import PageServer

from civiscope.browser.find import find_browser
from civiscope.browser.process import may_sandbox

START_TIMEOUT_S = 60


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let checks of these tests belong to no run of pytest: the plugin is loaded here as well."""
    monkeypatch.setattr("civiscope_ci.adapters.check.running", lambda: None)


@pytest.fixture(scope="package")
def pages() -> Iterator[PageServer]:
    """Serve the pages with known defects."""
    with PageServer().running() as server:
        yield server


def browser_path() -> Path:
    """Return the browser to drive; a whole one, because drivers know no headless shell."""
    found = shutil.which("chromium")
    return Path(found) if found else find_browser().path


@dataclass(frozen=True)
class DebuggedBrowser:
    """A browser that listens on a port of this machine."""

    address: str

    def open(self, url: str) -> None:
        """Open *url* in a tab of its own, and wait until the browser knows the page's title."""
        opened = self._ask(f"new?{url}", "PUT")
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            known = {each["id"]: each for each in self._ask("list", "GET")}[opened["id"]]
            # Before the document is there, its address stands for the title, or nothing does.
            if known["title"] and known["title"] not in url:
                return
            time.sleep(0.05)
        pytest.fail(f"{url} did not come up.")

    def _ask(self, path: str, method: str) -> Any:  # noqa: ANN401 - JSON
        request = Request(f"{self.address}/json/{path}", method=method)  # noqa: S310 - loopback
        with urlopen(request, timeout=30) as said:  # noqa: S310 - loopback
            return json.loads(said.read())


@pytest.fixture(scope="module")
def debugged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DebuggedBrowser]:
    """Start a browser with a debugging port, as a suite in another language would."""
    profile = tmp_path_factory.mktemp("profile")
    command = [
        *(str(browser_path()), "--headless", "--remote-debugging-port=0", "--no-first-run"),
        *(f"--user-data-dir={profile}", *([] if may_sandbox() else ["--no-sandbox"])),
        "about:blank",
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:  # noqa: S603 - ours
        try:
            yield DebuggedBrowser(f"http://127.0.0.1:{_port(profile, process)}")
        finally:
            process.terminate()
            process.wait(START_TIMEOUT_S)


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    """Return the port that the browser has chosen, as soon as it has written it down."""
    told = profile / "DevToolsActivePort"
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end and process.poll() is None:
        lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
        if len(lines) > 1:
            return int(lines[0])
        time.sleep(0.05)
    pytest.fail("The browser did not come up.")
