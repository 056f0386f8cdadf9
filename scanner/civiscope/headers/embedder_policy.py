"""Cross-Origin-Embedder-Policy: what a page may load from sites that did not agree to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from civiscope.headers.malformed import Malformed
from civiscope.headers.structured import parse_item

EmbedderValue = Literal["require-corp", "credentialless", "unsafe-none"]


@dataclass(frozen=True, slots=True)
class EmbedderPolicy:
    """A readable policy; `unsafe-none` is what browsers do without one."""

    value: EmbedderValue
    report_to: str = ""
    """Name of the reporting endpoint; empty when there is none."""


def parse_embedder_policy(values: tuple[str, ...]) -> EmbedderPolicy | Malformed | None:
    """Return what the field says, None when it was not sent; a field sent twice cannot be read."""
    item = parse_item(values)
    if item is None or isinstance(item, Malformed):
        return item
    if item.token not in get_args(EmbedderValue):
        return Malformed("it is not a policy that browsers know")
    report_to = item.parameter("report-to")
    return EmbedderPolicy(
        cast(EmbedderValue, item.token), report_to if isinstance(report_to, str) else ""
    )
