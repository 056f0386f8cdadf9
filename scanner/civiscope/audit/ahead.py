"""Load what comes after a scan while the browser works, and Python waits for it."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Generator, Sequence
from importlib import import_module

from civiscope.evidence.kinds import PAGES
from civiscope.lists import Lists
from civiscope.model.adapters import adapter_of
from civiscope.rulebook import Rule
from civiscope.rulebook.load import LateCheck
from civiscope.web.urls import is_preview

_DELAY_S = 0.2
"""Before that, Python itself is busy: it opens the browser."""
_OF_THE_SCAN = (
    "civiscope.detectors",
    "civiscope.detectors.national_ids",
    "civiscope.detectors.statement",
    "civiscope.scan.stages.consent",
    "civiscope.scan.stages.hosts",
)
"""What the scan itself loads late: what looks into texts, and what comes after the pages."""
_TURN_S = 0.0005
"""How long loading goes on when the browser has said something; Python's own is ten times that."""


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
    with _short_turns(), contextlib.suppress(Exception):
        for name in _OF_THE_SCAN:
            import_module(name)
        # Keeping the first page asks for it.
        _ = PAGES.adapter
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
            FORMATS[name].prepare()
        # What nearly every judgement asks for is read once, and kept.
        lists = Lists.in_use()
        _ = lists.filters, lists.libraries, is_preview("www.example.org")


@contextlib.contextmanager
def _short_turns() -> Generator[None]:
    """Let this thread soon make way for others, within the block."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
