"""Documentation is made from rule pages and code, always alike, and says when it is stale."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from civiscope.cli.app import app
from civiscope.cli.main import main as civiscope
from civiscope.config import Config, GateConfig, ScanConfig
from civiscope.config.file import SiteConfig
from civiscope.config.planning import PlanningConfig, TargetConfig
from civiscope.docs.__main__ import main
from civiscope.docs.coverage import coverage_page
from civiscope.docs.files import generated, stale, write
from civiscope.docs.reference import cli_page, config_page
from civiscope.model import Outcome, Page
from civiscope.results.file import schema
from civiscope.rulebook import (
    Framework,
    Rule,
    Selection,
    Standard,
    StandardEntry,
    all_rules,
    load_rulebooks,
)
from civiscope.rulebook.render import framework_page, rule_page, table
from civiscope.rulebook.select import RuleConfig
from civiscope.testing import make_rule

LAW = Standard(
    name="Law",
    title="A law",
    url="https://law.example.gov/",
    entries={
        "1": StandardEntry(title="Pages have titles", level="A"),
        "2": StandardEntry(url="https://law.example.gov/#2"),
    },
)


def check(page: Page) -> Iterator[Outcome]:
    return iter(())


def title_rule() -> Rule:
    rule = make_rule(
        check,
        id="site/title",
        confidence="tentative",
        affects=["no-vision"],
        aliases=["site/old-title"],
        standards={"Law": ["1", "2", "3"]},
        options={"least": 20, "words": ["a | b"], "strict": True},
        messages={"short": "It has {length} letters."},
    )
    text = (
        "Without one, nobody finds it.\n\n## How to fix\n\nWrite one.\n\n"
        "## Examples\n\n### passed\n\nText.\n"
    )
    return Rule(rule.id, rule.facts, text, check, options=rule.options, severity=rule.severity)


def test_a_page_says_all_there_is_to_know() -> None:
    assert (
        rule_page(title_rule(), {"Law": LAW})
        == """\
# Pages are right

