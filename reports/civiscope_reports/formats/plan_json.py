"""Write a plan as JSON: every figure with its formula and the issues that it is counted from."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.planning.packages import CAUSES
from civiscope_reports.planning.plan_values import FORMULAS, ActionPlan
from civiscope_reports.planning.words import measure_after
from civiscope_reports.text.language import Language

SCHEMA_VERSION = "1.0"


def plan_json(plan: ActionPlan, settings: PlanSettings, words: Language, tool: str) -> str:
    """Return *plan* as JSON; the same plan gives the same bytes."""
    steps: list[dict[str, Any]] = []
    for step in plan.steps:
        data = asdict(step)
        del data["score"], data["translated"]
        steps.append(data | {"measure": measure_after(step)})
    whole = {
        "schema_version": SCHEMA_VERSION,
        "tool": tool,
        "formulas": FORMULAS,
        "causes": CAUSES,
        "hours": dict(settings.hours),
        "weeks": plan.weeks,
        "notes": list(plan.notes),
        "sites": [asdict(site) for site in plan.sites],
        "left_out": [asdict(row) for row in plan.left_out],
        "steps": steps,
        "measures": [asdict(each) for each in plan.measures],
        "waived": [
            {"title": title, "reason": reason, "until": until}
            for title, reason, until in plan.waived
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
