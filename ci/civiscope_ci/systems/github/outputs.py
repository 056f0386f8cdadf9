"""Tell the steps after an audit how it went, as `name=value` lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, cast

_STATUSES = {"passed", "failed", "inconclusive"}
_COUNTED: tuple[Literal["new", "fixed", "reopened", "existing", "waived"], ...] = (
    "new",
    "fixed",
    "reopened",
    "existing",
    "waived",
)


def step_outputs(gate_json: Path) -> list[str]:
    """Return the outputs for the decision in *gate_json*; an empty status when there is none."""
    try:
        data: object = json.loads(gate_json.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = None
    gate = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    status = gate.get("status")
    states: object = gate.get("states")
    counts = cast("dict[str, Any]", states) if isinstance(states, dict) else {}
    lines = [f"status={status if status in _STATUSES else ''}"]
    # Numbers only: nothing that a page says can begin a line of its own.
    return lines + [f"{state}={int(counts.get(state, 0))}" for state in _COUNTED]
