"""The command that checks a page which is open in somebody else's browser."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console

from civiscope.audit.checks import CheckFacts, SetupChoice, report_checks, setup_of, state_url
from civiscope.audit.output_folder import check_room
from civiscope.audit.reporting import ReportChoice
from civiscope.browser.debugging_port import check_loopback
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.cli.showing import print_json
from civiscope.collectors.page.as_it_stands import LookedAt
from civiscope.model import Page
from civiscope.scan.open_page import LookRequest, look_at_target
from civiscope.scan.preparation import now
from civiscope_reports.formats.terminal import summary

_BETWEEN_SELECTORS = re.compile(r",\s*(?![^(\[]*[)\]])")
"""A comma in brackets, as of `:is(a, b)`, is a part of its selector."""
Selectors = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="CSS",
        callback=o.join_values(_BETWEEN_SELECTORS),
        help="Look only at this part (repeatable).",
    ),
]
LeftOut = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="CSS",
        callback=o.join_values(_BETWEEN_SELECTORS),
        help="Leave this part out (repeatable).",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachOptions:
    """What `civiscope attach` takes."""

    address: Annotated[
        str,
        typer.Argument(
            metavar="CDP-URL",
            help="Debugging port of a running Chromium, such as http://127.0.0.1:9222.",
            show_default=False,
        ),
    ]
    target: Annotated[
        str, typer.Option("--target", metavar="ID", help="Id of the page.", show_default=False)
    ] = ""
    url: Annotated[
        str,
        typer.Option(
            "--url", metavar="GLOB", help="Address of the page, with * and ?.", show_default=False
        ),
    ] = ""
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar="STATE", help="Name of the page's state.", show_default=False
        ),
    ] = ""
    include: Selectors = None
    exclude: LeftOut = None
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Go to a browser on another machine, too.")
    ] = False
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    gate: g.GateWords
    force: o.Force = False
    quiet: o.Quiet = False
    as_json: o.Json = False
    debug: o.Debug = False


@taking_options
def attach(given: AttachOptions) -> int:
    """Check a page as it stands in a running browser: judge, report and gate."""
    check_loopback(given.address, allow_remote=given.allow_remote)
    choice = SetupChoice(
        rules=given.rules.choice,
        gate=given.gate.choice,
        reports=ReportChoice(formats=tuple(given.formats or ())),
        out=given.out,
    )
    setup = setup_of(o.read_config(given.config), choice)
    check_room(setup.folder, force=given.force)
    looked_at = LookedAt(tuple(given.include or ()), tuple(given.exclude or ()))
    request = LookRequest(scripts=setup.scripts, looked_at=looked_at)
    started = now()
    seen = asyncio.run(look_at_target(given.address, given.target, given.url, request))
    facts = CheckFacts(started, now(), seen.browser)
    page = Page(state_url(seen.url, given.name), seen.evidence)
    outcome = report_checks([page], setup, facts, exit_zero=given.gate.exit_zero, force=given.force)
    context = setup.reporting.context(setup.folder)
    if given.as_json:
        print_json(outcome, context)
    elif not given.quiet:
        summary(outcome.results, outcome.decision, Console(), outcome.files, context)
    return outcome.exit_code
