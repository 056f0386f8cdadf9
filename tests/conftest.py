"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long one example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("civiscope", deadline=None)
settings.load_profile("civiscope")
