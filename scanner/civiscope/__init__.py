"""Look at web sites as people and browsers meet them, and say what breaks the rules."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civiscope.audit.api import audit, audit_async
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

_PLACES = {
    "audit.api": ("audit_async",),
    "config.scan_options": ("ScanSettings",),
    "detectors.consent_buttons": ("classify_consent_button",),
    "errors": ("CiviscopeError", "InconclusiveError", "InternalError", "UsageError"),
    "model": (
        *("Document", "EvidenceMissing", "Outcome", "Page", "Place", "Site", "Source"),
        *("cannot_tell", "failed", "passed"),
    ),
    "results": ("Finding", "Issue", "Results"),
}
"""Modules of this package by what stands here of them. Each is loaded when it is asked for: every
command and every rule imports this package, and few need more than a part of it."""
_MODULES = {name: module for module, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol
    # The room `audit` can be called like the function in it.
    if name == "audit":
        return import_module("civiscope.audit")
    if name not in _MODULES:
        raise AttributeError(f"module 'civiscope' has no attribute {name!r}")
    value = getattr(import_module(f"civiscope.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
