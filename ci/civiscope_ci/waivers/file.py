"""Read waivers.toml strictly: who waives without a reason or an end date is told so by line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast, get_args

from civiscope.errors import UsageError
from civiscope_ci.waivers.waivers import MAX_DAYS, Match, Waiver, WaiverType

NAME = "waivers.toml"
_KEYS = tuple(field.name for field in fields(Waiver) if field.name != "line")
_NEEDED = tuple(key for key in _KEYS if key != "ticket")
_MATCH_KEYS = tuple(field.name for field in fields(Match))
_TYPES = get_args(WaiverType)
_SHORTEST = 15
"""Characters of a reason that can be one."""


class WaiversFileError(UsageError):
    """A waivers file is wrong. The message says where, what and what would be right."""


def read(path: Path, rules: Mapping[str, str], today: date) -> tuple[Waiver, ...]:
    """Return the waivers in *path*. *rules* maps every rule's id and aliases to its id.

    Raises WaiversFileError.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WaiversFileError(f"There is no waivers file {path}; leave --waivers out.") from None
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise WaiversFileError(f"The waivers file {path} cannot be read ({cause}).") from error
    except UnicodeDecodeError as error:
        raise WaiversFileError(f"The waivers file {path} is not UTF-8 text.") from error
    return from_text(text, str(path), rules, today)


def from_text(text: str, name: str, rules: Mapping[str, str], today: date) -> tuple[Waiver, ...]:
    """Return the waivers in *text*, the content of a file called *name*."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WaiversFileError(f"{name} is not valid TOML: {error}.") from error
    for key in data:
        if key != "waiver":
            raise WaiversFileError(f"{name}: {_unknown('setting', key, ('waiver',))}")
    given: object = data.get("waiver", [])
    if not isinstance(given, list):
        raise WaiversFileError(f"{name}: each waiver is a table of its own; write [[waiver]].")
    tables = cast("list[object]", given)
    starts = [n for n, line in enumerate(text.splitlines(), 1) if _begins_waiver(line)]
    waivers: list[Waiver] = []
    for number, table in enumerate(tables):
        line = starts[number] if number < len(starts) else 1
        try:
            waivers.append(_waiver(table, line, rules, today))
        except ValueError as error:
            raise WaiversFileError(f"{name}, line {line}: {error}") from None
    return tuple(waivers)


def _begins_waiver(line: str) -> bool:
    return line.replace(" ", "").replace("\t", "").startswith("[[waiver]]")


def _waiver(table: object, line: int, rules: Mapping[str, str], today: date) -> Waiver:
    if not isinstance(table, dict):
        raise ValueError("a waiver is a table; write [[waiver]] above its keys.")
    data = cast("dict[str, Any]", table)
    for key in data:
        if key not in _KEYS:
            raise ValueError(_unknown("key", key, _KEYS))
    for key in _NEEDED:
        if key not in data:
            raise ValueError(f"the waiver has no {key!r}, which every waiver needs.")
    rule = _text(data, "rule")
    if rule not in rules:
        raise ValueError(_unknown("rule", rule, rules))
    reason = _text(data, "reason").strip()
    if len(reason) < _SHORTEST:
        raise ValueError(f"reason is {reason!r}; give one of at least {_SHORTEST} characters.")
    kind = _text(data, "type")
    if kind not in _TYPES:
        raise ValueError(f"type is {kind!r}; it must be one of {', '.join(_TYPES)}.")
    created, expires = _day(data, "created"), _day(data, "expires")
    _check_days(created, expires, today)
    return Waiver(
        rule=rules[rule],
        match=_match(data["match"]),
        reason=reason,
        owner=_text(data, "owner"),
        created=created,
        expires=expires,
        type=cast("WaiverType", kind),
        ticket=_text(data, "ticket") if "ticket" in data else "",
        line=line,
    )


def _match(value: object) -> Match:
    if not isinstance(value, dict) or not value:
        raise ValueError('match says which findings are meant, as match = { url = "/maps/*" }.')
    table = cast("dict[str, Any]", value)
    for key in table:
        if key not in _MATCH_KEYS:
            raise ValueError(_unknown("key", key, _MATCH_KEYS, "in match"))
    return Match(**{key: _text(table, key) for key in table})


def _check_days(created: date, expires: date, today: date) -> None:
    if created > today:
        raise ValueError(f"created is {created}, which lies in the future.")
    if expires < created:
        raise ValueError(f"expires is {expires}, which is before created ({created}).")
    if (expires - created).days > MAX_DAYS:
        last = created + timedelta(days=MAX_DAYS)
        raise ValueError(
            f"expires is {expires}; a waiver lasts {MAX_DAYS} days at most, here until {last}."
        )


def _text(table: Mapping[str, Any], key: str) -> str:
    value: object = table[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is {value!r:.60}; it must be a text.")
    return value.strip()


def _day(table: Mapping[str, Any], key: str) -> date:
    value: object = table[key]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{key} is {value!r:.60}; it must be a day, as 2027-03-31.") from None


def _unknown(kind: str, word: str, known: Collection[str], where: str = "") -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    place = f" {where}" if where else ""
    return f"there is no {kind} {word!r}{place}" + (
        f"; did you mean {close[0]!r}?" if close else "."
    )
