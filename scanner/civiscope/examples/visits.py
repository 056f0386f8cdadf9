"""Read the short forms in which `json` blocks write visits for privacy.

    {"visits": [{"mode": "none", "banner": "bar: Accept all (accept), Reject all (reject)"},
                {"mode": "reject", "chosen": true, "kept_after": ["cookie _fbp of example.gov"],
                 "requests_after": ["ping https://stats.example.org/collect"]}]}

Whatever has more to say of itself is written as evidence has it.
"""

from __future__ import annotations

import re
from typing import Any, cast

from civiscope.examples.blocks import ExampleError

_BANNER = re.compile(r"(?P<kind>\w+): (?P<choices>\S.*)")
_CHOICE = re.compile(r"(?P<text>[^()]+) \((?P<label>[a-z]+)\)(?:, |$)")
_KEPT = re.compile(r"(?P<area>\w+) (?P<name>\S+) of (?P<host>\S+)")
_REQUEST = re.compile(r"(?P<type>\w+) (?P<url>https?://\S+)")
_LISTS = {
    "kept": (_KEPT, "cookie NAME of HOST"),
    "kept_after": (_KEPT, "cookie NAME of HOST"),
    "requests": (_REQUEST, "TYPE ADDRESS"),
    "requests_after": (_REQUEST, "TYPE ADDRESS"),
}


def with_visits(page: dict[str, Any]) -> dict[str, Any]:
    """Return *page* with its `visits` as evidence has them. Raises ExampleError."""
    if "visits" not in page:
        return page
    rest = {key: value for key, value in page.items() if key != "visits"}
    if "passes" in (rest.get("privacy") or {}):
        raise ExampleError("Give a page its visits, or the passes of privacy, not both.")
    visits = page["visits"]
    if not isinstance(visits, list):
        raise ExampleError("visits is not a list.")
    passes = [_visit(each) for each in visits]  # pyright: ignore[reportUnknownVariableType] # JSON
    return {**rest, "privacy": {**(rest.get("privacy") or {}), "passes": passes}}


def _visit(raw: Any) -> Any:  # noqa: ANN401 - JSON, not yet validated
    if not isinstance(raw, dict):
        return raw
    visit = dict(cast("dict[str, Any]", raw))
    if isinstance(visit.get("banner"), str):
        visit["banner"] = _banner(visit["banner"])
    for key, (pattern, form) in _LISTS.items():
        found = visit.get(key)
        if isinstance(found, list):
            visit[key] = [_item(each, pattern, form) for each in found]  # pyright: ignore[reportUnknownVariableType] # JSON
    return visit


def _item(raw: Any, pattern: re.Pattern[str], form: str) -> Any:  # noqa: ANN401 - see _visit
    if not isinstance(raw, str):
        return raw
    match = pattern.fullmatch(raw)
    if match is None:
        raise ExampleError(f"{raw!r} is not written as {form!r}.")
    return match.groupdict()


def _banner(text: str) -> dict[str, Any]:
    match = _BANNER.fullmatch(text)
    choices = [found.groupdict() for found in _CHOICE.finditer(match["choices"])] if match else []
    if match is None or match["choices"] != ", ".join(
        f"{one['text']} ({one['label']})" for one in choices
    ):
        raise ExampleError(f"{text!r} is not written as 'KIND: TEXT (LABEL), TEXT (LABEL)'.")
    return {"kind": match["kind"], "choices": choices}
