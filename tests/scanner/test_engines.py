"""The engines that run inside a page are in the package, whole, and known by version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest

from civiscope import engines
from civiscope.engines import EngineFile, EnginesMissing

ROOT = Path(__file__).parents[2]
FILES: tuple[EngineFile, ...] = get_args(EngineFile)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the engines that the module reads instead, free to be spoiled."""
    folder = tmp_path / "_engines"
    shutil.copytree(engines.FOLDER, folder)
    monkeypatch.setattr(engines, "FOLDER", folder)
    return folder


def test_versions_are_those_the_npm_lock_pins() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    pinned = {
        name: locked[f"node_modules/{name}"]["version"] for name in locked[""]["dependencies"]
    }

    assert engines.engine_versions() == pinned


def test_each_engine_brings_its_licence() -> None:
    licences = {engine.name: (engine.licence, engine.files[-1]) for engine in engines.engines()}

    assert licences == {
        "@duckduckgo/autoconsent": ("MPL-2.0", "LICENSE"),
        "axe-core": ("MPL-2.0", "LICENSE-3RD-PARTY.txt"),
        "third-party-web": ("MIT", "LICENSE"),
    }
    assert [
        engine.folder / name
        for engine in engines.engines()
        for name in engine.files
        if not (engine.folder / name).stat().st_size
    ] == []


def test_axe_is_the_version_its_first_line_names() -> None:
    version = engines.engine_versions()["axe-core"]

    assert engines.engine_text("axe").startswith(f"/*! axe v{version}\n")


def test_data_files_hold_what_rules_ask_of_them() -> None:
    rules = json.loads(engines.engine_text("autoconsent-rules"))
    entities = json.loads(engines.engine_text("third-parties"))

    assert {"name", "detectCmp", "optIn", "optOut"} <= set(rules["autoconsent"][0])
    assert {"name", "category", "domains"} <= set(entities[0])


@pytest.mark.parametrize("name", FILES)
def test_every_file_can_be_read(name: EngineFile) -> None:
    text = engines.engine_text(name)

    assert text == engines.engine_file(name).read_text(encoding="utf-8")


def test_missing_engines_are_named_with_the_way_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "FOLDER", tmp_path / "absent")

    with pytest.raises(EnginesMissing) as caught:
        engines.engine_versions()

    assert str(caught.value) == (
        f"The engines are missing: there is no {tmp_path / 'absent' / 'manifest.json'}; install "
        "Node.js 18 or newer (it brings npm), then run `make setup` in a checkout, or install "
        "civiscope again with pip."
    )


def test_a_changed_file_is_refused(copied: Path) -> None:
    with (copied / "axe-core" / "axe.min.js").open("a", encoding="utf-8") as file:
        file.write("\n")

    with pytest.raises(EnginesMissing, match=r"axe\.min\.js is not the file that was packed"):
        engines.engine_text("axe")


def test_a_lost_file_is_named(copied: Path) -> None:
    (copied / "axe-core" / "axe.min.js").unlink()

    with pytest.raises(EnginesMissing, match=r"axe\.min\.js cannot be read \(No such file"):
        engines.engine_text("axe")


@pytest.mark.parametrize("content", ["", "{}", '{"lock": 1, "engines": []}'])
def test_a_damaged_list_is_named(copied: Path, content: str) -> None:
    (copied / "manifest.json").write_text(content, encoding="utf-8")

    with pytest.raises(EnginesMissing, match="The list of engines is damaged"):
        engines.engine_versions()


def test_a_list_without_an_engine_says_which(copied: Path) -> None:
    (copied / "manifest.json").write_text('{"lock": "", "engines": []}', encoding="utf-8")

    with pytest.raises(EnginesMissing, match=r"names no axe\.min\.js of axe-core"):
        engines.engine_text("axe")
