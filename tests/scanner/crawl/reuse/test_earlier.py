"""Which folders can be reused, and the sentence for those that cannot."""

from __future__ import annotations

import contextlib
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civiscope.crawl.reuse.earlier import differing, open_earlier
from civiscope.crawl.reuse.state import (
    NAME,
    ReusablePage,
    ReuseState,
    ReuseTrust,
    read_state,
    write_state,
)
from civiscope.crawl.reuse.validators import Validator, is_strong
from civiscope.errors import UsageError
from civiscope.evidence.lock import FolderLock

HEAD: dict[str, Any] = {
    "evidence_version": "1.0",
    "id": "1",
    "targets": ["https://example.gov/"],
    "pages": ["https://example.gov/"],
    "follow": True,
    "started": "2026-11-28T02:00:00Z",
    "settings": {},
    "civiscope": "0.1.0",
    "browser": "Chrome/156.0",
    "engines": {},
    "seed": 1,
    "depth": "quick",
}
END: dict[str, Any] = {
    "finished": "2026-11-28T02:01:00Z",
    "stopped": "",
    "found": 0,
    "documents": [],
    "skipped": [],
    "skipped_total": 0,
    "templates": {},
}
STATE = ReuseState(
    secret="known",  # noqa: S106 - of the tests
    made_with={"browser": "Chromium 156"},
    trust=ReuseTrust(earned=True, liars=("example.gov",)),
    validators={"https://example.gov/": Validator("https://example.gov/", 200, "x", ((301, "/"),))},
    pages=(ReusablePage("https://example.gov/", "2026-11-28T02:00:00Z"),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    evidence = tmp_path / "earlier" / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "scan.json").write_text(json.dumps(HEAD), encoding="utf-8")
    (evidence / "end.json").write_text(json.dumps(END), encoding="utf-8")
    (evidence / "index.jsonl").write_bytes(b"")
    write_state(evidence, STATE)
    return evidence


def why(folder: Path) -> str:
    with contextlib.ExitStack() as stack:
        return open_earlier(folder, folder.parent / "other", stack).why_not


def refused(folder: Path, out: Path) -> str:
    with contextlib.ExitStack() as stack, pytest.raises(UsageError) as error:
        open_earlier(folder, out, stack)
    return str(error.value)


def test_a_whole_scan_may_be_reused_named_either_way(folder: Path) -> None:
    assert why(folder) == ""
    assert why(folder.parent) == ""


def test_the_state_is_read_as_it_was_written_and_only_by_its_owner(folder: Path) -> None:
    assert read_state(folder) == STATE
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600


def _damage(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(b"\x1f\x8b nothing")


def _remove(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _change_head(**changes: object) -> Callable[[Path], object]:
    return lambda folder: (folder / "scan.json").write_text(json.dumps({**HEAD, **changes}))


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (_remove("end.json"), "it was cut off before its end"),
        (_remove(NAME), "nobody asked for its addresses before"),
        (_damage(NAME), "nobody asked for its addresses"),
        (_remove("index.jsonl"), "of another version, or damaged"),
        (_change_head(evidence_version="2.0"), "of another version, or damaged"),
        (_change_head(settings={"signed_in": True}), "it was signed in"),
    ],
    ids=["cut off", "ordinary scan", "damaged state", "damaged index", "version", "signed in"],
)
def test_what_cannot_be_reused_is_said_in_a_sentence(
    folder: Path, break_it: Callable[[Path], object], sentence: str
) -> None:
    break_it(folder)

    assert sentence in why(folder)


def test_secret_and_distrust_outlive_evidence_that_cannot_be_read(folder: Path) -> None:
    (folder / "index.jsonl").unlink()

    with contextlib.ExitStack() as stack:
        assert open_earlier(folder, folder.parent / "other", stack).state == STATE


def test_a_folder_without_a_scan_is_refused(tmp_path: Path) -> None:
    assert "holds no evidence of a scan" in refused(tmp_path, tmp_path / "out")


def test_the_folder_that_is_written_to_is_refused(folder: Path) -> None:
    assert "which this scan writes to" in refused(folder.parent, folder)


def test_a_folder_that_another_scan_writes_to_is_refused(folder: Path) -> None:
    lock = FolderLock(folder)
    try:
        assert "another scan is writing to it" in refused(folder, folder.parent / "other")
    finally:
        lock.release()


def test_two_scans_may_reuse_one_folder_and_nobody_may_replace_it(folder: Path) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(2):
            open_earlier(folder, folder.parent / "other", stack)
        with pytest.raises(UsageError, match="Another scan"):
            FolderLock(folder)
    FolderLock(folder).release()


@pytest.mark.parametrize(
    ("then", "now", "sentence"),
    [
        ({"browser": "Chromium 155"}, {"browser": "Chromium 156"}, "made with Chromium 155"),
        ({"--viewport": "[1, 2]"}, {"--viewport": "[2, 2]"}, "--viewport was another"),
        ({"scripts": "a"}, {"scripts": "b"}, "scripts or probes of the rules are others"),
        ({"lists": "a"}, {"lists": "b"}, "lists that rules go by are others"),
        ({}, {"engines": "axe-core 4"}, "engines were others (none; now axe-core 4)"),
        ({"lists": "a"}, {"lists": "a"}, ""),
    ],
)
def test_what_was_made_otherwise_is_named(
    then: dict[str, str], now: dict[str, str], sentence: str
) -> None:
    told = differing(then, now)

    assert sentence in told
    assert bool(told) == bool(sentence)


@pytest.mark.parametrize(
    ("etag", "strong"),
    [('"a"', True), ('W/"a"', False), ("", False), ("a", False), ('""', False)],
)
def test_only_a_quoted_tag_without_w_is_strong(etag: str, strong: bool) -> None:
    assert is_strong(etag) == strong
