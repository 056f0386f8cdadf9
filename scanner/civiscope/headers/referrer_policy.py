"""Referrer-Policy in the header and in the page, as browsers read it."""

from __future__ import annotations

from civiscope.headers.lists import decode_and_split

DEFAULT = "strict-origin-when-cross-origin"
"""What browsers do when a page says nothing."""
KNOWN = frozenset(
    {
        "no-referrer",
        "no-referrer-when-downgrade",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    }
)
LEAKS_ADDRESS = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
"""Policies by which other sites learn the whole address of the page a visitor came from."""
_OLD_META = {
    "never": "no-referrer",
    "default": DEFAULT,
    "always": "unsafe-url",
    "origin-when-crossorigin": "origin-when-cross-origin",
}


def parse_referrer_policy(values: tuple[str, ...]) -> str:
    """Return the last policy of the header that is known; empty when there is none."""
    members = [member.lower() for member in decode_and_split(values)]
    return next((member for member in reversed(members) if member in KNOWN), "")


def parse_meta_referrer(content: str) -> str:
    """Return the policy of a `meta name=referrer` element; empty when it is not known."""
    policy = content.strip().lower()
    policy = _OLD_META.get(policy, policy)
    return policy if policy in KNOWN else ""
