"""Journeys in the browser: what they do, where they stop, and that nothing else is sent."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from tests.scanner.crawl.site import Answer, Asked, Site, page, redirect

from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.model import Page
from civiscope.model.journeys import JourneyRun, JourneyState
from civiscope.scan import scan

pytestmark = pytest.mark.browser

SECRET = "s3cret-of-a-clerk-7741"  # noqa: S105 - opens nothing outside this test
NAME = '<label>Full name <input name="name" required></label>'
FORM = f'<form method="post" action="/send">{NAME} <button>Continue</button></form>'
TIMED = "<p>Posting takes 5 minutes. Your session will expire in 15 minutes.</p>"
OUT = '<a href="/end">Sign out</a>'
SIGN_IN = """<form method="post" action="/sign-in"><label>Word <input type="password" name="word">
  </label> <button>Sign in</button></form>"""


def signed_in(asked: Asked) -> bool:
    return "who=clerk" in asked.headers.get("cookie", "")


def desk(asked: Asked) -> Answer:
    return page("Desk", body=f'{OUT} <a href="/end">Next case</a>') if signed_in(asked) else door()


def door() -> Answer:
    return page("Door", body=SIGN_IN)


def let_in(_: Asked) -> Answer:
    return Answer(status=303, headers={"Location": "/desk", "Set-Cookie": "who=clerk; Path=/"})


def let_out(_: Asked) -> Answer:
    return Answer(
        status=303, headers={"Location": "/desk", "Set-Cookie": "who=; Max-Age=0; Path=/"}
    )


JOURNEYS = {
    "whole": """
[[step]]
press = "Apply now"
[[step]]
fill = "Full name"
with = { env = "CIVISCOPE_TEST_SECRET" }
[[step]]
state = "typed"
[[step]]
press = "Continue"
sends = true
[[step]]
expect = { path = "/check", role = "heading", name = "Check" }
[[step]]
fill = "Full name"
with = { env = "CIVISCOPE_TEST_SECRET" }
[[step]]
state = "check"
""",
    "gone": '[[step]]\nstate = "first"\n[[step]]\npress = "Aply now"\ntimeout = 0.3\n'
    '[[step]]\nstate = "never"\n',
    "two": '[[step]]\npress = "Help"\ntimeout = 2\n',
    "second": '[[step]]\npress = "Help"\nwithin = "Elsewhere"\n[[step]]\nexpect = "About help"\n',
    "unsaid": '[[step]]\npress = "Apply now"\n[[step]]\nfill = "Full name"\nwith = "Ann"\n'
    '[[step]]\npress = "Continue"\n',
    "abroad": '[[step]]\ngo = "/abroad"\n[[step]]\npress = "Continue"\nsends = true\n',
    "moved": '[[step]]\npress = "Apply now"\n[[step]]\npress = "Apply now"\ntimeout = 0.3\n',
    "captcha": '[[step]]\ngo = "/captcha"\n[[step]]\npress = "Continue"\ntimeout = 0.3\n',
    "covered": '[[step]]\ngo = "/covered"\n[[step]]\npress = "Continue"\ntimeout = 0.3\n',
}
LOGIN = """
[login]
proof = "Sign out"
[[login.step]]
fill = "Word"
with = { env = "CIVISCOPE_TEST_SECRET" }
[[login.step]]
press = "Sign in"
sends = true
timeout = 0.5
"""
BEHIND = {
    "wrong": ("/closed", '[[step]]\nstate = "closed"\n'),
    "ends": ("/desk", '[[step]]\nstate = "desk"\n[[step]]\npress = "Next case"\n'),
}


@dataclass(frozen=True)
class Made:
    """The journeys made, and what the site was asked."""

    runs: dict[str, JourneyRun]
    pages: dict[str, Page]
    folder: Path
    site: Site


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Make every journey in one scan."""
    tmp = tmp_path_factory.mktemp("journeys")
    landmarks = """<nav aria-label="Here"><a href="/help">Help</a></nav>
      <nav aria-label="Elsewhere"><a href="/help-2">Help</a></nav> <a href="/form">Apply now</a>"""
    site = Site(
        {
            "/": page("Home", body=landmarks),
            "/form": page("Form", body=f"{TIMED} <button>Stay signed in</button> {FORM}"),
            "/send": lambda asked: redirect("/check", 303) if asked.method == "POST" else door(),
            "/check": page("Check", body=f"<p>You wrote {SECRET}.</p>{TIMED}{FORM}"),
            "/help-2": page("About help"),
            "/captcha": page("Human?", body='<div class="g-recaptcha">I am not a robot</div>'),
            "/covered": page(
                "Covered",
                body="<button>Continue</button>"
                '<div style="position:fixed;inset:0;background:#fff">Wait</div>',
            ),
            "/desk": desk,
            "/closed": page("Closed", body=SIGN_IN.replace("/sign-in", "/refuse")),
            "/refuse": redirect("/closed", 303),
            "/sign-in": let_in,
            "/end": let_out,
        }
    )
    with site, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CIVISCOPE_TEST_SECRET", SECRET)
        abroad = f"http://localhost:{site.port}/steal"
        form = f'<form method="post" action="{abroad}">{NAME.replace("required", "")}'
        site.answers = {
            **site.answers,
            "/abroad": page("Abroad", body=f"{form} <button>Continue</button></form>"),
        }
        files: list[str] = []
        for name, steps in JOURNEYS.items():
            files.append(_write(tmp, name, f'start = "{site.url("/")}"\n{steps}', site))
        for name, (path, steps) in BEHIND.items():
            files.append(_write(tmp, name, f'start = "{site.url(path)}"\n{LOGIN}{steps}', site))
        settings = ScanSettings(
            journeys=tuple(files), only_journeys=True, sitemaps=False, tabs=1, screenshots=True
        )
        asyncio.run(scan([site.url("/")], settings, tmp / "out"))
        reader = EvidenceReader(tmp / "out")
        runs = {run.name: run for run in reader.end.journeys}
        yield Made(runs, {p.url: p for p in reader.pages()}, tmp / "out", site)


