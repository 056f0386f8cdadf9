"""A scan option is declared once; from that come its bounds, its key, and what is kept of it."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from civiscope import ScanSettings, UsageError
from civiscope.config import Config, ScanConfig, load_config
from civiscope.config.option import ScanOption
from civiscope.config.scan_options import SCAN_OPTIONS

BOUNDED = [each for each in SCAN_OPTIONS if each.facts.at_least is not None]
KEPT = [each for each in SCAN_OPTIONS if each.kept_on_resume]
HIDDEN = [each for each in SCAN_OPTIONS if each.facts.keep in {"session", "machine", "names"}]
MARK = "hush-3141"


def named(option: ScanOption) -> str:
    return option.name


def other_value(option: ScanOption) -> Any:  # noqa: ANN401 - of the option's type
    """Return a value that is allowed, and not the default."""
    if option.name == "sample":
        return "em"  # a number or this word
    if option.choices:
        return next(word for word in option.choices if word != option.default)
    if option.type is bool:
        return not option.default
    if option.size:
        return (640, 480)
    if option.is_mapping:
        return {"www.example.gov": "192.0.2.1"}
    if option.is_sequence:
        return ("/a", "/b")
    return {int: 7, float: 2.5, str: "text"}[option.type]


def test_every_setting_is_an_option() -> None:
    assert [each.name for each in SCAN_OPTIONS] == [each.name for each in fields(ScanSettings)]


def test_the_table_has_a_key_for_every_option_but_those_of_the_command_line_alone() -> None:
    keys = {each.name for each in SCAN_OPTIONS if each.facts.in_config}

    assert set(ScanConfig.model_fields) == {"targets", *keys}
    # Secrets, and the folder of an earlier scan: nothing is reused that nobody asked for.
    assert {each.name for each in SCAN_OPTIONS} - keys == {"cookies", "reuse", "user"}


@pytest.mark.parametrize("option", KEPT, ids=named)
def test_a_resumed_scan_has_what_it_began_with(option: ScanOption) -> None:
    value = other_value(option)
    began = ScanSettings(**{option.name: value})

    head = {"seed": began.seed, "depth": began.depth}
    stored = json.loads(json.dumps({**began.public(), **head}))
    resumed = ScanSettings(tabs=3).resumed(stored)

    assert getattr(resumed, option.name) == value
    assert resumed.tabs == 3


@pytest.mark.parametrize("option", HIDDEN, ids=named)
def test_what_is_secret_or_of_the_machine_is_not_kept(option: ScanOption) -> None:
    if option.type is int:
        assert option.name not in ScanSettings().public()
        return
    value: Any = Path(MARK) if option.type is Path else MARK
    value = {"X-Preview": MARK} if option.is_mapping else value
    values: dict[str, Any] = {option.name: (value,) if option.is_sequence else value}

    public = ScanSettings(**values).public()

    assert MARK not in json.dumps(public)
    assert public["signed_in"] is (option.facts.keep == "session")
    if option.facts.keep == "names":
        assert public[option.name] == ["X-Preview"]


@pytest.mark.parametrize("option", BOUNDED, ids=named)
def test_what_is_out_of_bounds_is_refused_in_python_and_in_the_configuration(
    option: ScanOption, tmp_path: Path
) -> None:
    low, high = option.facts.at_least, option.facts.at_most
    assert low is not None
    path = tmp_path / "civiscope.toml"
    for number in [low - 1, *([high + 1] if high is not None else [])]:
        value: Any = (number, low) if option.size else number
        with pytest.raises(UsageError, match=f"^{option.name} takes .* not "):
            ScanSettings(**{option.name: value})

        written = [number, low] if option.size else number
        path.write_text(f"[scan]\n{option.name} = {written}\n", encoding="utf-8")
        with pytest.raises(UsageError, match=rf"line 2: scan\.{option.name}[.0]*: input should be"):
            load_config(path, tmp_path)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_time_without_end_is_refused(value: float, tmp_path: Path) -> None:
    path = tmp_path / "civiscope.toml"
    path.write_text(f"[scan]\nmax_time = {value}\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"max_time takes a number of at least 0\.1, not"):
        ScanSettings(max_time=value)
    with pytest.raises(UsageError, match=r"scan\.max_time: input should be"):
        load_config(path, tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("scope", "hosts", "scope takes host, domain or path, not 'hosts'."),
        ("tabs", 65, "tabs takes a whole number from 1 to 64, not 65."),
        ("max_pages", 2.5, "max_pages takes a whole number of at least 1, not 2.5."),
        ("seed", True, "seed takes a whole number, not True."),
        ("depth", None, "depth takes quick, standard or deep, not None."),
        (
            "viewport",
            (800, 99_999_999),
            "viewport takes 2 whole numbers from 100 to 10000, not (800, 99999999).",
        ),
    ],
)
def test_what_an_option_takes_is_said_in_one_sentence(
    name: str,
    value: Any,  # noqa: ANN401 - of the option's type
    sentence: str,
) -> None:
    with pytest.raises(UsageError) as caught:
        ScanSettings(**{name: value})

    assert str(caught.value) == sentence


def test_the_configuration_sets_what_is_not_given_and_its_paths_start_at_its_folder(
    tmp_path: Path,
) -> None:
    path = tmp_path / "civiscope.toml"
    path.write_text(
        '[scan]\ntargets = ["https://www.example.gov/"]\nca = "own.pem"\nviewport = [320, 640]\n'
        'exclude = ["/a"]\nmax_pages = 5\nheaders = { X-Preview = "1" }\n',
        encoding="utf-8",
    )

    settings = load_config(path, tmp_path).scan_settings({"max_pages": 9})

    assert settings == ScanSettings(
        max_pages=9,
        ca=tmp_path / "own.pem",
        viewport=(320, 640),
        exclude=("/a",),
        headers={"X-Preview": "1"},
    )


def test_an_empty_configuration_gives_the_defaults() -> None:
    assert Config().scan.values(Path()) == {}
