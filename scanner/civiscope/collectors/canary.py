"""Prove, before a scan, that the engine sees what is wrong with a page that is known to be bad."""

from __future__ import annotations

import base64
from importlib.resources import files

from civiscope.collectors.pool import Pool
from civiscope.errors import InternalError
from civiscope.model import AxeResults

EXPECTED = frozenset(
    {
        "button-name",
        "color-contrast",
        "document-title",
        "html-has-lang",
        "image-alt",
        "label",
        "link-name",
    }
)
"""axe rules that fail on the canary page. Its own scripts try to hide all of them."""


async def prove(pool: Pool) -> None:
    """Visit the canary page; raise InternalError when the engine does not see all its faults."""
    page = (files("civiscope.collectors") / "canary.html").read_bytes()
    url = f"data:text/html;base64,{base64.b64encode(page).decode('ascii')}"
    seen = await pool.visit(url, may_leave=True)
    found = seen.evidence.axe
    if not isinstance(found, AxeResults):
        reason = seen.visit.detail or found.reason
        raise InternalError(
            f"The check of the engine failed, so nothing was scanned: {reason} "
            "Run `civiscope doctor`."
        )
    failed = {rule.id for rule in found.rules if rule.failed}
    missed = sorted(EXPECTED - failed)
    if missed:
        raise InternalError(
            f"The engine does not see known faults ({', '.join(missed)}), so nothing was scanned: "
            "a clean result could not be believed. Try another browser with --browser."
        )
