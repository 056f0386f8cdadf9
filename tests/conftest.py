"""What holds for all tests."""

from __future__ import annotations

import signal

from hypothesis import settings

# How long one example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("civiscope", deadline=None)
settings.load_profile("civiscope")

# Whoever starts the tests in the background may have had SIGINT ignored; what they start and
# interrupt would inherit that, and never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
