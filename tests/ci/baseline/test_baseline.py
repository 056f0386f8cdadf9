"""A baseline is a sorted file that git can merge, and changes only as somebody asks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ci.known import IMAGES, baseline, entry, found, results

from civiscope.errors import UsageError
from civiscope_ci.baseline import Baseline
from civiscope_ci.baseline import file as baseline_file
from civiscope_ci.baseline.changes import accept, merge, prune, suggest
from civiscope_ci.baseline.states import compare

SEAL = found("i1", on=("/", "/a"), times=2)
MAP = found("i2", component="img.map", on=("/b",))


def names(known: Baseline) -> list[str]:
    return [each.component for each in known.open]


def test_the_file_has_one_page_and_one_issue_a_line_and_comes_back_as_it_was() -> None:
    known = baseline(SEAL, MAP)

    written = baseline_file.to_bytes(known)

    assert baseline_file.from_bytes(written, "x") == known
    assert baseline_file.to_bytes(baseline(MAP, SEAL)) == written
    lines = written.decode().splitlines()
    assert lines[1:4] == [
        '"baseline_version": "1.0",',
        '"fingerprints": 1,',
        '"created": "2026-11-23",',
    ]
    assert lines[-10:-4] == ['"pages": [', '"/",', '"/a",', '"/b"', "],", '"issues": [']
    assert json.loads(lines[-4].rstrip(",")) | {"skeletons": []} == {
        "component": "img.map",
        "element": True,
        "fingerprint": f"1:{IMAGES}|img.map",
        "first_seen": "2026-11-23",
        "message": "",
        "needs_review": False,
        "pages": {"/b": 1},
        "rule": IMAGES,
        "severity": "critical",
        "skeletons": [],
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "b.json is cut off or damaged: line 1, column 1: Expecting value. Restore it, or "),
        (b"\xff\xfe", "b.json is not a baseline: it is not JSON text."),
        (b"[]", "b.json is JSON but no baseline; make one with `civiscope baseline create "),
        (
            b'{"baseline_version": "2.0", "fingerprints": 1}',
            "b.json was made by a newer civiscope (baseline 2.0, fingerprints 1); this one reads "
            "1.0 and 1. Update civiscope.",
        ),
        (
            b'{"baseline_version": "1.0", "fingerprints": 9}',
            "b.json was made by a newer civiscope (baseline 1.0, fingerprints 9); this one reads "
            "1.0 and 1. Update civiscope.",
        ),
        (
            b'{"baseline_version": "0.1", "fingerprints": 1}',
            "b.json is too old (baseline 0.1, fingerprints 1); make one with ",
        ),
        (
            b'{"baseline_version": "x", "fingerprints": 1}',
            "b.json has a version that is none: 'x' with fingerprints 1.",
        ),
        (
            b'{"baseline_version": "1.0", "fingerprints": 1, "created": "", "updated": "", '
            b'"engines": {}, "rules": [], "pages": 3}',
            "b.json is not as a baseline 1.0 must be: at pages, input should be a valid array. "
            "Restore it, or ",
        ),
        (
            b'{\n<<<<<<< ours\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}',
            "b.json holds the marks of a merge conflict; settle it with `civiscope baseline merge",
        ),
    ],
)
def test_a_file_that_is_no_baseline_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(baseline_file.BaselineFileError) as caught:
        baseline_file.from_bytes(content, "b.json")

    assert str(caught.value).startswith(sentence)


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(baseline_file.to_bytes(baseline(SEAL))[:-40])

    with pytest.raises(baseline_file.BaselineFileError, match="is cut off or damaged: line"):
        baseline_file.read(path)


def test_accept_adds_what_is_new_with_its_reason() -> None:
    known, now = baseline(SEAL), results(SEAL, MAP)

    changed = accept(known, now, compare(now, known), reason="Known to the supplier.")

    assert names(changed.baseline) == ["img.map", "img.seal"]
    assert entry(changed.baseline, "img.map").reason == "Known to the supplier."
    assert entry(changed.baseline) == entry(known)


def test_accept_takes_only_what_is_named() -> None:
    other = found("i3", component="img.third")
    known, now = baseline(SEAL), results(SEAL, MAP, other)
    word = entry(baseline(MAP), "img.map").fingerprint

    changed = accept(known, now, compare(now, known), [word])

    assert [each.component for each in changed.entries] == ["img.map"]
    # A changed engine is accepted only together with all that it finds.
    assert changed.baseline.engines == known.engines


def test_accept_refuses_a_word_that_names_nothing_new() -> None:
    known, now = baseline(SEAL), results(SEAL)

    with pytest.raises(UsageError) as caught:
        accept(known, now, compare(now, known), ["site/heavy-page"])

    assert str(caught.value).startswith("'site/heavy-page' names no issue that is new; name a rule")


def test_prune_notes_what_is_mended_and_keeps_what_was_not_looked_for() -> None:
    known = baseline(SEAL, MAP)
    now = results(seen=("/", "/a"))

    changed = prune(known, now, compare(now, known))

    assert names(changed.baseline) == ["img.map"]
    assert entry(changed.baseline).fixed == "2026-11-23"
    forgotten = prune(known, now, compare(now, known), forget=True).baseline
    assert [each.component for each in forgotten.issues] == ["img.map"]


def test_prune_takes_pages_for_gone_only_when_told() -> None:
    known = baseline(SEAL, MAP)
    now = results(SEAL, seen=("/", "/a"))

    kept = prune(known, now, compare(now, known)).baseline
    gone = prune(known, now, compare(now, known), gone=True).baseline

    assert (kept.pages, names(kept)) == (("/", "/a", "/b"), ["img.map", "img.seal"])
    assert (gone.pages, names(gone)) == (("/", "/a"), ["img.seal"])


def test_prune_lowers_counts_and_never_raises_them() -> None:
    known = baseline(found("i1", on=("/", "/a"), times=2))
    fewer = results(found("i1", on=("/",), times=1))
    more = results(found("i1", on=("/", "/a"), times=3))

    assert entry(prune(known, fewer, compare(fewer, known)).baseline).pages == {"/": 1}
    assert entry(prune(known, more, compare(more, known)).baseline).pages == {"/": 2, "/a": 2}


def test_the_suggestion_accepts_the_results_as_they_are() -> None:
    known, now = baseline(SEAL), results(MAP)

    suggested = suggest(known, now, compare(now, known))

    assert names(suggested) == ["img.map"]
    after = compare(now, suggested)
    assert [each.state for each in after.stated] == ["existing"]
    assert suggest(None, now, compare(now, None)) == baseline(MAP)


def test_merging_keeps_what_either_side_changed() -> None:
    base = baseline(SEAL)
    ours = replace(baseline(SEAL, MAP), updated="2026-11-25")
    fixed = replace(entry(base), fixed="2026-11-24")
    theirs = replace(base, issues=(fixed,), pages=(*base.pages, "/c"))

    merged = merge(base, ours, theirs)

    assert names(merged) == ["img.map"]
    assert entry(merged).fixed == "2026-11-24"
    assert merged.pages == ("/", "/a", "/b", "/c")
    assert merged.updated == "2026-11-25"
    assert merge(base, theirs, ours) == merged


def test_merging_settles_what_both_sides_changed() -> None:
    base = baseline(SEAL)
    ours = replace(base, issues=(replace(entry(base), pages={"/": 1}),))
    theirs = replace(base, issues=(replace(entry(base), pages={"/": 2, "/a": 2, "/c": 1}),))
    fixed = replace(base, issues=(replace(entry(base), fixed="2026-11-24"),))

    assert entry(merge(base, ours, theirs)).pages == {"/": 1, "/c": 1}
    # It is fixed only when both sides say so.
    assert entry(merge(base, ours, fixed)).fixed == ""
