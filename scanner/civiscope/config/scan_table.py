"""The [scan] table of the configuration, made from the declarations of the scan options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from civiscope.config.option import ScanOption
from civiscope.config.scan_options import SCAN_OPTIONS


class ScanTable(BaseModel):
    """The [scan] table: the same words as on the command line, with _ for -."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    targets: list[str] = Field(default_factory=list[str])
    """What to scan when the command line names nothing: URLs, `@file`, sitemaps, folders."""

    def values(self, base: Path) -> dict[str, Any]:
        """Return the options that are set, by name; paths are relative to *base*."""
        found: dict[str, Any] = {}
        for each in SCAN_OPTIONS:
            given = getattr(self, each.name, None)
            if given is not None:
                value = each.value_of(given)
                found[each.name] = base / value if isinstance(value, Path) else value
        return found


def _key(option: ScanOption) -> tuple[Any, Any]:
    """Return type and field of the key that sets *option*."""
    kind: Any = option.type
    if option.is_mapping:
        kind = dict[str, str]
    elif option.is_sequence:
        kind = list[_number(option, option.item)]  # type: ignore[misc] # made as the program runs
    elif option.type is Path:
        kind = str
    elif option.choices:
        kind = Annotated[kind, BeforeValidator(option.as_listed)]
    else:
        kind = _number(option, kind)
    return kind | None, Field(default=None, min_length=option.size, max_length=option.size)


def _number(option: ScanOption, kind: Any) -> Any:  # noqa: ANN401 - a type
    if kind not in (int, float):
        return kind
    return Annotated[
        kind,
        Field(
            ge=option.facts.at_least,
            le=option.facts.at_most,
            allow_inf_nan=False if kind is float else None,
        ),
    ]


if TYPE_CHECKING:
    ScanConfig = ScanTable
else:
    ScanConfig = create_model(
        "ScanConfig",
        __base__=ScanTable,
        __doc__=ScanTable.__doc__,
        **{each.name: _key(each) for each in SCAN_OPTIONS if each.facts.in_config},
    )
