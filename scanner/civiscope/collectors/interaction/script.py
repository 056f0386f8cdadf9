"""Bring the script of a probe into our own world of a page."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from civiscope.browser.tab import Tab


async def put_in(tab: Tab, name: str, frame: str = "") -> None:
    """Run the script *name*, a file of this package, in a frame (the page's own by default)."""
    await tab.evaluate(f"{_text(name)}\n;0", frame=frame)


@lru_cache(maxsize=32)
def _text(name: str) -> str:
    return (files("civiscope.collectors.interaction") / name).read_text(encoding="utf-8")
