"""Write the report for people: one HTML file that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from civiscope.results import PageResult, Results
from civiscope.whole_file import write_whole
from civiscope_reports import wording
from civiscope_reports.coverage import gaps
from civiscope_reports.issues import shown_issues
from civiscope_reports.rule_text import to_html
from civiscope_reports.text import cut, is_web_link, visible
from civiscope_reports.verdict import severity_table, site_name, summarise

NAME = "report.html"

MOST_PAGES = 5000
MOST_DOCUMENTS = 1000
_LONGEST_VALUE = 2000

_WORDS: dict[str, object] = {
    "CONFIDENCE": wording.CONFIDENCE,
    "OUTCOME": wording.OUTCOME,
    "PAGE_STATE": wording.PAGE_STATE,
    "SEVERITY": wording.SEVERITY,
    "SEVERITY_MEANS": wording.SEVERITY_MEANS,
    "count": wording.count,
}


def write(results: Results, path: Path) -> None:
    """Write the report on *results* to *path*, whole or not at all. Raises CannotWriteError."""
    # Half of a surrogate pair is named by `visible`; this is for one in the rulebook's own text.
    write_whole(path, [render(results).encode("utf-8", "replace")])


def render(results: Results) -> str:
    """Return the report on *results* as one HTML document."""
    failures = shown_issues(results, needs_review=False)
    reviews = shown_issues(results, needs_review=True)
    areas = {rule.id: rule.area for rule in results.rules}
    style, script = _part("report.css"), _part("report.js")
    return (
        _environment()
        .get_template("base.html", globals=_WORDS)
        .render(
            site=site_name(results),
            summary=summarise(results),
            table=severity_table(results.failures, areas),
            results=results,
            scan=results.scan,
            tool=results.tool,
            coverage=results.coverage,
            gaps=gaps(results),
            failures=failures,
            reviews=reviews,
            areas=sorted({areas[issue.rule] for issue in results.issues}),
            severities=[
                s for s in wording.SEVERITY if any(i.severity == s for i in results.issues)
            ],
            pages=[(page, _outcome_counts(page)) for page in results.pages[:MOST_PAGES]],
            more_pages=max(len(results.pages) - MOST_PAGES, 0),
            documents=results.coverage.documents[:MOST_DOCUMENTS],
            more_documents=max(len(results.coverage.documents) - MOST_DOCUMENTS, 0),
            rules=_rule_counts(results),
            policy=_policy(style, script),
            style=style,
            script=script,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("civiscope_reports"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Jinja does not say so, but both take any function.
    cast("dict[str, object]", environment.filters).update(
        affected=wording.affected,
        cut=cut,
        listed=wording.listed,
        markdown=to_html,
        reason=wording.reason,
    )
    cast("dict[str, object]", environment.tests)["web_link"] = is_web_link
    return environment


def _finalize(value: object) -> object:
    """Bound and defuse whatever a template prints, so that no template has to remember to."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(cut(value, _LONGEST_VALUE))
    return value


@cache
def _part(name: str) -> Markup:
    source = files("civiscope_reports") / "templates" / name
    return Markup(source.read_text(encoding="utf-8"))  # noqa: S704 # nosec B704 # our own file


def _policy(style: str, script: str) -> str:
    """Return a content security policy that allows exactly our style and our script."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _outcome_counts(page: PageResult) -> dict[str, int]:
    counts = dict.fromkeys(wording.OUTCOME, 0)
    for outcome in page.outcomes.values():
        counts[outcome.outcome] += 1
    return counts


def _rule_counts(results: Results) -> list[tuple[object, dict[str, int]]]:
    counts = {rule.id: dict.fromkeys(wording.OUTCOME, 0) for rule in results.rules}
    for page in results.pages:
        for rule_id, outcome in page.outcomes.items():
            if rule_id in counts:
                counts[rule_id][outcome.outcome] += 1
    return [(rule, counts[rule.id]) for rule in results.rules]
