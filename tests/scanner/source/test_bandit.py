"""bandit's findings are told one for one, and no password with them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from civiscope.source import bandit, read
from civiscope.source.read import read_tree

CODE = """import pickle, subprocess, requests
import yaml
PASSWORD = "hunter2secret"
requests.get("https://example.gov", verify=False)
yaml.load(data)
subprocess.call(x, shell=True)  # nosec
assert x
"""


def test_findings_equal_those_of_bandit_itself(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "views.py").write_text(CODE)
    # Neither a module of the site nor its settings for bandit may steer what reads it.
    (site / "yaml.py").write_text("raise SystemExit(3)\n")
    (site / "broken.py").write_text("def (:\n")

    tree = read_tree(site)

    own = subprocess.run(  # noqa: S603 - bandit, on a file that the test wrote
        [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", str(site)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    wanted = Counter(
        (Path(each["filename"]).name, each["line_number"], each["test_id"], each["issue_severity"])
        for each in json.loads(own.stdout)["results"]
    )
    found = Counter(
        (each.path, one.line, one.test, one.severity)
        for each in tree.files
        for one in each.facts.bandit
    )
    assert found == wanted
    assert sum(found.values()) >= 5
    assert tree.silenced == 1
    assert "hunter2secret" not in repr(tree)
    assert [each.path for each in tree.files if each.error] == ["broken.py"]


def test_without_bandit_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bandit, "bandit_version", lambda: "")
    monkeypatch.setattr(read, "bandit_version", lambda: "")
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = []\nDEBUG = True\n")

    tree = read_tree(tmp_path)

    assert [each.facts.settings[0].aim for each in tree.files] == ["debug"]
    assert tree.gaps == (bandit.NO_EXTRA,)
