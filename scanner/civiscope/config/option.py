"""What a scan option is: the facts of its one declaration, and the values that it takes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

Keep = Literal["value", "head", "names", "session", "machine"]
"""What evidence and results keep of an option, and with it what `--resume` makes of it.

`value`: the value, with which the scan is resumed. `head`: the same, beside the settings. `names`:
names without their values (of header fields). `session`: nothing but that there was a session.
`machine`: nothing. The last three are given anew when a scan is resumed."""

_FACTS = "option"
COMMA = re.compile(",")
"""Between the values of a list in one word of the command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """What the declaration of a scan option states beside its type and its default."""

    help: str = ""
    """For `--help`. An option without it is one of the configuration only."""
    flag: str = ""
    """On the command line, where it is not the name with dashes for underscores."""
    metavar: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    bare: object = None
    """The value that the bare flag stands for, where the flag takes none."""
    text: Callable[[str], Any] | None = None
    """Reads a value from the command line, or one of many; raises UsageError."""
    between: re.Pattern[str] = COMMA
    """What parts the values of a list in one word of the command line."""
    check: Callable[[Any], None] | None = None
    """Raises UsageError for a value that type and bounds allow, and the scan cannot use."""
    in_config: bool = True
    keep: Keep = "value"
    shown: str = ""
    """The attribute that evidence keeps instead of the value."""


def option(default: Any = MISSING, *, factory: Any = MISSING, **facts: Any) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of a dataclass that declares a scan option; *facts* as in OptionFacts."""
    metadata = {_FACTS: OptionFacts(**facts)}
    if factory is not MISSING:
        return field(default_factory=factory, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class ScanOption:
    """One scan option, as everything that iterates over the options sees it."""

    name: str
    """In Python, and in the [scan] table."""
    type: Any
    """Of a value that is set, without None."""
    may_be_unset: bool
    default: Any
    facts: OptionFacts

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it takes; empty where there is no such list."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    def as_listed(self, word: object) -> object:
        """Return the choice that *word* is but for small and capital letters, else *word*."""
        return as_listed(word, self.choices)

    @property
    def item(self) -> Any:  # noqa: ANN401 - a type
        """The type of its values, or of the value itself where it holds one."""
        return get_args(self.type)[0] if self.is_sequence else self.type

    @property
    def is_mapping(self) -> bool:
        """Whether it holds names, each with a value."""
        origin = get_origin(self.type)
        return isinstance(origin, type) and issubclass(origin, Mapping)

    @property
    def is_sequence(self) -> bool:
        """Whether it holds values in order."""
        return get_origin(self.type) is tuple

    @property
    def size(self) -> int | None:
        """How many values it holds; None for any number of them."""
        parts = get_args(self.type)
        return len(parts) if self.is_sequence and Ellipsis not in parts else None

    @property
    def is_list(self) -> bool:
        """Whether it may be repeated on the command line."""
        return self.takes_value and (self.is_mapping or (self.is_sequence and self.size is None))

    @property
    def takes_value(self) -> bool:
        """Whether a value follows it on the command line."""
        return self.bare is None

    @property
    def bare(self) -> Any:  # noqa: ANN401 - of the option's type
        """The value that its bare flag stands for; None when a value follows."""
        return not self.default if self.type is bool else self.facts.bare

    @property
    def flag(self) -> str:
        """How it is called on the command line."""
        no = "no-" if self.type is bool and self.default else ""
        return self.facts.flag or f"--{no}{self.name.replace('_', '-')}"

    @property
    def parameter(self) -> str:
        """How it is called among the parameters of a command."""
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def kept_on_resume(self) -> bool:
        """Whether a resumed scan has the value that it began with."""
        return self.facts.keep in {"value", "head"}

    def accepts(self, value: object) -> bool:
        """Say whether *value* is of its type, within its bounds, and one of its choices."""
        if value is None:
            return self.may_be_unset
        if self.choices:
            return value in self.choices
        if self.is_sequence and isinstance(value, Sequence):
            values = cast("Sequence[object]", value)
            return self.size in {None, len(values)} and all(self._fits(each) for each in values)
        return self._fits(value)

    def _fits(self, value: object) -> bool:
        kind = self.item
        if kind not in (int, float):
            return True
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        if (kind is int and not isinstance(value, int)) or not math.isfinite(value):
            return False
        low, high = self.facts.at_least, self.facts.at_most
        return (low is None or low <= value) and (high is None or value <= high)

    @property
    def expected(self) -> str:
        """What it takes, in words."""
        if self.choices:
            return f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
        kind = self.item
        word = {int: "whole number", float: "number"}.get(kind, "value")
        many = f"{self.size} {word}s" if self.size else f"a {word}"
        low, high = self.facts.at_least, self.facts.at_most
        if low is not None and high is not None:
            return f"{many} from {low} to {high}"
        return f"{many} of at least {low}" if low is not None else many

    def plain(self, value: Any) -> Any:  # noqa: ANN401 - as JSON has it
        """Return *value* as it is written to JSON."""
        if self.is_mapping:
            return dict(value)
        return list(value) if self.is_sequence else value

    def value_of(self, plain: Any) -> Any:  # noqa: ANN401 - see plain
        """Return the value that JSON or TOML holds as *plain*."""
        if plain is None:
            return None
        if self.is_sequence:
            return tuple(plain)
        return Path(plain) if self.type is Path else plain


def as_listed(word: object, choices: Sequence[str]) -> object:
    """Return the one of *choices* that *word* is but for small and capital letters, else *word*."""
    if not isinstance(word, str):
        return word
    return next((each for each in choices if each.casefold() == word.casefold()), word)


def options_of(settings: type) -> tuple[ScanOption, ...]:
    """Return the options that the fields of the dataclass *settings* declare."""
    hints = get_type_hints(settings)
    return tuple(_with_help(each, hints[each.name]) for each in fields(settings))


def _with_help(declared: Field[Any], hint: Any) -> ScanOption:  # noqa: ANN401 - a type
    parts = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    kinds = [part for part in parts if part is not type(None)]
    # A number or a word is read and checked by the declaration itself.
    kind = kinds[0] if len(kinds) == 1 else str
    default = declared.default
    if default is MISSING and declared.default_factory is not MISSING:
        default = declared.default_factory()
    return ScanOption(
        declared.name, kind, len(kinds) < len(parts), default, declared.metadata[_FACTS]
    )
