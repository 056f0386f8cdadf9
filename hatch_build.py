"""Build hook: put the engines that run inside the page, and their licences, into the package."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess  # nosec B404 # runs npm, nothing else
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = Path("scanner", "civiscope", "_engines")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
NPM_CI = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund")
WANTED = {
    "@duckduckgo/autoconsent": ("dist/autoconsent.playwright.js", "rules/rules.json", "LICENSE"),
    "axe-core": ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"),
    "third-party-web": ("dist/entities-nostats.json", "LICENSE"),
}
"""What is taken of each npm package. A licence always travels with the files it covers."""


class EnginesHook(BuildHookInterface[Any]):
    """Fill `_engines` before anything is packed, and do nothing when it is up to date."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run at the start of wheel, sdist and editable builds."""
        root = Path(self.root)
        target = root / TARGET
        lock = _sha256(root / "package-lock.json")
        if _up_to_date(target, lock):
            return
        npm = shutil.which("npm")
        if npm is None:
            self.app.abort(
                "civiscope needs npm to build: it takes axe-core, autoconsent and third-party-web "
                "from npm; install Node.js 18 or newer (it brings npm), or install civiscope from "
                "a wheel, which needs neither."
            )
            return
        self.app.display_info("Fetching the engines that run inside the page with npm ci")
        with tempfile.TemporaryDirectory(prefix="civiscope-engines-") as folder:
            work = Path(folder)
            for name in NPM_FILES:
                shutil.copy(root / name, work)
            # Build tools read our stdout, so what npm says is kept and shown only when it fails.
            done = subprocess.run(  # noqa: S603 # nosec B603 # fixed arguments
                [npm, *NPM_CI], cwd=work, capture_output=True, text=True, check=False
            )
            if done.returncode:
                self.app.abort(
                    f"civiscope could not fetch its engines: npm ci ended with exit code "
                    f"{done.returncode}; see what npm says below, mend it and build again.\n"
                    f"{done.stderr.strip()}"
                )
                return
            _fill(target, work, lock)


def _up_to_date(target: Path, lock: str) -> bool:
    """Tell whether *target* was made from this lock and still holds the very same bytes."""
    try:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return manifest["lock"] == lock and all(
            _sha256(target / engine["folder"] / name) == digest
            for engine in manifest["engines"]
            for name, digest in engine["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def _fill(target: Path, work: Path, lock: str) -> None:
    """Copy the wanted files beside *target*, then put the whole folder in its place at once."""
    packages = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".engines-", dir=target.parent))
    try:
        engines = [
            _copy_engine(name, packages[f"node_modules/{name}"], work, fresh) for name in WANTED
        ]
        manifest = {"lock": lock, "engines": engines}
        (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        fresh.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _copy_engine(name: str, locked: dict[str, Any], work: Path, fresh: Path) -> dict[str, Any]:
    package = work / "node_modules" / name
    folder = name.rpartition("/")[2]
    (fresh / folder).mkdir()
    files: dict[str, str] = {}
    for wanted in WANTED[name]:
        copy = Path(shutil.copy(package / wanted, fresh / folder))
        files[copy.name] = _sha256(copy)
    if name == "axe-core":
        _check_axe(package, locked["version"], files["axe.min.js"])
    return {
        "name": name,
        "version": locked["version"],
        "licence": locked["license"],
        "folder": folder,
        "files": files,
    }


def _check_axe(package: Path, version: str, digest: str) -> None:
    """Compare axe with the hash its makers published: npm vouches for the archive, not the file."""
    history = json.loads((package / "sri-history.json").read_text(encoding="utf-8"))
    published = base64.b64decode(history[version]["axe.min.js"].removeprefix("sha256-")).hex()
    if digest != published:
        raise ValueError(f"axe.min.js {version} has sha256 {digest}, its makers say {published}")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
