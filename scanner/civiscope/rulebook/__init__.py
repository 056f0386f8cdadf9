"""Rules as pages: read, chosen, described; and the standards and frameworks that they cite."""

from civiscope.rulebook.rulebook import (
    AFFECTED,
    GROUP,
    Example,
    Facts,
    Fence,
    Framework,
    Rule,
    Rulebook,
    RuleError,
    Selection,
    Standard,
    StandardEntry,
    all_rules,
    configured,
    load_rulebooks,
    load_standards,
)

__all__ = [
    "AFFECTED",
    "GROUP",
    "Example",
    "Facts",
    "Fence",
    "Framework",
    "Rule",
    "RuleError",
    "Rulebook",
    "Selection",
    "Standard",
    "StandardEntry",
    "all_rules",
    "configured",
    "load_rulebooks",
    "load_standards",
]
