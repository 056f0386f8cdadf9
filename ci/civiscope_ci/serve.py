"""Start a site for as long as it is audited: a command, and an address that tells when it is up."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess  # nosec B404 # to start the site that the user names
import tempfile
import time
from collections.abc import Generator
from typing import IO

import httpx

from civiscope.errors import InconclusiveError

_PAUSE = 0.2
_PATIENCE = 10
"""Seconds that a site has to end when it is asked to."""
_LAST_WORDS = 400
"""Characters of the command's output that are told when it fails."""


@contextlib.contextmanager
def served(command: str, url: str, timeout: float) -> Generator[None]:
    """Run *command* in a shell; begin the block when *url* answers, and end it all afterwards.

    Raises InconclusiveError when the command ends before, or *url* does not answer in time.
    """
    with tempfile.TemporaryFile() as output:
        # The command is the user's own, from the command line or the pipeline's configuration.
        running = subprocess.Popen(  # noqa: S602 # nosec B602
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own: what the command starts ends with it.
            start_new_session=True,
        )
        try:
            _wait(running, command, url, timeout, output)
            yield
        finally:
            _end(running)


def _wait(
    running: subprocess.Popen[bytes], command: str, url: str, timeout: float, output: IO[bytes]
) -> None:
    until = time.monotonic() + timeout
    # Whatever it answers, it is up; certificates of a site under test are often its own.
    with httpx.Client(verify=False, follow_redirects=False, trust_env=False) as client:  # noqa: S501 # nosec B501
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if client.get(url, timeout=5).status_code < 500:
                    return
            if running.poll() is not None:
                raise InconclusiveError(
                    f"The site did not start: {command!r} ended with code {running.returncode} "
                    f"before {url} answered.{_last_output(output)}"
                )
            if time.monotonic() > until:
                raise InconclusiveError(
                    f"The site did not start: {url} did not answer within {timeout:g} seconds of "
                    f"{command!r}.{_last_output(output)} Give it longer with --ready-timeout."
                )
            time.sleep(_PAUSE)


def _last_output(output: IO[bytes]) -> str:
    output.seek(0)
    text = " ".join(output.read().decode("utf-8", "replace").split())
    return f" It said: {text[-_LAST_WORDS:]}" if text else ""


def _end(running: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(_PATIENCE)
            # The shell is gone; what it started may linger.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(running.pid, signal.SIGKILL)
            return