|  |  |
| --- | --- |
| Rule | `site/title` |
| Also known as | `site/old-title` |
| Severity | serious |
| Confidence | tentative (shown as needs review) |
| Kind | requirement |
| Looks at | one page |
| Checked by | Python |
| Affects | no vision |
| Since | 0.1 |
| Law | [1 Pages have titles](https://law.example.gov/) (A), [2](https://law.example.gov/#2), 3 |

Without one, nobody finds it.

## How to fix

Write one.

## Messages

- **short**: It has {length} letters.

## Options

| Option | Default |
| --- | --- |
| `least` | `20` |
| `words` | `["a \\| b"]` |
| `strict` | `true` |

## Examples

### passed

Text.

## In your configuration

```toml
[rules."site/title"]
severity = "serious"
# off = "say why, and until when"

[rules."site/title".options]
least = 20
words = ["a | b"]
strict = true
```
"""
    )


@pytest.mark.parametrize("rule", all_rules(load_rulebooks()), ids=lambda rule: rule.id)
def test_the_configuration_on_each_page_is_one_that_is_taken(rule: Rule) -> None:
    [block] = re.findall(r"## In your configuration\n\n```toml\n(.*?)```", rule_page(rule), re.S)

    config = Config.model_validate(tomllib.loads(block))

    assert config.rules[rule.id] == RuleConfig(
        severity=rule.facts.severity, options=rule.facts.options
    )


def test_the_example_on_the_configuration_page_is_one_that_is_taken() -> None:
    [block] = re.findall(r"## Example\n\n```toml\n(.*?)```", config_page(), re.S)

    config = Config.model_validate(tomllib.loads(block))

    assert set(config.rules) - {rule.id for rule in all_rules(load_rulebooks())} == set()


def test_frameworks_are_listed_with_their_limits_and_rules() -> None:
    law = Framework(
        id="law-1",
        title="The law",
        url=LAW.url,
        standards={"Law": Selection(levels=["A"])},
        limits="Much is not seen.",
    )

    page = framework_page([law], [title_rule(), make_rule(check)], {"Law": LAW})

    assert page.endswith("""\
## The law

|  |  |
| --- | --- |
| Id | `law-1` |
| Where | everywhere |
| Source | <https://law.example.gov/> |
| Rules | 1 |

Much is not seen.

Rules: [site/title](site/title.md).
""")


def test_cells_cannot_break_a_table() -> None:
    assert table(("a", "b"), [("x | y", "two\nlines")]) == (
        "| a | b |\n| --- | --- |\n| x \\| y | two lines |"
    )


def commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    for key, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {key}")
        else:
            yield f"{name} {key}", command


COMMANDS = dict(commands(get_command(app), "civiscope"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_with_all_its_options(name: str) -> None:
    command = COMMANDS[name]
    [section] = re.findall(rf"^## {name}\n(.*?)(?=^## )", cli_page(), re.M | re.S)

    told = set(re.findall(r"`(--?[\w-]+)`", section))
    taken = {word for each in command.params for word in each.opts if word.startswith("-")}
    assert taken - told == set()
    assert " ".join(command.help.split()) in section


def test_every_exit_code_is_told() -> None:
    codes = re.findall(r"^\| (\d+) \|", cli_page().partition("## Exit codes")[2], re.M)

    assert codes == ["0", "1", "2", "3", "4", "130"]


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("The top of the file", Config),
        ("[site]", SiteConfig),
        ("[scan]", ScanConfig),
        ('[rules."area/name"]', RuleConfig),
        ("[gate]", GateConfig),
        ("[planning]", PlanningConfig),
        ("[[planning.target]]", TargetConfig),
    ],
)
def test_every_key_of_the_configuration_is_told_with_type_and_meaning(
    heading: str, model: type[Any]
) -> None:
    section = config_page().partition(f"## {heading}\n")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) \| (.*?) \|$", section, re.M)
    told = {name: (kind, meaning) for name, kind, _, meaning in rows}
    keys = set(model.model_fields) - (
        {"site", "scan", "rules", "gate", "planning"} if model is Config else set()
    )
    assert set(told) == keys
    assert [name for name, (kind, meaning) in told.items() if not kind or not meaning] == []


def test_defaults_are_those_in_force() -> None:
    # A key of two tables counts as in the first.
    found = re.findall(r"^\| `(\w+)` \| .+? \| (.*?) \| .*? \|$", config_page(), re.M)
    rows = dict(reversed(found))

    wanted = ("out", "scope", "seed", "page_timeout", "viewport", "sitemaps", "fail_on", "tabs")
    assert [rows[name] for name in wanted] == [
        '`"civiscope-out"`',
        '`"host"`',
        "`1`",
        "`20.0`",
        "`[1280, 900]`",
        "`true`",
        '`"serious"`',
        "",
    ]


def test_every_rule_has_its_file_and_stands_in_the_list() -> None:
    rules = all_rules(load_rulebooks())

    files = generated()

    listed = re.findall(r"\]\((\w+/[\w-]+\.md)\)", files[Path("rules/index.md")])
    assert sorted(listed) == sorted(f"{rule.id}.md" for rule in rules)
    assert {Path("rules") / name for name in listed} <= set(files)
    assert json.loads(files[Path("results-schema.json")]) == schema()


def test_the_same_code_gives_the_same_files() -> None:
    assert generated() == generated()


def test_links_between_generated_pages_lead_somewhere() -> None:
    files = generated()

    broken = [
        f"{path}: {target}"
        for path, text in files.items()
        if path in {Path("rules/index.md"), Path("rules/frameworks.md")}
        for target in re.findall(r"\]\(([^):]+\.md)\)", text)
        if path.parent / target not in files
    ]

    assert broken == []


WANTED = {Path("cli.md"): "one\n", Path("rules/site/title.md"): "two\n"}


def test_what_is_written_is_not_stale(tmp_path: Path) -> None:
    write(tmp_path, WANTED)

    assert stale(tmp_path, WANTED) == []
    assert (tmp_path / "rules" / "site" / "title.md").read_text() == "two\n"


def test_what_is_missing_changed_or_left_over_is_named_and_mended(tmp_path: Path) -> None:
    write(tmp_path, {**WANTED, Path("rules/site/gone.md"): "three\n"})
    (tmp_path / "cli.md").write_text("other\n")
    (tmp_path / "rules" / "site" / "title.md").unlink()
    (tmp_path / "decisions.md").write_text("written by hand\n")

    before = stale(tmp_path, WANTED)
    write(tmp_path, WANTED)

    assert before == [
        f"{tmp_path / 'cli.md'} is out of date.",
        f"{tmp_path / 'rules' / 'site' / 'title.md'} is missing.",
        f"{tmp_path / 'rules' / 'site' / 'gone.md'} belongs to no rule.",
    ]
    assert stale(tmp_path, WANTED) == []
    assert (tmp_path / "decisions.md").exists()


def test_check_writes_nothing_and_ends_with_1_until_the_files_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [main([str(tmp_path), "--check"])]
    empty = list(tmp_path.iterdir())
    codes += [main([str(tmp_path)]), main([str(tmp_path), "--check"])]

    assert (codes, empty) == ([1, 0, 0], [])
    out, err = capsys.readouterr()
    assert f"{tmp_path / 'rules' / 'security' / 'hsts.md'} is missing.\n" in out
    assert err == "Run `make docs`.\n"


def test_rules_show_prints_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["civiscope", "rules", "show", "security/hsts"])

    code = civiscope()

    books = load_rulebooks()
    standards = {name: each for book in books for name, each in book.standards.items()}
    [hsts] = [rule for rule in all_rules(books) if rule.id == "security/hsts"]
    assert (code, capsys.readouterr().out) == (0, rule_page(hsts, standards))


def test_coverage_tells_what_is_proved_hinted_at_and_left_to_people() -> None:
    standard = Standard(
        name="WCAG 2.2",
        title="WCAG",
        url="https://law.example.gov/",
        entries={
            "1.1.1": StandardEntry(title="Pictures", level="A"),
            "1.2.1": StandardEntry(title="Sound", level="A"),
            "1.4.10": StandardEntry(title="Reflow", level="AA"),
            "1.4.6": StandardEntry(title="Contrast", level="AAA"),
        },
    )
    proof = make_rule(id="a/proof", standards={"WCAG 2.2": ["1.1.1"]})
    hint = make_rule(id="a/hint", standards={"WCAG 2.2": ["1.2.1"]})
    proof = replace(proof, text="## Examples\n\n### failed: no\n")
    hint = replace(hint, text="## Examples\n\n### cannot tell: perhaps\n")

    lines = coverage_page([proof, hint], standard).splitlines()

    assert [line for line in lines if line.startswith("| 1.")] == [
        "| 1.1.1 Pictures | A | proves failures | [a/proof](rules/a/proof.md) |",
        "| 1.2.1 Sound | A | hints at failures | [a/hint](rules/a/hint.md) |",
        "| 1.4.10 Reflow | AA | leaves to people | none |",
    ]
