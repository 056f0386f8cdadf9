"""Look at web sites as people and browsers meet them, and say what breaks the rules."""

from typing import TYPE_CHECKING, Any

from civiscope.errors import CiviscopeError, InconclusiveError, InternalError, UsageError
from civiscope.model import (
    Document,
    EvidenceMissing,
    Outcome,
    Page,
    Place,
    Site,
    cannot_tell,
    failed,
    passed,
)
from civiscope.privacy import classify_consent_button
from civiscope.results import Finding, Issue, Results
from civiscope.settings import ScanSettings

if TYPE_CHECKING:
    from civiscope.api import audit, audit_async

__all__ = [
    "CiviscopeError",
    "Document",
    "EvidenceMissing",
    "Finding",
    "InconclusiveError",
    "InternalError",
    "Issue",
    "Outcome",
    "Page",
    "Place",
    "Results",
    "ScanSettings",
    "Site",
    "UsageError",
    "audit",
    "audit_async",
    "cannot_tell",
    "classify_consent_button",
    "failed",
    "passed",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol
    # Rules import this package; the browser's half is loaded for those who scan only.
    if name in {"audit", "audit_async"}:
        from civiscope import api

        return getattr(api, name)
    raise AttributeError(f"module 'civiscope' has no attribute {name!r}")
