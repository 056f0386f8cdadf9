"""Start the browser of a scan while Python still loads what reads the command and drives it.

What the command asks for is guessed from its words. A wrong guess costs a browser that is started
for nothing: the scan takes one only by the very command that it would start itself.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Sequence
from pathlib import Path

_COMMANDS = ("audit", "scan")
_OTHERWISE = (
    "--help",
    "-h",
    "--config",
    # Another browser than the usual one, or perhaps none at all.
    "--browser",
    "--resolve",
    "--ca",
    "--resume",
    "--reuse",
)
_OTHERWISE_SET = re.compile(r"^\s*(browser|resolve|ca|reuse)\b|\[[\w.]*resolve\]", re.M)
_NAMES = ("civiscope.toml", "pyproject.toml")


@contextlib.contextmanager
def browser_ahead(words: Sequence[str]) -> Generator[None]:
    """Start the browser that the command in *words* will want, and end it if nothing did."""
    urls = _targets(words)
    if not urls or _is_set_otherwise():
        yield
        return
    from civiscope.browser.process import drop_ahead

    try:
        _start(urls)
        yield
    finally:
        drop_ahead()


def _start(urls: Sequence[str]) -> None:
    from civiscope.browser.find import find_browser
    from civiscope.browser.process import browser_command, start_ahead
    from civiscope.errors import CiviscopeError
    from civiscope.fetch.address_guard import AddressGuard

    guard = AddressGuard()
    for url in urls:
        guard.allow_kind_written(url)
    # Whoever needs the browser will say why there is none.
    with contextlib.suppress(CiviscopeError, OSError):
        command = browser_command(find_browser().path, block_hosts=guard.blocked_hosts())
        start_ahead(command)


def _targets(words: Sequence[str]) -> list[str]:
    """Return the addresses in *words*; none when the usual browser may not be what is needed."""
    if not words or words[0] not in _COMMANDS:
        return []
    if any(word.partition("=")[0] in _OTHERWISE for word in words):
        return []
    return [word for word in words if word.startswith(("http://", "https://"))]


def _is_set_otherwise() -> bool:
    """Say whether a configuration may ask for another browser, or for none."""
    for name in _NAMES:
        with contextlib.suppress(OSError, ValueError):
            if _OTHERWISE_SET.search(Path(name).read_text(encoding="utf-8")):
                return True
    return False
