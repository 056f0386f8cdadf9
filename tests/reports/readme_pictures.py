"""Take the pictures of the report that README.md shows, from the results of `civiscope demo`.

Write them anew with `python -m tests.reports.readme_pictures civiscope-demo/results.json`.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from civiscope.browser.find import find_browser
from civiscope.browser.process import may_sandbox
from civiscope.results.file import read
from civiscope_reports.formats import html

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PICTURES: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "report-1280.png": (1280, "light"),
    "report-1280-dark.png": (1280, "dark"),
    "report-375.png": (375, "light"),
    "report-375-dark.png": (375, "dark"),
}
_HEIGHT = 1000


def take(results: Path, folder: Path) -> None:
    """Put the pictures of the report on *results* into *folder*."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        renamed = Path(name, "results.json")
        # The demo answers on loopback, which would tell a reader nothing.
        renamed.write_bytes(_public(results.read_bytes()))
        report = Path(name, "report.html")
        html.write(read(renamed), report)
        browser = playwright.chromium.launch(
            executable_path=find_browser().path, chromium_sandbox=may_sandbox()
        )
        for picture, (width, colours) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": _HEIGHT}, color_scheme=colours
            )
            page.goto(report.as_uri())
            page.screenshot(path=folder / picture)
        browser.close()


def _public(text: bytes) -> bytes:
    """Return *text* with a public name for each port of the demo, which has a site on each."""
    ports = sorted(set(re.findall(rb"127\.0\.0\.1:(\d+)", text)))
    for number, port in enumerate(ports):
        host = b"forms.example.gov" if number else b"www.example.gov"
        text = text.replace(b"http://127.0.0.1:" + port, b"https://" + host)
        text = text.replace(b"127.0.0.1:" + port, host)
    return text.replace(b"127.0.0.1", b"www.example.gov")


if __name__ == "__main__":
    take(Path(sys.argv[1]), IMAGES)
