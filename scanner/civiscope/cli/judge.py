"""The command that judges: rules over stored evidence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.judging import judge_by
from civiscope.audit.outputs import write_reports
from civiscope.audit.reporting import ReportChoice, read_reporting
from civiscope.audit.rules import read_rules
from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.results import Results
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope.results.file import read_scan_id
from civiscope.results.file import write as write_results


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOptions:
    """What `civiscope judge` takes."""

    evidence: Annotated[
        Path,
        typer.Argument(metavar="EVIDENCE", help="Evidence folder of a scan, or its output folder."),
    ]
    out: o.Out = None
    config: o.ConfigFile = None
    rules: o.RuleWords
    formats: o.Formats = None
    force: Annotated[
        bool, typer.Option("--force", help="Replace results of another scan in the output folder.")
    ] = False
    quiet: o.Quiet = False
    debug: o.Debug = False


@taking_options
def judge(given: JudgeOptions) -> int:
    """Apply the rules to stored evidence; needs no browser and no network."""
    loaded = o.read_config(given.config)
    rules = read_rules(loaded.config, given.rules.choice)
    reporting = read_reporting(loaded.config, ReportChoice(formats=tuple(given.formats or ())))
    reader = EvidenceReader(given.evidence)
    results = judge_by(rules, reader)
    folder = given.out or reader.folder.parent
    path = folder / RESULTS_NAME
    if not given.force:
        _refuse_another_scan(path, results)
    write_results(results, path)
    written = write_reports(results, folder, reporting) if given.formats else []
    if not given.quiet:
        _say_what_is_next(path, written)
    return 0


def _refuse_another_scan(path: Path, results: Results) -> None:
    """Raise UsageError when *path* holds results of another scan, which would be lost."""
    if not path.is_file():
        return
    try:
        other = read_scan_id(path)
    except UsageError:
        return
    if other != results.scan.id:
        raise UsageError(
            f"{path} holds the results of another scan ({other}). Add --force to replace them, or "
            "name another folder with --out."
        )


def _say_what_is_next(path: Path, written: Sequence[Path]) -> None:
    print(f"The results are in {path}.", file=sys.stderr)
    for report in written:
        print(f"Report: {report}", file=sys.stderr)
    steps = [] if written else [f"`civiscope report {path.parent}` writes a report of them"]
    steps.append(f"`civiscope gate {path.parent}` says whether they pass")
    print(f"Next: {', '.join(steps)}.", file=sys.stderr)
