"""A scan in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess  # nosec B404 # our own command, no shell
import sys
from collections.abc import Sequence
from pathlib import Path

from civiscope_reports.text.plain import plain

LOG = "log.txt"
_LAUNCHER = Path(__file__).with_name("launcher.py")
_NICE = 5
_LOG_END = 4_000
_MAX_WHY = 500
_SAYS = "civiscope: "


class ScanChild:
    """A scan that runs beside this program, and ends with it."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        """Start *command* in *folder*, where what it says is kept. Raises OSError."""
        self._folder = folder
        launched = [sys.executable, "-I", str(_LAUNCHER), str(os.getpid()), str(_NICE), *command]
        with (folder / LOG).open("ab") as log:
            # A group of its own, so that its browser can be ended with it.
            self._process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own
                launched,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait(self, seconds: float) -> int | None:
        """Return its exit code; None when it still runs after so many *seconds*."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self, grace_s: float) -> None:
        """Ask it to end, so that what it has seen is kept; after *grace_s* seconds, make it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        if self.wait(grace_s) is None:
            self.kill()

    def kill(self) -> None:
        """End it and all that it has started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_words(self) -> str:
        """Return the last sentence of its own in the log; empty when there is none."""
        try:
            with (self._folder / LOG).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _LOG_END))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        said = [line.removeprefix(_SAYS) for line in lines if line.startswith(_SAYS)]
        return plain(said[-1], _MAX_WHY) if said else ""


def ended_words(code: int, said: str) -> str:
    """Return why a scan gave no results, as a sentence."""
    if said:
        return said
    if code < 0:
        name = signal.Signals(-code).name
        return f"The scan was ended by {name}; its log is {LOG} in its folder."
    return f"The scan ended with {code} and without results; its log is {LOG} in its folder."
