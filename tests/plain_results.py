"""Results of a command as plain data, in which each finding and page says all there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from civiscope.results.file import read, to_bytes


def plain_results(path: Path) -> dict[str, Any]:
    """Return the results at *path*, or in the folder *path*, in the plain form."""
    plain: dict[str, Any] = json.loads(to_bytes(read(path)))
    return plain
