"""Lists are repeated or joined by commas, other options are given once, and each has its bounds."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.command import Ran
from tests.reports.samples import footer_results
from tests.scanner.cli.conftest import Call
from tests.scanner.rulebook.rulebooks import PAGE
from typer.core import TyperOption
from typer.main import get_command

from civiscope.cli.app import app
from civiscope.cli.scan_options import ON_THE_COMMAND_LINE
from civiscope.config.option import ScanOption
from civiscope.config.scan_options import SCAN_OPTIONS
from civiscope_reports import FORMATS
from civiscope_reports.formats import results_json

ROOT = Path(__file__).parents[3]
GOOD = "https://www.example.invalid/"
SAMPLES = {
    "'NAME: VALUE'": ("X-A: 1, 2", "X-B: 2"),
    "NAME=VALUE": ("a=1", "b=2"),
    "HOST=ADDRESS": ("a.example=192.0.2.1", "b.example=192.0.2.2"),
    "PATTERN": ("/a,b/*", "*.pdf"),
    "CSS": (":is(main, article) p", "#a"),
}


def commands(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    below: dict[str, Any] = getattr(command, "commands", {})
    if not below:
        yield path.strip(), command
    for name, each in below.items():
        yield from commands(each, f"{path} {name}")


COMMANDS = dict(commands(get_command(app)))
OPTIONS = [
    (path, each)
    for path, command in COMMANDS.items()
    for each in command.params
    if isinstance(each, TyperOption)
]
LISTS = [(path, each) for path, each in OPTIONS if each.multiple]
ONCE = [(path, each) for path, each in OPTIONS if not (each.multiple or each.is_flag)]


def named(value: object) -> str:
    return str(getattr(value, "name", value))


def parsed(path: str, option: TyperOption, *words: str) -> Any:  # noqa: ANN401 - of the option's type
    command = COMMANDS[path]
    arguments = ["." for each in command.params if not isinstance(each, TyperOption)]
    for each in command.params:
        if isinstance(each, TyperOption) and each.required and each is not option:
            arguments += [each.opts[0], "one"]
    return command.make_context(path, [*arguments, *words]).params[option.name]


@pytest.mark.parametrize(("path", "option"), LISTS, ids=named)
def test_a_list_may_be_repeated_or_joined_by_commas(path: str, option: TyperOption) -> None:
    one, two = SAMPLES.get(str(option.metavar), ("one", "two"))
    flag = option.opts[0]

    repeated = parsed(path, option, flag, one, flag, two)

    assert [str(each) for each in repeated] == [one, two]
    assert parsed(path, option, flag, f"{one},{two}") == repeated
    assert parsed(path, option, f"{flag}={one}, {two}") == repeated


def test_all_lists_are_known() -> None:
    names = {option.opts[0] for _, option in LISTS}
    of_a_scan = {each.flag for each in ON_THE_COMMAND_LINE if each.is_list}

    assert {"--include", "--header"} <= of_a_scan
    of_results = {"--format", "--framework", "--rule", "--rulebook", "--earlier"}
    of_sites = {"--tag", "--add", "--remove", "--unset"}
    of_a_history = {"--figure", "--state", "--to", "--trusted-proxy"}
    of_rules = {"--area", "--criterion", "--severity", "--kind"}
    assert names == of_a_scan | of_results | of_sites | of_a_history | of_rules


@pytest.mark.parametrize(("path", "option"), ONCE, ids=named)
def test_an_option_that_takes_one_value_is_given_once(
    call: Call, path: str, option: TyperOption
) -> None:
    flag = option.opts[0]

    ran = call(*path.split(), flag, "1", f"{flag}=2")

    sentence = f"{flag} takes one value and was given 2 times; give it once."
    assert ran == Ran(2, "", f"civiscope: {sentence}\n")


def test_a_short_name_and_a_long_one_are_one_option(call: Call) -> None:
    ran = call("audit", GOOD, "-o", "a", "--out", "b")

    assert ran.err == "civiscope: --out takes one value and was given 2 times; give it once.\n"


def test_a_flag_may_be_given_twice(call: Call) -> None:
    ran = call("frameworks", "--debug", "--debug")

    assert (ran.code, ran.err) == (0, "")


def test_what_the_readme_asks_for_is_written(call: Call, tmp_path: Path) -> None:
    """`--format sarif --format junit` of the README's own example writes both."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^civiscope audit \./dist .*$", readme, re.M)
    words = shlex.split(line)
    formats = words[words.index("--format") :]
    assert formats.count("--format") > 1
    results_json.write(footer_results(), tmp_path / "results.json")

    ran = call("report", "results.json", *formats, "--out", "reports")

    assert ran.code == 0, ran.err
    written = {path.name for path in (tmp_path / "reports").iterdir()}
    assert written == {FORMATS[name].file_name for name in formats if name in FORMATS}


