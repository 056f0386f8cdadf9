"""Write the mistakes of a report of conformance as JSON, JUnit XML or SARIF."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from importlib.metadata import version

from civiscope_reports.conformance.checks.mistake import AcrMistake
from civiscope_reports.conformance.checks.run import RULES
from civiscope_reports.text.plain import visible

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SARIF_LEVELS = {"error": "error", "ask": "warning", "note": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def mistakes_json(file: str, mistakes: Sequence[AcrMistake]) -> str:
    """Return one object with every mistake."""
    counts = {weight: sum(1 for m in mistakes if m.weight == weight) for weight in _SARIF_LEVELS}
    facts = {"file": file, "counts": counts, "mistakes": [asdict(each) for each in mistakes]}
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def mistakes_junit(file: str, mistakes: Sequence[AcrMistake]) -> str:
    """Return a test for each rule; it fails when there is something to correct or to ask."""
    cases: list[str] = []
    failures = 0
    for rule, title in RULES.items():
        found = [each for each in mistakes if each.rule == rule and each.weight != "note"]
        name = f"<testcase classname={_attribute(file)} name={_attribute(f'{rule}: {title}')}"
        if not found:
            cases.append(f"{name}/>")
            continue
        failures += 1
        lines = "\n".join(f"{each.place} {each.message} {each.quote}".strip() for each in found)
        cases.append(
            f"{name}><failure message={_attribute(found[0].message)} "
            f"type={_attribute(found[0].weight)}>"
            f"{_xml(lines)}</failure></testcase>"
        )
    body = "\n".join(cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="civiscope acr">\n'
        f'<testsuite name={_attribute(file)} tests="{len(cases)}" failures="{failures}" errors="0" '
        f'time="0.000">\n{body}\n</testsuite>\n</testsuites>\n'
    )


def mistakes_sarif(file: str, mistakes: Sequence[AcrMistake]) -> str:
    """Return a SARIF log whose results stand in *file*."""
    rules = [
        {"id": rule, "shortDescription": {"text": title}, "name": rule.partition("/")[2]}
        for rule, title in RULES.items()
    ]
    order = list(RULES)
    found = [
        {
            "ruleId": each.rule,
            "ruleIndex": order.index(each.rule),
            "level": _SARIF_LEVELS[each.weight],
            "message": {"text": visible(f"{each.place} {each.message}".strip())},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": file}}}],
        }
        for each in mistakes
    ]
    driver = {"name": "civiscope", "semanticVersion": version("civiscope"), "rules": rules}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": found}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", visible(text)))


def _attribute(text: str) -> str:
    return f'"{_xml(" ".join(text.split()))}"'
