"""Tell on stderr how a scan goes: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from civiscope.model import Page
from civiscope.scan import Listener
from civiscope_reports.text.plain import plain

_EVERY_SECONDS = 15.0


class ScanProgress:
    """Use as a context manager; hand `listener` to the scan."""

    def __init__(self, console: Console, *, quiet: bool, verbose: bool) -> None:
        self._console = console
        self._quiet = quiet
        self._verbose = verbose
        self._seen = 0
        self._last = time.monotonic()
        self._bar: Progress | None = None
        if console.is_terminal and not quiet:
            self._bar = Progress(
                TextColumn("Visiting"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[page]}"),
                console=console,
                transient=True,
            )
            self._task = self._bar.add_task("visit", total=None, page="")
        self.listener = Listener(say=self._say, page=self._page, probed=self._on_probed)

    def __enter__(self) -> ScanProgress:
        """Begin to show."""
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _say(self, sentence: str) -> None:
        if not self._quiet:
            self._console.print(Text(plain(sentence, 500)), soft_wrap=True)

    def _page(self, page: Page, waiting: int) -> None:
        self._seen += 1
        trouble = (
            "" if page.visit.state == "complete" else f"({page.visit.state}: {page.visit.detail})"
        )
        line = f"{plain(page.url, 300)} {plain(trouble, 300)}".rstrip()
        if self._bar is not None:
            total = self._seen + waiting
            self._bar.update(
                self._task, completed=self._seen, total=total, page=plain(page.url, 60)
            )
        seen = "1 page" if self._seen == 1 else f"{self._seen} pages"
        self._tell(line, f"{seen} seen, {waiting} waiting: {page.url}")

    def _on_probed(self, url: str, left: int) -> None:
        where = plain(url, 300)
        if self._bar is not None:
            self._bar.update(self._task, page=f"behaviour, {left} left: {plain(url, 40)}")
        self._tell(f"{where} (behaviour)", f"Checking behaviour, {left} pages left: {url}")

    def _tell(self, line: str, now_and_then: str) -> None:
        if self._quiet:
            return
        if self._verbose:
            self._console.print(Text(line), soft_wrap=True)
        elif self._bar is None and time.monotonic() - self._last > _EVERY_SECONDS:
            # A build log wants to know that it goes on, not every page.
            self._last = time.monotonic()
            self._say(now_and_then)
