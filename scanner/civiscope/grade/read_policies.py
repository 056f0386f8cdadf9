"""Content-Security-Policy and framing as browsers decide it, beside the Observatory's result."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.grade.markup import Markup
from civiscope.grade.merging import directive_names
from civiscope.grade.saved import Reading, SavedResponse, Verdict
from civiscope.headers.csp import (
    IN_META_IGNORED,
    Policies,
    Policy,
    parse_policies,
    policies_of,
    sources_anywhere,
)
from civiscope.headers.frame_options import parse_frame_options

_TEST = "content-security-policy"
_FRAME = "x-frame-options"


def policy_readings(saved: SavedResponse, markup: Markup, result: str) -> Iterator[Reading]:
    """Tell where browsers are stricter or laxer than *result* has it."""
    meta = tuple(markup.csp_in_head) if saved.shown_as_html else ()
    policies = policies_of(saved.headers.all(_TEST), meta)
    if markup.policies and not saved.shown_as_html:
        yield Reading(
            _TEST, "weaker", "The response is not HTML, so browsers do not look for a policy in it."
        )
    elif len(markup.csp) > len(markup.csp_in_head):
        yield Reading(
            _TEST,
            "weaker",
            "A policy stands in a meta element outside the head, where browsers skip all of it.",
        )
    if ignored := sorted(IN_META_IGNORED & directive_names(meta)):
        yield Reading(
            _TEST,
            "weaker",
            f"Browsers ignore {', '.join(ignored)} in a meta element; it works in the header only.",
        )
    if result == "csp-header-invalid":
        yield from _invalid(policies)
    elif policies:
        yield from _scripts(policies, result)
    if policies.all(lambda policy: policy.get("base-uri") is None) and any(
        policy.trusts_nonces for policy in policies.policies
    ):
        yield Reading(
            _TEST,
            "weaker",
            "base-uri is missing: an injected base element lets trusted scripts with relative "
            "addresses come from elsewhere.",
        )


def frame_readings(saved: SavedResponse, result: str) -> Iterator[Reading]:
    """Tell who may really show the response in a frame."""
    values = saved.headers.all(_FRAME)
    ancestors = parse_policies(saved.headers.all(_TEST)).frame_ancestors
    if ancestors:
        if all(sources_anywhere(sources) for sources in ancestors):
            yield Reading(
                _FRAME,
                "weaker",
                "frame-ancestors lets every site frame the page, and X-Frame-Options no longer "
                "counts beside it.",
            )
        elif not result.endswith("via-csp"):
            yield Reading(
                _FRAME, "safer", "frame-ancestors is in force: browsers read a policy that is here."
            )
        return
    if result.endswith("via-csp"):
        yield Reading(
            _FRAME,
            _framing_verdict(values),
            "frame-ancestors stands in the page only, where browsers ignore it; "
            f"{_FRAMING[parse_frame_options(values)]}.",
        )
    elif result.endswith("allow-from-origin"):
        yield Reading(
            _FRAME, "weaker", "No browser follows ALLOW-FROM any more: every site may frame it."
        )
    elif result.endswith("header-invalid"):
        match parse_frame_options(values):
            case "deny" | "same-origin":
                yield Reading(
                    _FRAME, "safer", "The same word twice counts as once: the protection works."
                )
            case "conflicting":
                yield Reading(
                    _FRAME, "safer", "The words contradict each other, so browsers allow no frame."
                )
            case _:
                return


_FRAMING = {
    "deny": "X-Frame-Options refuses every frame all the same",
    "same-origin": "X-Frame-Options keeps other sites out all the same",
    "conflicting": "X-Frame-Options contradicts itself, so browsers allow no frame",
    "ignored": "X-Frame-Options has a word that browsers do not know, so every site may frame it",
    "none": "every site may frame the page",
}


def _framing_verdict(values: tuple[str, ...]) -> Verdict:
    open_to_all = parse_frame_options(values) in {"ignored", "none"}
    return "weaker" if open_to_all else "other"


def _invalid(policies: Policies) -> Iterator[Reading]:
    if not policies or policies.all(lambda policy: policy.scripts is None):
        return
    if any(_dynamic_alone(policy) for policy in policies.policies):
        yield Reading(
            _TEST,
            "safer",
            "Browsers read 'strict-dynamic' without a nonce or hash to the letter: no script runs.",
        )
        return
    dangers = _dangers(policies)
    follow = f"that lets {dangers}" if dangers else "that stops injected scripts"
    yield Reading(
        _TEST,
        "other" if dangers else "safer",
        "Browsers skip what they cannot read (a repeated directive, an empty policy) and keep a "
        f"policy {follow}.",
    )


def _dynamic_alone(policy: Policy) -> bool:
    sources = [source.lower() for source in (policy.scripts or ("", ()))[1]]
    return "'strict-dynamic'" in sources and not any(
        source.startswith(("'nonce-", "'sha")) for source in sources
    )


def _scripts(policies: Policies, result: str) -> Iterator[Reading]:
    dangers = _dangers(policies)
    good = "no-unsafe" in result or "duplicate" in result or "style-src-only" in result
    if good and dangers:
        yield Reading(_TEST, "weaker", f"Browsers still let {dangers}: no policy here forbids it.")
    elif result.endswith("with-unsafe-inline") and not dangers:
        yield Reading(
            _TEST,
            "safer",
            "Inline scripts do not run, and scripts come from named places only. What is missing "
            "is object-src, for plug-ins that browsers no longer have.",
        )
    elif result.endswith("insecure-scheme") and not dangers and _only_reports(policies):
        yield Reading(
            _TEST, "safer", "The plain address is where reports go; nothing is loaded from there."
        )


def _only_reports(policies: Policies) -> bool:
    sources = (
        source
        for policy in policies.policies
        for name, values in policy.directives
        if name != "report-uri"
        for source in values
    )
    return not any(source.lower().startswith(("http:", "ftp:")) for source in sources)


def _dangers(policies: Policies) -> str:
    """Say in words what all policies together still allow."""
    found: list[str] = []
    if policies.all(lambda policy: policy.script_sources_anywhere is None):
        return "scripts run from anywhere"
    if policies.all(lambda p: p.allows_inline_elements or p.allows_inline_attributes):
        found.append("inline scripts run")
    if policies.all(lambda policy: policy.script_sources_anywhere != ()):
        found.append("scripts come from any host")
    return " and ".join(found)
