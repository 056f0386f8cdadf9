"""The command that checks one accessibility statement."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.statement import (
    CheckedStatement,
    check_statement_file,
    check_statement_url,
    dates_of,
)
from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.config.jurisdictions import check_jurisdiction
from civiscope.errors import UsageError
from civiscope.judge.findings import render
from civiscope.web.urls import is_web_url
from civiscope_reports.text.plain import plain

statement_app = Commands(
    help="Accessibility statements, as public bodies publish them.", no_args_is_help=True
)
_STATUS = {
    "full": "claims to conform fully",
    "partial": "claims to conform partially",
    "non": "claims not to conform",
    "other": "claims something else than full, partial or none",
    "none": "claims nothing",
}


@statement_app.command()
def check(
    target: Annotated[
        str,
        typer.Argument(
            metavar="URL|FILE",
            help="Address of a statement, a saved page, or a plain text.",
            show_default=False,
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object with all there is.")
    ] = False,
    jurisdiction: Annotated[
        str,
        typer.Option(
            "--jurisdiction",
            metavar="CODE",
            help="Whose law it is under: GB, NI, IE, FR, DE, US, … (found out).",
        ),
    ] = "",
    questions: Annotated[
        bool,
        typer.Option("--questions", help="Print the 42 questions of the UK's monitoring as CSV."),
    ] = False,
    debug: o.Debug = False,
) -> int:
    """Say which status a statement claims, its dates, and what its law asks for and it lacks.
    Ends with 1 when something is wrong for sure, and with 3 when nothing could be read.
    """
    check_jurisdiction(jurisdiction)
    today = datetime.now(UTC).date()
    if is_web_url(target):
        checked = check_statement_url(target, jurisdiction, today)
    else:
        checked = check_statement_file(Path(target), jurisdiction, today)
    if questions:
        _print_questions(checked)
    elif as_json:
        print(json.dumps(checked.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(checked)))
    return 1 if checked.failed else 0


def _print_questions(checked: CheckedStatement) -> None:
    """Print the questions as a table. Raises UsageError where the law is another country's."""
    rows = checked.questions
    if not rows:
        raise UsageError(
            "--questions are those of the United Kingdom; say --jurisdiction GB or NI if the "
            "statement is under its law."
        )
    writer = csv.writer(sys.stdout)
    writer.writerow(["number", "group", "question", "result", "why"])
    writer.writerows([row.number, row.group, row.question, row.result, row.why] for row in rows)


def _lines(checked: CheckedStatement) -> list[str]:
    law = checked.applicable.jurisdiction if checked.applicable else None
    lines = [
        plain(checked.target),
        f"  status    {checked.status.status}: it {_STATUS[checked.status.status]}",
    ]
    if checked.status.sentence:
        lines.append(f"            “{plain(checked.status.sentence, 400)}”")
    lines.append(f"  law       {law.title} ({law.name})" if law else "  law       not recognised")
    for what, day in dates_of(checked.mentions).items():
        lines.append(f"  {what:<9} {day or '-'}")
    for each in checked.findings:
        sure = "review" if each.needs_review else each.rule.severity
        lines.append(f"  {sure:<9} {each.rule.id}: {plain(render(each.rule, each.outcome), 600)}")
    return lines + [f"  note      {note}" for note in checked.notes]
