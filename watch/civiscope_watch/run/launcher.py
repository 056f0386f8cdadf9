"""Become another program that ends with the one that started this: `launcher.py PARENT NICE WORD…`.

Run by its path, with nothing but the standard library, so that it costs a few milliseconds. What is
done here could be done between fork and exec, but not safely in a program with threads.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def _die_with(parent: int) -> None:
    """Have the system end this process when *parent* ends, however that comes about."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def _launch() -> None:
    parent, nice, *command = sys.argv[1:]
    _die_with(int(parent))
    with contextlib.suppress(OSError):
        os.nice(int(nice))
    os.execvp(command[0], command)  # noqa: S606 # nosec B606 # what the caller asked for


if __name__ == "__main__":
    _launch()
