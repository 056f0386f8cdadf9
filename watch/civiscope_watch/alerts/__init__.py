"""Alerts: what changed in a night, told by mail and messages, once and only on change."""

from civiscope_watch.alerts.send import SendReport, after_run, nightly, send_due, tick

__all__ = ["SendReport", "after_run", "nightly", "send_due", "tick"]
