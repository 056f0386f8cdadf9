"""What holds for every format that `--format` knows."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import astuple
from pathlib import Path

import pytest
from tests.reports import golden
from tests.reports.hostile import each_hostile_text, hostile_results
from tests.reports.readers import READERS, Counts, counts_in
from tests.reports.samples import CONTEXT, footer_results

from civiscope.atomic_write import CannotWriteError
from civiscope_reports import FORMATS, Context

PLAIN = {name: each for name, each in FORMATS.items() if name != "pdf"}
"""Formats that need no browser; the tests of the PDF are in test_pdf."""
each_format = pytest.mark.parametrize("name", PLAIN)


@pytest.fixture(scope="module")
def footer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footer")
    for each in PLAIN.values():
        each.write(footer_results(), folder / each.file_name, CONTEXT)
    return folder


def test_every_format_is_known_by_its_name_and_has_a_file_of_its_own() -> None:
    assert all(each.name == name and each.about for name, each in FORMATS.items())
    assert len({each.file_name for each in FORMATS.values()}) == len(FORMATS)
    assert list(READERS) == list(PLAIN)


@each_format
def test_every_format_tells_the_same_counts(name: str, footer: Path) -> None:
    told = counts_in(name, footer)

    # The footer's defect shows on 200 pages and is one thing to fix; another is waived.
    true = Counts(failures=1, waived=1, reviews=1, occurrences=200)
    differing = [
        (told_one, true_one)
        for told_one, true_one in zip(astuple(told), astuple(true), strict=True)
        if told_one is not None and told_one != true_one
    ]
    assert differing == []


@pytest.mark.parametrize("name", [name for name in PLAIN if name not in golden.NOT_KEPT])
def test_every_format_is_as_reviewed(name: str, tmp_path: Path) -> None:
    golden.write(tmp_path)

    file_name = FORMATS[name].file_name
    written = (tmp_path / file_name).read_bytes()
    reviewed = (golden.FOLDER / file_name).read_bytes()

    assert written == reviewed, "look at the change, then run python -m tests.reports.golden"


@each_format
def test_a_full_disk_leaves_every_old_report_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FORMATS[name].file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"the old report")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(CannotWriteError) as caught:
        FORMATS[name].write(footer_results(), path, CONTEXT)

    assert "cannot be written (no space left on device)" in str(caught.value)
    assert caught.value.exit_code == 4
    assert path.read_bytes() == b"the old report"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@each_hostile_text
def test_what_pages_say_is_data_in_every_format(text: str, tmp_path: Path) -> None:
    results = hostile_results(text)

    for name, each in PLAIN.items():
        if name in {"json", "json-packed"}:
            continue  # results are kept as they are; its own tests say what it escapes
        each.write(results, tmp_path / each.file_name, Context())
        content = (tmp_path / each.file_name).read_bytes().decode("utf-8")
        counts_in(name, tmp_path)

        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", content), name
        assert not re.search("[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", content), name
        assert len(content) < 250_000, name


@each_hostile_text
def test_what_pages_say_never_becomes_a_command_of_a_ci_system(text: str, tmp_path: Path) -> None:
    FORMATS["github"].write(hostile_results(text), tmp_path / "github", Context())
    FORMATS["azure"].write(hostile_results(text), tmp_path / "azure", Context())

    github = (tmp_path / "github").read_text(encoding="utf-8").splitlines()
    azure = (tmp_path / "azure").read_text(encoding="utf-8").splitlines()
    assert [re.match(r"::\w+ ", line)[0] for line in github] == ["::error "]  # type: ignore[index]
    assert [len(re.findall(r"##(?=\[|vso\[)", line)) for line in azure] == [1]
    assert re.search(r"::(?!error )\w[\w-]*[^:]*::", github[0]) is None
