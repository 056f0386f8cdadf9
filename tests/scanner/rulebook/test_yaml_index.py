"""What is kept of parsed YAML from one run to the next, and what is not believed of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from civiscope.rulebook.yaml_files import YamlIndex

TEXT = "title: Right\ndate: 2026-11-29\nkeys: [1, 1.5, true, null, é]\n"
SAID = {
    "title": "Right",
    "date": datetime.date(2026, 11, 29),
    "keys": [1, 1.5, True, None, "é"],
}


def kept(path: Path) -> None:
    index = YamlIndex(path)
    assert index.load(TEXT) == SAID
    index.note(b"def check", {"scope": "page"})
    index.keep()


def test_what_was_parsed_once_is_known_by_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "rules.json"
    kept(path)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("it was parsed again")

    monkeypatch.setattr(yaml, "load", fail)
    index = YamlIndex(path)

    assert index.load(TEXT) == index.load(TEXT.encode()) == SAID
    assert index.note(b"def check") == {"scope": "page"}
    assert index.note(b"def other") is None


def test_keys_stay_in_the_order_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    text = '"1.4.5": Images of Text\n"1.4.10": Reflow\nAlpha: last\n'
    index = YamlIndex(path)
    first = index.load(text)
    index.keep()

    assert repr(YamlIndex(path).load(text)) == repr(first)


def test_a_text_that_changed_is_parsed(tmp_path: Path) -> None:
    kept(tmp_path / "rules.json")

    assert YamlIndex(tmp_path / "rules.json").load(TEXT + "more: 1\n") == {**SAID, "more": 1}


@pytest.mark.parametrize("cut", [0, 70, -1])
def test_a_file_that_is_not_as_it_was_written_is_not_believed(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "rules.json"
    kept(path)
    path.write_bytes(path.read_bytes()[:cut])

    index = YamlIndex(path)

    assert index.note(b"def check") is None
    assert index.load(TEXT) == SAID


@pytest.mark.parametrize(
    "text", ["on: 1\n", "a: .nan\n", "a: &a [*a]\n", "a: 2026-11-29 10:00:00\n"]
)
def test_what_json_would_change_is_parsed_each_time(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.json"
    index = YamlIndex(path)
    first = index.load(text)
    index.keep()

    again = YamlIndex(path).load(text)

    assert repr(again) == repr(first) == repr(yaml.safe_load(text))
    assert not path.exists()


def test_what_was_handed_out_can_be_changed(tmp_path: Path) -> None:
    kept(tmp_path / "rules.json")
    index = YamlIndex(tmp_path / "rules.json")
    said: Any = index.load(TEXT)
    said["keys"].append("more")

    assert index.load(TEXT) == SAID


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    index = YamlIndex(tmp_path / "file" / "rules.json")

    assert index.load(TEXT) == SAID
    index.keep()
