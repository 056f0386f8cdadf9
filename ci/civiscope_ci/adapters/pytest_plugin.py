"""The plugin of pytest: a fixture that checks a page, and one report when the run is over.

It is loaded wherever civiscope is installed. So it imports nothing but pytest until a test checks a
page, and changes nothing of a run in which none does.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from civiscope_ci.adapters.running import RunningSession, begin_session, end_session

if TYPE_CHECKING:
    from civiscope_ci.adapters.fixture import PageChecker

DEFAULT_OUT = "civiscope-out"
_PARTS = "civiscope_parts"
_SESSION = pytest.StashKey[RunningSession]()
_SUMMARY = pytest.StashKey["list[str]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of checks."""
    group = parser.getgroup("civiscope", "checks of open pages (civiscope)")
    group.addoption(
        "--civiscope-out",
        metavar="DIR",
        help=f"Folder for the results and the report of all checks ({DEFAULT_OUT}).",
    )
    group.addoption(
        "--civiscope-baseline", metavar="FILE", help="Fail on what this baseline does not know yet."
    )
    group.addoption(
        "--civiscope-fail-on",
        metavar="SEVERITY",
        help="Least severity that fails: critical, serious (default), moderate, ... or never.",
    )
    group.addoption(
        "--civiscope-report-only",
        action="store_true",
        help="Let no test fail for what checks find; report it all the same.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Note what checks are asked for, and where they may be kept."""
    given = config.getoption
    invoked = Path(config.invocation_params.dir)
    out = _path(given("--civiscope-out"), invoked)
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    own = (out or invoked / DEFAULT_OUT) / f".checks-{os.getpid()}-{secrets.token_hex(4)}"
    parts = Path(worker[_PARTS]) if worker is not None and _PARTS in worker else own
    session = RunningSession(
        out=out,
        baseline=_path(given("--civiscope-baseline"), invoked),
        fail_on=given("--civiscope-fail-on"),
        report_only=bool(given("--civiscope-report-only")),
        parts=parts,
        worker=str(worker["workerid"]) if worker is not None else "main",
        root=invoked,
    )
    config.stash[_SESSION] = session
    begin_session(session)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forget the run."""
    if _SESSION in config.stash:
        end_session(config.stash[_SESSION])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - pytest-xdist's own
    """Tell a process of pytest-xdist where it is to keep what it checks."""
    node.workerinput[_PARTS] = str(node.config.stash[_SESSION].parts)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note which test begins: what an earlier attempt at it has checked does not count."""
    item.config.stash[_SESSION].begin(item.nodeid)


@pytest.fixture
def civiscope_check(request: pytest.FixtureRequest) -> PageChecker:
    """Check the page that a test has open: `civiscope_check(page, "dialog open")`.

    Fails the test for new problems, and returns what was found; await it for an asynchronous page.
    """
    from civiscope_ci.adapters.fixture import PageChecker

    return PageChecker(report_only=request.config.stash[_SESSION].report_only)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Put together what all processes have checked, and report it."""
    config = session.config
    running = config.stash[_SESSION]
    if hasattr(config, "workerinput") or not running.parts.is_dir():
        return
    from civiscope_ci.adapters.fixture import finish_session

    told = finish_session(running)
    config.stash[_SUMMARY] = list(told.lines)
    if told.broke and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what the checks came to, and where the report is."""
    lines = config.stash[_SUMMARY] if _SUMMARY in config.stash else list[str]()
    if lines:
        terminalreporter.section("civiscope")
        for line in lines:
            terminalreporter.line(line)


def _path(given: str | None, folder: Path) -> Path | None:
    return folder / given if given else None
