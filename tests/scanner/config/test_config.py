"""A configuration is read strictly, and what is wrong in it is told by file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from civiscope.config import load_config
from civiscope.errors import UsageError
from civiscope.model import Outcome, Page
from civiscope.rulebook import Framework, Selection, Standard, StandardEntry
from civiscope.rulebook.select import RuleConfig, belongs, choose_and_tell, choose_rules
from civiscope.testing import make_rule


def check(page: Page) -> Iterator[Outcome]:
    return iter(())


HSTS = make_rule(check, id="security/hsts", options={"min_age": 31536000, "hosts": ["a"]})
TITLE = make_rule(check, id="site/title", aliases=["site/page-title"])
OLD = make_rule(check, id="site/old", deprecated=True)
RULES = (HSTS, OLD, TITLE)


def written(folder: Path, text: str, name: str = "civiscope.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        load_config(path, path.parent)
    return str(caught.value)


def test_without_a_file_nothing_is_configured(tmp_path: Path) -> None:
    loaded = load_config(None, tmp_path)

    assert loaded.path is None
    assert loaded.config.model_dump(exclude_defaults=True) == {}


def test_every_table_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
formats = ["html", "json"]

[scan]
targets = ["https://www.example.gov/"]
delay = 1
viewport = [800, 600]

[rules."security/hsts"]
severity = "minor"
options = { min_age = 300 }

[gate]
fail_on = "never"
""",
    )

    loaded = load_config(None, tmp_path)

    assert loaded.path == path
    assert loaded.config.model_dump(exclude_defaults=True) == {
        "formats": ["html", "json"],
        "scan": {
            "targets": ["https://www.example.gov/"],
            "delay": 1.0,
            "viewport": [800, 600],
        },
        "rules": {"security/hsts": {"severity": "minor", "options": {"min_age": 300}}},
        "gate": {"fail_on": "never"},
    }


def test_the_table_in_pyproject_is_read(tmp_path: Path) -> None:
    written(tmp_path, '[project]\nname = "x"\n[tool.civiscope.scan]\nseed = 7\n', "pyproject.toml")

    assert load_config(None, tmp_path).scan_settings().seed == 7


def test_a_pyproject_of_others_is_left_alone(tmp_path: Path) -> None:
    written(tmp_path, '[project]\nname = "x"\nformats = 3\n', "pyproject.toml")

    assert load_config(None, tmp_path).path is None


def test_the_file_of_its_own_goes_before_pyproject(tmp_path: Path) -> None:
    written(tmp_path, "[scan]\nseed = 3\n")
    written(tmp_path, "[tool.civiscope.scan]\nseed = 2\n", "pyproject.toml")

    assert load_config(None, tmp_path).scan_settings().seed == 3


@pytest.mark.parametrize(
    ("text", "line", "rest"),
    [
        ('format = ["html"]\n', 1, "there is no setting 'format'; did you mean 'formats'?"),
        (
            "[scan]\n\nmax-pages = 3\n",
            3,
            "there is no setting 'max-pages'; did you mean 'max_pages'?",
        ),
        ("[gate]\nfail-on = 'x'\n", 2, "there is no setting 'fail-on'; did you mean 'fail_on'?"),
        ("[scna]\nseed = 1\n", 1, "there is no setting 'scna'; did you mean 'scan'?"),
        ("[scan]\nqqqq = 1\n", 2, "there is no setting 'qqqq'."),
        (
            '[rules."site/title"]\nseverty = "minor"\n',
            2,
            "there is no setting 'severty'; did you mean 'severity'?",
        ),
        (
            "# seeds = 1\nscan = { seeds = 1 }\n",
            2,
            "there is no setting 'seeds'; did you mean 'seed'?",
        ),
        (
            '[gate]\nfail_on = "minor"\n[scan]\nfail_on = "minor"\n',
            4,
            "there is no setting 'fail_on'.",
        ),
    ],
)
def test_an_unknown_key_is_told_by_line_with_the_nearest_that_is_known(
    tmp_path: Path, text: str, line: int, rest: str
) -> None:
    path = written(tmp_path, text)

    assert refusal(path) == f"{path}, line {line}: {rest}"


