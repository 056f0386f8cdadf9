"""The run of pytest that checks belong to. Nothing is imported here that takes time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class RunningSession:
    """What a run of pytest asks of checks, and which test is being run."""

    out: Path | None
    """Output folder, where one is named."""
    baseline: Path | None
    fail_on: str | None
    report_only: bool
    parts: Path
    """Folder for what is checked, until the run is over."""
    worker: str
    """Name of the process; `main` without xdist."""
    root: Path
    """Folder in which the configuration is looked for."""
    test: str = ""
    """Id of the test that is being run."""
    attempt: float = 0.0
    """When the test was begun; a test that is run again counts as it ended last."""
    recorder: Any = field(default=None, repr=False)
    """What keeps the checks, once there is one."""

    def begin(self, test: str) -> None:
        """Note that *test* begins, for the first time or again."""
        self.test = test
        self.attempt = time.time()
        if self.recorder is not None:
            self.recorder.forget(test)


_running: list[RunningSession] = []


def running() -> RunningSession | None:
    """Return the run of pytest that is under way, None when there is none."""
    return _running[-1] if _running else None


def begin_session(session: RunningSession) -> None:
    """Make *session* the one under way. One may run within another's test."""
    _running.append(session)


def end_session(session: RunningSession) -> None:
    """Make the session before *session* the one under way again."""
    if session in _running:
        _running.remove(session)
