"""Start the browser: what is left when a scan is killed goes away with the next one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from civiscope.browser.find import find_browser
from civiscope.browser.launch import BrowserStartError, launch
from civiscope.browser.process import HEAP_MB


def dead_process() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_next_start_removes_what_a_killed_scan_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"civiscope-profile-{dead_process()}-abc"
    (left / "Default").mkdir(parents=True)
    other = tmp_path / "civiscope-profile-notes"
    other.mkdir()

    async def start() -> str:
        async with launch(find_browser().path) as browser:
            return browser.product

    product = asyncio.run(start())

    assert "Chrome" in product
    assert [path.name for path in tmp_path.iterdir()] == [other.name]


def test_a_program_that_is_no_browser_is_named() -> None:
    async def start() -> None:
        async with launch(Path("/bin/true")):
            pass

    with pytest.raises(BrowserStartError, match=r"The browser /bin/true did not start\."):
        asyncio.run(start())


def ask_a_page(expression: str) -> object:
    """Return what an empty page answers."""

    async def ask() -> object:
        async with launch(find_browser().path) as browser:
            root = browser.connection.root
            made = await root.send("Target.createTarget", {"url": "about:blank"})
            params = {"targetId": made["targetId"], "flatten": True}
            attached = await root.send("Target.attachToTarget", params)
            page = browser.connection.session(attached["sessionId"])
            answer = await page.send("Runtime.evaluate", {"expression": expression})
            return answer["result"]["value"]

    return asyncio.run(ask())


def test_a_page_may_have_only_so_much_memory() -> None:
    limit = ask_a_page("performance.memory.jsHeapSizeLimit")

    # Chromium tells pages round numbers, and V8 adds the space for young objects.
    assert isinstance(limit, int | float)
    assert HEAP_MB <= limit / 2**20 <= HEAP_MB * 1.3


@pytest.mark.parametrize("query", ["(hover: hover)", "(any-hover: hover)", "(pointer: fine)"])
def test_a_page_is_told_of_a_mouse_also_on_a_machine_that_has_none(query: str) -> None:
    assert ask_a_page(f"matchMedia('{query}').matches") is True
