"""What collectors bring back from one page, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from civiscope.model.browser_tree import TreeNode
from civiscope.model.dom import Box, Dom, RawHtml
from civiscope.model.exposed import FetchedData
from civiscope.model.fingerprints import element_component
from civiscope.model.leaks import Code
from civiscope.model.network import Request
from civiscope.model.outcome import Place
from civiscope.model.privacy import PrivacyVisit
from civiscope.model.reasons import Reason

NOT_PROBED = "Behaviour was not checked on this page; --depth says on which pages it is."
"""Why a page that no probe looked at has no evidence of behaviour."""

PARTS_HIDDEN = "Parts of this page were hidden and are not tested; coverage lists them."
"""Why nobody can say that all parts of a page were judged."""

FRAMES_CLOSED = "Frames of this page could not be tested; coverage lists them."
"""Why nobody can say that all frames of a page were judged."""

NO_PRIVACY_VISIT = "This page was not visited for privacy; --privacy says which pages are."
"""Why a page has no evidence of what happens before and after a choice about cookies."""

VisitState = Literal["complete", "partial", "failed"]


class EvidenceMissing(Exception):
    """A rule asked for evidence that is not there. Let it pass: the engine answers for the rule."""

    def __init__(self, missing: Missing) -> None:
        super().__init__(missing.reason)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Missing:
    """Evidence that could not be gathered, and why."""

    missing: Literal["failed", "not-gathered"]
    """`failed`: the collector broke (rules answer cannot tell); `not-gathered`: it did not run, or
    ran out of time (rules answer untested)."""
    reason: str
    """A sentence."""


NO_SCREENSHOT = Missing("not-gathered", "No rule asked for a screenshot.")
"""Why a page has no picture."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie in the browser after the visit. Its value is replaced by what can be said of it."""

    name: str
    domain: str
    path: str
    secure: bool
    http_only: bool
    same_site: str
    """`Strict`, `Lax`, `None`, or empty when the server did not say."""
    lifetime: float | None
    """Seconds from the visit to expiry; None for a session cookie."""
    partitioned: bool
    host_only: bool
    length: int
    entropy: float
    set_by: Literal["header", "script"]
    set_url: str
    """URL of the answer that set it; the page's own for cookies set by script."""


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change to a cookie or an item of storage that a script made during the visit.

    What answers set stands in their Set-Cookie fields, with the time of the request.
    """

    area: str
    """`cookie`, `local` or `session`. Cookies are reported in secure contexts only; what is left of
    them at the end always stands in `cookies`."""
    action: str
    """`added` (for a cookie, also changed), `changed`, `removed`, or `cleared` (all of an area)."""
    name: str
    at: float
    """Seconds from the start of the visit."""
    length: int = 0
    entropy: float = 0.0
    """Shannon entropy of the new value, bits per character."""
    origin: str = ""
    """Whose storage it is; empty for cookies, which are the page's own."""


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """Something the browser's console would show."""

    level: str
    """`error`, `warning`, `info`, …"""
    source: str
    """`console`, `exception`, `security`, `network`, `violation`, …"""
    text: str
    url: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """An element that an in-page engine names."""

    selector: str
    """CSS selector; frames and shadow roots are parted by ` >>> `."""
    snippet: str
    summary: str = ""
    """What the engine says is wrong here."""
    box: Box | None = None
    frame: str = ""
    """URL of the frame when it is not the page's own document."""

    def place(self) -> Place:
        """Return the place a finding about this element names."""
        component = element_component(self.snippet, self.selector)
        return Place(
            component=component,
            selector=self.selector,
            snippet=self.snippet,
            box=self.box,
            frame=self.frame,
        )


@dataclass(frozen=True, slots=True)
class AxeRule:
    """What axe-core says of one rule on one page."""

    id: str
    violations: tuple[Node, ...] = ()
    incomplete: tuple[Node, ...] = ()
    passed: int = 0
    """1 when elements passed, else 0: axe is not asked to list them, which saves time."""
    failed: int = 0
    """Number of elements that failed; more than `violations` holds when that was cut."""
    unsure: int = 0
    """Number of elements axe could not decide; more than `incomplete` holds when that was cut."""
    error: str = ""


