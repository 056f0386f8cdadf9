"""Waivers: what was accepted, by whom, and until when."""

from civiscope_ci.waivers.waivers import (
    MAX_DAYS,
    SOON,
    Match,
    Waiver,
    WaiverUse,
    address_fits,
    apply_waivers,
    fits,
    pattern,
    severity_of,
)

__all__ = [
    "MAX_DAYS",
    "SOON",
    "Match",
    "Waiver",
    "WaiverUse",
    "address_fits",
    "apply_waivers",
    "fits",
    "pattern",
    "severity_of",
]
