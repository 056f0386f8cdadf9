"""The rules that a configuration, or somebody who outranks it, asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from civiscope.config import Config
from civiscope.errors import UsageError
from civiscope.rulebook import Framework, all_rules, load_rulebooks
from civiscope.rulebook.select import RuleConfig, RuleSet, choose_and_tell
from civiscope.suggestions import unknown

CLAIMS = {"pdf-ua-1": "documents/pdf-ua-1", "pdf-ua-2": "documents/pdf-ua-2"}
"""Rules for what files claim of themselves, by the framework that asks for it of all files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """What is asked for beside the configuration."""

    frameworks: tuple[str, ...] = ()
    """Apply only rules of these; empty: of those in the configuration."""
    only: tuple[str, ...] = ()
    """Apply only these rules."""
    folders: tuple[Path, ...] = ()
    """Rulebooks besides the installed ones."""
    trust_python: bool = False
    """Whether Python in these folders may run."""


def read_rules(config: Config, choice: RuleChoice) -> RuleSet:
    """Return the rules to apply, and the rulebooks they come from. Raises UsageError."""
    books = load_rulebooks(choice.folders, trust_python=choice.trust_python)
    everything = RuleSet(books, all_rules(books))
    known = {framework.id: framework for framework in everything.frameworks}
    wanted: list[Framework] = []
    for name in choice.frameworks or config.frameworks or ():
        if name not in known:
            raise unknown("framework", name, known, "civiscope frameworks")
        wanted.append(known[name])
    chosen, changes = choose_and_tell(
        everything.rules,
        _with_claims({**config.rules}, choice.frameworks),
        frameworks=wanted,
        only=choice.only,
        standards=everything.standards,
    )
    if not chosen:
        raise UsageError(
            "No rule is left to apply; loosen --rule, --framework or the configuration."
        )
    return RuleSet(books, chosen, changes)


def _with_claims(
    tables: dict[str, RuleConfig], frameworks: tuple[str, ...]
) -> dict[str, RuleConfig]:
    """Return *tables* with rules for claims of documents that hold whether a file claims it or
    not, for the frameworks that somebody names."""
    for name in frameworks:
        rule = CLAIMS.get(name)
        if rule is not None:
            own = tables.get(rule, RuleConfig())
            tables[rule] = own.model_copy(update={"options": {"unclaimed": True, **own.options}})
    return tables
