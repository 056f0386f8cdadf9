"""Saved responses as JSON lines: one object a line, with at least `url` and `headers`."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from civiscope.errors import UsageError
from civiscope.grade.saved import Hop, SavedResponse
from civiscope.model import Headers
from civiscope.web.urls import is_web_url


class _JsonLine(BaseModel):
    """What a line may say; anything else in it is left alone."""

    model_config = ConfigDict(strict=True, extra="ignore")

    url: str
    headers: dict[str, str | list[str]]
    html: str = ""
    status: int = 200
    verified: bool = True
    redirects: list[tuple[str, int]] | None = None
    id: int | str | None = None


def read_json_lines(data: bytes, name: str) -> tuple[SavedResponse, ...]:
    """Return the response of each line; empty lines are skipped. Raises UsageError for others."""
    found = tuple(_responses(data, name))
    if not found:
        raise UsageError(f"{name} holds no line with a saved response.")
    return found


def _responses(data: bytes, name: str) -> Iterator[SavedResponse]:
    position = 0
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            line = _JsonLine.model_validate_json(text)
        except ValidationError as error:
            raise UsageError(f"{name}, line {number}: {describe_error(error)}.") from None
        if not is_web_url(line.url):
            raise UsageError(
                f"{name}, line {number}: “{line.url[:80]}” is not an address of a page; url begins "
                "with https:// or http://."
            )
        yield _response(line, position)
        position += 1


def describe_error(error: ValidationError) -> str:
    """Return the first of pydantic's complaints in a few words: where, and what is wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return f"this is not a JSON object ({first.get('ctx', {}).get('error', 'unreadable')})"
    return f"{where or 'the line'}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _response(line: _JsonLine, position: int) -> SavedResponse:
    fields: list[tuple[str, str]] = []
    for key, value in line.headers.items():
        values = [value] if isinstance(value, str) else value
        fields.extend((key.lower(), each) for each in values)
    hops = None if line.redirects is None else tuple(Hop(u, s) for u, s in line.redirects)
    return SavedResponse(
        line.url,
        Headers(tuple(fields)),
        line.html,
        line.status,
        line.verified,
        hops,
        position if line.id is None else line.id,
    )
