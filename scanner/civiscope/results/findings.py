"""Results: what was found, place by place and as issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from civiscope.model import Box, Confidence, Severity

SitePart = Literal["", "start-page", "every-page", "form"]
"""Parts of a site that are met more often than others, and weigh more."""


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """The request that a finding is about."""

    method: str
    type: str
    """`script`, `image`, `fetch`, …"""
    status: int | None
    """Of the last answer; None when there was none."""
    failed: str
    """The browser's error or why it refused; empty when it worked."""
    asked_by: str
    """`parser` for the page's own HTML, `script`, `preload`, `other`, …"""
    script: str = ""
    """Address of the script or document that asked."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """A place in the site's source that a finding comes from, or where it would be repaired."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    sure: bool = True
    """Whether it cannot be another place; else it is the likeliest."""
    kind: Literal["here", "element", "setting", "server"] = "here"
    """`here`: the finding is about this place; `element`: the line that prints the element;
    `setting`: the line that decides the header or cookie, or the file where one would; `server`: a
    web server's or host's file, which a preview does not go by."""
    snippet: str = ""
    """The line, cut short, with secrets replaced."""
    hint: str = ""
    """What to write there, in the language of the file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed or needs-review outcome with its place: one occurrence of an issue."""

    id: str
    issue: str
    """Id of the issue it belongs to."""
    rule: str
    outcome: Literal["failed", "cantTell"]
    needs_review: bool
    """True for cantTell, and for failures that are only tentative. These never gate by default."""
    severity: Severity
    confidence: Confidence
    message: str
    message_id: str
    page: str
    """URL of the page; empty when the finding is about the site as a whole."""
    url: str
    """The resource it is about, when that is not the page."""
    selector: str
    snippet: str
    box: Box | None
    frame: str
    component: str
    standards: dict[str, tuple[str, ...]]
    fingerprint: str
    """The same for the same fault in another scan of the site."""
    screenshot: str = ""
    request: RequestSeen | None = None
    """The request for `url`, when it was seen on the page."""
    trace: tuple[str, ...] = ()
    """What was done to come to this, step by step: the keys pressed and where they led."""
    part: str = ""
    """Fingerprint of the part of the issue that it belongs to, by which baselines know it; empty
    when the issue has one part."""
    document_page: int | None = None
    """Page, slide or sheet of the document at `url`, from 1; its element's path is `selector`."""
    values: dict[str, str | int | float] = field(default_factory=dict[str, str | int | float])
    """What `message` names, by the names that stand in braces in the rule's message; what an engine
    names, where the rule has no message of its own. Reports in other languages fill it in."""
    source: tuple[SourceLocation, ...] = ()
    """Where it comes from in the site's source, the likeliest first; empty when that was not read
    or nobody knows."""
    journey: str = ""
    """Name of the journey whose state `page` is; empty for a page of the crawl."""
    step: str = ""
    """Name of that state."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Findings with one cause, across pages: one problem. What baselines know are its parts."""

    id: str
    rule: str
    title: str
    """What is wrong."""
    outcome: Literal["failed", "cantTell"]
    needs_review: bool
    severity: Severity
    confidence: Confidence
    message: str
    component: str
    pages: int
    occurrences: int
    example_pages: tuple[str, ...]
    """The first ten."""
    snippet: str
    standards: dict[str, tuple[str, ...]]
    fingerprint: str
    also: tuple[str, ...] = ()
    """Other rules that say the same of the same places."""
    advice: bool = False
    """Whether its rule is good practice that no law or standard asks for. Advice is no problem and
    is not counted as one."""
    document: str = ""
    """Address of the document that it is in; empty when it is about pages or the site."""
    site_part: SitePart = ""
    """Where on the site it is that weighs: on a page with a form that asks visitors for something,
    on nearly every page, or on a start page."""
