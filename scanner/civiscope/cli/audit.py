"""The command that does all of it: scan, judge, report and gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from civiscope.audit.audit import AuditRequest, run_audit
from civiscope.audit.documents import are_documents
from civiscope.audit.gather import ScanRequest
from civiscope.audit.gating import read_gating, rule_names
from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.audit.served_site import READY_TIMEOUT_S
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli import reporting as r
from civiscope.cli import scan_options as v
from civiscope.cli.commands import taking_options
from civiscope.cli.document import DocumentOptions, audit_files
from civiscope.cli.scanning import ScanTask, tell_nothing_seen
from civiscope.cli.showing import print_json
from civiscope.rulebook import all_rules
from civiscope_reports.formats.terminal import summary


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """What `civiscope audit` takes."""

    targets: v.Targets = None
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    language: r.LanguageOption = None
    layout: r.LayoutOption = None
    earlier: r.EarlierOption = None
    gate: g.GateWords
    serve: g.Serve = None
    ready_url: g.ReadyUrl = None
    ready_timeout: g.ReadyTimeout = READY_TIMEOUT_S
    source: Annotated[
        Path | None,
        typer.Option(
            "--source",
            metavar="DIR",
            help="Also read the site's repository, and say which line each finding comes from.",
        ),
    ] = None
    scan: v.ScanWords
    resume: v.Resume = False
    force: o.Force = False
    quiet: o.Quiet = False
    verbose: o.Verbose = False
    as_json: o.Json = False
    debug: o.Debug = False


@taking_options
def audit(given: AuditOptions) -> int:
    """Scan, judge, report and gate."""
    if given.targets and not given.resume and are_documents(given.targets):
        return audit_files(_documents_of(given))
    return audit_with(given)


def audit_with(
    given: AuditOptions, change: Callable[[ScanRequest], ScanRequest] | None = None
) -> int:
    """Audit what options and configuration ask for, as *change* would have it; return the code."""
    loaded = o.read_config(given.config)
    reports = ReportChoice(
        formats=tuple(given.formats or ()),
        language=given.language,
        layout=given.layout,
        earlier=tuple(given.earlier or ()),
    )
    task = ScanTask.of(given, given.rules.choice, loaded)
    if change is not None:
        task = replace(task, request=change(task.request))
    rules = all_rules(task.request.rules.books)
    request = AuditRequest(
        scan=task.request,
        folder=task.folder,
        gating=read_gating(loaded, given.gate.choice, known=lambda: rule_names(rules=rules)),
        reporting=read_reporting(loaded.config, reports),
        site=g.site_to_serve(
            given.serve,
            given.ready_url,
            given.ready_timeout,
            task.request.targets or loaded.config.scan.targets,
        ),
        source=given.source,
        exit_zero=given.gate.exit_zero,
    )
    outcome = run_audit(request, task.watch("audit"))
    context = request.reporting.context(request.folder)
    if given.as_json:
        states = dict(sorted(outcome.decision.comparison.counts.items()))
        print_json(outcome, context, states=states)
    elif not given.quiet:
        summary(outcome.results, outcome.decision, Console(), outcome.files, context)
    if outcome.decision.status == "inconclusive":
        tell_nothing_seen(outcome.evidence)
    return outcome.exit_code


def _documents_of(given: AuditOptions) -> DocumentOptions:
    """Return what `civiscope document` is given for targets that are documents, and no site."""
    own = {each.name for each in fields(DocumentOptions)} & {each.name for each in fields(given)}
    return DocumentOptions(
        files=list(given.targets or ()), **{name: getattr(given, name) for name in own}
    )