@dataclass(frozen=True)
class AxeResults:
    """axe-core's answers for all frames of a page."""

    version: str
    rules: tuple[AxeRule, ...]
    """Rules that applied; those not named were inapplicable."""
    untested_frames: tuple[str, ...] = ()
    """URLs of frames axe could not be run in."""
    tree: tuple[TreeNode, ...] = ()
    """What the browser itself makes of failed elements that axe may have misread."""

    def rule(self, rule_id: str) -> AxeRule | None:
        """Return the answer for one rule, None when it was inapplicable."""
        return self._by_id.get(rule_id)

    @cached_property
    def _by_id(self) -> Mapping[str, AxeRule]:
        return {rule.id: rule for rule in self.rules}


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page that could not be judged, or not for sure."""

    kind: str
    """A word for programs: `covered` (lies behind a dialog), `hidden`, `moving`, `endless`, …"""
    selector: str
    """Where it is; empty when it is no one element."""
    reason: str
    """A sentence: why it was not judged."""
    snippet: str = ""
    frame: str = ""
    """URL of the frame when it is not in the page's own document."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit went."""

    state: VisitState
    reason: Reason = ""
    """A word for programs: `timeout`, `dns`, `refused`, `tls`, `crashed`, `bot-wall`, `login`, …"""
    detail: str = ""
    """A sentence for people; empty when complete."""
    dom_content_loaded: float | None = None
    """Seconds from the start of the visit."""
    loaded: float | None = None
    """Seconds from the start of the visit."""
    navigations: tuple[str, ...] = ()
    """Where scripts or refreshes took the browser after the first document."""
    dialogs: int = 0
    popups: int = 0
    downloads: int = 0
    attempts: int = 1
    at: str = ""
    """When the server failed: RFC 3339, UTC; empty when it did not."""


_NOT_OVER_SITES = Missing("not-gathered", "Not kept for rules over the whole site.")


def _kind(*, site: bool = False, file: str = "pages") -> dict[str, Any]:
    """Declare a kind of evidence, as the metadata of its field.

    *site* says whether rules over the whole site get it; *file* names the folder whose files hold
    it.
    """
    return {"site": site, "file": file}


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the collectors brought back from one page; `Missing` where one could not.

    A field is a kind of evidence. `civiscope.evidence.kinds` reads the kinds from here; what is
    stored, read, reported when it failed, and written in examples of rule pages follows from that.
    """

    requests: tuple[Request, ...] | Missing = field(metadata=_kind(site=True))
    cookies: tuple[Cookie, ...] | Missing = field(metadata=_kind(site=True))
    console: tuple[ConsoleMessage, ...] | Missing = field(metadata=_kind())
    dom: Dom | Missing = field(metadata=_kind(site=True))
    raw_html: RawHtml | Missing = field(metadata=_kind(site=True))
    axe: AxeResults | Missing = field(metadata=_kind())
    script_results: Annotated[
        Mapping[str, list[dict[str, Any]] | Missing], Field(alias="answers")
    ] = field(default_factory=dict[str, "list[dict[str, Any]] | Missing"], metadata=_kind())
    """What the in-page script of each rule said, by rule id."""
    screenshot: str | Missing = field(
        default=NO_SCREENSHOT,
        metadata=_kind(site=True),
    )
    """File name below `screenshots/`."""
    changes: tuple[StateChange, ...] | Missing = field(
        default=Missing(
            "not-gathered", "Changes of cookies and storage are not gathered any more."
        ),
        metadata=_kind(),
    )
    """How scripts changed cookies and storage, in time; in evidence of version 0.1.0 only."""
    probes: Mapping[str, dict[str, Any] | Missing] = field(
        default_factory=dict[str, "dict[str, Any] | Missing"], metadata=_kind(file="probes")
    )
    """What each probe saw when it acted on the page, by the probe's name."""
    privacy: PrivacyVisit | Missing = field(
        default=Missing("not-gathered", NO_PRIVACY_VISIT), metadata=_kind(file="privacy")
    )
    """What visits that choose nothing, reject, accept, and ask for privacy saw."""
    code: Code | Missing = field(
        default=Missing("not-gathered", "The page's scripts were not read."), metadata=_kind()
    )
    """What the page's scripts say of themselves."""
    data: FetchedData | Missing = field(
        default=Missing("not-gathered", "What scripts fetched was not read."), metadata=_kind()
    )
    """What the data that scripts fetched give away."""
    parts: tuple[PagePart, ...] = field(default=(), metadata=_kind(site=True))
    """Parts of the page that were not judged, and why."""

    @classmethod
    def nothing(cls, why: Missing, **gathered: Any) -> Evidence:  # noqa: ANN401 - fields of this class
        """Return evidence that is *why* it is missing, in every kind but those *gathered*."""
        values: dict[str, Any] = {}
        for each in fields(cls):
            if each.metadata["file"] != "pages" or each.name == "parts":
                continue
            values[each.name] = {} if each.default_factory is not MISSING else why
        return cls(**{**values, **gathered})

    def lean(self) -> Evidence:
        """Return only the kinds that rules over a whole site get."""
        dropped: dict[str, Any] = {
            each.name: {} if each.default_factory is not MISSING else _NOT_OVER_SITES
            for each in fields(self)
            if not each.metadata["site"]
        }
        return replace(self, **dropped)
