"""What the policies of a page let each kind of thing do: fallbacks, all policies, all places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civiscope.headers.csp import Policies, Policy, enforced_policies, parse_policies
from civiscope.model import Dom, Headers

_SCRIPT = ("script-src", "default-src")
_STYLE = ("style-src", "default-src")
_FRAME = ("child-src", "default-src")
FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "script-src": ("default-src",),
    "script-src-elem": _SCRIPT,
    "script-src-attr": _SCRIPT,
    "style-src": ("default-src",),
    "style-src-elem": _STYLE,
    "style-src-attr": _STYLE,
    "worker-src": ("child-src", *_SCRIPT),
    "frame-src": _FRAME,
    "fenced-frame-src": ("frame-src", *_FRAME),
    "child-src": ("default-src",),
    "connect-src": ("default-src",),
    "font-src": ("default-src",),
    "img-src": ("default-src",),
    "manifest-src": ("default-src",),
    "media-src": ("default-src",),
    "object-src": ("default-src",),
    "prefetch-src": ("default-src",),
}
"""Where browsers look when a directive is not there, in order."""
ALONE = frozenset({"base-uri", "form-action", "frame-ancestors"})
"""Directives that nothing stands in for: not there means everything is allowed."""


@dataclass(frozen=True, slots=True)
class Governing:
    """What one policy says about one kind of thing."""

    directive: str
    """The directive that is there, perhaps a fallback."""
    sources: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is allowed: no source, or 'none' alone."""
        return not self.sources or [source.lower() for source in self.sources] == ["'none'"]


@dataclass(frozen=True, slots=True)
class Effective:
    """The policies of a page: those that browsers enforce, and those that only report."""

    enforced: Policies
    report_only: Policies

    def governing(self, directive: str) -> tuple[Governing, ...]:
        """Return what each enforced policy says about *directive*.

        Something is allowed only when all of these allow it; none at all means that it is free.
        """
        found = (governing(policy, directive) for policy in self.enforced.policies)
        return tuple(each for each in found if each is not None)

    def nothing(self, directive: str) -> bool:
        """Say whether *directive* lets nothing through, by whichever policy."""
        return any(each.nothing for each in self.governing(directive))

    def free(self, directive: str) -> bool:
        """Say whether no policy says anything about *directive*."""
        return not self.governing(directive)


def effective_policy(headers: Headers, dom: Dom | None) -> Effective:
    """Return the policies of a page's header and of its meta elements, apart by what they do.

    Policies that only report exist in the header only.
    """
    watched = parse_policies(headers.all("content-security-policy-report-only"))
    return Effective(enforced_policies(headers, dom), watched)


def governing(policy: Policy, directive: str) -> Governing | None:
    """Return what *policy* says about *directive*, by itself or by what stands in for it."""
    for name in (directive, *FALLBACKS.get(directive, ())):
        sources = policy.get(name)
        if sources is not None:
            return Governing(name, sources)
    return None
