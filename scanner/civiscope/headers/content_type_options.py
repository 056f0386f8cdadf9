"""X-Content-Type-Options, as the Fetch Standard has browsers read it."""

from __future__ import annotations

from civiscope.headers.lists import decode_and_split


def is_nosniff(values: tuple[str, ...]) -> bool:
    """Say whether browsers will not guess the type: the first member of the list is `nosniff`."""
    members = decode_and_split(values)
    return bool(members) and members[0].lower() == "nosniff"
