"""Find what a policy forgets, or gives up with one word. Why is told in csp_complete.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import document_response, printable_field
from civiscope.headers.csp import require_whole, sources_anywhere
from civiscope.headers.csp_effective import Effective, effective_policy, governing
from civiscope.model import Confidence, Dom, Outcome, Page, Place, failed, passed

FIELD = "content-security-policy"
DIRECTIVES = ("object-src", "base-uri", "form-action")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to HTML pages with a policy for scripts; others are reported by csp-unsafe."""
    response = document_response(page)
    if response is None:
        return
    dom = page.evidence.dom if isinstance(page.evidence.dom, Dom) else None
    policy = effective_policy(response.headers, dom)
    if policy.free("script-src-elem"):
        return
    require_whole(response.headers)
    confidence: Confidence | None = None if dom else "firm"
    nonces = any(each.trusts_nonces for each in policy.enforced.policies)
    snippet = printable_field(FIELD, policy.enforced.text)
    for directive in DIRECTIVES:
        if directive == "base-uri" and nonces:
            # With nonces it is more than a gap: security/csp-unsafe reports it.
            continue
        place = Place(directive, snippet=snippet)
        sources = _anywhere(policy, directive)
        if policy.free(directive):
            yield failed(place, directive, confidence=confidence)
        elif sources:
            facts = {"directive": directive, "sources": sources}
            yield failed(place, "anywhere", confidence=confidence, **facts)
        else:
            yield passed(place)
    if _runs_text(policy):
        place = Place("script-src 'unsafe-eval'", snippet=snippet)
        yield failed(place, "eval", confidence=confidence)


def _anywhere(policy: Effective, directive: str) -> str:
    """Return the sources by which every policy lets *directive* lead anywhere, else nothing."""
    found: set[str] = set()
    for each in policy.enforced.policies:
        said = governing(each, directive)
        if said is None:
            continue
        sources = sources_anywhere(said.sources)
        # What default-src lets scripts do as well is told by security/csp-unsafe.
        scripts = governing(each, "script-src")
        if not sources or (scripts and scripts.directive == said.directive):
            return ""
        found.update(sources)
    return " ".join(sorted(found))


def _runs_text(policy: Effective) -> bool:
    """Say whether every policy lets scripts run what is only text."""
    policies = policy.enforced.policies
    # With trusted types the text has to pass the page's own check first.
    guarded = any("'script'" in (each.get("require-trusted-types-for") or ()) for each in policies)
    said = policy.governing("script-src")
    return (
        not guarded
        and bool(said)
        and all("'unsafe-eval'" in (s.lower() for s in each.sources) for each in said)
    )
