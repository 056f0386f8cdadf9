"""What somebody does in a browser becomes a journey file, and the file can be run."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.scanner.crawl.site import Answer, Asked, Site, page, redirect

from civiscope.browser.cdp import CdpError
from civiscope.browser.find import find_browser
from civiscope.browser.worlds import PageLeft
from civiscope.cli import main
from civiscope.collectors.interaction.keyboard.keys import press as press_key
from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.journeys.file import read_journey
from civiscope.journeys.recorded import RecordedSteps
from civiscope.journeys.recording import JourneyRecorder, recording
from civiscope.model.journeys import JourneyRun
from civiscope.scan import scan

SECRET = "s3cret-of-a-clerk-7741"  # noqa: S105 - opens nothing outside this test
FORM = """<form method="post" action="/send" novalidate>
  <p><label>Full name <input name="name" id="name"></label></p>
  <p><label>Password <input name="word" type="password" id="word"></label></p>
  <fieldset><legend>How long</legend>
    <label><input type="radio" name="long" value="1"> One year</label>
    <label><input type="radio" name="long" value="2" id="two"> Two years</label></fieldset>
  <fieldset><legend>Where else</legend>
    <label><input type="radio" name="else" value="1"> Nowhere</label></fieldset>
  <p><label>Zone <select name="zone" id="zone">
    <option>Pick one<option>North<option>South</select></label></p>
  <p><label><input type="checkbox" name="terms" id="terms"> I have read the terms</label></p>
  <p><label>Letter <input type="file" name="letter" id="letter"></label></p>
  <div id="own" style="display: inline-block"></div>
  <button id="go"><span id="inner">Continue</span></button></form>
  <p id="prose">Words that nobody presses.</p>
  <script>
    const root = document.getElementById("own").attachShadow({ mode: "closed" });
    root.innerHTML = "<button type=button id=help>Get help</button>";
    const name = document.getElementById("name");
    name.addEventListener("keydown", () => document.title = "Form, begun");
  </script>"""
CHECK = """<p><a href="/form">Change</a> <a href="/other">Change</a></p>
  <form method="post" action="/done"><label>Remark <input name="remark" id="remark"></label>
  <button id="send">Send now</button></form>"""


def with_mistakes() -> Answer:
    alert = '<div role="alert"><h2>There is a problem</h2><p>Type your full name.</p></div>'
    return page("Your details", body=alert + FORM)


def check(asked: Asked) -> Answer:
    return redirect("/check", 303) if "tried=1" in asked.headers.get("cookie", "") else first_try()


def first_try() -> Answer:
    return Answer(status=303, headers={"Location": "/wrong", "Set-Cookie": "tried=1; Path=/"})


class Hands:
    """Uses the page as a person does, by mouse and keyboard."""

    def __init__(self, recorder: JourneyRecorder) -> None:
        self.recorder = recorder
        self.tab = recorder.tab

    async def look_for(self, css: str) -> list[float]:
        """Wait until an element is there, and return a point on it."""
        question = (
            f"(() => {{ const one = document.querySelector({json.dumps(css)});"
            "one?.scrollIntoView({ block: 'center' }); const box = one?.getBoundingClientRect();"
            "return box?.width && document.readyState === 'complete' ?"
            " [box.left + box.width / 2, box.top + box.height / 2] : [] })()"
        )
        async with asyncio.timeout(20):
            while True:
                try:
                    at: list[float] = await self.tab.evaluate(question)
                except (CdpError, PageLeft):
                    at = []  # between two documents there is no world
                if at:
                    return at
                await asyncio.sleep(0.02)

    async def click(self, css: str) -> None:
        x, y = await self.look_for(css)
        for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
            mouse = {"type": kind, "x": x, "y": y, "buttons": buttons, "clickCount": 1}
            button = "none" if kind == "mouseMoved" else "left"
            await self.tab.send("Input.dispatchMouseEvent", {**mouse, "button": button}, 10)
            # A hand takes its time between the two; the recorder looks at the page meanwhile.
            await self.recorder.settled()

    async def type(self, css: str, text: str) -> None:
        await self.click(css)
        for letter in text:
            await press_key(self.tab.session, letter)
        await self.recorder.settled()

    async def press(self, key: str) -> None:
        await press_key(self.tab.session, key)
        await self.recorder.settled()

    async def arrive(self, heading: str) -> None:
        async with asyncio.timeout(20):
            while True:
                question = "[document.readyState, document.querySelector('h1')?.textContent]"
                try:
                    if await self.tab.evaluate(question) == ["complete", heading]:
                        return
                except (CdpError, PageLeft):
                    pass  # between two documents there is no world
                await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Recorded:
    """A recording, and what came of running it."""

    text: str
    run: JourneyRun
    methods: list[str]

    @property
    def steps(self) -> list[dict[str, Any]]:
        return list(tomllib.loads(self.text)["step"])


async def use(recorder: JourneyRecorder, letter: Path) -> None:
    hands = Hands(recorder)
    await hands.click("main a")
    await hands.arrive("Your details")
    await hands.click("#inner")
    await hands.arrive("Your details")
    await hands.click("#prose")
    await hands.type("#name", "Ann")
    await hands.type("#word", SECRET)
    await hands.click("#two")
    await hands.click("#terms")
    node = await recorder.tab.evaluate("document.getElementById('letter')", by_value=False)
    files = {"files": [str(letter)], "objectId": node["objectId"]}
    await recorder.tab.send("DOM.setFileInputFiles", files, 10)
    await hands.click("#zone")
    await hands.press("ArrowDown")
    await hands.press("Enter")
    await hands.click("#own")
    await hands.click("#go")
    await hands.arrive("Check")
    await hands.click("p:has(> a) a + a")
    await hands.arrive("Other")
    await recorder.tab.send("Page.navigate", {"url": recorder.steps.start + "check"}, 10)
    await hands.arrive("Check")
    await hands.type("#remark", "None")
    await hands.press("Enter")
    await hands.arrive("Received")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    tmp = tmp_path_factory.mktemp("recorded")
    letter = tmp / "letter.txt"
    letter.write_text("Dear Ann", encoding="utf-8")
    site = Site(
        {
            "/": page("Permits", "/form"),
            "/form": page("Your details", body=FORM),
            "/wrong": with_mistakes(),
            "/send": check,
            "/check": page("Check", body=CHECK),
            "/other": page("Other"),
            "/done": lambda asked: (
                redirect("/received", 303) if asked.method == "POST" else page("?")
            ),
            "/received": page("Received", body="<p>Your number is 4711-2026.</p>"),
        }
    )

    async def record() -> str:
        async with recording(site.url("/"), find_browser().path, window=False) as recorder:
            await use(recorder, letter)
            await recorder.end()
            return recorder.steps.toml()

    with site, pytest.MonkeyPatch.context() as patch:
        text = asyncio.run(record())
        site.asked.clear()
        patch.setenv("JOURNEY_PASSWORD", SECRET)
        patch.chdir(tmp)
        file = tmp / "permit.toml"
        file.write_text(text, encoding="utf-8")
        settings = ScanSettings(
            journeys=(str(file),), only_journeys=True, sitemaps=False, tabs=1, missing_page=False
        )
        asyncio.run(scan([site.url("/")], settings, tmp / "out"))
        [run] = EvidenceReader(tmp / "out").end.journeys
        yield Recorded(text, run, [asked.path for asked in site.asked if asked.method == "POST"])


@pytest.mark.browser
@pytest.mark.slow
def test_what_was_recorded_can_be_run_to_its_end(recorded: Recorded) -> None:
    assert (recorded.run.end, recorded.run.detail) == ("completed", "")
    assert recorded.methods == ["/send", "/send", "/done"]


@pytest.mark.browser
@pytest.mark.slow
def test_steps_are_written_as_people_say_them(recorded: Recorded) -> None:
    assert recorded.steps == [
        {"state": "Permits"},
        {"press": "To /form"},
        {"expect": "Your details"},
        {"state": "Your details"},
        {"press": "Continue", "sends": True},
        {"state": "Your details, with mistakes"},
        {"fill": "Full name", "with": "Ann"},
        {"fill": "Password", "with": {"env": "JOURNEY_PASSWORD"}},
        {"choose": "Two years"},
        {"choose": "I have read the terms"},
        {"upload": "Letter", "file": "letter.txt"},
        {"choose": "North", "of": "Zone"},
        {"press": "Get help"},
        {"press": "Continue", "sends": True},
        {"expect": "Check"},
        {"state": "Check"},
        {"press": "Change", "role": "link", "nth": 2},
        {"go": "/check"},
        {"fill": "Remark", "with": "None"},
        {"press": "Send now", "sends": True},
        {"expect": "Received"},
        {"state": "Received"},
    ]


@pytest.mark.browser
@pytest.mark.slow
def test_what_is_secret_is_not_in_the_file(recorded: Recorded) -> None:
    assert SECRET not in recorded.text
    assert "Set JOURNEY_PASSWORD in the environment" in recorded.text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["not-an-address"], "begins at the address of a page, not at 'not-an-address'"),
        (["https://www.example.gov/", "--out", "there.toml"], "there.toml is there already"),
        (["https://www.example.gov/"], "There is no screen here"),
    ],
)
def test_what_keeps_it_from_recording_is_told_in_a_sentence(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    Path("there.toml").touch()

    monkeypatch.setattr("sys.argv", ["civiscope", "journey", "record", *arguments])

    assert main() == 2
    assert said in capsys.readouterr().err


START = "https://www.example.gov/apply/"


def field(**given: object) -> dict[str, Any]:
    empty = {"type": "text", "secret": False, "code": False, "label": "", "selector": "#x"}
    return {**empty, **given}


def test_a_field_that_is_typed_into_twice_is_filled_once() -> None:
    steps = RecordedSteps(START)

    steps.change("Full name", field(value="An", selector="#name"))
    steps.change("Town", field(value="Tartu", selector="#town"))
    steps.change("Full name", field(value="Ann", selector="#name"))

    assert steps.steps == [{"fill": "Full name", "with": "Ann"}, {"fill": "Town", "with": "Tartu"}]


def test_codes_and_whatever_is_called_secret_come_from_the_environment() -> None:
    steps = RecordedSteps(START)

    steps.change("Code", field(code=True, label="Code"))
    steps.change("Ihr Kennwort", field(value="never", label="Ihr Kennwort", selector="#y"))

    assert [step["with"] for step in steps.steps] == [
        {"totp": "JOURNEY_CODE"},
        {"env": "JOURNEY_IHR_KENNWORT"},
    ]
    assert "never" not in steps.toml()


def test_what_is_recorded_as_secret_is_what_a_journey_file_may_not_hold(tmp_path: Path) -> None:
    labels = ("One-time code", "OTP", "PIN", "Wachtwoord", "Passcode", "Full name")
    steps = RecordedSteps(START)
    for label in labels:
        steps.change(label, field(value="4711", label=label, selector=label))
    steps.press("Next")
    file = tmp_path / "signs-in.toml"
    file.write_text(steps.toml(), encoding="utf-8")

    read = read_journey(file)

    given = {step.target.name: step.value for step in read.steps if step.verb == "fill"}
    secret = [label for label in labels if (value := given[label]) is not None and value.secret]
    assert secret == list(labels[:-1])


def test_counters_of_others_do_not_make_a_step_one_that_sends() -> None:
    steps = RecordedSteps(START)
    steps.press("Next")

    steps.send("POST", "https://count.example/hit", main=False)
    steps.send("GET", "https://www.example.gov/more", main=False)
    assert steps.steps == [{"press": "Next"}]

    steps.send("POST", "https://pay.example/", main=True)
    assert steps.steps == [{"press": "Next", "sends": True}]
    assert 'hosts = ["pay.example"]' in steps.toml()


def test_headings_that_change_are_not_waited_for() -> None:
    steps = RecordedSteps(START)
    steps.press("Send")

    steps.see("Done", "Your reference is HDJ2123F", START + "done", wrong=False)

    assert steps.steps == [{"press": "Send"}, {"state": "Your reference is"}]


def test_a_press_that_opens_a_window_is_left_out_and_named() -> None:
    steps = RecordedSteps(START)
    steps.press("Terms")
    steps.open_window()

    assert steps.steps == []
    assert "Left out: Terms opens another window" in steps.toml()
