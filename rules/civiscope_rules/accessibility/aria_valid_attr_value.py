"""Take error messages, numbers and absent parts as browsers do. See aria_valid_attr_value.md."""

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
_ABSENT = re.compile(r'Invalid ARIA attribute value: aria-(?:controls|owns)="[^"]*\w[^"]*"', re.I)
"""What it names is not on the page, or not yet: such parts are made when they are asked for."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to error messages in no live region, numbers with an exponent and parts not there yet.

    ARIA says that authors may make it one; a message that stands there when the field is reached
    needs no announcement.
    """
    result = page.axe.rule("aria-valid-attr-value")
    for node in result.violations if result is not None else ():
        if any(each.fullmatch(node.summary) for each in (_NOT_ANNOUNCED, _POWER, _ABSENT)):
            yield passed(node.place())
