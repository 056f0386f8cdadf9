"""What browsers do, test by test, where that differs from what the Observatory says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civiscope.grade.markup import Markup
from civiscope.grade.read_cookies import cookie_readings
from civiscope.grade.read_policies import frame_readings, policy_readings
from civiscope.grade.read_scripts import script_readings
from civiscope.grade.saved import Reading, SavedResponse
from civiscope.grade.transport import http_route
from civiscope.headers.content_type_options import is_nosniff
from civiscope.headers.cors import parse_cors
from civiscope.headers.hsts import parse_hsts
from civiscope.headers.malformed import Malformed
from civiscope.headers.referrer_policy import DEFAULT, parse_meta_referrer, parse_referrer_policy
from civiscope.headers.resource_policy import parse_resource_policy

_SIX_MONTHS = 15_552_000
_LEAVES_ORIGIN = frozenset({"origin", "origin-when-cross-origin"})


def readings(saved: SavedResponse, markup: Markup, tests: Mapping[str, str]) -> tuple[Reading, ...]:
    """Return where *tests*, the Observatory's results, and the browsers' behaviour part ways."""
    return (
        *policy_readings(saved, markup, tests["content-security-policy"]),
        *cookie_readings(saved, tests["cookies"]),
        *_sharing(saved),
        *_redirection(saved, tests["redirection"]),
        *_referrer(saved, markup, tests["referrer-policy"]),
        *_hsts(saved, tests["strict-transport-security"]),
        *script_readings(saved, markup),
        *_sniffing(saved, tests["x-content-type-options"]),
        *frame_readings(saved, tests["x-frame-options"]),
        *_resource(saved, tests["cross-origin-resource-policy"]),
    )


def _sharing(saved: SavedResponse) -> Iterator[Reading]:
    test = "cross-origin-resource-sharing"
    cors = parse_cors(saved.headers)
    if cors is None:
        return
    if cors.open_with_cookies:
        yield Reading(
            test,
            "weaker",
            "The origin null is let in with cookies. Any site can make a page without an origin, "
            "so every site can read this answer as the signed-in visitor.",
        )
    elif cors.readers == "nobody" and cors.origin:
        yield Reading(
            test,
            "safer",
            "No page has the origin that is named here, so browsers let nobody read the response.",
        )
    elif cors.readers == "null":
        yield Reading(
            test, "weaker", "The origin null belongs to nobody: any site can make such a page."
        )


def _redirection(saved: SavedResponse, result: str) -> Iterator[Reading]:
    if result not in {"redirection-to-https", "redirection-off-host-from-http"}:
        return
    later = http_route(saved)[2:]
    if any(hop.url.startswith("http:") for hop in later):
        yield Reading(
            "redirection",
            "weaker",
            "On the way the visit goes back to plain HTTP, where anybody can change where it "
            "leads; only the first step was looked at.",
        )


def _referrer(saved: SavedResponse, markup: Markup, result: str) -> Iterator[Reading]:
    test = "referrer-policy"
    values = saved.headers.all(test)
    in_page = parse_meta_referrer(markup.referrer) if saved.shown_as_html else ""
    policy = in_page or parse_referrer_policy(values) or DEFAULT
    private = policy not in {"unsafe-url", "no-referrer-when-downgrade"} | _LEAVES_ORIGIN
    if result == "referrer-policy-header-invalid" and private:
        yield Reading(
            test,
            "safer",
            f"Browsers skip words they do not know and do what they do without: {policy}.",
        )
    elif result == "referrer-policy-private" and not private:
        yield Reading(test, "weaker", f"Browsers follow {policy}: {_why(saved, markup)}.")
    elif result == "referrer-policy-unsafe" and private:
        yield Reading(test, "safer", f"Browsers follow {policy}: {_why(saved, markup)}.")
    elif result == "referrer-policy-unsafe" and policy in _LEAVES_ORIGIN:
        yield Reading(
            test,
            "safer",
            f"With {policy}, other sites learn which site a visitor came from, never which page.",
        )


def _why(saved: SavedResponse, markup: Markup) -> str:
    if markup.referrer and not saved.shown_as_html:
        return "the response is not HTML, so its meta element does not count"
    return "of a meta element they take one whole word or nothing"


def _hsts(saved: SavedResponse, result: str) -> Iterator[Reading]:
    test = "strict-transport-security"
    values = saved.headers.all(test)
    hsts = parse_hsts(values)
    if hsts is None or not ("max-age" in result or result.endswith("header-invalid")):
        return
    if isinstance(hsts, Malformed):
        if "max-age" in result:
            yield Reading(test, "weaker", f"Browsers ignore the field: {hsts.reason}.")
        return
    enough = hsts.max_age >= _SIX_MONTHS
    if result == "hsts-header-invalid" and hsts.max_age:
        many = len(values) > 1
        reason = "the first field counts, the others do not" if many else "the field can be read"
        text = f"Browsers remember HTTPS for {hsts.max_age} seconds: {reason}."
        yield Reading(test, "safer", text)
    elif "at-least" in result and not enough:
        text = f"Browsers read the number in quotes and remember HTTPS for {hsts.max_age} seconds."
        yield Reading(test, "weaker", text)
    elif hsts.max_age == 0:
        yield Reading(
            test, "weaker", "max-age=0 makes browsers forget that the site wants HTTPS at all."
        )


def _sniffing(saved: SavedResponse, result: str) -> Iterator[Reading]:
    test = "x-content-type-options"
    if result.endswith("header-invalid") and is_nosniff(saved.headers.all(test)):
        yield Reading(
            test, "safer", "Browsers read a list here, and its first word is nosniff: it works."
        )


def _resource(saved: SavedResponse, result: str) -> Iterator[Reading]:
    test = "cross-origin-resource-policy"
    policy = parse_resource_policy(saved.headers.all(test))
    if "implemented-with" in result and isinstance(policy, Malformed):
        yield Reading(test, "weaker", f"Browsers ignore the field: {policy.reason}.")
