"""Cross-Origin-Resource-Policy: which sites may load a response into their pages."""

from __future__ import annotations

from typing import Literal, cast, get_args

from civiscope.headers.malformed import Malformed

ResourcePolicy = Literal["same-origin", "same-site", "cross-origin"]


def parse_resource_policy(values: tuple[str, ...]) -> ResourcePolicy | Malformed | None:
    """Return what the field says, None when it was not sent.

    The Fetch Standard compares letter by letter: `Same-Origin` protects nothing.
    """
    if not values:
        return None
    text = ", ".join(values).strip(" \t")
    if text in get_args(ResourcePolicy):
        return cast(ResourcePolicy, text)
    if text.lower() in get_args(ResourcePolicy):
        return Malformed("browsers know the policy in lower case only")
    if "," in text:
        return Malformed("it names more than one policy")
    return Malformed("it is not a policy that browsers know")
