"""Commands with the fields of a dataclass as options, each given as often as it can be."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, Protocol, Self, cast, get_type_hints, runtime_checkable

import typer
from typer.core import TyperCommand, TyperOption
from typer.models import CommandFunctionType

from civiscope.errors import UsageError


class Command(TyperCommand):
    """A command that refuses an option given twice when it takes one value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own
        """Read *args*. Raises UsageError for an option that is given too often."""
        # Parsed once more, because afterwards only the last value is left. Reading ends at the
        # arguments that it is given, so it gets a list of its own.
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        given: Counter[Any] = Counter(order)
        for option, times in given.items():
            once = isinstance(option, TyperOption) and not (
                option.multiple or option.is_flag or option.count
            )
            if once and times > 1:
                raise UsageError(
                    f"{option.opts[0]} takes one value and was given {times} times; give it once."
                )
        return super().parse_args(ctx, args)


class Commands(typer.Typer):
    """A group of such commands."""

    def command(
        self,
        name: str | None = None,
        **settings: Any,  # noqa: ANN401 - typer's own
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Return the decorator that adds a function to the group."""
        settings.setdefault("cls", Command)
        return super().command(name, **settings)


@runtime_checkable
class ParameterGroup(Protocol):
    """Options of a command that are made from something else, in one field."""

    @classmethod
    def parameters(cls) -> list[inspect.Parameter]:
        """Return the parameters of the command."""
        ...

    @classmethod
    def of(cls, given: dict[str, Any]) -> ParameterGroup:
        """Return the group that holds what was given for its parameters."""
        ...


class OptionGroup:
    """Options that several commands have in common: a dataclass of them, held in one field."""

    @classmethod
    def parameters(cls) -> list[inspect.Parameter]:
        """Return the parameters of the command."""
        hints = get_type_hints(cls, include_extras=True)
        kind = cast("Any", cls)
        return [parameter(each.name, hints[each.name], each.default) for each in fields(kind)]

    @classmethod
    def of(cls, given: dict[str, Any]) -> Self:
        """Return the group that holds what was given for its parameters."""
        return cls(**given)


def taking_options(function: Callable[[Any], int]) -> Callable[..., int]:
    """Return *function*, which takes a dataclass of options, as a command that has each of them."""
    [kind] = [hint for name, hint in get_type_hints(function).items() if name != "return"]
    hints = get_type_hints(kind, include_extras=True)
    groups = {n: hint for n, hint in hints.items() if _is_group(hint)}

    def command(**given: Any) -> int:  # noqa: ANN401 - of any type
        for name, group in groups.items():
            own = {each.name: given.pop(each.name) for each in group.parameters()}
            given[name] = group.of(own)
        return function(kind(**given))

    parameters: list[inspect.Parameter] = []
    for each in fields(kind):
        if each.name in groups:
            parameters += groups[each.name].parameters()
        else:
            parameters.append(parameter(each.name, hints[each.name], each.default))
    command.__name__ = function.__name__
    command.__doc__ = function.__doc__
    command.__annotations__ = {}
    cast("Any", command).__signature__ = inspect.Signature(parameters)
    return command


def parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401 - a type and its value
    """Return a parameter as typer reads it from a function."""
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if default is MISSING else default,
        annotation=annotation,
    )


def _is_group(hint: Any) -> bool:  # noqa: ANN401 - a type
    return isinstance(hint, type) and issubclass(hint, ParameterGroup)
