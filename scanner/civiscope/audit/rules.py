"""The rules that a configuration, or somebody who outranks it, asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from civiscope.config import Config
from civiscope.errors import UsageError
from civiscope.rulebook import Framework, all_rules, load_rulebooks
from civiscope.rulebook.select import RuleSet, choose_and_tell
from civiscope.suggestions import unknown


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
        config.rules,
        frameworks=wanted,
        only=choice.only,
        standards=everything.standards,
    )
    if not chosen:
        raise UsageError(
            "No rule is left to apply; loosen --rule, --framework or the configuration."
        )
    return RuleSet(books, chosen, changes)
