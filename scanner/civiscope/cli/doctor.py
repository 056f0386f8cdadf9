"""The commands about the browser: doctor, and browser install."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from civiscope.browser.find import candidates, find_browser
from civiscope.browser.install import install_browser
from civiscope.browser.launch import BrowserStartError
from civiscope.browser.process import why_no_sandbox
from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.collectors.canary import EXPECTED, prove
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, open_pool
from civiscope.collectors.tab_count import default_tabs
from civiscope.engines import engines
from civiscope.errors import InternalError

browser_app = Commands(help="The browser that civiscope drives.", no_args_is_help=True)


def doctor(
    browser: Annotated[
        Path | None, typer.Option("--browser", metavar="FILE", help="The browser to check.")
    ] = None,
    debug: o.Debug = False,
) -> int:
    """Say what civiscope finds on this machine, start the browser and prove the engine."""
    for each in candidates():
        print(f"found    {each.path} ({each.where})")
    found = find_browser(browser)
    print(f"using    {found.path} ({found.where})")
    print(f"tabs     {default_tabs()} at the same time")
    for engine in engines():
        print(f"engine   {engine.name} {engine.version}")
    try:
        asyncio.run(_try(found.path))
    except BrowserStartError as error:
        raise InternalError(f"{error} {_advice()}") from error
    print(f"canary   all {len(EXPECTED)} known faults were seen, though the page hides them")
    print("All is well.")
    return 0


async def _try(path: Path) -> None:
    async def allow(_url: str, _must_belong: bool) -> str:
        return ""

    settings = BrowserSettings(path, {}, ())
    async with open_pool(settings, world=world_script(), allow=allow, tabs=1) as pool:
        sandbox = "on" if pool.browser.sandboxed else f"off, because {why_no_sandbox()}"
        print(f"started  {pool.browser.product}, sandbox {sandbox}")
        await prove(pool)


def _advice() -> str:
    if sys.platform == "linux":
        return (
            "If its sandbox is refused, let this user make user namespaces (sysctl "
            "kernel.unprivileged_userns_clone=1, or an AppArmor profile on Ubuntu); if libraries "
            "are missing, run `civiscope browser install`."
        )
    return "Install it anew, or name another with --browser."


@browser_app.command("install")
def install(debug: o.Debug = False) -> int:
    """Make sure that there is a browser: Playwright's download, or apt for root."""
    found = install_browser(lambda sentence: print(sentence, file=sys.stderr))
    print(f"{found.path} ({found.where})")
    return 0
