"""The commands about rules: list and show them, begin new ones, run their examples."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands, taking_options
from civiscope.cli.scan_options import typer_option
from civiscope.errors import UsageError
from civiscope.model.outcome import SEVERITIES
from civiscope.rulebook import Rule, Rulebook, all_rules, load_rulebooks
from civiscope.rulebook.page import rule_names
from civiscope.rulebook.rule_filter import RULE_KINDS, RuleFilter, filter_rules
from civiscope.rulebook.scaffold import BUILT_IN, KINDS, new_rule
from civiscope.rulebook.select import RuleSet
from civiscope.suggestions import unknown

_ID = re.compile(r"[a-z][a-z0-9]*/[a-z0-9-]+")

rules_app = Commands(
    help="The rules: list and show them, begin and test your own.", no_args_is_help=True
)


def _only(flag: str, metavar: str, meaning: str) -> Any:  # noqa: ANN401 - typer's own
    """Return an option that keeps the rules with one of its values."""
    return typer.Option(flag, metavar=metavar, callback=o.join_values(), help=meaning)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleListOptions:
    """The options of `civiscope rules list`."""

    area: Annotated[
        list[str] | None,
        _only("--area", "AREA", "Only rules of this area, for example privacy (repeatable)."),
    ] = None
    criterion: Annotated[
        list[str] | None,
        _only(
            "--criterion",
            "KEY",
            "Only rules that cite this criterion: 1.4.3, the beginning 1.4, or a clause of "
            "another standard, 'RGAA 3.2' (repeatable).",
        ),
    ] = None
    severity: Annotated[
        list[str] | None,
        _only("--severity", "|".join(SEVERITIES), "Only rules of this severity (repeatable)."),
    ] = None
    kind: Annotated[
        list[str] | None,
        _only("--kind", "|".join(RULE_KINDS), "Only requirements, or only good practice."),
    ] = None
    framework: Annotated[
        list[str] | None,
        _only("--framework", "ID", "Only rules of this framework (repeatable)."),
    ] = None
    rulebook: o.Books = None
    trust_rulebook: o.Trust = False
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False
    debug: o.Debug = False

    @property
    def wanted(self) -> RuleFilter:
        """What the rules to list must have."""
        return RuleFilter(
            areas=tuple(self.area or ()),
            criteria=tuple(self.criterion or ()),
            severities=tuple(self.severity or ()),
            kinds=tuple(self.kind or ()),
            frameworks=tuple(self.framework or ()),
        )


@rules_app.command("list")
@taking_options
def list_rules(given: RuleListOptions) -> int:
    """List the rules: all, or those of an area, criterion, severity, kind or framework."""
    books = load_rulebooks(given.rulebook or (), trust_python=given.trust_rulebook)
    known = RuleSet(books, all_rules(books))
    rules = filter_rules(
        known.rules, given.wanted, frameworks=known.frameworks, standards=known.standards
    )
    if given.as_json:
        print(json.dumps([_list_facts(rule) for rule in rules], indent=2, ensure_ascii=False))
        return 0
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        print(f"{rule.id:<{width}}  {rule.severity:<8}  {rule.facts.title}")
    if given.wanted != RuleFilter():
        print(f"{len(rules) or 'None'} of {_number(len(known.rules), 'rule')}.", file=sys.stderr)
    return 0


def _list_facts(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.facts.title,
        "fails": rule.facts.fails,
        "severity": rule.severity,
        "kind": rule.facts.kind,
        "scope": rule.scope,
        "checked_by": rule.checked_by,
        "standards": rule.facts.standards,
    }


@rules_app.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="For example security/hsts.")],
    rulebook: o.Books = None,
    trust_rulebook: o.Trust = False,
    debug: o.Debug = False,
) -> int:
    """Show the page of one rule."""
    from civiscope.docs import rule_page

    books = load_rulebooks(rulebook or (), trust_python=trust_rulebook)
    found = _find_rule(rule, all_rules(books))
    standards = {name: s for book in books for name, s in book.standards.items()}
    print(rule_page(found, standards), end="")
    return 0


@rules_app.command("new")
def begin_rule(
    rule: Annotated[str, typer.Argument(metavar="AREA/NAME", help="Its id, which is for ever.")],
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="DIR", help=f"The rulebook to add it to ({BUILT_IN} or .)."),
    ] = None,
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="|".join(KINDS), help="What checks it (python)."),
    ] = "python",
    debug: o.Debug = False,
) -> int:
    """Write the page and check of a new rule that works as it stands; then make it yours."""
    if kind not in KINDS:
        raise UsageError(f"--kind is {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {kind!r}.")
    if folder is None:
        folder = BUILT_IN if BUILT_IN.is_dir() else Path()
    for path in new_rule(rule, kind, folder):
        print(path)
    where = "" if folder == BUILT_IN else f" {folder}"
    trust = " --trust-rulebook" if kind == "python" and where else ""
    print(f"Edit it, then run `civiscope rules test{where} --rule {rule}{trust}`.", file=sys.stderr)
    return 0


@rules_app.command("test")
def run_tests(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="DIR…", help="Rulebook folders, or ids of rules (all installed)."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="ID",
            callback=o.join_values(),
            help="Run only this rule's examples (repeatable).",
        ),
    ] = None,
    trust_rulebook: Annotated[
        bool, typer.Option("--trust-rulebook", help="Let Python in the folders run.")
    ] = False,
    browser: Annotated[Path | None, typer_option("browser")] = None,
    quiet: o.Quiet = False,
    debug: o.Debug = False,
) -> int:
    """Run the examples of rule pages; exit 1 when one is not what its heading says."""
    from civiscope.examples import run_examples

    words = what or []
    named = {word for word in words if _ID.fullmatch(word) and not Path(word).is_dir()}
    folders = [Path(word) for word in words if word not in named]
    ids = [*(word for word in words if word in named), *(rule or ())]
    # Absolute, so that a book is known by its folder's name, be it given as `.`.
    books = load_rulebooks([path.resolve() for path in folders], trust_python=trust_rulebook)
    rules = _select_rules(books[-len(folders) :] if folders else books, ids)
    results = run_examples(rules, browser=browser)
    wrong = [result for result in results if not result.agrees]
    for result in wrong:
        print(result.sentence)
    bare = [each.id for each in rules if not each.examples]
    for rule_id in bare:
        print(f"{rule_id} has no examples.")
    for rule_id in (each.id for each in rules if not each.facts.fails):
        print(f"{rule_id} does not say what is wrong when it fails; add `fails:` below `title:`.")
    if not quiet:
        print(_count(len(results), len(rules), len(wrong)), file=sys.stderr)
    return 1 if wrong or bare or not results else 0


def _select_rules(books: Sequence[Rulebook], ids: Sequence[str]) -> list[Rule]:
    rules = all_rules(books)
    return [_find_rule(each, rules) for each in dict.fromkeys(ids)] if ids else list(rules)


def _find_rule(rule_id: str, rules: Sequence[Rule]) -> Rule:
    known = rule_names(rules)
    if rule_id not in known:
        raise unknown("rule", rule_id, known, "civiscope rules list")
    return known[rule_id]


def _count(examples: int, rules: int, wrong: int) -> str:
    if not examples:
        return "There are no examples to run."
    return (
        f"{_number(examples, 'example')} of {_number(rules, 'rule')}: "
        f"{wrong or 'none'} with another verdict than the heading says."
    )


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