def _write(folder: Path, name: str, text: str, site: Site) -> str:
    path = folder / f"{name}.toml"
    path.write_text(text.replace('go = "/', f'go = "{site.url("/")}'), encoding="utf-8")
    return str(path)


def test_a_journey_is_made_to_its_last_step(made: Made) -> None:
    run = made.runs["whole"]

    assert (run.end, run.reached, run.detail) == ("completed", 7, "")
    assert run.sent == (f"POST {made.site.url('/send')}",)
    assert [step.state for step in run.steps if step.state] == ["typed", "check"]


def test_a_state_is_a_page_with_an_address_of_its_own(made: Made) -> None:
    [typed, check] = [page for page in made.pages.values() if page.journey == "whole"]

    assert typed.url == made.site.url("/#/journey/whole/typed")
    assert (typed.step, typed.final_url) == ("typed", made.site.url("/form"))
    assert (check.step, check.dom.title, check.status) == ("check", "Check", 200)
    assert check.axe.rules
    assert isinstance(check.evidence.screenshot, str)


def test_what_is_asked_again_stands_with_the_state(made: Made) -> None:
    check = made.pages[made.site.url("/#/journey/whole/check")]
    [again] = check.probe("journey", JourneyState).asked_again

    assert (again.label, again.required, again.offered) == ("Full name", True, False)


def test_what_a_state_says_of_time_is_kept_with_whether_it_gives_more(made: Made) -> None:
    limits = [
        made.pages[made.site.url(f"/#/journey/{state}")].probe("journey", JourneyState).time_limit
        for state in ("whole/typed", "whole/check", "gone/first")
    ]

    assert [each and (each.words, each.more) for each in limits] == [
        ("Your session will expire in 15 minutes.", True),
        ("Your session will expire in 15 minutes.", False),
        None,
    ]


def test_secrets_are_in_nothing_that_was_written(made: Made) -> None:
    for path in made.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            assert SECRET.encode() not in content, path


