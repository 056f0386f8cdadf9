"""Commands for journeys: make them and audit their states, record them, read those of others."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from civiscope.atomic_write import write_whole
from civiscope.audit.gather import ScanRequest
from civiscope.browser.find import find_browser
from civiscope.cli import gating as g
from civiscope.cli import options as o
from civiscope.cli import reporting as r
from civiscope.cli import scan_options as v
from civiscope.cli.audit import AuditOptions, audit_with
from civiscope.cli.commands import Commands, taking_options
from civiscope.errors import UsageError
from civiscope.journeys.file import read_journey
from civiscope.journeys.importing import import_journey
from civiscope.journeys.recording import record_in_window, why_no_window
from civiscope.web.urls import is_web_url, origin_of

journey_app = Commands(
    help="Journeys through a service: each step done in the browser, each state audited.",
    no_args_is_help=True,
)

Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE…", help="Journey files, in TOML.")
]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="URL", help="Where the service answers; addresses in files are relative."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyRunOptions:
    """What `civiscope journey run` takes."""

    files: Files = None
    at: At = None
    out: o.Out = None
    config: o.ConfigFile = None
    formats: o.Formats = None
    rules: o.RuleWords
    language: r.LanguageOption = None
    layout: r.LayoutOption = None
    gate: g.GateWords
    scan: v.ScanWords
    force: o.Force = False
    quiet: o.Quiet = False
    verbose: o.Verbose = False
    as_json: o.Json = False
    debug: o.Debug = False


@journey_app.command("import")
def import_recording(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="pa11y's actions, Playwright's code, or Chrome's recording."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write (stdout).")
    ] = None,
    debug: o.Debug = False,
) -> int:
    """Write what another tool recorded as a journey file."""
    text = import_journey(file)
    if out is None:
        print(text, end="")
    else:
        write_whole(out, [text.encode()])
    return 0


@journey_app.command("record")
def record_journey(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the journey begins.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="Where to write the journey.")
    ] = Path("journeys/recorded.toml"),
    browser: Annotated[
        Path | None,
        typer.Option("--browser", metavar="PATH", help="A browser that has windows."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    debug: o.Debug = False,
) -> int:
    """Open a browser, watch what you do in it, and write it as a journey file."""
    if not is_web_url(url):
        raise UsageError(f"A journey begins at the address of a page, not at {url!r:.80}.")
    if out.exists() and not force:
        raise UsageError(f"{out} is there already; name another with --out, or give --force.")
    why = why_no_window()
    if why:
        raise UsageError(
            f"{why}, and a journey is recorded in a window. Run this where you can see a browser, "
            f"or use `civiscope journey import` for what another tool has recorded."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    print(
        "Use the service in the window that opens. Close it, or press Ctrl+C here, at the end.",
        file=sys.stderr,
    )
    steps = asyncio.run(record_in_window(url, find_browser(browser, windowed=True).path))
    write_whole(out, [steps.toml().encode()])
    for sentence in steps.summary(str(out)):
        print(sentence)
    return 0


def _start(file: Path, at: str) -> str:
    """Return where the journey of *file* begins; raises UsageError when *at* cannot move it."""
    start = read_journey(file, at).start
    if at and origin_of(start) != origin_of(at):
        path = urlsplit(start).path or "/"
        raise UsageError(
            f"{file} begins at {start}, so --at does not move it to {at}; write "
            f'`start = "{path}"` in the file, or leave --at out.'
        )
    return start


@journey_app.command("run")
@taking_options
def run_journeys(given: JourneyRunOptions) -> int:
    """Make journeys, audit every state that they name, report and gate."""
    files = [str(path) for path in given.files or ()]
    if not files:
        raise UsageError("Name a journey file: `civiscope journey run journeys/NAME.toml`.")
    starts = [_start(Path(path), given.at or "") for path in files]
    options = AuditOptions(
        targets=[given.at] if given.at else list(dict.fromkeys(starts)),
        out=given.out,
        config=given.config,
        formats=given.formats,
        rules=given.rules,
        language=given.language,
        layout=given.layout,
        gate=given.gate,
        scan=given.scan,
        force=given.force,
        quiet=given.quiet,
        verbose=given.verbose,
        as_json=given.as_json,
        debug=given.debug,
    )

    def only_journeys(request: ScanRequest) -> ScanRequest:
        known = request.settings.journeys
        settings = replace(
            request.settings,
            journeys=(*known, *(each for each in files if each not in known)),
            only_journeys=True,
            sitemaps=False,
            missing_page=False,
        )
        return replace(request, settings=settings)

    return audit_with(options, only_journeys)
