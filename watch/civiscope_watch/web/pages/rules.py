"""Rules over all sites: which fail the most sites, and what one fix may clear."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from civiscope_watch.store.listing import Listing
from civiscope_watch.store.schema import rule, rule_now
from civiscope_watch.store.views import issues
from civiscope_watch.web.rendering import page, table
from civiscope_watch.web.visit import NotFound, WebVisit

_FIXES = 10
_NOWHERE = {"sites": 0, "issues": 0, "pages": 0, "occurrences": 0}


def rule_name(visit: WebVisit) -> str:
    """Return the rule that the path names."""
    return str(visit.request.path_params["rule"])


def show_rules(visit: WebVisit) -> Response:
    """Return the page of all rules that sites fail."""
    with visit.database.reading() as connection:
        rules = table(visit, connection, issues.rule_listing(), "/rules.csv")
        fixes = table(visit, connection, issues.fix_listing(), "/fixes.csv", limit=_FIXES)
    return page(visit, "rules.html", rules=rules, fixes=fixes)


def show_rule(visit: WebVisit) -> Response:
    """Return the page of a rule."""
    name = rule_name(visit)
    with visit.database.reading() as connection:
        known = connection.execute(select(rule).where(rule.c.id == name)).first()
        asked = select(rule_now).where(rule_now.c.rule == name)
        found = connection.execute(asked).mappings().first()
        if known is None and found is None:
            raise NotFound
        sites = issues.rule_site_listing(name)
        values: dict[str, Any] = {
            "sites": table(visit, connection, sites, f"/rules/{name}/sites.csv"),
            "fixes": table(visit, connection, issues.fix_listing(name), "", limit=_FIXES),
        }
    title = known.fails or known.title if known is not None else name
    return page(visit, "rule.html", name=name, title=title, now=found or _NOWHERE, **values)


def rule_list(_visit: WebVisit) -> Listing:
    """Return all rules that sites fail."""
    return issues.rule_listing()


def fix_list(_visit: WebVisit) -> Listing:
    """Return what one fix may clear."""
    return issues.fix_listing()


def rule_site_list(visit: WebVisit) -> Listing:
    """Return the sites that fail a rule."""
    return issues.rule_site_listing(rule_name(visit))
