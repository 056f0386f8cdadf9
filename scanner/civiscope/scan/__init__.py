"""Gather: visit a site and keep what is seen. Nothing is judged here."""

from civiscope.scan.scan import DEFAULT_PAGES, Listener, default_user_agent, now, scan

__all__ = [
    "DEFAULT_PAGES",
    "Listener",
    "default_user_agent",
    "now",
    "scan",
]
