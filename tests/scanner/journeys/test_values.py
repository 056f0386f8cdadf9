"""What is typed: codes as RFC 6238 has them, and secrets that have to be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from civiscope.errors import UsageError
from civiscope.journeys.journey import Journey, Step, Target, Value
from civiscope.journeys.process import Process
from civiscope.journeys.values import JourneyValues, OneTimeCodes, hotp

KEY = b"12345678901234567890"
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def journey_of(*values: Value) -> Journey:
    steps = tuple(
        Step(number=n, verb="fill", target=Target(name="A"), value=value)
        for n, value in enumerate(values, 1)
    )
    return Journey(
        name="apply",
        path=Path("apply.toml"),
        title="Apply",
        start="https://www.example.gov/",
        hosts=("www.example.gov",),
        steps=steps,
    )


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1234567890, "89005924"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert hotp(KEY, seconds // 30, digits=8) == code


def test_a_code_of_rfc_6238_with_sha_256() -> None:
    key = b"12345678901234567890123456789012"

    assert hotp(key, 59 // 30, digits=8, algorithm="SHA256") == "46119246"


def test_a_seed_may_be_an_address_for_apps() -> None:
    address = f"otpauth://totp/Gov:ann?secret={SEED}&digits=8&period=30&algorithm=SHA1"

    assert OneTimeCodes(address).code(59) == "94287082"
    assert OneTimeCodes("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").code(59) == "287082"


def test_a_code_is_used_once_and_lasts_long_enough() -> None:
    codes = OneTimeCodes(SEED)

    assert codes.wait(60.0) == 0
    assert codes.wait(88.0) == 2
    codes.use(60.0)
    assert codes.wait(61.0) == 29


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, "is not set"), ({"PIN": ""}, "is empty"), ({"PIN": "12"}, "fewer than 4 characters")],
)
def test_a_secret_has_to_be_there(environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=r"PIN") as raised:
        JourneyValues([journey_of(Value("env", "PIN"))], environment)

    assert said in str(raised.value)


def test_a_seed_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match=r"neither a seed in base32"):
        JourneyValues([journey_of(Value("totp", "SEED"))], {"SEED": "not base 32 !!"})


def test_secrets_and_codes_made_are_known() -> None:
    values = JourneyValues([journey_of(Value("totp", "SEED"))], {"SEED": SEED})
    code = values.resolve(Value("totp", "SEED"), lambda: 60.0)

    assert {SEED, code} <= set(values.secrets)


def fill(process: Process, value: str, page: int, **facts: object) -> object:
    known = {"label": "E-mail address", "token": "email", "type": "email", "empty": True}
    known |= {"required": True, "offered": False, "selector": "#a", "snippet": "<input>"}
    return process.note({**known, "box": None, **facts}, value, page, f"/step-{page}")


def test_what_is_asked_again_on_another_page_is_noticed() -> None:
    process = Process()

    assert fill(process, "ann@example.org", 1) is None
    assert fill(process, "ann@example.org", 1, label="Confirm") is None
    assert fill(process, "bob@example.org", 2) is None
    assert fill(process, "ann@example.org", 2, empty=False) is None
    assert fill(process, "ann@example.org", 2, type="password") is None
    assert fill(process, "ann@example.org", 2, token="", label="Name") is None
    assert fill(process, "ann@example.org", 2) is not None
