"""Content-Security-Policy: the policies that browsers enforce, and what scripts they let run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from civiscope.model import Dom, EvidenceMissing, Headers, Missing

_SPACE = "\t\n\f\r "
_SPACES = re.compile(r"[\t\n\f\r ]+")
_NONCE = re.compile(r"'nonce-[a-z0-9+/\-_]++={0,2}+'", re.IGNORECASE)
_HASH = re.compile(r"'sha(?:256|384|512)-[a-z0-9+/\-_]++={0,2}+'", re.IGNORECASE)
URL_HASH = re.compile(r"'url-sha(?:256|384|512)-[a-z0-9+/\-_]{43,88}={0,2}'", re.IGNORECASE)
EVAL_HASH = re.compile(r"'eval-sha(?:256|384|512)-[a-z0-9+/\-_]{43,88}={0,2}'", re.IGNORECASE)
_CUT = "…"
"""At the end of a field that was cut for its length."""
_ANYWHERE = re.compile(r"(?:https?:|data:|(?:https?://)?\*(?::(?:\*|[0-9]+))?/?)", re.IGNORECASE)
IN_META_IGNORED = frozenset({"frame-ancestors", "report-uri", "sandbox"})
"""Directives that browsers ignore in a meta element."""
_SCRIPT_ELEMENTS = ("script-src-elem", "script-src", "default-src")
_SCRIPT_ATTRIBUTES = ("script-src-attr", "script-src", "default-src")


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: its directives in order, names in lower case, each once."""

    directives: tuple[tuple[str, tuple[str, ...]], ...]
    text: str
    """As it was written."""

    def get(self, name: str) -> tuple[str, ...] | None:
        """Return what stands after the directive *name*, None when the policy has none."""
        return next((values for key, values in self.directives if key == name), None)

    @property
    def scripts(self) -> tuple[str, tuple[str, ...]] | None:
        """The directive that governs script elements and its sources; None when none does."""
        return self._governing(_SCRIPT_ELEMENTS)

    @property
    def allows_inline_elements(self) -> bool:
        """Whether any script element in the page's own text runs."""
        return self._allows_inline(_SCRIPT_ELEMENTS)

    @property
    def allows_inline_attributes(self) -> bool:
        """Whether any event handler attribute (`onclick`, …) in the page's own text runs."""
        return self._allows_inline(_SCRIPT_ATTRIBUTES)

    @property
    def script_sources_anywhere(self) -> tuple[str, ...] | None:
        """Sources that let scripts come from any host; empty when there are none.

        None when nothing in the policy governs scripts, which also lets them come from anywhere.
        """
        if self._no_scripts_at_all:
            return ()
        governing = self.scripts
        if governing is None:
            return None
        _, sources = governing
        # A browser that knows 'strict-dynamic' or hashes of addresses ignores hosts and schemes
        # beside them.
        if any(s.lower() == "'strict-dynamic'" or URL_HASH.fullmatch(s) for s in sources):
            return ()
        return sources_anywhere(sources)

    @property
    def trusts_nonces(self) -> bool:
        """Whether scripts are trusted for the nonce they carry."""
        governing = self.scripts
        return governing is not None and any(_NONCE.fullmatch(source) for source in governing[1])

    @property
    def _no_scripts_at_all(self) -> bool:
        sandbox = self.get("sandbox")
        return sandbox is not None and "allow-scripts" not in (flag.lower() for flag in sandbox)

    def _allows_inline(self, names: tuple[str, ...]) -> bool:
        if self._no_scripts_at_all:
            return False
        governing = self._governing(names)
        if governing is None:
            return True
        sources = [source.lower() for source in governing[1]]
        # With a nonce, a hash or 'strict-dynamic' beside it, browsers ignore 'unsafe-inline'.
        return (
            "'unsafe-inline'" in sources
            and "'strict-dynamic'" not in sources
            and not any(_NONCE.fullmatch(s) or _HASH.fullmatch(s) for s in sources)
        )

    def _governing(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        found = ((name, self.get(name)) for name in names)
        return next(((name, values) for name, values in found if values is not None), None)


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies of a response. Something is allowed only when every one of them allows it."""

    policies: tuple[Policy, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is any policy."""
        return bool(self.policies)

    def all(self, allows: Callable[[Policy], bool]) -> bool:
        """Say whether every policy allows what *allows* looks for."""
        return all(allows(policy) for policy in self.policies)

    @property
    def frame_ancestors(self) -> tuple[tuple[str, ...], ...]:
        """The sources of each frame-ancestors directive; empty when no policy has one."""
        found = (policy.get("frame-ancestors") for policy in self.policies)
        return tuple(sources for sources in found if sources is not None)

    @property
    def text(self) -> str:
        """The policies as they were written, parted by commas."""
        return ", ".join(policy.text for policy in self.policies)


def enforced_policies(headers: Headers, dom: Dom | None) -> Policies:
    """Return the policies browsers enforce: of the header, and of the page's own meta elements."""
    return policies_of(headers.all("content-security-policy"), policies_in_page(dom))


def policies_in_page(dom: Dom | None, *, in_head: bool = True) -> tuple[str, ...]:
    """Return the policies in meta elements of the head, or in those elsewhere, which do nothing."""
    return tuple(
        meta.content
        for meta in (dom.meta if dom else ())
        if meta.http_equiv and meta.name == "content-security-policy" and meta.in_head == in_head
    )


def policies_of(sent: tuple[str, ...], in_page: tuple[str, ...]) -> Policies:
    """Return the policies of a header field and of meta elements, which may say less."""
    found = (policy for text in in_page for policy in parse_policies((text,)).policies)
    narrowed = (_without(policy, IN_META_IGNORED) for policy in found)
    kept = tuple(policy for policy in narrowed if policy.directives)
    return Policies(parse_policies(sent).policies + kept)


def require_whole(headers: Headers) -> None:
    """Raise EvidenceMissing when the field was too long to be kept whole as evidence."""
    if any(value.endswith(_CUT) for value in headers.all("content-security-policy")):
        reason = "The Content Security Policy is too long to be kept whole."
        raise EvidenceMissing(Missing("not-gathered", reason))


@lru_cache(maxsize=256)
def parse_policies(values: tuple[str, ...]) -> Policies:
    """Return the policies of a header field; those without a single directive are left out."""
    parsed = (_parse(text) for value in values for text in value.removesuffix(_CUT).split(","))
    return Policies(tuple(policy for policy in parsed if policy.directives))


def nonces(values: tuple[str, ...]) -> frozenset[str]:
    """Return every nonce in the policies of a header field."""
    return frozenset(
        source[7:].rstrip("'")
        for policy in parse_policies(values).policies
        for _, sources in policy.directives
        for source in sources
        if source.lower().startswith("'nonce-")
    )


def sources_anywhere(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of *sources* that stand for any host."""
    return tuple(source for source in sources if _ANYWHERE.fullmatch(source))


def _parse(text: str) -> Policy:
    directives: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        words = [word for word in _SPACES.split(part) if word]
        # Browsers skip a directive that is not ASCII, and every repetition of one.
        if words and part.isascii():
            directives.setdefault(words[0].lower(), tuple(words[1:]))
    return Policy(tuple(directives.items()), text.strip(_SPACE))


def _without(policy: Policy, names: frozenset[str]) -> Policy:
    kept = tuple((name, values) for name, values in policy.directives if name not in names)
    return Policy(kept, policy.text)
