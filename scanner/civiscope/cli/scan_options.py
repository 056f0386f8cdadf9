"""The options of a scan on the command line, made from their declarations."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from civiscope.cli.commands import parameter
from civiscope.cli.options import join_values
from civiscope.config.option import ScanOption
from civiscope.config.scan_options import SCAN_OPTIONS, check_value
from civiscope.errors import UsageError
from civiscope.suggestions import unknown

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TARGET…", help="URL, @file with a URL a line, sitemap, or folder of built HTML."
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a scan that was cut off.")]

ON_THE_COMMAND_LINE = tuple(each for each in SCAN_OPTIONS if each.facts.help)


@dataclass(frozen=True, slots=True)
class ScanWords:
    """The options of a scan as they were given; None or False for those that were not."""

    given: Mapping[str, Any]

    @classmethod
    def parameters(cls) -> list[inspect.Parameter]:
        """Return the parameters of a command that scans."""
        return [
            parameter(
                each.parameter,
                Annotated[_type(each), typer_option(each.name)],
                None if each.takes_value else False,
            )
            for each in ON_THE_COMMAND_LINE
        ]

    @classmethod
    def of(cls, given: dict[str, Any]) -> ScanWords:
        """Return what was given for the parameters."""
        return cls(given)

    def values(self, *, resume: bool) -> dict[str, Any]:
        """Return the values given, by option. Raises UsageError for one that cannot be had.

        A resumed scan keeps the settings it began with, because its results name them.
        """
        found: dict[str, Any] = {}
        for each in ON_THE_COMMAND_LINE:
            word = self.given[each.parameter]
            # Not by equality: 0 is a value.
            if word is None or word is False or word == []:
                continue
            if resume and each.kept_on_resume:
                raise UsageError(
                    f"--resume goes on with the settings that the scan had; leave {each.flag} out."
                )
            found[each.name] = _value(each, word)
        return found


def typer_option(name: str) -> Any:  # noqa: ANN401 - typer's own
    """Return the scan option *name* as typer wants it in an annotation."""
    [each] = [option for option in ON_THE_COMMAND_LINE if option.name == name]
    facts = each.facts
    metavar = facts.metavar or ("|".join(each.choices) if each.choices else None)
    if each.type is Path:
        metavar = metavar or "FILE"
    number = each.type in (int, float)
    return typer.Option(
        each.flag,
        metavar=metavar,
        help=facts.help,
        min=facts.at_least if number else None,
        max=facts.at_most if number else None,
        callback=join_values(facts.between) if each.is_list else None,
    )


def _type(option: ScanOption) -> Any:  # noqa: ANN401 - a type
    if not option.takes_value:
        return bool
    if option.is_list:
        return list[str] | None
    return str | None if option.choices or option.facts.text else option.type | None


def _value(option: ScanOption, word: Any) -> Any:  # noqa: ANN401 - of the option's type
    if not option.takes_value:
        return option.bare
    word = option.as_listed(word)
    if option.choices and word not in option.choices:
        if option.facts.metavar:
            # The help does not list them all.
            check_value(option, word, option.flag)
        raise unknown(option.name, word, option.choices, "civiscope audit --help")
    read = option.facts.text or _as_it_is
    value = [read(each) for each in word] if option.is_list else read(word)
    if option.is_mapping:
        return dict(value)
    value = tuple(value) if option.is_list else value
    check_value(option, value, option.flag)
    return value


def _as_it_is(word: Any) -> Any:  # noqa: ANN401 - see _value
    return word