def test_the_line_in_pyproject_is_the_one_in_our_table(tmp_path: Path) -> None:
    text = '[project]\nnam = "x"\n\n[tool.other]\nnam = 1\n\n[tool.civiscope]\nnam = 2\n'
    path = written(tmp_path, text, "pyproject.toml")

    assert refusal(path) == f"{path}, line 8: there is no setting 'nam'."


@pytest.mark.parametrize(
    ("text", "line", "rest"),
    [
        (
            "[scan]\nmax_pages = 0\n",
            2,
            "scan.max_pages: input should be greater than or equal to 1, but it is 0.",
        ),
        (
            '[scan]\nmax_pages = "9"\n',
            2,
            "scan.max_pages: input should be a valid integer, but it is '9'.",
        ),
        (
            "[scan]\nviewport = [800]\n",
            2,
            "scan.viewport: list should have at least 2 items after validation, not 1, but it "
            "is [800].",
        ),
        (
            "[gate]\nmin_coverage = 90\n",
            2,
            "gate.min_coverage: input should be less than or equal to 1, but it is 90",
        ),
        (
            'scan = "deep"\n',
            1,
            "scan: input should be a valid dictionary or instance of ScanConfig, but it is 'deep'.",
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_was_expected(
    tmp_path: Path, text: str, line: int, rest: str
) -> None:
    path = written(tmp_path, text)

    assert refusal(path).startswith(f"{path}, line {line}: {rest}")


def test_a_rule_is_turned_off_only_with_a_reason(tmp_path: Path) -> None:
    path = written(tmp_path, '[rules."site/title"]\noff = true\n')
    short = written(tmp_path, '[rules."site/title"]\noff = "no"\n', "short.toml")

    assert refusal(path) == (
        f"{path}, line 2: rules.site/title.off: input should be a valid string, but it is True."
    )
    assert refusal(short) == (
        f"{short}, line 2: rules.site/title.off: string should have at least 10 characters, "
        "but it is 'no'."
    )


def test_broken_toml_is_told_by_line(tmp_path: Path) -> None:
    path = written(tmp_path, "[scan]\nseed = = 1\n")

    assert refusal(path) == f"{path} is not valid TOML: Invalid value (at line 2, column 8)."


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.toml"

    assert refusal(path) == f"There is no configuration file {path}."


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "civiscope.toml"
    path.write_bytes(b"\xff\xfe")

    assert refusal(path).startswith(f"The configuration {path} cannot be read: ")


def test_secrets_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREVIEW_KEY", "abc123")
    path = written(tmp_path, '[scan.headers]\nX-Preview = "env:PREVIEW_KEY"\n')

    headers = load_config(path, tmp_path).scan_settings().headers

    assert headers == {"X-Preview": "abc123"}


def test_a_secret_in_a_list_comes_from_the_environment_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGING", "https://staging.example.gov/")
    path = written(tmp_path, '[scan]\ntargets = ["env:STAGING"]\n')

    assert load_config(path, tmp_path).config.scan.targets == ["https://staging.example.gov/"]


def test_a_variable_that_is_not_set_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREVIEW_KEY", raising=False)
    path = written(tmp_path, '[scan.headers]\nX-Preview = "env:PREVIEW_KEY"\n')

    expected = f"{path} asks for the environment variable PREVIEW_KEY, which is not set."
    assert refusal(path) == expected


def test_retired_rules_are_not_applied() -> None:
    assert [rule.id for rule in choose_rules(RULES, {})] == ["security/hsts", "site/title"]


def test_a_rule_is_named_by_its_old_name_too() -> None:
    chosen = choose_rules(
        RULES, {"site/page-title": RuleConfig(severity="minor")}, only=["site/page-title"]
    )

    assert [(rule.id, rule.severity) for rule in chosen] == [("site/title", "minor")]


def test_a_rule_that_is_off_is_not_applied() -> None:
    reason = RuleConfig(off="The supplier mends it in March.")

    assert [rule.id for rule in choose_rules(RULES, {"security/hsts": reason})] == ["site/title"]


def test_what_is_changed_of_which_rule_is_told() -> None:
    config = {
        "security/hsts": RuleConfig(severity="info", options={"min_age": 300, "hosts": ["a"]}),
        "site/title": RuleConfig(off="The supplier mends it in March."),
    }

    chosen, changes = choose_and_tell(RULES, config)
    _, others = choose_and_tell(RULES, {}, only=["site/title"])

    assert [rule.id for rule in chosen] == ["security/hsts"]
    assert [(c.rule, c.change, c.by, c.reason) for c in (*changes, *others)] == [
        ("security/hsts", "severity", "configuration", ""),
        ("security/hsts", "options", "configuration", ""),
        ("site/title", "off", "configuration", "The supplier mends it in March."),
        ("security/hsts", "not-chosen", "--rule", ""),
    ]
    assert changes[0].severity_now == "info"
    assert changes[1].options == {"min_age": (31536000, 300)}


def test_options_go_over_the_defaults_of_the_page() -> None:
    chosen = choose_rules(RULES, {"security/hsts": RuleConfig(options={"min_age": 300})})

    assert chosen[0].options == {"min_age": 300, "hosts": ["a"]}
    assert HSTS.options == {"min_age": 31536000, "hosts": ["a"]}


@pytest.mark.parametrize(
    ("rule", "setting", "sentence"),
    [
        (
            "security/hst",
            RuleConfig(),
            "There is no rule 'security/hst'; did you mean 'security/hsts'? "
            "`civiscope rules list` lists them all.",
        ),
        (
            "security/hsts",
            RuleConfig(options={"max_age": 1}),
            "The rule security/hsts has no option 'max_age'; did you mean 'min_age'? "
            "`civiscope rules show security/hsts` lists them.",
        ),
        (
            "site/title",
            RuleConfig(options={"least": 1}),
            "The rule site/title has no option 'least'. "
            "`civiscope rules show site/title` lists them.",
        ),
        (
            "security/hsts",
            RuleConfig(options={"min_age": "a year"}),
            "The option min_age of the rule security/hsts is of another kind than 'a year'; its "
            "default is 31536000.",
        ),
    ],
    ids=["rule", "option", "no options", "kind of value"],
)
def test_what_fits_no_rule_is_refused(rule: str, setting: RuleConfig, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_rules(RULES, {rule: setting})

    assert str(caught.value) == sentence


LAW = Standard(
    name="Law",
    title="A law",
    url="https://law.example.gov/",
    entries={
        "1": StandardEntry(level="A", since="1.0"),
        "2": StandardEntry(level="AAA", since="1.0"),
        "3": StandardEntry(level="A", since="2.0"),
    },
)


@pytest.mark.parametrize(
    ("selection", "cited", "expected"),
    [
        (Selection(), ["1"], True),
        (Selection(), [], False),
        (Selection(levels=["A"]), ["2"], False),
        (Selection(levels=["A"]), ["2", "1"], True),
        (Selection(until="1.0"), ["3"], False),
        (Selection(levels=["A"], until="2.0"), ["3"], True),
        (Selection(entries=["2"]), ["1", "3"], False),
        (Selection(entries=["2"]), ["2"], True),
        # Another level and a fitting age on two clauses make no clause that fits.
        (Selection(levels=["A"], until="1.0"), ["2", "3"], False),
    ],
)
def test_a_rule_belongs_where_one_clause_fits(
    selection: Selection, cited: list[str], expected: bool
) -> None:
    framework = Framework(
        id="law-1", title="Law", url=LAW.url, standards={"Law": selection}, limits="Much."
    )
    rule = make_rule(check, standards={"Law": cited} if cited else {})

    assert belongs(rule, framework, {"Law": LAW}) is expected


def test_words_to_choose_from_may_be_in_small_or_capital_letters(tmp_path: Path) -> None:
    path = written(tmp_path, '[site]\njurisdiction = "fr"\n[scan]\ndepth = "Deep"\n')

    settings = load_config(path, tmp_path).scan_settings()

    assert (settings.jurisdiction, settings.depth) == ("FR", "deep")
    assert "'GB', 'NI'" in refusal(written(tmp_path, '[site]\njurisdiction = "zz"\n'))
