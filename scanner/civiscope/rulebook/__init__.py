"""Rules as pages: read, chosen, described; and the standards and frameworks that they cite."""

from civiscope.rulebook.errors import RuleError
from civiscope.rulebook.load import (
    GROUP,
    Rulebook,
    all_rules,
    configure_rule,
    load_rulebooks,
)
from civiscope.rulebook.page import AFFECTED, Example, Facts, Fence, Rule
from civiscope.rulebook.signature import Check, Scope
from civiscope.rulebook.standards import Framework, Selection, Standard, StandardEntry

__all__ = [
    "AFFECTED",
    "GROUP",
    "Check",
    "Example",
    "Facts",
    "Fence",
    "Framework",
    "Rule",
    "RuleError",
    "Rulebook",
    "Scope",
    "Selection",
    "Standard",
    "StandardEntry",
    "all_rules",
    "configure_rule",
    "load_rulebooks",
]
