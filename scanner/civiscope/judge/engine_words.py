"""Say in plain words what axe-core says of an element."""

from __future__ import annotations

import re

_CONTRAST = re.compile(
    r"contrast of (?P<ratio>[\d.]+) \(foreground color: (?P<text>#\w+), "
    r"background color: (?P<behind>#\w+).*?ratio of (?P<need>[\d.]+):1",
    re.DOTALL,
)
_DETAIL = re.compile(r"^[^(:;]{1,200}: (?P<detail>[^;\n]{1,200})$")
"""What follows the colon of one sentence: the attributes, roles or ids that it is about."""


def named_values(summary: str) -> dict[str, str]:
    """Return what axe-core's *summary* names: two colours and their contrast (`text`, `behind`,
    `ratio`, `need`), or what else it is about (`detail`)."""
    contrast = _CONTRAST.search(summary)
    if contrast is not None:
        return {name: contrast[name] for name in ("text", "behind", "ratio", "need")}
    found = _DETAIL.match(summary.strip())
    return {} if found is None else {"detail": found["detail"].strip().rstrip(".")}


def plain_message(problem: str, summary: str) -> str:
    """Return what is wrong with an element: the rule's *problem*, and what axe-core's *summary*
    names besides."""
    named = named_values(summary)
    if "ratio" in named:
        return (
            f"{problem}: {named['text']} on {named['behind']} has a contrast of "
            f"{named['ratio']} to 1 where {named['need']} to 1 is needed."
        )
    return f"{problem}: {named['detail']}." if named else f"{problem}."
