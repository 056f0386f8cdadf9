"""The MDN HTTP Observatory's algorithm 6: twelve tests, each with one named result."""

from __future__ import annotations

from civiscope.grade.content import integrity_test, referrer_test, sniffing_test
from civiscope.grade.cookies import cookies_test
from civiscope.grade.isolation import embedder_test, opener_test, resource_test, sharing_test
from civiscope.grade.markup import Markup
from civiscope.grade.policy import frame_test, policy_test
from civiscope.grade.saved import SavedResponse
from civiscope.grade.transport import Preloaded, hsts_test, redirection_test


def run_tests(saved: SavedResponse, markup: Markup, preloaded: Preloaded) -> dict[str, str]:
    """Return the result of each test by its name, in the Observatory's order."""
    policy = policy_test(saved, markup)
    hsts = hsts_test(saved, preloaded)
    return {
        "content-security-policy": policy.result,
        "cookies": cookies_test(saved, hsts),
        "cross-origin-embedder-policy": embedder_test(saved),
        "cross-origin-opener-policy": opener_test(saved),
        "cross-origin-resource-sharing": sharing_test(saved),
        "redirection": redirection_test(saved, preloaded),
        "referrer-policy": referrer_test(saved, markup),
        "strict-transport-security": hsts,
        "subresource-integrity": integrity_test(saved, markup),
        "x-content-type-options": sniffing_test(saved),
        "x-frame-options": frame_test(saved, policy),
        "cross-origin-resource-policy": resource_test(saved),
    }
