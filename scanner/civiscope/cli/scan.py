"""The command that scans: evidence of a site, and no judgement."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from civiscope.audit.gather import scan_into
from civiscope.audit.rules import RuleChoice
from civiscope.cli import options as o
from civiscope.cli import scan_options as v
from civiscope.cli.commands import taking_options
from civiscope.cli.scanning import ScanTask, tell_nothing_seen
from civiscope.errors import InconclusiveError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCommandOptions:
    """What `civiscope scan` takes."""

    targets: v.Targets = None
    out: o.Out = None
    config: o.ConfigFile = None
    rulebook: o.Books = None
    trust_rulebook: o.Trust = False
    scan: v.ScanWords
    resume: v.Resume = False
    force: o.Force = False
    quiet: o.Quiet = False
    verbose: o.Verbose = False
    debug: o.Debug = False


@taking_options
def scan(given: ScanCommandOptions) -> int:
    """Visit a site and keep what is seen; judge nothing."""
    choice = RuleChoice(folders=tuple(given.rulebook or ()), trust_python=given.trust_rulebook)
    task = ScanTask.of(given, choice, o.read_config(given.config))
    evidence = scan_into(task.folder, task.request, task.watch("scan"))
    pages = sum(entry.kind == "page" for entry in evidence.entries)
    if not given.quiet:
        kept = "1 page is" if pages == 1 else f"{pages} pages are"
        print(
            f"{kept} kept in {evidence.folder}; judge them with `civiscope judge {task.folder}`.",
            file=sys.stderr,
        )
    return InconclusiveError.exit_code if tell_nothing_seen(evidence) else 0