def test_secrets_are_covered_in_pictures(made: Made) -> None:
    first, typed, check = (
        _covered(made, made.site.url(f"/#/journey/{state}"))
        for state in ("gone/first", "whole/typed", "whole/check")
    )

    # A box over the field that holds it, and one more over the words that repeat it.
    assert first < 500 < 1_500 < typed < check


def _covered(made: Made, state: str) -> int:
    """Return how many pixels of the picture of a *state* have the colour of what covers secrets."""
    name = made.pages[state].evidence.screenshot
    assert isinstance(name, str)
    with Image.open(made.folder / "screenshots" / name) as picture:
        return sum(picture.convert("L").histogram()[46:57])


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("gone", "not-found", "Step 2 of gone.toml (press “Aply now”) could not be done on “Home”"),
        ("gone", "not-found", "the nearest: link “Apply now”"),
        (
            "two",
            "ambiguous",
            "2 elements are called “Help”: link “Help” in “Here” and link “Help” in",
        ),
        ("unsaid", "not-sent", "the step does not say so; add sends = true"),
        ("abroad", "not-sent", "sent to localhost, which the journey does not name"),
        ("moved", "not-found", "could not be done on “Form”"),
        ("captcha", "captcha", "A CAPTCHA stands in the way"),
        ("covered", "blocked", "is covered by"),
        ("wrong", "login", "The login of wrong.toml did not work: element “Sign out” is not on"),
        ("ends", "signed-out", "the session has ended"),
    ],
)
def test_where_a_journey_stops_is_told(made: Made, name: str, reason: str, said: str) -> None:
    run = made.runs[name]

    assert (run.end, run.reason) == ("stopped", reason)
    assert said in run.detail


def test_what_was_seen_where_it_stopped_is_kept(made: Made) -> None:
    steps = made.runs["gone"].steps

    assert [step.outcome for step in steps] == ["done", "failed", "not-reached"]
    assert (made.folder / "screenshots" / steps[1].picture).is_file()
    assert made.site.url("/#/journey/gone/first") in made.pages


def test_nothing_was_sent_that_was_not_asked_for(made: Made) -> None:
    posted = made.site.paths("POST")

    assert posted.count("/send") == 1
    assert "/steal" not in made.site.paths() + posted


def test_one_of_two_can_be_named_by_the_part_it_is_in(made: Made) -> None:
    assert made.runs["second"].end == "completed"


def test_behaviour_of_states_is_tried_where_they_can_be_opened_again(tmp_path: Path) -> None:
    def sent(asked: Asked) -> Answer:
        return redirect("/check", 303) if "check" in asked.path else page("Not yet", body=again)

    again = FORM.replace("/send", "/send-check").replace("required", "")
    steps = [
        'go = "/form"',
        'state = "form"',
        'press = "Continue"\nsends = true',
        'state = "answered"',
        'press = "Continue"\nsends = true',
        'state = "sent on"',
    ]
    form = page("Form", body=FORM.replace("required", ""))
    site = Site(
        {
            "/": page("Home"),
            "/form": form,
            "/send": sent,
            "/send-check": sent,
            "/check": page("Check"),
        }
    )
    with site:
        text = f'start = "{site.url("/")}"\n' + "".join(f"[[step]]\n{step}\n" for step in steps)
        settings = ScanSettings(
            journeys=(_write(tmp_path, "short", text, site),),
            only_journeys=True,
            sitemaps=False,
            missing_page=False,
            # Nobody waits for a tab that the journey itself keeps.
            tabs=1,
            depth="standard",
        )

        async def make() -> None:
            async with asyncio.timeout(90):
                await scan([site.url("/")], settings, tmp_path / "out", probes=("forms",))

        asyncio.run(make())

    states = {page.step: page for page in EvidenceReader(tmp_path / "out").pages()}
    tried = {name: "forms" in state.evidence.probes for name, state in states.items()}
    assert tried == {"form": True, "answered": False, "sent on": True}
    [part] = [part for part in states["answered"].parts if part.kind == "behaviour"]
    assert "which is not sent a second time" in part.reason
