"""The options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from civiscope.audit.reporting import check_reporting
from civiscope.audit.rules import RuleChoice
from civiscope.cli.commands import OptionGroup
from civiscope.config import Loaded, load_config
from civiscope.config.option import COMMA
from civiscope_reports import FORMATS

DEFAULT_OUT = Path("civiscope-out")


def join_values(between: re.Pattern[str] = COMMA) -> Callable[[list[Any] | None], list[Any] | None]:
    """Return what makes one list of an option that was repeated, joined by commas, or both."""

    def split(given: list[Any] | None) -> list[Any] | None:
        return given and [part for word in given for part in _parts(word, between)]

    return split


def _parts(word: Any, between: re.Pattern[str]) -> list[Any]:  # noqa: ANN401 - text or path
    # A comma may stand in the name of a file.
    if isinstance(word, Path) and word.exists():
        return [word]
    parts = [part.strip() for part in between.split(str(word))]
    return [type(word)(part) for part in parts if part] or [word]


Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder to write to (civiscope-out)."),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration instead of civiscope.toml here."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is in the output folder.")]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="LIST",
        callback=join_values(),
        help=f"Reports to write: {', '.join(FORMATS)}.",
    ),
]
Frameworks = Annotated[
    list[str] | None,
    typer.Option(
        "--framework",
        metavar="ID",
        callback=join_values(),
        help="Apply only rules of this framework (repeatable).",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--rule", metavar="ID", callback=join_values(), help="Apply only this rule (repeatable)."
    ),
]
Books = Annotated[
    list[Path] | None,
    typer.Option(
        "--rulebook",
        metavar="DIR",
        callback=join_values(),
        help="Also read rules from this folder (repeatable).",
    ),
]
Trust = Annotated[
    bool, typer.Option("--trust-rulebook", help="Let Python in --rulebook folders run.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every page as it is seen.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords(OptionGroup):
    """Which rules to apply, as the options of a command say."""

    framework: Frameworks = None
    rule: Only = None
    rulebook: Books = None
    trust_rulebook: Trust = False

    @property
    def choice(self) -> RuleChoice:
        """The rules that are asked for beside the configuration."""
        return RuleChoice(
            frameworks=tuple(self.framework or ()),
            only=tuple(self.rule or ()),
            folders=tuple(self.rulebook or ()),
            trust_python=self.trust_rulebook,
        )


def read_config(given: Path | None) -> Loaded:
    """Return the configuration in force. Raises UsageError for what no command could do with it."""
    loaded = load_config(given, Path.cwd())
    check_reporting(loaded.config)
    return loaded


def output_folder(given: Path | None, loaded: Loaded) -> Path:
    """Return the folder to write to."""
    if given is not None:
        return given
    return Path(loaded.config.out) if loaded.config.out else DEFAULT_OUT
