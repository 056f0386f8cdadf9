"""Probes: what is found out about a page by acting on it, after the ordinary visit."""

from civiscope.collectors.interaction.probe import NotShown, Probe, Probing
from civiscope.collectors.interaction.registry import PROBES

__all__ = ["PROBES", "NotShown", "Probe", "Probing"]
