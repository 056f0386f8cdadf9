"""Take error messages and numbers as browsers do. See aria_valid_attr_value.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import Outcome, Page, passed

_NOT_ANNOUNCED = re.compile(r"aria-errormessage value [^;]* must use a technique to announce [^;]*")
_POWER = re.compile(
    r'Invalid ARIA attribute value: aria-value(?:now|min|max)="-?(?:\d+(?:\.\d+)?|\.\d+)e[+-]?\d+"',
    re.I,
)
"""A number as scripts write very small and very large ones (`5e-17`), which HTML takes, too."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to fields whose error message is no live region, and to numbers with an exponent.

    ARIA says that authors may make it one; a message that stands there when the field is reached
    needs no announcement.
    """
    result = page.axe.rule("aria-valid-attr-value")
    for node in result.violations if result is not None else ():
        if _NOT_ANNOUNCED.fullmatch(node.summary) or _POWER.fullmatch(node.summary):
            yield passed(node.place())
