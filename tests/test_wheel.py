"""What is built can be installed anywhere: engines, licences and entry points are in it."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINES = "civiscope/_engines/"


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source distribution, unpacked."""
    out = tmp_path_factory.mktemp("sdist")
    _build("--sdist", ROOT, out)
    (archive,) = out.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        if hasattr(tarfile, "data_filter"):
            opened.extractall(out, filter="data")
        else:  # Python 3.11.3 and older
            opened.extractall(out)  # noqa: S202 - our own archive
    return out / archive.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the source distribution where there is no npm."""
    out = tmp_path_factory.mktemp("wheel")
    _build("--wheel", sdist, out, path=str(out))
    (archive,) = out.glob("*.whl")
    return archive


def test_wheel_holds_each_engine_with_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        manifest = json.loads(opened.read(ENGINES + "manifest.json"))
        packed = {
            name.removeprefix(ENGINES): hashlib.sha256(opened.read(name)).hexdigest()
            for name in opened.namelist()
            if name.startswith(ENGINES) and not name.endswith("/manifest.json")
        }

    assert {engine["name"]: list(engine["files"]) for engine in manifest["engines"]} == {
        "@duckduckgo/autoconsent": ["autoconsent.playwright.js", "rules.json", "LICENSE"],
        "axe-core": ["axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"],
        "third-party-web": ["entities-nostats.json", "LICENSE"],
    }
    assert packed == {
        f"{engine['folder']}/{name}": digest
        for engine in manifest["engines"]
        for name, digest in engine["files"].items()
    }


def test_wheel_holds_the_packages_typed_and_licensed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        (info,) = {name.split("/")[0] for name in names if ".dist-info/" in name}

    packages = {f"civiscope{each}" for each in ("", "_rules", "_reports", "_ci", "_watch")}
    assert {name.split("/")[0] for name in names} == packages | {info}
    assert {f"{package}/py.typed" for package in packages} <= names
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= names


def test_wheel_holds_every_file_of_the_source_tree(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if ".dist-info/" not in name}

    on_disk = {
        path.relative_to(ROOT / root).as_posix()
        for root in ("scanner", "rules", "reports", "ci", "watch")
        for path in (ROOT / root).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert packed == on_disk


def test_wheel_announces_command_and_built_in_rulebook(wheel: Path) -> None:
    parser = configparser.ConfigParser()
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith("/entry_points.txt"))
        parser.read_string(opened.read(name).decode())

    assert {section: dict(parser[section]) for section in parser.sections()} == {
        "console_scripts": {"civiscope": "civiscope.cli:main"},
        "civiscope.rulebooks": {"builtin": "civiscope_rules"},
        "civiscope.testing": {
            "axe": "civiscope_ci.adapters.axe_drop_in:Axe",
            "check": "civiscope_ci.adapters.check:check",
            "pageresult": "civiscope_ci.adapters.page_check:PageCheck",
        },
        "pytest11": {"civiscope": "civiscope_ci.adapters.pytest_plugin"},
    }


def test_build_without_npm_says_in_one_sentence_what_to_install(
    sdist: Path, tmp_path: Path
) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(sdist, checkout, ignore=shutil.ignore_patterns("_engines"))

    with pytest.raises(subprocess.CalledProcessError) as caught:
        _build("--wheel", checkout, tmp_path / "out", path=str(tmp_path))

    told = caught.value.stdout + caught.value.stderr
    assert "civiscope needs npm to build: " in told
    assert "install Node.js 18 or newer (it brings npm)" in told
    assert "Traceback" not in told


def test_an_engine_that_was_changed_is_not_packed(sdist: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(sdist, checkout)
    axe = checkout / "scanner" / ENGINES / "axe-core" / "axe.min.js"
    axe.write_text(axe.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    with pytest.raises(subprocess.CalledProcessError) as caught:
        _build("--wheel", checkout, tmp_path / "out", path=str(tmp_path))

    assert "civiscope needs npm to build: " in caught.value.stdout + caught.value.stderr


def _build(kind: str, source: Path, out: Path, *, path: str | None = None) -> None:
    environment = dict(os.environ) if path is None else os.environ | {"PATH": path}
    subprocess.run(  # noqa: S603 - our own build, on our own sources
        [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", out, source],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
