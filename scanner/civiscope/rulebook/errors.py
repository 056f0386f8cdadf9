"""What is wrong with a rulebook."""

from __future__ import annotations

from civiscope.errors import UsageError


class RuleError(UsageError):
    """A rule page is not in order. The message names the page and what is wrong with it."""
