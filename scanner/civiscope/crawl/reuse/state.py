"""The file beside the evidence that lets a later scan reuse it, `reuse.json.gz`.

It holds what the site's addresses were when we asked, whether reuse has earned trust, and the
secret that draws the pages to verify. Nothing of it gets into results or reports.
"""

from __future__ import annotations

import gzip
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from civiscope.crawl.reuse.validators import Validator
from civiscope.evidence.schema import REUSE

NAME = REUSE
VERSION = "1"


@dataclass(frozen=True, slots=True)
class ReusablePage:
    """What a later scan needs to know of a page that was visited."""

    url: str
    seen: str
    """When it was visited: RFC 3339."""
    parts: tuple[str, ...] = ()
    """What it was made from besides its document."""
    unfit: str = ""
    """Why it is never reused, as a sentence; empty when it may be."""
    others: bool = False
    """Whether third parties have a part in what was seen, or it was visited for privacy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseTrust:
    """Whether what is judged unchanged may be believed to be."""

    earned: bool = False
    """Whether two visits of the same pages came to the same findings."""
    lost_until: str = ""
    """The day from which trust may be earned again, after reuse was wrong."""
    verified: str = ""
    """The day on which unchanged pages were last visited to verify that they are."""
    liars: tuple[str, ...] = ()
    """Hosts whose ETags stayed while the content changed; they are never believed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseState:
    """The content of the file."""

    version: str = VERSION
    secret: str = ""
    made_with: Mapping[str, str] = field(default_factory=dict[str, str])
    """What decides what a visit sees: settings, browser, engines, scripts, lists."""
    trust: ReuseTrust = field(default_factory=ReuseTrust)
    validators: Mapping[str, Validator] = field(default_factory=dict[str, Validator])
    """By address."""
    pages: tuple[ReusablePage, ...] = ()
    judged_with: str = ""
    """What decides what is found in the evidence: rules, options, lists; once it was judged."""
    results_sha256: str = ""
    """Of the results of that."""


def new_secret() -> str:
    """Return a secret for draws that nobody can foresee."""
    return secrets.token_hex(32)


def read_state(evidence: Path) -> ReuseState | None:
    """Return the state beside the evidence; None when there is none, or one that is damaged."""
    try:
        packed = (evidence / NAME).read_bytes()
        found = _adapter().validate_json(gzip.decompress(packed))
    except (OSError, EOFError, ValueError, ValidationError):
        return None
    return found if found.version == VERSION else None


def write_state(evidence: Path, state: ReuseState) -> None:
    """Keep *state* beside the evidence, for nobody else to read, as it holds a secret."""
    path = evidence / NAME
    beside = path.with_name(f".{NAME}.part")
    content = gzip.compress(_adapter().dump_json(state, exclude_defaults=True), 3, mtime=0)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    beside.replace(path)


def _adapter() -> TypeAdapter[ReuseState]:
    return TypeAdapter(ReuseState)
