"""Leave open how an error message is announced. See aria_valid_attr_value.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope import Outcome, Page, passed

_NOT_ANNOUNCED = re.compile(r"aria-errormessage value [^;]* must use a technique to announce [^;]*")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to fields whose error message is there and visible, but not a live region.

    ARIA says that authors may make it one; a message that stands there when the field is reached
    needs no announcement.
    """
    result = page.axe.rule("aria-valid-attr-value")
    for node in result.violations if result is not None else ():
        if _NOT_ANNOUNCED.fullmatch(node.summary):
            yield passed(node.place())