def test_a_folder_with_a_comma_in_its_name_is_one_folder(call: Call, tmp_path: Path) -> None:
    area = tmp_path / "ours, old" / "site"
    area.mkdir(parents=True)
    (area / "titles.md").write_text(PAGE, encoding="utf-8")
    (area / "titles.js").write_text("() => []", encoding="utf-8")

    ran = call("frameworks", "--rulebook", "ours, old", "--rulebook", "missing,ours")

    # The folder that is there is read; of the two others the first is named.
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("civiscope: The rulebook missing is ")


@pytest.mark.parametrize(
    ("option", "word", "expected"),
    [
        ("--header", "Accept: text/html, */*;q=0.1", ["Accept: text/html, */*;q=0.1"]),
        ("--header", 'Authorization: Digest realm="a", uri="/"', None),
        ("--header", "X-A: 1, X-B: 2", ["X-A: 1", "X-B: 2"]),
        ("--cookie", 'consent={"a":1,"b":2}', ['consent={"a":1,"b":2}']),
        ("--cookie", "a=1,2,b=3", ["a=1,2", "b=3"]),
        ("--exclude", "/map/@51.5,-0.1,15z/*", ["/map/@51.5,-0.1,15z/*"]),
        ("--exclude", "/a,https://www.example.gov/b", ["/a", "https://www.example.gov/b"]),
        ("--rule", "a/b,,c/d,", ["a/b", "c/d"]),
        ("--format", ",", [","]),
    ],
)
def test_a_comma_stays_in_a_value_where_no_other_can_begin(
    option: str, word: str, expected: list[str] | None
) -> None:
    [found] = [each for path, each in LISTS if path == "audit" and option in each.opts]

    assert parsed("audit", found, option, word) == (expected or [word])


KEPT = [each for each in ON_THE_COMMAND_LINE if each.kept_on_resume]


@pytest.mark.parametrize("option", KEPT, ids=named)
def test_what_a_scan_began_with_cannot_be_changed_when_it_is_resumed(
    call: Call, option: ScanOption
) -> None:
    value = "0" if option.type in (int, float) else "/a"
    if option.facts.at_least:
        value = "1"
    word = [] if not option.takes_value else [value]

    ran = call("scan", "--resume", option.flag, *word)

    assert ran.code == 2
    assert ran.err == (
        "civiscope: --resume goes on with the settings that the scan had; "
        f"leave {option.flag} out.\n"
    )


BOUNDED = [each for each in ON_THE_COMMAND_LINE if each.facts.at_least is not None]


@pytest.mark.parametrize("option", BOUNDED, ids=named)
def test_what_is_below_the_bound_of_an_option_is_refused(call: Call, option: ScanOption) -> None:
    least = option.facts.at_least
    assert least is not None
    word = f"{least - 1}x{least}" if option.size else str(least - 1)

    ran = call("audit", GOOD, f"{option.flag}={word}")

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert option.flag in ran.err


@pytest.mark.parametrize("word", ["nan", "inf"])
def test_a_time_without_end_is_refused(call: Call, word: str) -> None:
    ran = call("audit", GOOD, "--max-time", word)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "--max-time" in ran.err
    assert "of at least 0.1" in ran.err or "than or equal to 0.1" in ran.err


def test_every_option_with_a_help_is_one_of_both_commands() -> None:
    for path in ("audit", "scan"):
        flags = {flag for each in COMMANDS[path].params for flag in each.opts}
        assert {each.flag for each in SCAN_OPTIONS if each.facts.help} <= flags


@pytest.mark.parametrize("command", ["audit", "scan"])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("formats = ['htm']\n", "There is no report format 'htm'; did you mean 'html'?"),
        ("language = 'de'\n", 'There are no reports in the language "de"'),
    ],
)
def test_a_configuration_that_no_report_could_follow_is_refused_before_a_scan(
    call: Call, tmp_path: Path, command: str, text: str, sentence: str
) -> None:
    (tmp_path / "civiscope.toml").write_text(text, encoding="utf-8")

    ran = call(command, GOOD)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert sentence in ran.err
    assert not (tmp_path / "civiscope-out").exists()


def test_an_option_of_a_rule_below_zero_is_refused(call: Call, tmp_path: Path) -> None:
    text = "[rules.'site/heavy-page'.options]\nmax_bytes = -1\n"
    (tmp_path / "civiscope.toml").write_text(text, encoding="utf-8")

    ran = call("scan", GOOD)

    assert ran == Ran(
        2,
        "",
        "civiscope: The option max_bytes of the rule site/heavy-page cannot be -1, which is "
        "below zero; its default is 3000000.\n",
    )
