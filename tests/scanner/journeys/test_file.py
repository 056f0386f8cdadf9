"""Journey files are checked as a whole, and each fault is told in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from civiscope.demo import permits
from civiscope.errors import UsageError
from civiscope.journeys.file import read_journey
from civiscope.journeys.grammar import journey_schema
from civiscope.journeys.journey import Journey

START = 'start = "https://www.example.gov/apply/"\n'
DEMO = Path(permits.__file__).parent / "journeys" / "parking-permit.toml"


def read(tmp_path: Path, text: str, base: str = "") -> Journey:
    path = tmp_path / "apply.toml"
    path.write_text(text, encoding="utf-8")
    return read_journey(path, base)


def test_the_journey_of_the_demo_is_read() -> None:
    journey = read_journey(DEMO, "http://127.0.0.1:8391/")

    assert journey.name == "parking-permit"
    assert journey.start == "http://127.0.0.1:8391/permits/"
    assert next(step.text for step in journey.steps if step.verb == "state") == "start"
    assert journey.address_of("Check your answers") == (
        "http://127.0.0.1:8391/permits/#/journey/parking-permit/check-your-answers"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "start is empty"),
        ('start = "nowhere"\n', "start is the address of a page, not 'nowhere'"),
        (START, "there are no steps; write each as [[step]]"),
        (START + '[[step]]\npres = "Go"\n', "step 1: a step has one of go, press"),
        (START + '[[step]]\npres = "Go"\n', "did you mean 'press'"),
        (START + '[[step]]\npress = "Go"\nrolle = "link"\n', "there is no key 'rolle'; did you"),
        (START + '[[step]]\npress = "Go"\nfill = "A"\nwith = "b"\n', "this one has press and fill"),
        (START + '[[step]]\nfill = "Name"\n', "fill needs with beside it"),
        (START + '[[step]]\nfill = "Your password"\nwith = "x"\n', 'write { env = "NAME" }'),
        (START + '[[step]]\nfill = "A"\nwith = { made = "cat" }\n', "made is one of name, email"),
        (START + '[[step]]\npress = ""\n', "the name is empty"),
        (START + '[[step]]\nupload = "Letter"\nfile = "not-there.pdf"\n', "there is no file"),
        (START + '[[step]]\npress = "Go"\nsends = "yes"\n', "sends is true or false, not 'yes'"),
        (START + '[[step]]\npress = "Go"\ntimeout = 0\n', "timeout is a number from 0.1 to 120"),
        (START + '[[step]]\npress = "Pay"\ncommits = "money"\n', "commits is one of legal"),
        (START + '[[step]]\nstate = "A"\n[[step]]\nstate = "a"\n', "two states are called 'a'"),
        (START + '[[step]]\nexpect = { rol = "link" }\n', "there is no key 'rol'; did you mean"),
        (START + 'login = {}\n[[step]]\nstate = "a"\n', "nothing about how to sign in"),
        (START + '[login]\nstorage = "s.json"\n[[step]]\nstate = "a"\n', "proof is missing"),
        (START + '[login]\nuser = { env = "U" }\n[[step]]\nstate = "a"\n', "belong together"),
        ("start = \n", "is not valid TOML"),
    ],
)
def test_a_fault_is_told_with_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path, text)

    assert said in str(raised.value)
    assert "apply.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no journey file .*apply\.toml"):
        read_journey(tmp_path / "apply.toml")


def test_the_schema_takes_what_the_reader_takes_and_no_other() -> None:
    schema = journey_schema()
    Draft202012Validator.check_schema(schema)
    validator: Any = Draft202012Validator(schema)
    good = {"start": "https://a.example/", "step": [{"fill": "A", "with": {"made": "name"}}]}
    bad: list[dict[str, Any]] = [
        {"start": "https://a.example/", "step": []},
        {"start": "https://a.example/", "step": [{"fill": "A"}]},
        {"start": "https://a.example/", "step": [{"press": "A", "with": "b"}]},
    ]

    assert validator.is_valid(good)
    assert not any(validator.is_valid(each) for each in bad)
