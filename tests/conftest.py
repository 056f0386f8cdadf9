"""What holds for all tests."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("civiscope", deadline=None)
settings.load_profile("civiscope")

# Whoever starts the tests in the background may have had SIGINT ignored; what they start and
# interrupt would inherit that, and never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HOSTILE = Path(__file__).parent / "hostile"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Keep the tests of one file on one worker, and all that wear a machine out on one as well.

    Traps and the healthy pages after them have seconds to end in; beside other traps they took
    those seconds from each other.
    """
    for item in items:
        group = HOSTILE if HOSTILE in item.path.parents else item.path
        item.add_marker(pytest.mark.xdist_group(str(group.relative_to(HOSTILE.parent))))
