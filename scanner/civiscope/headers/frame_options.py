"""X-Frame-Options, as the HTML Standard has browsers read it."""

from __future__ import annotations

from typing import Literal

from civiscope.headers.lists import decode_and_split

FrameOptions = Literal["deny", "same-origin", "conflicting", "ignored", "none"]
_KNOWN = frozenset({"deny", "sameorigin", "allowall"})


def parse_frame_options(values: tuple[str, ...]) -> FrameOptions:
    """Return what the field does to a page that another site wants to frame.

    `conflicting`: values that contradict each other; browsers then refuse every frame.
    `ignored`: a value that browsers do not know, like ALLOW-FROM; every frame is allowed.
    `none`: the field was not sent.
    """
    if not values:
        return "none"
    members = {member.lower() for member in decode_and_split(values)}
    if len(members) > 1:
        return "conflicting" if members & _KNOWN else "ignored"
    match members.pop():
        case "deny":
            return "deny"
        case "sameorigin":
            return "same-origin"
        case _:
            return "ignored"
