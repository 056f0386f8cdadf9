"""The command that judges: rules over stored evidence."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge as judge_evidence
from civiscope.lists import Lists
from civiscope.results.file import NAME as RESULTS_NAME
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
    framework: o.Frameworks = None
    rule: o.Only = None
    rulebook: o.Books = None
    trust_rulebook: o.Trust = False
    quiet: o.Quiet = False
    debug: o.Debug = False


@taking_options
def judge(given: JudgeOptions) -> int:
    """Apply the rules to stored evidence; needs no browser and no network."""
    loaded = o.read_config(given.config)
    choice = RuleChoice(
        frameworks=tuple(given.framework or ()),
        only=tuple(given.rule or ()),
        folders=tuple(given.rulebook or ()),
        trust_python=given.trust_rulebook,
    )
    rules = read_rules(loaded.config, choice)
    reader = EvidenceReader(given.evidence)
    results = judge_evidence(
        reader, rules.rules, rules.books, Lists.in_use(), changes=rules.changes
    )
    path = (given.out or reader.folder.parent) / RESULTS_NAME
    write_results(results, path)
    if not given.quiet:
        print(f"The results are in {path}.", file=sys.stderr)
    return 0
