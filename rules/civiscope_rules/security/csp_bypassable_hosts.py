"""Find hosts in a policy that serve attackers as well. Why is told in csp_bypassable_hosts.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import (
    Policy,
    document_response,
    enforced_policies,
    printable,
    printable_field,
)
from civiscope.headers.csp import require_whole
from civiscope.model import Dom, Outcome, Page, Place, failed, passed
from civiscope_rules.shared.policies import Bypass, bypasses, host_sources

FIELD = "content-security-policy"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pages whose policies trust scripts for the host they come from."""
    response = document_response(page)
    if response is None:
        return
    dom = page.evidence.dom if isinstance(page.evidence.dom, Dom) else None
    policies = enforced_policies(response.headers, dom)
    # A policy that lets scripts come from anywhere is reported by security/csp-unsafe.
    judging = [policy for policy in policies.policies if policy.script_sources_anywhere == ()]
    trusted = [sources for sources in map(_trusted_hosts, judging) if sources]
    if not judging or len(trusted) < len(judging):
        return
    require_whole(response.headers)
    opened = [_find_bypasses(policy) for policy in judging]
    # Another policy that does not name the host at all stops what this one lets through.
    everywhere = {
        each.host
        for each in opened[0]
        if all(each.host in {other.host for other in found} for found in opened[1:])
    }
    snippet = printable_field(FIELD, policies.text)
    reported = {each.source: each for found in opened for each in found if each.host in everywhere}
    for source, each in sorted(reported.items()):
        place = Place(f"script-src {printable(source, 80)}", snippet=snippet)
        yield failed(place, each.kind, source=printable(source, 80), host=each.host)
    if not reported:
        yield passed(Place("script-src", snippet=snippet))


def _trusted_hosts(policy: Policy) -> tuple[str, ...]:
    """Return the hosts that scripts may come from; none where browsers do not look at them."""
    governing = policy.scripts
    sources = governing[1] if governing else ()
    if "'strict-dynamic'" in (source.lower() for source in sources):
        return ()
    return host_sources(sources)


def _find_bypasses(policy: Policy) -> tuple[Bypass, ...]:
    governing = policy.scripts
    sources = governing[1] if governing else ()
    eval_allowed = "'unsafe-eval'" in (source.lower() for source in sources)
    return bypasses(_trusted_hosts(policy), eval_allowed=eval_allowed)
