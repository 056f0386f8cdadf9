"""Folders that no walk should be led astray by: links in circles, huge files, too many of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.source import walk
from civiscope.source.read import ReadOptions, read_tree

NO_BANDIT = ReadOptions(bandit=False)


def test_links_in_a_circle_are_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "x.html").write_text("<img src=a>")
    (tmp_path / "a" / "y.html").symlink_to(tmp_path / "a" / "x.html")

    tree = read_tree(tmp_path, NO_BANDIT)

    assert [each.path for each in tree.files] == ["a/x.html"]
    assert "2 symbolic links were not followed." in tree.gaps


def test_a_file_of_fifty_megabytes_is_named_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(50_000_000)

    tree = read_tree(tmp_path, NO_BANDIT)

    assert tree.files == ()
    assert tree.gaps[0].startswith("1 file is larger than 2 MB")
    assert "big.html" in tree.gaps[0]


def test_more_files_than_the_bound_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "MAX_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.html").write_text("<b>")

    tree = read_tree(tmp_path, NO_BANDIT)

    assert len(tree.files) == 3
    assert "holds more than 3 files" in tree.gaps[0]


def test_what_others_wrote_is_left_out(tmp_path: Path) -> None:
    for name in ("node_modules", "vendor", ".venv"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.html").write_text("<img src=a>")
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\0")

    assert read_tree(tmp_path, NO_BANDIT).files == ()


@pytest.mark.parametrize(("name", "why"), [("no", "does not exist"), ("file", "is a file")])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match=why):
        read_tree(tmp_path / name, NO_BANDIT)


def test_code_nested_too_deep_is_told(tmp_path: Path) -> None:
    (tmp_path / "deep.jsx").write_text("const a = " + "<b>{" * 5000)
    (tmp_path / "deep.py").write_text("a = " + "(" * 5000 + ")" * 5000)

    errors = {each.path: each.error for each in read_tree(tmp_path, NO_BANDIT).files}

    assert errors.keys() == {"deep.jsx", "deep.py"}
    assert all(error.endswith(".") for error in errors.values())
