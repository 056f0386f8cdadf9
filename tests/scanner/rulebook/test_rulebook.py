"""Rulebooks are read whole or refused with a sentence that names the page and what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.scanner.rulebook.rulebooks import PAGE, book

from civiscope.model import Outcome, Page, Site
from civiscope.rulebook import RuleError, all_rules, load, load_rulebooks
from civiscope.rulebook.render import rule_page

CHECK = """\
from civiscope import Page, failed

def check(page: Page):
    yield failed("title", "")
"""


def refusal(folder: Path, *, trust: bool = True) -> str:
    with pytest.raises(RuleError) as caught:
        load_rulebooks([folder], trust_python=trust)
    return str(caught.value)


def with_facts(line: str) -> str:
    return PAGE.replace("standards: {}\n", f"standards: {{}}\n{line}\n")


def test_a_folder_is_read_as_a_rulebook(tmp_path: Path) -> None:
    folder = book(tmp_path, {"site/page_title.md": PAGE, "site/page_title.py": CHECK})

    read = load_rulebooks([folder], trust_python=True)[-1]

    [rule] = read.rules
    assert (read.name, rule.id, rule.scope, rule.checked_by) == (
        "ours",
        "site/page-title",
        "page",
        "python",
    )
    assert rule.why == "Without a title nobody finds the page again."
    assert rule.fix.startswith("Write a title.")
    assert [(e.number, e.expected, [f.language for f in e.fences]) for e in rule.examples] == [
        (1, "passed", ["http"]),
        (2, "failed", ["html"]),
    ]
    assert rule.examples[0].fences[0].info == "https://www.example.gov/permits"


def test_what_is_known_of_false_alarms_is_no_part_of_why_a_rule_matters(tmp_path: Path) -> None:
    alarms = "Known false alarms: pages that\nare no pages.\n\nMore reasons.\n\n## How to fix"
    page = PAGE.replace("## How to fix", alarms, 1)

    [rule] = load_rulebooks(
        [book(tmp_path, {"site/page_title.md": page, "site/page_title.py": CHECK})],
        trust_python=True,
    )[-1].rules

    assert rule.false_alarms == "pages that\nare no pages."
    assert rule.why == "Without a title nobody finds the page again.\n\nMore reasons."
    assert "## Known false alarms\n\nPages that\nare no pages." in rule_page(rule)


def test_a_page_that_knows_of_no_false_alarms_has_no_part_on_them(tmp_path: Path) -> None:
    files = {"site/page_title.md": PAGE, "site/page_title.py": CHECK}

    [rule] = load_rulebooks([book(tmp_path, files)], trust_python=True)[-1].rules

    assert rule.false_alarms == ""
    assert "Known false alarms" not in rule_page(rule)


def test_modules_beside_a_rule_can_be_imported_from_it(tmp_path: Path) -> None:
    files = {
        "site/title.md": PAGE,
        "site/title.py": "from .words import check\n__all__ = ['check']\n",
        "site/words.py": (
            "from __future__ import annotations\n"
            "from collections.abc import Iterator\n"
            "from dataclasses import dataclass\n"
            "from typing import ClassVar\n"
            "from civiscope import Outcome, Site\n"
            "@dataclass(frozen=True)\nclass Word:\n    least: ClassVar[int]\n    text: str\n"
            "def check(site: Site) -> Iterator[Outcome]:\n    return iter(())\n"
        ),
    }

    [rule] = load_rulebooks([book(tmp_path, files)], trust_python=True)[-1].rules

    assert rule.scope == "site"


def test_two_folders_of_one_name_do_not_mix(tmp_path: Path) -> None:
    one = book(tmp_path / "a", {"site/one.md": PAGE, "site/one.py": CHECK})
    of_site = CHECK.replace("Page", "Site")
    other = book(tmp_path / "b", {"site/one.md": PAGE, "site/one.py": of_site})

    books = load_rulebooks([one, other], trust_python=True)

    assert [each.rules[0].scope for each in books[-2:]] == ["page", "site"]


def test_python_in_a_folder_runs_only_when_trusted(tmp_path: Path) -> None:
    boom = "raise SystemExit('it ran')\n"
    folder = book(tmp_path, {"site/title.md": PAGE, "site/title.py": boom})

    assert refusal(folder, trust=False) == (
        f"site/title.py in the rulebook {folder} is Python, which would run on this machine; add "
        "--trust-rulebook if you trust it."
    )


def test_scripts_and_mappings_need_no_trust(tmp_path: Path) -> None:
    files = {
        "site/title.md": PAGE,
        "site/title.js": "() => []",
        "site/alt.md": with_facts("axe: image-alt"),
    }

    read = load_rulebooks([book(tmp_path, files)])[-1]

    assert [(rule.id, rule.checked_by) for rule in read.rules] == [
        ("site/alt", "axe-core"),
        ("site/title", "script"),
    ]


WHERE = "ours: site/title.md: "
NEITHER = (
    "site/title.md: the first parameter of check must be a Page, a Site, a Document or a Source."
)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("No facts.\n", "it does not begin with facts between two lines of ---."),
        (with_facts("severty: minor"), "there is no key 'severty'; did you mean 'severity'?"),
        (with_facts("qqq: 1"), "there is no key 'qqq'."),
        (PAGE.replace('since: "0.1"\n', ""), "since is missing."),
        (PAGE.replace('"0.1"', "0.1"), "since: input should be a valid string, but it is 0.1."),
        (
            PAGE.replace("severity: minor", "severity: bad"),
            "severity: input should be 'critical', 'serious', 'moderate', 'minor' or 'info', but "
            "it is 'bad'.",
        ),
        (
            PAGE.replace("title: Pages have", "title: Pages: have"),
            "the YAML cannot be read: mapping values are not allowed in this context in "
            '"<byte string>", line 1, column 13.',
        ),
        (
            with_facts("messages:\n  odd: It is {."),
            "the message odd cannot be read: expected '}' before end of string.",
        ),
        (
            "---\n- a\n---\n",
            "the whole: input should be a valid dictionary or instance of Facts, but it is ['a'].",
        ),
    ],
    ids=["no facts", "near key", "far key", "missing", "type", "choice", "YAML", "message", "list"],
)
def test_a_page_that_is_not_in_order_is_refused(tmp_path: Path, page: str, sentence: str) -> None:
    folder = book(tmp_path, {"site/title.md": page, "site/title.py": CHECK})

    told = refusal(folder)

    # YAML calls what it reads by a name that depends on its build.
    assert told.replace("<unicode string>", "<byte string>") == WHERE + sentence


def test_a_page_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = book(tmp_path, {"site/title.py": CHECK})
    (folder / "site" / "title.md").write_bytes(b"---\ntitle: \xff\n---\n")

    assert refusal(folder) == f"{WHERE}it is not UTF-8 text."


def test_a_rule_has_a_check(tmp_path: Path) -> None:
    folder = book(tmp_path, {"site/title.md": PAGE})

    assert refusal(folder).startswith(f"{WHERE}give it a .py, a .js or an axe rule; ")


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ("x = 1\n", "site/title.py: it has no function check."),
        ("check = 1\n", "site/title.py: it has no function check."),
        (
            "import nowhere\n",
            "site/title.py: it cannot be imported (ModuleNotFoundError: No module named "
            "'nowhere').",
        ),
        ("1 / 0\n", "site/title.py: it cannot be imported (ZeroDivisionError: division by zero)."),
        (
            "def check(:\n",
            "site/title.py: it cannot be imported (SyntaxError: invalid syntax (title.py, "
            "line 1)).",
        ),
        ("def check():\n    ...\n", NEITHER),
        ("def check(page: str):\n    ...\n", NEITHER),
        ("def check(page):\n    ...\n", NEITHER),
        (
            "from __future__ import annotations\ndef check(page: Page):\n    ...\n",
            "site/title.md: a type in the signature of check is unknown: name 'Page' is not "
            "defined.",
        ),
        (
            "from civiscope import Page\ndef check(page: Page, least: int):\n    ...\n",
            "site/title.md: least is an option of check; put it after a *, so that it is given by "
            "name.",
        ),
        (
            "from civiscope import Page\ndef check(page: Page, *, least: int):\n    ...\n",
            "site/title.md: check has the option least, whose default the page must give.",
        ),
    ],
    ids=[
        "no check",
        "no function",
        "import",
        "crash",
        "syntax",
        "no parameter",
        "other type",
        "no type",
        "unknown type",
        "positional option",
        "option of the check only",
    ],
)
def test_a_check_that_is_not_in_order_is_refused(tmp_path: Path, check: str, sentence: str) -> None:
    folder = book(tmp_path, {"site/title.md": PAGE, "site/title.py": check})

    assert refusal(folder) == f"ours: {sentence}"


def test_an_option_that_the_check_does_not_take_is_refused(tmp_path: Path) -> None:
    files = {"site/title.md": with_facts("options:\n  most: 3"), "site/title.py": CHECK}

    expected = f"{WHERE}the page has the option most, which check does not take."
    assert refusal(book(tmp_path, files)) == expected


def test_a_framework_that_is_not_in_order_is_refused(tmp_path: Path) -> None:
    folder = book(tmp_path, {"frameworks/law.yaml": "id: law\ntitel: A law\n"})

    assert refusal(folder) == "frameworks/law.yaml: title is missing."


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == f"The rulebook {tmp_path / 'none'} is not a folder."


def test_a_folder_without_a_rule_is_refused(tmp_path: Path) -> None:
    folder = book(tmp_path, {"README.md": "# Our rules"})

    with pytest.raises(RuleError, match=r"ours holds no rule, .* ours/security/my_rule\.md"):
        load_rulebooks([folder])


def test_a_rule_page_outside_an_area_is_named(tmp_path: Path) -> None:
    folder = book(tmp_path, {"title.md": PAGE, "site/other.md": PAGE})

    with pytest.raises(RuleError, match=r"title\.md is in no area"):
        load_rulebooks([folder])


def test_two_rulebooks_cannot_have_one_id(tmp_path: Path) -> None:
    page = with_facts("axe: image-alt")
    one, other = (book(tmp_path / name, {"site/alt.md": page}) for name in "ab")
    books = load_rulebooks([one, other])

    with pytest.raises(RuleError) as caught:
        all_rules(books)

    assert str(caught.value) == "site/alt is defined in two rulebooks: ours and ours."


def register(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make *package* the one rulebook that is installed."""

    def entry_points(group: str) -> list[EntryPoint]:
        return [EntryPoint("agency", package, group)]

    monkeypatch.setattr(load, "entry_points", entry_points)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of rules, registered as an agency's would be."""
    package = tmp_path / "agency_rules"
    (package / "site").mkdir(parents=True)
    for folder in (package, package / "site"):
        (folder / "__init__.py").touch()
    (package / "site" / "title.md").write_text(PAGE, encoding="utf-8")
    (package / "site" / "title.py").write_text(CHECK, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    register("agency_rules", monkeypatch)
    yield package
    for name in [name for name in sys.modules if name.partition(".")[0] == "agency_rules"]:
        del sys.modules[name]


def test_an_installed_rulebook_needs_no_trust(installed: Path) -> None:
    [read] = load_rulebooks()

    assert (read.name, [rule.id for rule in read.rules]) == ("agency_rules", ["site/title"])


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("import nowhere\n", "ModuleNotFoundError: No module named 'nowhere'"),
        ("raise AttributeError('deep inside')\n", "AttributeError: deep inside"),
    ],
)
def test_a_module_of_an_installed_rulebook_that_cannot_be_imported_is_named(
    installed: Path, check: str, why: str
) -> None:
    (installed / "site" / "title.py").write_text(check, encoding="utf-8")

    with pytest.raises(RuleError) as caught:
        load_rulebooks()

    assert str(caught.value) == f"agency_rules: site/title.py: it cannot be imported ({why})."


def test_a_registered_rulebook_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    register("no_such_rules", monkeypatch)

    with pytest.raises(RuleError) as caught:
        load_rulebooks()

    expected = "The rulebook no_such_rules is registered but cannot be imported."
    assert str(caught.value) == expected


def test_scope_comes_from_the_signature() -> None:
    def of_page(page: Page) -> Iterator[Outcome]:
        return iter(())

    def of_site(site: Site) -> Iterator[Outcome]:
        return iter(())

    from civiscope.testing import make_rule

    assert [make_rule(check).scope for check in (of_page, of_site)] == ["page", "site"]
