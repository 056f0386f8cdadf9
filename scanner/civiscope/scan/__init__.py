"""Gather: visit a site and keep what is seen. Nothing is judged here."""

from civiscope.scan.listener import Listener
from civiscope.scan.preparation import DEFAULT_PAGES, default_user_agent, now
from civiscope.scan.scan import scan

__all__ = ["DEFAULT_PAGES", "Listener", "default_user_agent", "now", "scan"]
