"""Recordings of other tools become journeys, and what a journey has no word for is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.journeys.file import read_journey
from civiscope.journeys.importing import import_journey

PYTHON = """
def run(playwright):
    page = context.new_page()
    page.goto("https://www.example.gov/apply")
    page.get_by_role("link", name="Start now").click()
    page.get_by_label("Full name").fill("Ann O\\'Hara")
    page.get_by_label("Password").fill("never in the file")
    page.get_by_label("I agree").check()
    page.get_by_label("Country").select_option("France")
    page.get_by_role("button", name="Next").nth(1).click()
    expect(page.get_by_text("All done")).to_be_visible()
    page.close()
"""
JAVASCRIPT = """
test('test', async ({ page }) => {
  await page.goto('https://www.example.gov/apply');
  await page.getByRole('link', { name: 'Start now' }).click();
  await page.getByLabel('Full name').fill('Ann');
  await page.locator('#email').fill('ann@example.org');
  await page.getByTestId('go').click();
});
"""
CHROME = {
    "title": "Apply",
    "steps": [
        {"type": "setViewport", "width": 1, "height": 1},
        {"type": "navigate", "url": "https://www.example.gov/apply"},
        {"type": "click", "selectors": [['aria/Start now[role="link"]'], ["#start"]]},
        {"type": "click", "selectors": [["aria/Full name"], ["#name"]]},
        {"type": "change", "selectors": [["aria/Full name"], ["#name"]], "value": "Ann"},
        {"type": "change", "selectors": [["#pass"]], "value": "never in the file"},
        {"type": "keyDown", "key": "Enter"},
        {"type": "keyUp", "key": "Enter"},
        {"type": "waitForElement", "selectors": [["#done"]]},
    ],
}
PA11Y = {
    "url": "https://www.example.gov/apply",
    "actions": [
        "click element #start",
        "set field #name to Ann to be",
        "set field #password to never in the file",
        "check field #agree",
        "wait for path to be /done",
        "wait for element #done to be visible",
        "screen capture shots/done.png",
    ],
}


def imported(tmp_path: Path, name: str, text: str) -> list[dict[str, object]]:
    """Import a recording, read the journey that it became, and return its steps in short."""
    source, made = tmp_path / name, tmp_path / "made.toml"
    source.write_text(text, encoding="utf-8")
    made.write_text(import_journey(source), encoding="utf-8")
    journey = read_journey(made)

    assert journey.start == "https://www.example.gov/apply"
    assert "never in the file" not in made.read_text(encoding="utf-8")
    return [{step.verb: step.text or step.target.name or step.target.css} for step in journey.steps]


def test_playwrights_python_is_read(tmp_path: Path) -> None:
    assert imported(tmp_path, "recorded.py", PYTHON) == [
        {"press": "Start now"},
        {"fill": "Full name"},
        {"fill": "Password"},
        {"choose": "I agree"},
        {"choose": "France"},
        {"press": "Next"},
        {"expect": ""},
        {"state": "end"},
    ]


def test_playwrights_javascript_is_read(tmp_path: Path) -> None:
    steps = imported(tmp_path, "recorded.spec.js", JAVASCRIPT)

    assert steps[:3] == [{"press": "Start now"}, {"fill": "Full name"}, {"fill": "#email"}]


def test_chromes_recording_is_read(tmp_path: Path) -> None:
    assert imported(tmp_path, "recorded.json", json.dumps(CHROME)) == [
        {"press": "Start now"},
        {"fill": "Full name"},
        {"fill": "#pass"},
        {"key": "Enter"},
        {"expect": ""},
        {"state": "end"},
    ]


def test_pa11ys_actions_are_read(tmp_path: Path) -> None:
    assert imported(tmp_path, "pa11y.json", json.dumps(PA11Y)) == [
        {"press": "#start"},
        {"fill": "#name"},
        {"fill": "#password"},
        {"press": "#agree"},
        {"expect": ""},
        {"expect": ""},
        {"state": "done"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing of the kind", "in no form that can be imported"),
        ("{}", "holds no pa11y actions"),
        (json.dumps(["wait for fragment to be #x"]), "Action 1 of"),
        (json.dumps({"steps": [{"type": "customStep"}]}), "Step 1 of"),
        (
            'page.goto("https://a.example/")\npage.evaluate("window.scrollTo(0, 0)")',
            "line 2: a journey has no word for this",
        ),
    ],
)
def test_what_has_no_word_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "recorded.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as raised:
        import_journey(path)

    assert said in str(raised.value)
