"""The plan of one site's results, as the report shows it."""

from __future__ import annotations

from civiscope.results import Results
from civiscope_reports.content.context import Context
from civiscope_reports.planning.make_plan import PlanMaker
from civiscope_reports.planning.plan_values import ActionPlan
from civiscope_reports.text.language import Language

RESULTS = "results.json"


def plan_for_report(results: Results, context: Context, words: Language) -> ActionPlan:
    """Return the plan of *results* without what is waived."""
    maker = PlanMaker(context.planning, words)
    maker.add(results, RESULTS, context.waived)
    return maker.plan()
