"""The command that decides whether results may pass."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.gating import read_gating, rule_names
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.results.file import read as read_results
from civiscope_ci.gate import file as gate_file
from civiscope_reports.text.plain import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class GateOptions:
    """What `civiscope gate` takes."""

    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ]
    out: o.Out = None
    config: o.ConfigFile = None
    gate: g.GateWords
    quiet: o.Quiet = False
    as_json: o.Json = False
    debug: o.Debug = False


@taking_options
def gate(given: GateOptions) -> int:
    """Decide whether results may pass, and say why."""
    loaded = o.read_config(given.config)
    found = read_results(given.results)
    gating = read_gating(loaded, given.gate.choice, known=lambda: rule_names(found))
    decision = gating.decide(found)
    home = given.results if given.results.is_dir() else given.results.parent
    folder = given.out or home
    gate_file.write(decision, folder / gate_file.NAME, exit_zero=given.gate.exit_zero)
    gating.write_suggested(found, decision, folder)
    if given.as_json:
        sys.stdout.buffer.write(gate_file.to_bytes(decision, exit_zero=given.gate.exit_zero))
    elif not given.quiet:
        for sentence in decision.sentences:
            print(plain(sentence, 1000))
    return 0 if given.gate.exit_zero else decision.exit_code
