"""Cross-Origin-Opener-Policy: whether pages of other sites keep hold of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import parse_item

OpenerValue = Literal[
    "same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"
]


@dataclass(frozen=True, slots=True)
class OpenerPolicy:
    """A readable policy; `unsafe-none` is what browsers do without one."""

    value: OpenerValue
    report_to: str = ""
    """Name of the reporting endpoint; empty when there is none."""


def parse_opener_policy(values: tuple[str, ...]) -> OpenerPolicy | Malformed | None:
    """Return what the field says, None when it was not sent.

    Browsers ignore the field on plain HTTP. What they cannot read, and a field sent twice, leaves
    `unsafe-none`.
    """
    item = parse_item(values)
    if item is None or isinstance(item, Malformed):
        return item
    if item.token not in get_args(OpenerValue):
        return Malformed("it is not a policy that browsers know")
    report_to = item.parameter("report-to")
    return OpenerPolicy(
        cast(OpenerValue, item.token), report_to if isinstance(report_to, str) else ""
    )
