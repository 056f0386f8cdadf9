"""Make the documentation of rules from their pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from civiscope.rulebook.page import Rule
from civiscope.rulebook.select import belongs
from civiscope.rulebook.standards import Framework, Standard

_CHECKED_BY = {"axe-core": "axe-core", "script": "a script in the page", "python": "Python"}
_LOOKS_AT = {
    "page": "one page",
    "site": "the whole site",
    "document": "one document",
    "source": "one file of source",
}


def rule_page(rule: Rule, standards: Mapping[str, Standard] | None = None) -> str:
    """Return everything there is to know about *rule*, as Markdown.

    With *standards*, the clauses it cites bear their titles and links.
    """
    facts = rule.facts
    parts = [
        f"# {facts.title}\n",
        table(("", ""), list(_facts(rule, standards or {}))),
        rule.why,
        _section("Known false alarms", rule.false_alarms[:1].upper() + rule.false_alarms[1:]),
        _section("How to fix", rule.fix),
        _section("Messages", _list(f"**{name}**: {text}" for name, text in facts.messages.items())),
        _section("Options", _options(facts.options)),
        _section("Examples", rule.text.partition("\n## Examples\n")[2].strip()),
        _section("In your configuration", _configuration(rule)),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def rule_index(rules: Sequence[Rule]) -> str:
    """Return the list of all *rules*, by area."""
    parts = [
        "# Rules\n",
        f"civiscope has {len(rules)} rules. Each has a page that says why it matters, how to fix "
        "what it finds, and by which examples it is tested. Best-practice rules go beyond what a "
        "law or standard asks for; they never fail the gate unless you say so.",
        "Which rules belong to which law or standard stands in [frameworks](frameworks.md).",
    ]
    for area in sorted({rule.area for rule in rules}):
        rows = [
            (
                f"[{rule.id}]({rule.id}.md)",
                rule.facts.title,
                rule.severity,
                rule.facts.kind.replace("-", " "),
                rule.checked_by,
            )
            for rule in rules
            if rule.area == area
        ]
        heading = ("Rule", "What is right", "Severity", "Kind", "Checked by")
        parts += [f"## {area.capitalize()}", table(heading, rows)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def framework_page(
    frameworks: Sequence[Framework], rules: Sequence[Rule], standards: Mapping[str, Standard]
) -> str:
    """Return the list of *frameworks*, each with what a scan cannot show and the rules it has."""
    parts = [
        "# Frameworks\n",
        "A framework is a law or standard in one version. `--framework ID` applies only the rules "
        "that cite what it asks for. A scan without failures does not show that a site conforms.",
    ]
    for framework in frameworks:
        members = [rule for rule in rules if belongs(rule, framework, standards)]
        rows = [
            ("Id", f"`{framework.id}`"),
            ("Where", framework.jurisdiction or "everywhere"),
            ("Source", f"<{framework.url}>"),
            ("Rules", str(len(members))),
        ]
        if framework.version:
            rows.append(("Edition", framework.version))
        if framework.in_force:
            rows.append(("In force", framework.in_force))
        links = ", ".join(f"[{rule.id}]({rule.id}.md)" for rule in members)
        parts += [f"## {framework.title}", table(("", ""), rows), framework.limits.strip()]
        clauses = _clauses(framework, members, standards)
        parts += [clauses] if clauses else [f"Rules: {links}."]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _clauses(
    framework: Framework, members: Sequence[Rule], standards: Mapping[str, Standard]
) -> str:
    """Return the framework clause by clause, when it is one whose clauses say what can be seen."""
    rows: list[tuple[str, str, str, str]] = []
    told = False
    for name, selection in framework.standards.items():
        for key, entry in standards[name].entries.items():
            if selection.entries is not None and key not in selection.entries:
                continue
            rules = [rule for rule in members if key in rule.facts.standards.get(name, ())]
            links = ", ".join(f"[{rule.id}]({rule.id}.md)" for rule in rules)
            told = told or bool(entry.note)
            seen = {"yes": "", "partly": "In part. ", "no": "Not from outside. "}[entry.outside]
            source = "as reported by others" if entry.source == "secondary" else "the document"
            rows.append((f"{name} {key}: {entry.title}", links, f"{seen}{entry.note}", source))
    return table(("Clause", "Rules", "What cannot be seen", "Source"), rows) if told else ""


def _consequence(rule: Rule) -> str:
    """Return what a finding of a rule whose confidence is not certain leads to."""
    if rule.facts.confidence == "tentative":
        return "shown as needs review"
    if not any(example.expected.startswith("failed") for example in rule.examples):
        return "only asks for a person's eye"
    if rule.facts.kind == "best-practice":
        return "gates only with `include_best_practice`"
    return "gates"


def _facts(rule: Rule, standards: Mapping[str, Standard]) -> Iterator[tuple[str, str]]:
    facts = rule.facts
    if facts.fails:
        yield "When it fails", facts.fails
    yield "Rule", f"`{rule.id}`"
    if facts.aliases:
        yield "Also known as", ", ".join(f"`{alias}`" for alias in facts.aliases)
    if facts.deprecated:
        yield "Retired", "no longer applied"
    yield "Severity", facts.severity
    if facts.confidence != "certain":
        yield "Confidence", f"{facts.confidence} ({_consequence(rule)})"
    yield "Kind", facts.kind.replace("-", " ")
    yield "Looks at", _LOOKS_AT[rule.scope]
    by = _CHECKED_BY[rule.checked_by]
    yield "Checked by", f"{by}, rule `{facts.axe}`" if facts.axe else by
    if facts.affects:
        yield "Affects", ", ".join(group.replace("-", " ") for group in facts.affects)
    yield "Since", facts.since
    for name, keys in facts.standards.items():
        yield name, ", ".join(_clause(key, standards.get(name)) for key in keys)


def _clause(key: str, standard: Standard | None) -> str:
    entry = None if standard is None else standard.entries.get(key)
    if standard is None or entry is None:
        return key
    named = f"{key} {entry.title}" if entry.title else key
    level = f" ({entry.level})" if entry.level else ""
    return f"[{named}]({entry.url or standard.url}){level}"


def _options(options: Mapping[str, Any]) -> str:
    rows = [
        (f"`{name}`", f"`{json.dumps(value, ensure_ascii=False)}`")
        for name, value in options.items()
    ]
    return table(("Option", "Default"), rows) if rows else ""


def _configuration(rule: Rule) -> str:
    lines = [
        "```toml",
        f'[rules."{rule.id}"]',
        f'severity = "{rule.facts.severity}"',
        '# off = "say why, and until when"',
    ]
    if rule.facts.options:
        lines += ["", f'[rules."{rule.id}".options]']
        lines += [f"{name} = {_toml(value)}" for name, value in rule.facts.options.items()]
    return "\n".join([*lines, "```"])


def _toml(value: object) -> str:
    """Return plain data as TOML; where JSON differs from it, as TOML has it."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return "{ " + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in table.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in cast("list[object]", value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _section(heading: str, text: str) -> str:
    return f"## {heading}\n\n{text}" if text else ""


def _list(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
