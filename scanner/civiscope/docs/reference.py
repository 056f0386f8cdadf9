"""Make the reference of commands and configuration from the code that reads them."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from typer.main import get_command

from civiscope.config import Config, GateConfig, ScanConfig
from civiscope.config.file import SiteConfig
from civiscope.config.gate import OverrideConfig
from civiscope.config.planning import PlanningConfig, TargetConfig
from civiscope.config.scan_options import SCAN_OPTIONS, ScanSettings
from civiscope.config.scan_table import ScanTable
from civiscope.rulebook.render import table
from civiscope.rulebook.select import RuleConfig

EXIT_CODES = (
    ("0", "the gate passed; for commands without a gate, all went well"),
    ("1", "the gate failed; for `rules test` and `baseline diff`, there are differences"),
    ("2", "wrong use or configuration"),
    ("3", "inconclusive: too little could be seen to judge"),
    ("4", "internal error: a fault of civiscope or of the machine"),
    ("130", "interrupted; what was seen is kept"),
)
_TABLES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("The top of the file", "", Config),
    ("[site]", "What the site is, whatever is scanned of it.", SiteConfig),
    ("[scan]", "The same words as on the command line, with `_` for `-`.", ScanConfig),
    (
        '[rules."area/name"]',
        "A table for each rule that is to be other than its page says.",
        RuleConfig,
    ),
    ("[gate]", "What the gate asks for.", GateConfig),
    (
        "[[gate.override]]",
        "As many tables as are needed; the first that fits counts.",
        OverrideConfig,
    ),
    ("[planning]", "What `civiscope plan` goes by; see docs/plan.md.", PlanningConfig),
    ("[[planning.target]]", "As many tables as are needed.", TargetConfig),
)
_SUBTABLES = {"site", "scan", "rules", "gate", "planning"}


def cli_page() -> str:
    """Return the help of every command, as Markdown."""
    from civiscope.cli.app import app

    root: Any = get_command(app)
    parts = [
        "# Command line",
        str(root.help),
        "An option that takes a list may be repeated, and its values may be joined by commas: "
        "`--format sarif --format junit` and `--format sarif,junit` are the same. A comma belongs "
        "to a value where nothing after it could begin another: patterns begin with `/`, `*` or "
        "`http`, header fields with a name and a colon, cookies with a name and `=`. An option "
        "that takes one value is given once.",
        "\n\n".join(_command(f"civiscope {name}", each) for name, each in _commands(root)),
        "## Exit codes",
        table(("Code", "Means"), EXIT_CODES),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    for name, command in group.commands.items():
        if getattr(command, "hidden", False):
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - see _commands
    options = [each for each in command.params if each.opts[0].startswith("-")]
    arguments = [each for each in command.params if not each.opts[0].startswith("-")]
    words = [_argument(each) for each in arguments]
    parts = [
        f"## {name}",
        _prose(command.help or ""),
        f"```console\n{' '.join([name, '[options]', *words])}\n```",
    ]
    rows = [(f"`{each.metavar or each.name}`", each.help or "") for each in arguments]
    rows += [(_option(each), each.help or "") for each in options if not each.hidden]
    return "\n\n".join([*parts, table(("Argument or option", ""), rows)])


def _argument(argument: Any) -> str:  # noqa: ANN401 - see _commands
    word = argument.metavar or argument.name.upper()
    return word if argument.required else f"[{word}]"


def _option(option: Any) -> str:  # noqa: ANN401 - see _commands
    names = ", ".join(f"`{name}`" for name in option.opts)
    return f"{names} `{option.metavar}`" if option.metavar else names


def _prose(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def config_page() -> str:
    """Return every key of the configuration, as Markdown."""
    parts = [
        "# Configuration",
        "civiscope reads `civiscope.toml` in the current folder, or the table `[tool.civiscope]` "
        "of `pyproject.toml`, where each table below has `tool.civiscope.` before its name. "
        "`--config` names another file. Options of the command line go before it. An unknown key "
        "is an error.",
        "A text value `env:NAME` is replaced by the environment variable NAME, so that secrets "
        "need not stand in the file. Relative paths of `ca`, `browser`, `storage_state`, `geo`, "
        "`baseline` and `waivers` start at the file's own folder.",
    ]
    for heading, text, model in _TABLES:
        parts += [f"## {heading}", *([text] if text else [])]
        rows = [
            (f"`{name}`", _type(field.annotation), _default(name, model), _meaning(name, model))
            for name, field in model.model_fields.items()
            if not (model is Config and name in _SUBTABLES)
        ]
        parts.append(table(("Key", "Type", "Default", ""), rows))
    return "\n\n".join([*parts, "## Example", f"```toml\n{_EXAMPLE}```"]) + "\n"


_EXAMPLE = """\
formats = ["html", "json"]
frameworks = ["wcag22-aa"]

[scan]
targets = ["https://www.example.gov/"]
max_pages = 200
exclude = ["/archive/*"]

[rules."security/server-version"]
off = "The supplier removes it with the release of March 2027."

[rules."security/hsts"]
severity = "critical"
options = { min_age = 63072000 }

[gate]
fail_on = "moderate"
"""


_ONE = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_MANY = {str: "texts", int: "whole numbers", float: "numbers"}


def _type(annotation: Any) -> str:  # noqa: ANN401 - a type
    parts = [part for part in get_args(annotation) if part is not type(None)]
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in parts)
    if origin is Annotated:
        return _type(parts[0])
    if origin is list:
        item = get_args(parts[0])[0] if get_origin(parts[0]) is Annotated else parts[0]
        return f"list of {_MANY.get(item, 'tables')}"
    if origin is None:
        return _ONE.get(annotation, "table")
    return "table" if origin is dict else " or ".join(_type(part) for part in parts)


def _default(name: str, model: type[BaseModel]) -> str:
    from civiscope.audit.gating import read_policy
    from civiscope.cli.options import DEFAULT_OUT

    values: dict[type[BaseModel], dict[str, Any]] = {
        Config: {"out": str(DEFAULT_OUT), "formats": ["html"]},
        ScanConfig: {each.name: each.default for each in SCAN_OPTIONS},
        GateConfig: asdict(read_policy(None, GateConfig())),
    }
    value = values.get(model, {}).get(name)
    if value in (None, "", (), {}):
        return ""
    return f"`{json.dumps(value)}`"


def _meaning(name: str, model: type[BaseModel]) -> str:
    """Return what a key means: from the model, else from the settings, else from the option."""
    owners = (ScanTable, ScanSettings) if model is ScanConfig else (model,)
    texts = (_attribute_docs(owner).get(name) for owner in owners)
    text = next(filter(None, texts), "") or _option_help().get(name, "")
    # The settings are Python's, where a key that is not set is None.
    return text.replace(". None: ", ". Not set: ").replace("None: ", "not set: ")


@cache
def _option_help() -> Mapping[str, str]:
    from civiscope.cli.app import app

    root: Any = get_command(app)
    return {each.name: each.help or "" for each in root.commands["audit"].params}


@cache
def _attribute_docs(owner: type) -> Mapping[str, str]:
    """Return the strings that stand below the fields of a class."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found: dict[str, str] = {}
    for statement, below in pairwise(body):
        match statement, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = re.sub(r"\s+", " ", text.strip())
            case _:
                pass
    return found
