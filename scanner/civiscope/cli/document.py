"""The command that looks into documents: PDF, Office, e-books."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from civiscope.audit.documents import DocumentRequest, audit_documents
from civiscope.audit.gating import read_gating, rule_names
from civiscope.audit.outputs import FinishedAudit
from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.audit.rules import read_rules
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.cli.showing import print_json
from civiscope.collectors.documents.reader import NO_EXTRA, can_draw, has_extra
from civiscope.results import Finding
from civiscope.rulebook import all_rules
from civiscope_reports.text.plain import plain

_MAX_MESSAGE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """What `civiscope document` takes."""

    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Documents (PDF, docx, xlsx, pptx, odt, ods, odp, epub), and folders of them.",
            show_default=False,
        ),
    ]
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    gate: g.GateWords
    pictures: Annotated[
        bool,
        typer.Option(
            "--pictures", help="Draw the pages of PDF files that findings are on, for the report."
        ),
    ] = False
    force: o.Force = False
    quiet: o.Quiet = False
    as_json: o.Json = False
    debug: o.Debug = False


@taking_options
def document(given: DocumentOptions) -> int:
    """Look into documents: read, judge, report and gate, without a browser."""
    return audit_files(given)


def audit_files(given: DocumentOptions) -> int:
    """Return the exit code of an audit of documents."""
    loaded = o.read_config(given.config)
    rules = read_rules(loaded.config, given.rules.choice)
    known = all_rules(rules.books)
    request = DocumentRequest(
        files=tuple(given.files),
        rules=rules,
        folder=o.output_folder(given.out, loaded),
        gating=read_gating(loaded, given.gate.choice, known=lambda: rule_names(rules=known)),
        reporting=read_reporting(loaded.config, ReportChoice(formats=tuple(given.formats or ()))),
        pictures=given.pictures,
        force=given.force,
        exit_zero=given.gate.exit_zero,
    )
    if not has_extra() or (given.pictures and not can_draw()):
        print(f"civiscope: {NO_EXTRA}", file=sys.stderr)
    outcome = audit_documents(request)
    if given.as_json:
        print_json(outcome, request.reporting.context(request.folder))
    elif not given.quiet:
        show_documents(outcome)
    return outcome.exit_code


def show_documents(outcome: FinishedAudit) -> None:
    """Print what was found in each document, and where the reports are."""
    results = outcome.results
    found: dict[str, list[Finding]] = {}
    for finding in results.findings:
        found.setdefault(finding.url or finding.page, []).append(finding)
    for each in results.documents:
        print(plain(each.url, 300))
        if each.state != "read":
            print(f"  not read: {plain(each.detail, _MAX_MESSAGE)}")
            continue
        if each.detail:
            print(f"  in part: {plain(each.detail, _MAX_MESSAGE)}")
        lines = _lines(found.get(each.url, []))
        print("\n".join(lines) if lines else "  nothing found")
    status = outcome.decision.status
    print(f"\nGate {status}. Reports: {', '.join(str(path) for path in outcome.files)}")


def _lines(findings: list[Finding]) -> list[str]:
    lines: list[str] = []
    times: dict[tuple[str, str], int] = {}
    for one in findings:
        key = one.rule, one.message_id
        times[key] = times.get(key, 0) + 1
        if times[key] > 1:
            continue
        mark = "review" if one.needs_review else one.severity
        lines.append(f"  {mark:<9} {one.rule}: {plain(one.message, _MAX_MESSAGE)}")
    return lines
