"""The commands around a scan: doctor, browser, frameworks, grade, schema, demo, version."""

from __future__ import annotations

import asyncio
import json
import platform
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from civiscope.browser.find import candidates, find_browser
from civiscope.browser.install import install_browser
from civiscope.browser.launch import BrowserStartError, why_no_sandbox
from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.cli.csp import csp_app
from civiscope.cli.demo import demo
from civiscope.cli.document import document
from civiscope.cli.grade import grade_files
from civiscope.cli.lists import lists_app
from civiscope.cli.monitoring import monitoring_app
from civiscope.cli.rules import rules_app
from civiscope.cli.statement import statement_app
from civiscope.cli.watch_program import watch_app
from civiscope.collectors.canary import EXPECTED, prove
from civiscope.collectors.page.world_script import world_script
from civiscope.collectors.pool import BrowserSettings, default_tabs, open_pool
from civiscope.engines import engines
from civiscope.errors import InternalError
from civiscope.results.file import schema as results_schema
from civiscope.rulebook import load_rulebooks
from civiscope.suggestions import unknown

browser_app = Commands(help="The browser that civiscope drives.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module to *app*."""
    app.add_typer(browser_app, name="browser")
    app.add_typer(csp_app, name="csp")
    app.add_typer(lists_app, name="lists")
    app.add_typer(rules_app, name="rules")
    app.add_typer(statement_app, name="statement")
    app.add_typer(monitoring_app, name="monitoring")
    app.add_typer(watch_app, name="watch")
    app.command()(demo)
    app.command()(document)
    app.command()(doctor)
    app.command()(frameworks)
    app.command("grade")(grade_files)
    app.command()(schema)


def show_version(verbose: bool) -> None:
    """Print the version; with *verbose*, that of everything that takes part."""
    print(f"civiscope {installed_version('civiscope')}")
    if not verbose:
        return
    print(f"Python {platform.python_version()}")
    for engine in engines():
        print(f"{engine.name} {engine.version} ({engine.licence})")
    for book in load_rulebooks():
        print(f"rulebook {book.name} {book.version} ({len(book.rules)} rules)")
    for name in ("playwright", "httpx", "lxml", "publicsuffixlist"):
        print(f"{name} {installed_version(name)}")
    found = next(candidates(), None)
    print(f"browser {found.path} ({found.where})" if found else "browser: none found")


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


def frameworks(
    rulebook: o.Books = None, trust_rulebook: o.Trust = False, debug: o.Debug = False
) -> int:
    """List the frameworks that rules can be chosen by."""
    books = load_rulebooks(rulebook or (), trust_python=trust_rulebook)
    found = [framework for book in books for framework in book.frameworks]
    width = max((len(framework.id) for framework in found), default=0)
    for framework in found:
        print(f"{framework.id:<{width}}  {framework.title}")
    return 0


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which schema: results.")] = "results",
    debug: o.Debug = False,
) -> int:
    """Print the JSON Schema of a file."""
    if name != "results":
        raise unknown("schema", name, ["results"], "civiscope schema --help")
    print(json.dumps(results_schema(), indent=2))
    return 0
