"""The command that makes a history of sites that do not exist."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import taking_options
from civiscope.cli.watch import extra_installed
from civiscope.cli.watch_run import say, until_ended
from civiscope.errors import UsageError
from civiscope_reports.text.plain import plain

_FOLDER = Path("civiscope-watch-demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDemoOptions:
    """What `civiscope watch demo` takes."""

    data: Annotated[
        Path,
        typer.Option(
            "--data", metavar="DIR", help="The new folder to make it in (civiscope-watch-demo)."
        ),
    ] = _FOLDER
    sites: Annotated[
        int, typer.Option("--sites", min=1, max=40, metavar="N", help="How many sites (40).")
    ] = 40
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65_535, metavar="N", help="Of the dashboard (8600)."),
    ] = 8600
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Only make it; serve no dashboard.")
    ] = False
    debug: o.Debug = False


@taking_options
def demo(given: WatchDemoOptions) -> int:
    """Make a history of forty sites that do not exist, with a year behind them, and serve its
    dashboard on this machine until it is ended. No site is visited.
    """
    if given.data.exists() and any(given.data.iterdir()):
        raise UsageError(
            f"{given.data} is there already. Remove it, name a new folder with --data, or look at "
            f"it with `civiscope watch serve --no-runner --data {given.data}`."
        )
    print(f"Making {given.sites} sites with a year of scans…", file=sys.stderr)
    with extra_installed():
        from civiscope_watch.demo import make_demo
        from civiscope_watch.store.history import make_history, open_history

        make_history(given.data)
        with open_history(given.data) as found:
            made = make_demo(found, datetime.now(UTC).date(), sites=given.sites)
    folder = plain(str(given.data))
    opened, fixed, back = (made.changes[each] for each in ("opened", "fixed", "regressed"))
    print(
        f"Made {made.sites} sites and {made.runs} runs in {folder}: {opened} problems were found, "
        f"{fixed} fixed, {back} came back."
    )
    print("Look at it:")
    for command in ("show", "figures --by owner", "figures --figure barriers_per_page"):
        print(f"  civiscope watch {command} --data {folder}")
    print(
        "`civiscope demo` audits a small site with planted faults, in a real browser.", flush=True
    )
    if not given.no_serve:
        _serve(given)
    return 0


def _serve(given: WatchDemoOptions) -> None:
    """Serve the dashboard until it is ended, without a runner: there is nothing to visit."""
    with extra_installed(), until_ended() as ended:
        from civiscope_watch.store.history import open_history
        from civiscope_watch.web.serving import serving
        from civiscope_watch.web.settings import WebSettings

        with (
            open_history(given.data) as found,
            serving(found, WebSettings(port=given.port)) as address,
        ):
            say(f"The dashboard is at {address} End it with Ctrl-C.")
            ended.wait()
