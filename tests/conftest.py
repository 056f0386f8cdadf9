"""What holds for all tests."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # pyright: ignore

# How long one example takes says nothing on a machine that runs other tests at the same time.
settings.register_profile("civiscope", deadline=None)
settings.load_profile("civiscope")

# Whoever starts the tests in the background may have had SIGINT ignored; what they start and
# interrupt would inherit that, and never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HOSTILE = "tests/hostile/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types that mypy reads
    """Keeps the tests of one file on one worker, and all that wear a machine out on one as well.

    Traps and the healthy pages after them have seconds to end in; beside other traps they took
    those seconds from each other. Groups by mark would do, but pytest-xdist 3.8 writes them where
    pytest 9.2 does not read them.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return HOSTILE if file.startswith(HOSTILE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:  # noqa: ANN401 - xdist's own
    """Return what hands out tests to workers."""
    return ByFile(config, log)
