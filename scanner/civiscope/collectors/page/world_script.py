"""The script of our own world, which every frame gets before its page runs anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from civiscope.engines import engine_text
from civiscope.model.page_script import PageScript

_SCRIPTS = (
    "toolkit/tree.js",
    "toolkit/colour.js",
    "toolkit/shapes.js",
    "toolkit/sight.js",
    "toolkit/text.js",
    "toolkit/motion.js",
    "toolkit/toolkit.js",
    "page/speculation.js",
    "page/elements.js",
    "page/facts.js",
    "page/semantics.js",
    "page/closed.js",
    "page/rest.js",
    "page/waiting.js",
    "page/frames.js",
    "page/letters.js",
    "page/sheets.js",
    "page/slides.js",
    "page/unseen.js",
    "page/suspects.js",
    "page/painted.js",
    "page/canvas.js",
    "page/cover.js",
    "page/contrast_once.js",
    "page/axe.js",
    "page/world.js",
)


@lru_cache(maxsize=1)
def world_script() -> str:
    """Return axe-core, loaded only when it is called for, and our own functions.

    The toolkit among them is what scripts of rules and probes share.
    """
    folder = files("civiscope.collectors")
    own = "\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    # As a function's body, axe costs a glance at each document; it is compiled once a renderer.
    return f"globalThis.civiscopeLoadAxe = function () {{{engine_text('axe')}\n}};\n{own}"


def rules_script(scripts: Sequence[PageScript]) -> str:
    """Return what makes the scripts of rules known to our world."""
    # Compiled once a renderer, as a function's body, and not sent again with every page.
    rules = ",".join(
        f"{{id:{json.dumps(s.rule)},run:({s.source}\n),options:{json.dumps(s.options)}}}"
        for s in scripts
    )
    return f"globalThis.civiscopeRules = () => [{rules}];"
