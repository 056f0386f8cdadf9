"""The options that several commands share, and what they come to together with a configuration."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from civiscope.cli.gating import policy_values
from civiscope.config import Config, GateConfig, Loaded, load_config
from civiscope.config.scan_options import ScanSettings
from civiscope.errors import UsageError
from civiscope.model import SEVERITIES
from civiscope.rulebook import Framework, all_rules, load_rulebooks
from civiscope.rulebook.select import Rules, choose_rules
from civiscope.suggestions import unknown
from civiscope_ci.gate.policy import Policy
from civiscope_reports import FORMATS

DEFAULT_OUT = Path("civiscope-out")

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
    str | None,
    typer.Option("--format", metavar="LIST", help=f"Reports to write: {', '.join(FORMATS)}."),
]
Frameworks = Annotated[
    list[str] | None,
    typer.Option(
        "--framework", metavar="ID", help="Apply only rules of this framework (repeatable)."
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="ID", help="Apply only this rule (repeatable)."),
]
Books = Annotated[
    list[Path] | None,
    typer.Option(
        "--rulebook", metavar="DIR", help="Also read rules from this folder (repeatable)."
    ),
]
Trust = Annotated[
    bool, typer.Option("--trust-rulebook", help="Let Python in --rulebook folders run.")
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="Least severity that fails: critical, serious (default), moderate, … or never.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every page as it is seen.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


def read_config(given: Path | None) -> Loaded:
    """Return the configuration in force."""
    return load_config(given, Path.cwd())


def read_rules(
    config: Config,
    *,
    frameworks: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
    folders: Sequence[Path] | None = None,
    trust: bool = False,
) -> Rules:
    """Return the rules that options and configuration ask for."""
    books = load_rulebooks(folders or (), trust_python=trust)
    everything = Rules(books, all_rules(books))
    known = {framework.id: framework for framework in everything.frameworks}
    wanted: list[Framework] = []
    for name in frameworks or config.frameworks or ():
        if name not in known:
            raise unknown("framework", name, known, "civiscope frameworks")
        wanted.append(known[name])
    chosen = choose_rules(
        everything.rules,
        config.rules,
        frameworks=wanted,
        only=only or (),
        standards=everything.standards,
    )
    if not chosen:
        raise UsageError(
            "No rule is left to apply; loosen --rule, --framework or the configuration."
        )
    return Rules(books, chosen)


def read_formats(given: str | None, config: Config, default: str = "html") -> list[str]:
    """Return the names of the reports to write."""
    names = [name.strip() for name in (given or ",".join(config.formats or [default])).split(",")]
    for name in names:
        if name not in FORMATS:
            raise unknown("report format", name, FORMATS, "civiscope report --help")
    return list(dict.fromkeys(name for name in names if name))


def read_policy(fail_on: str | None, config: GateConfig) -> Policy:
    """Return what the gate asks for."""
    given = policy_values(config)
    if fail_on is not None:
        given["fail_on"] = choice("severity", fail_on, [*SEVERITIES, "never"])
    try:
        return Policy(**given)
    except ValueError as error:
        raise UsageError(str(error)) from error


def choice(kind: str, given: str, known: Sequence[str]) -> str:
    """Return *given* when it is one of the words that are *known*; else raise UsageError."""
    if given not in known:
        raise unknown(kind, given, known, "civiscope audit --help")
    return given


def read_settings(loaded: Loaded, given: dict[str, Any]) -> ScanSettings:
    """Return the scan settings: options first, then the configuration, then the defaults."""
    values: dict[str, Any] = loaded.config.scan.model_dump(exclude_none=True)
    values.pop("targets", None)
    values.update({key: value for key, value in given.items() if value is not None})
    base = loaded.path.parent if loaded.path is not None else Path()
    for key in ("include", "exclude", "ignore_robots", "cookies", "viewport"):
        if key in values:
            values[key] = tuple(values[key])
    for key in ("ca", "browser", "storage_state", "geo"):
        if isinstance(values.get(key), str):
            values[key] = base / values[key]
    return ScanSettings(**values)


def parse_headers(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """Return `name: value` pairs as a dictionary; UsageError when one is not of that form."""
    if not pairs:
        return None
    headers: dict[str, str] = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or not name.strip() or "\n" in pair or "\r" in pair:
            raise UsageError('--header takes "Name: value", for example --header "X-Preview: 1".')
        headers[name.strip()] = value.strip()
    return headers


def parse_resolve(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """Return `host=address` pairs as a dictionary; UsageError when one is not of that form."""
    if not pairs:
        return None
    hosts: dict[str, str] = {}
    for pair in pairs:
        host, equals, address = pair.partition("=")
        if not equals or not host or not _is_address(address):
            raise UsageError(
                "--resolve takes host=address, for example --resolve www.example.gov=192.0.2.1."
            )
        hosts[host.lower()] = address
    return hosts


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def parse_viewport(text: str | None) -> tuple[int, int] | None:
    """Return width and height; UsageError when *text* is not of the form 1280x900."""
    if text is None:
        return None
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise UsageError("--viewport takes width and height in CSS pixels, for example 1280x900.")
    return int(width), int(height)
