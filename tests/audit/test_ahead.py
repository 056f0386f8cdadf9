"""What is loaded while a scan runs, and what must not come of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from civiscope.audit import ahead
from civiscope.audit.ahead import loading_ahead
from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.load import LateCheck
from civiscope.testing import make_rule


def test_checks_are_loaded_while_a_scan_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_DELAY_S", 0)
    late = LateCheck("civiscope_rules.security.hsts", "here")

    with loading_ahead([make_rule(late, id="security/hsts")], ["json"]) as loading:
        loading.join()

    assert "function" in vars(late)
    assert late.function.__module__ == "civiscope_rules.security.hsts"


def test_what_cannot_be_loaded_ahead_says_so_where_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "_DELAY_S", 0)
    missing = LateCheck("civiscope_rules.no_such", "here")

    with loading_ahead([make_rule(missing, id="test/missing")], ["no-format"]) as loading:
        loading.join()

    with pytest.raises(RuleError, match="cannot be imported"):
        missing(None)


def test_rules_are_read_without_loading_their_checks(tmp_path: Path) -> None:
    look = (
        "import sys; from civiscope.rulebook import load_rulebooks; load_rulebooks(); "
        "print([n for n in sys.modules if n.startswith('civiscope_rules.security.')])"
    )
    said = [
        subprocess.run(  # noqa: S603 # our own
            [sys.executable, "-c", look],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    # At first, what a check takes is read from the check itself.
    assert "civiscope_rules.security.hsts" in said[0]
    assert said[1] == "[]\n"


def test_when_all_is_loaded_threads_take_turns_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_DELAY_S", 0)
    before = sys.getswitchinterval()

    with loading_ahead([], ["html"]) as loading:
        loading.join()
        assert sys.getswitchinterval() == before
