"""The action's own steps against the demo site, from the first run to the day it is down."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.ci.proxy import proxied
from tests.ci.runner import ACTION, Job

from civiscope.demo import DemoSite

BAD_IMAGE = '<img class="portrait-of-mayor" src="/assets/person.svg" width="80" height="80">'
HASH_OF_COMMIT = re.compile(r"@[0-9a-f]{40}$")


@dataclass(slots=True)
class Checkout:
    """A working copy with a baseline, and the site that is built from it."""

    folder: Path
    base: str
    new_defect: bool = False
    fixed: bool = False

    def edit(self, path: str, text: str) -> str:
        """Return a page as the branch has it."""
        if self.new_defect and path == "/contact/":
            text = text.replace("</main>", f"{BAD_IMAGE}</main>")
        if self.fixed and path == "/services/licence-renewal/":
            text = text.replace('class="permit-example"', 'class="permit-example" alt="A badge"')
        return text

    def audit(self, **inputs: str) -> Job:
        """Run the action on the site."""
        listed = "".join(
            f"{self.base}{path}\n" for path in ("/contact/", "/services/licence-renewal/")
        )
        (self.folder / "urls.txt").write_text(listed, encoding="utf-8")
        return Job(self.folder, {"target": "@urls.txt", "package": "", **inputs}).run()

    def gate(self) -> dict[str, Any]:
        """Return the decision of the last run."""
        gate: dict[str, Any] = json.loads((self.folder / "civiscope-out/gate.json").read_bytes())
        return gate


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Yield a checkout after its first run, with the baseline that the run suggested."""
    made = Checkout(tmp_path_factory.mktemp("checkout"), "")
    with DemoSite() as site, proxied(site, lambda path, text: made.edit(path, text)) as base:
        made.base = base
        yield made


@pytest.mark.slow
@pytest.mark.browser
def test_the_life_of_a_site_under_the_action(checkout: Checkout) -> None:
    folder = checkout.folder

    first = checkout.audit()
    assert (first.code, first.outputs["status"]) == (1, "failed"), first.log
    assert first.codes == {"Audit": 0, "Show the summary": 0, "Pass or fail": 1}
    assert first.used == ["actions/upload-artifact"]
    assert "This is a first run: there is no baseline" in first.summary
    assert "::error" in first.log
    assert not (folder / "civiscope-baseline.json").exists()

    # Somebody reviews the suggestion and commits it; then a branch brings a new defect.
    suggested = folder / "civiscope-out" / "baseline.suggested.json"
    shutil.copy(suggested, folder / "civiscope-baseline.json")
    committed = suggested.read_bytes()
    checkout.new_defect = True
    broken = checkout.audit()
    counted = (broken.code, broken.outputs["new"], broken.outputs["fixed"])
    assert counted == (1, "1", "0"), broken.log
    (failing,) = checkout.gate()["failing_issues"]
    assert (failing["rule"], failing["component"]) == (
        "accessibility/image-alt",
        "img.portrait-of-mayor",
    )
    assert (folder / "civiscope-out/evidence/confirm-1/scan.json").is_file()

    # The defect is waived, and another one that the baseline knew is fixed.
    checkout.fixed = True
    waiver = (folder / "waivers.toml").write_text
    text = (
        '[[waiver]]\nrule = "accessibility/image-alt"\nmatch = { url = "/contact/" }\n'
        'reason = "The new portrait comes on Friday."\nowner = "web@example.gov"\n'
        'created = 2020-01-01\nexpires = 2020-01-31\ntype = "in-progress"\n'
    )
    waiver(text.replace("2020-01-01", _day(-1)).replace("2020-01-31", _day(30)), encoding="utf-8")
    waived = checkout.audit()
    told = {name: waived.outputs[name] for name in ("status", "exit-code", "new", "fixed")}
    assert told == {"status": "passed", "exit-code": "0", "new": "0", "fixed": "1"}
    assert waived.code == 0
    assert [each["state"] for each in checkout.gate()["waivers"]] == ["active"]

    # The waiver runs out.
    waiver(text, encoding="utf-8")
    expired = checkout.audit()
    assert (expired.code, expired.outputs["status"]) == (1, "failed")
    assert "no longer waived" in expired.summary
    assert (folder / "civiscope-baseline.json").read_bytes() == committed


@pytest.mark.browser
def test_a_site_that_is_down_is_inconclusive_and_mends_nothing(
    checkout: Checkout, tmp_path: Path
) -> None:
    down = Checkout(tmp_path, "http://127.0.0.1:9")

    job = down.audit(baseline="")

    assert (job.code, job.outputs["status"], job.outputs["exit-code"]) == (3, "inconclusive", "3")
    assert (tmp_path / "civiscope-out" / "report.html").is_file()


def test_an_audit_that_cannot_run_leaves_no_status_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_text("[[waiver]]\n", encoding="utf-8")

    job = Checkout(tmp_path, "http://127.0.0.1:9").audit()

    assert (job.code, job.outputs["status"], job.outputs["exit-code"]) == (2, "", "2")
    assert "waivers.toml, line 1: the waiver has no 'rule'" in job.log
    assert job.summary.startswith("civiscope could not audit the site (exit code 2)")


def test_a_target_that_holds_shell_code_stays_text(tmp_path: Path) -> None:
    inputs = {"target": "$(touch pwned)\n`touch pwned`; touch pwned", "package": ""}

    job = Job(tmp_path, inputs).run()

    assert job.code == 2
    assert not (tmp_path / "pwned").exists()


def test_scripts_take_inputs_from_the_environment_and_actions_are_pinned() -> None:
    action: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    steps: list[dict[str, Any]] = action["runs"]["steps"]

    assert [step["name"] for step in steps if "${{" in step.get("run", "")] == []
    assert [s["uses"] for s in steps if "uses" in s and not HASH_OF_COMMIT.search(s["uses"])] == []


def _day(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
