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


def plain_message(problem: str, summary: str) -> str:
    """Return what is wrong with an element: the rule's *problem*, and what axe-core's *summary*
    names besides."""
    contrast = _CONTRAST.search(summary)
    if contrast is not None:
        return (
            f"{problem}: {contrast['text']} on {contrast['behind']} has a contrast of "
            f"{contrast['ratio']} to 1 where {contrast['need']} to 1 is needed."
        )
    found = _DETAIL.match(summary.strip())
    if found is None:
        return f"{problem}."
    return f"{problem}: {found['detail'].strip().rstrip('.')}."
