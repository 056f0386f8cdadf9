"""Show what an audit came to, for programs."""

from __future__ import annotations

import json

from civiscope.audit.outputs import FinishedAudit
from civiscope_reports import Context
from civiscope_reports.formats.terminal import short


def print_json(outcome: FinishedAudit, context: Context, **more: object) -> None:
    """Print *outcome* as one object of JSON, with *more* at its end."""
    facts = short(outcome.results, outcome.decision, outcome.exit_code, outcome.files, context)
    print(json.dumps({**facts, **more}, indent=2))
