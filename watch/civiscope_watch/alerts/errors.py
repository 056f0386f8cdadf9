"""What can go wrong when something is sent."""

from __future__ import annotations

from civiscope.errors import CiviscopeError


class AlertNotSentError(CiviscopeError):
    """A digest did not arrive. The message says where and why, and holds no secret."""

    exit_code = 3
