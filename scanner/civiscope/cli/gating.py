"""The options of the gate, and of a site that is started for an audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from civiscope.audit.gating import GateChoice
from civiscope.audit.served_site import ServedSite
from civiscope.cli.commands import OptionGroup
from civiscope.errors import UsageError
from civiscope.web.urls import is_web_url

FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="Least severity that fails: critical, serious (default), moderate, … or never.",
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help="Fail on what this baseline does not know yet."
    ),
]
WaiversOption = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help="What is accepted for a time (waivers.toml)."),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="End with 0 whatever the gate says: a soft launch.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWords(OptionGroup):
    """What the gate asks for, as the options of a command say."""

    fail_on: FailOn = None
    baseline: BaselineOption = None
    waivers: WaiversOption = None
    exit_zero: ExitZero = False

    @property
    def choice(self) -> GateChoice:
        """What is asked for beside the configuration."""
        return GateChoice(fail_on=self.fail_on, baseline=self.baseline, waivers=self.waivers)


Serve = Annotated[
    str | None,
    typer.Option("--serve", metavar="COMMAND", help="Start the site with this; end it afterwards."),
]
ReadyUrl = Annotated[
    str | None,
    typer.Option(
        "--ready-url", metavar="URL", help="With --serve: begin when this answers (the target)."
    ),
]
ReadyTimeout = Annotated[
    float,
    typer.Option("--ready-timeout", min=1, metavar="SECONDS", help="With --serve: wait so long."),
]


def site_to_serve(
    command: str | None, ready_url: str | None, timeout: float, targets: Sequence[str]
) -> ServedSite | None:
    """Return the site that *command* starts, seen at *ready_url* or the first of *targets*."""
    if command is None:
        if ready_url is not None:
            raise UsageError("--ready-url goes with --serve, which says what starts the site.")
        return None
    url = ready_url or next((target for target in targets if is_web_url(target)), "")
    if not url:
        raise UsageError("--serve needs --ready-url, or an address as target, to see it answer.")
    return ServedSite(command, url, timeout)
