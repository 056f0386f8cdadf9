"""Look at web sites as people and browsers meet them, and say what breaks the rules."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from civiscope.config.scan_options import ScanSettings
from civiscope.detectors.consent_buttons import classify_consent_button
from civiscope.errors import CiviscopeError, InconclusiveError, InternalError, UsageError
from civiscope.model import (
    Document,
    EvidenceMissing,
    Outcome,
    Page,
    Place,
    Site,
    Source,
    cannot_tell,
    failed,
    passed,
)
from civiscope.results import Finding, Issue, Results

if TYPE_CHECKING:
    from civiscope.audit.api import audit, audit_async

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
    "Source",
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
    if name == "audit":
        return import_module("civiscope.audit")
    if name == "audit_async":
        from civiscope.audit.api import audit_async

        return audit_async
    raise AttributeError(f"module 'civiscope' has no attribute {name!r}")
