"""Load what comes after a scan while the browser works, and Python waits for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator, Sequence
from importlib import import_module

from civiscope.model.adapters import adapter_of
from civiscope.rulebook import Rule
from civiscope.rulebook.load import LateCheck

_DELAY_S = 0.2
"""Before that, Python itself is busy: it opens the browser."""


@contextlib.contextmanager
def loading_ahead(rules: Sequence[Rule], formats: Sequence[str]) -> Generator[threading.Thread]:
    """Load the judge, the checks of *rules* and the writers of *formats* beside what is done.

    Gives the thread that does it.
    """
    over = threading.Event()
    thread = threading.Thread(target=_load, args=(rules, formats, over), daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        # What is not loaded yet is loaded where it is used, and what failed fails there.
        over.set()
        thread.join()


def _load(rules: Sequence[Rule], formats: Sequence[str], over: threading.Event) -> None:
    if over.wait(_DELAY_S):
        return
    with contextlib.suppress(Exception):
        import_module("civiscope.judge.engine")
        for rule in rules:
            if over.is_set():
                return
            if isinstance(rule.check, LateCheck):
                _ = rule.check.function
        from civiscope.results import Finding, Issue, PageResult, RuleFacts
        from civiscope_reports import FORMATS

        for kind in (RuleFacts, PageResult, Finding, Issue):
            adapter_of(kind)
        for name in formats:
            FORMATS[name].load()
