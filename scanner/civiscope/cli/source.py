"""The commands around the source behind a site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.gating import read_gating, rule_names
from civiscope.audit.outputs import FinishedAudit
from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.audit.rules import read_rules
from civiscope.audit.sources import SourceRequest, audit_source
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.showing import print_json
from civiscope.results import Finding
from civiscope.rulebook import all_rules
from civiscope_reports.text.plain import plain

_MAX_MESSAGE = 300
_MAX_SHOWN = 200

source_app = Commands(help="The source behind a site.", no_args_is_help=True)


@source_app.callback()
def _group() -> None:
    """The source behind a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """What `civiscope source scan` takes."""

    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Folder of the site's repository: templates, settings, code.",
            show_default=False,
        ),
    ]
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    gate: g.GateWords
    force: o.Force = False
    quiet: o.Quiet = False
    as_json: o.Json = False
    debug: o.Debug = False


@source_app.command("scan")
@taking_options
def scan_source(given: SourceOptions) -> int:
    """Look into the source of a site: read, judge, report and gate, without a browser."""
    loaded = o.read_config(given.config)
    rules = read_rules(loaded.config, given.rules.choice)
    known = all_rules(rules.books)
    request = SourceRequest(
        source=given.folder,
        rules=rules,
        folder=o.output_folder(given.out, loaded),
        gating=read_gating(loaded, given.gate.choice, known=lambda: rule_names(rules=known)),
        reporting=read_reporting(loaded.config, ReportChoice(formats=tuple(given.formats or ()))),
        force=given.force,
        exit_zero=given.gate.exit_zero,
    )
    outcome = audit_source(request)
    for gap in outcome.results.source.not_read if outcome.results.source else ():
        print(f"civiscope: {plain(gap, 500)}", file=sys.stderr)
    if given.as_json:
        print_json(outcome, request.reporting.context(request.folder))
    elif not given.quiet:
        print("\n".join(_lines(outcome)))
    return outcome.exit_code


def _lines(outcome: FinishedAudit) -> Iterator[str]:
    results = outcome.results
    failures = [each for each in results.findings if not each.needs_review]
    reviews = [each for each in results.findings if each.needs_review]
    for each in failures[:_MAX_SHOWN]:
        yield _line(each.severity, each)
    for each in reviews[: max(0, _MAX_SHOWN - len(failures))]:
        yield _line("review", each)
    left = len(results.findings) - _MAX_SHOWN
    if left > 0:
        yield f"… and {left:,} more in the reports."
    if results.source is not None:
        read = results.source
        what = "place" if len(failures) == 1 else "places"
        yield (
            f"\n{read.read:,} of {read.seen:,} files say something of the site: {len(failures):,} "
            f"{what} with a failure, {len(reviews):,} for a person to look at."
        )
    yield f"Gate {outcome.decision.status}. Reports: {', '.join(map(str, outcome.files))}"


def _line(mark: str, finding: Finding) -> str:
    place = finding.source[0] if finding.source else None
    where = f"{place.file}:{place.line}" if place else finding.url
    return f"{plain(where, 200)}  {mark}  {finding.rule}: {plain(finding.message, _MAX_MESSAGE)}"
