"""The script of our own world, which every frame gets before its page runs anything."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from civiscope.engines import engine_text


@lru_cache(maxsize=1)
def world_script() -> str:
    """Return axe-core, loaded only when it is called for, and our own functions."""
    folder = files("civiscope.collectors.page")
    own = "\n".join(
        (folder / name).read_text(encoding="utf-8")
        for name in (
            "semantics.js",
            "rest.js",
            "frames.js",
            "suspects.js",
            "painted.js",
            "canvas.js",
            "world.js",
        )
    )
    # As a function's body, axe costs a glance at each document; it is compiled once a renderer.
    return f"globalThis.civiscopeLoadAxe = function () {{{engine_text('axe')}\n}};\n{own}"
