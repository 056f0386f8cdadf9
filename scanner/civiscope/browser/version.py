"""Say which browser a program is, without opening it."""

from __future__ import annotations

import re
import subprocess  # nosec B404 # the browser itself, no shell
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TIMEOUT_S = 20
_TOLD = re.compile(r"^([A-Za-z][\w ]*?)\s+((\d+)(?:\.\d+)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BrowserVersion:
    """What a browser says of itself when it is asked for its version."""

    name: str = ""
    """`Chromium`, `Google Chrome`, …; empty when it does not say."""
    number: str = ""
    """`156.0.8078.108`"""
    major: str = ""

    def product_like(self, earlier: str) -> str:
        """Return it as a running browser calls itself, which *earlier* is an example of."""
        return f"{earlier.partition('/')[0] or 'Chrome'}/{self.number}" if self.number else ""


@lru_cache(maxsize=8)
def read_browser_version(executable: Path) -> BrowserVersion:
    """Return what the program at *executable* says; without a number when it says nothing."""
    try:
        said = subprocess.run(  # nosec B603 # noqa: S603 - the browser that the user or the system named
            [str(executable), "--version"],
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return BrowserVersion()
    found = _TOLD.search(said)
    return BrowserVersion(found[1], found[2], found[3]) if found else BrowserVersion()
