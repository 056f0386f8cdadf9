"""Visits for privacy: what a page does before a choice, after no, after yes, and when asked."""

from civiscope.collectors.consent.page import visit_for_privacy

__all__ = ["visit_for_privacy"]
