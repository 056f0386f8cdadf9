"""A real browser to open reports in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from civiscope.browser.find import find_browser
from civiscope.browser.process import may_sandbox
from civiscope.results import Results
from civiscope_reports import Context
from civiscope_reports.content.context import NOTHING
from civiscope_reports.formats import html


@dataclass
class Opened:
    """A report in a browser tab, and what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list[str])
    """Dialogs, errors, console messages and requests for anything but the file itself."""


OpenReport = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the session: while it is open, Playwright keeps an event loop running in this thread,
    # and no test of another file could start one of its own.
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=find_browser().path,
            args=["--disable-background-networking"],
            chromium_sandbox=may_sandbox(),
        )
        yield started
        started.close()


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[OpenReport]:
    """Write a report and open it, with Playwright's options for a browser context."""
    contexts: list[BrowserContext] = []

    def opener(
        results: Results,
        anchor: str = "",
        told: Context = NOTHING,
        **options: Any,  # noqa: ANN401 - the options of Browser.new_context
    ) -> Opened:
        path = tmp_path / "report.html"
        html.write(results, path, told)
        context = browser.new_context(**options)
        contexts.append(context)
        opened = Opened(context.new_page())
        complain = opened.complaints.append
        opened.page.on("dialog", lambda dialog: complain(f"dialog: {dialog.message}"))
        opened.page.on("console", lambda message: complain(f"console: {message.text}"))
        opened.page.on("pageerror", lambda error: complain(f"error: {error}"))
        opened.page.on(
            "request",
            lambda request: None if request.url.startswith("file:") else complain(request.url),
        )
        opened.page.goto(path.as_uri() + anchor)
        return opened

    yield opener
    for context in contexts:
        context.close()
