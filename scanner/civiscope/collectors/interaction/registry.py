"""Every probe there is, in the order in which they are run."""

from __future__ import annotations

from collections.abc import Mapping

from civiscope.collectors.interaction import (
    contrast,
    destinations,
    dialogs,
    dragged,
    forms,
    hovered,
    media,
    mistakes,
    opened,
    status,
    viewport,
)
from civiscope.collectors.interaction.clicks import probe as clicks
from civiscope.collectors.interaction.keyboard import inputs as keyboard_inputs
from civiscope.collectors.interaction.keyboard import probe as keyboard
from civiscope.collectors.interaction.keyboard import shortcuts as keyboard_shortcuts
from civiscope.collectors.interaction.motion import probe as motion
from civiscope.collectors.interaction.probe import Probe

_IN_ORDER: tuple[Probe, ...] = (
    contrast.PROBE,
    media.PROBE,
    viewport.PROBE,
    opened.PROBE,
    hovered.PROBE,
    dragged.PROBE,
    mistakes.PROBE,
    status.PROBE,
    keyboard_inputs.PROBE,
    clicks.PROBE,
    forms.PROBE,
    dialogs.PROBE,
    destinations.PROBE,
    keyboard.PROBE,
    keyboard_shortcuts.PROBE,
    motion.PROBE,
)
"""Those that want the page at rest come first. Of each kind, those that find nothing to do on most
pages, and so leave the page as it was, come before the others: they spare the next one a load. What
moves is watched last, on a page that is shown anew for it in any case."""

PROBES: Mapping[str, Probe] = {probe.name: probe for probe in _IN_ORDER}
"""Probes by name, in the order in which they are run."""
