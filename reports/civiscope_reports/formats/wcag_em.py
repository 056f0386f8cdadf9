"""Write an evaluation for W3C's WCAG-EM report tool: scope, sample, and what was proved on it.

The tool reads JSON-LD by its own context. It has no pass from us: what is not proved or doubted is
left to people, as untested.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from civiscope.atomic_write import write_whole
from civiscope.results import Finding, Results
from civiscope.results.sample import EvaluationSample, SampledPage, choose_sample
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.rules_left_out import lines_of_changes
from civiscope_reports.content.standards import WCAG, Clauses
from civiscope_reports.text.plain import no_halves, plain

MAX_BYTES = 1_000_000
"""The tool takes minutes for more."""
_LENGTHS = (300, 100, 40)
"""Of descriptions, each tried when the one before gives too large a file."""
MAX_SELECTORS = 3
MAX_TEXT = 2000
"""Characters of one text; addresses are not longer than browsers take them, either."""
_OUTCOMES = {"failed": "Fail", "cantTell": "CannotTell", "untested": "NotTested"}
# The names and addresses of the tool's own context, version 3.0; WCAG22 is unknown to it, and
# criteria of 2.2 are found by their id below WCAG21.
_CONTEXT: dict[str, Any] = {
    "wcagem": "http://www.w3.org/TR/WCAG-EM/#",
    "Evaluation": "wcagem:procedure",
    "defineScope": "wcagem:step1",
    "scope": "wcagem:step1a",
    "conformanceTarget": "wcagem:step1b",
    "accessibilitySupportBaseline": "wcagem:step1c",
    "additionalEvaluationRequirements": "wcagem:step1d",
    "exploreTarget": "wcagem:step2",
    "essentialFunctionality": "wcagem:step2b",
    "pageTypeVariety": "wcagem:step2c",
    "technologiesReliedUpon": "wcagem:step2d",
    "selectSample": "wcagem:step3",
    "structuredSample": "wcagem:step3a",
    "randomSample": "wcagem:step3b",
    "Website": "wcagem:website",
    "Webpage": "wcagem:webpage",
    "auditSample": "wcagem:step4",
    "reportFindings": "wcagem:step5",
    "commissioner": "wcagem:commissioner",
    "evaluator": "wcagem:evaluator",
    "evaluationSpecifics": "wcagem:step5b",
    "WAI": "http://www.w3.org/WAI/",
    "WCAG21": "http://www.w3.org/TR/WCAG21/#",
    "wcagVersion": "WAI:standards-guidelines/wcag/#versions",
    "earl": "http://www.w3.org/ns/earl#",
    "Assertion": "earl:Assertion",
    "Assertor": "earl:Assertor",
    "TestCriterion": "earl:TestCriterion",
    "TestRequirement": "earl:TestRequirement",
    "TestSubject": "earl:TestSubject",
    "TestResult": "earl:TestResult",
    "OutcomeValue": "earl:OutcomeValue",
    "Fail": "earl:Fail",
    "CannotTell": "earl:CannotTell",
    "NotTested": "earl:NotTested",
    "assertedBy": "earl:assertedBy",
    "mode": "earl:mode",
    "result": "earl:result",
    "subject": "earl:subject",
    "test": "earl:test",
    "outcome": "earl:outcome",
    "dcterms": "http://purl.org/dc/terms/",
    "title": "dcterms:title",
    "description": "dcterms:description",
    "summary": "dcterms:summary",
    "date": "dcterms:date",
}
_IDS_OF_TOOL = {"target-size-enhanced": "target-size"}
"""Ids that W3C has changed since, and the tool has not."""
_DATE = "http://www.w3.org/TR/NOTE-datetime"
Node = dict[str, Any]


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the evaluation that the tool opens. Raises CannotWriteError."""
    sample = _sample_of(results)
    text = b""
    for length in _LENGTHS:
        text = _text(_evaluation(results, sample, length))
        if len(text) < MAX_BYTES:
            break
    write_whole(path, [text])


def write_data(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write the assertions that the tool imports into an open evaluation. Raises CannotWriteError.

    The tool makes `Cannot tell` of each, a failure too; what was found stands in the description,
    in the first one also which rules were turned off: there is no other place for it.
    """
    sample = _sample_of(results)
    changes = lines_of_changes(results)
    text = b""
    for length in _LENGTHS:
        found = _at_least_one if changes else _assertions
        graph = [
            {**assertion, "subject": {"@id": assertion["subject"]["@id"]}}
            for assertion in found(results, sample, length)
        ]
        for first in graph[:1]:
            first["result"]["description"] = " ".join((first["result"]["description"], *changes))
        text = _text({"@context": _CONTEXT, "@graph": graph})
        if len(text) < MAX_BYTES:
            break
    write_whole(path, [text])


def _sample_of(results: Results) -> EvaluationSample:
    """Return the sample that the scan was asked for, or one of what was seen."""
    documents = results.coverage.documents
    return results.sample or choose_sample(results.pages, documents, results.scan.seed)


def _text(value: Node) -> bytes:
    return f"{json.dumps(_cleaned(value), ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _cleaned(value: object) -> object:
    """Return *value* with every text fit to be read, whoever wrote it, and no longer than that."""
    if isinstance(value, str):
        return plain(value, MAX_TEXT)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in cast("Node", value).items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in cast("list[object]", value)]
    return value


def _evaluation(results: Results, sample: EvaluationSample, length: int) -> Node:
    tool, scan = results.tool, results.scan
    site = _site_name(results)
    versions = ", ".join(f"{name} {version}" for name, version in tool.engines.items())
    seen = sum(1 for page in results.pages if page.kind == "page" and page.state != "failed")
    return {
        "@context": _CONTEXT,
        "@type": "Evaluation",
        "@id": "_:evaluation",
        "defineScope": {
            "@id": "_:defineScope",
            "scope": {
                "@id": "_:website",
                "@type": ["TestSubject", "Website"],
                "title": site,
                "description": f"Web pages of {', '.join(scan.targets)}",
            },
            "wcagVersion": "2.2",
            "conformanceTarget": "AA",
            "accessibilitySupportBaseline": (
                f"To be stated by the evaluator. The automated checks ran in {tool.browser}, "
                "without assistive technology."
            ),
            "additionalEvaluationRequirements": "",
        },
        "exploreTarget": {
            "@id": "_:exploreTarget",
            "technologiesReliedUpon": [{"title": name} for name in ("HTML", "CSS", "WAI-ARIA")],
            "essentialFunctionality": _processes(results),
            "pageTypeVariety": _variety(sample, seen),
        },
        "selectSample": {
            "@id": "_:selectSample",
            "structuredSample": [_subject(page) for page in sample.structured],
            "randomSample": [_subject(page) for page in sample.random],
        },
        "auditSample": _at_least_one(results, sample, length),
        "reportFindings": {
            "@id": "_:reportFindings",
            "title": f"Evaluation of {site}",
            "commissioner": "",
            "evaluator": "",
            "date": {"@value": scan.started[:10], "@type": _DATE},
            "summary": (
                "Only automated checks were made; no person has judged. What they prove stands as "
                "failed, what they doubt as cannot tell, all else as untested."
            ),
            "evaluationSpecifics": " ".join(
                (
                    f"{tool.name} {tool.version} ({versions}) in {tool.browser}, "
                    f"{scan.started[:10]}, {seen} pages seen, "
                    f"sample drawn with the seed {sample.seed}.",
                    *lines_of_changes(results),
                )
            ),
        },
    }


def _site_name(results: Results) -> str:
    hosts = [urlsplit(each).hostname or each for each in results.scan.targets]
    return plain(", ".join(dict.fromkeys(hosts)), 200)


def _variety(sample: EvaluationSample, seen: int) -> str:
    kinds: dict[str, str] = {}
    for page in (*sample.structured, *sample.documents):
        for kind in page.kinds:
            if kind != "template":
                kinds.setdefault(kind, page.url)
    found = "; ".join(f"{kind}: {plain(url, 300)}" for kind, url in kinds.items())
    templates = sum("template" in page.kinds for page in sample.structured)
    return (
        f"{seen} pages were seen, of {templates} templates. "
        f"Found: {found}. Not found: {', '.join(sample.not_found)}."
    )


def _processes(results: Results) -> str:
    """Return what people do on the site, as far as journeys say it."""
    if not results.journeys:
        return "To be stated by the evaluator."
    names = [run.title or run.name for run in results.journeys]
    return f"{'; '.join(names)}. More to be stated by the evaluator."


def _subject(page: SampledPage) -> Node:
    # The tool takes the first of title and description that is an address for the id of the page,
    # whatever stands in @id: with the address as title it cannot be another one.
    kinds = ", ".join(page.kinds)
    return {
        "@id": _address(page.url),
        "@type": ["TestSubject", "Webpage"],
        "title": _address(page.url),
        "description": plain(f"{page.title} ({kinds})", 300),
    }


def _address(url: str) -> str:
    """Return *url* as browsers write it: without blanks and characters that have to be escaped."""
    return quote(no_halves(url), safe="%/:=&?~#+!$,;'@()*[]-._")


def _assertor(results: Results) -> Node:
    name = f"{results.tool.name} {results.tool.version}"
    return {"@id": f"urn:{name.replace(' ', ':')}", "@type": "Assertor", "title": name}


def _at_least_one(results: Results, sample: EvaluationSample, length: int) -> list[Node]:
    """Return the assertions; without any the tool cannot open the file, so one says untested."""
    found = list(_assertions(results, sample, length))
    if found or not sample.pages:
        return found
    told = "Automated checks proved and doubted nothing; a person has to test."
    first = ("1.1.1", "non-text-content")
    return [_assertion(sample.pages[0], first, "untested", told, _assertor(results))]


def _assertions(results: Results, sample: EvaluationSample, length: int) -> Iterator[Node]:
    clauses = Clauses(results)
    assertor = _assertor(results)
    by_page: dict[str, dict[str, list[Finding]]] = {}
    requirements = {rule.id for rule in results.rules if rule.kind == "requirement"}
    for finding in results.findings:
        if finding.rule in requirements:
            for number in finding.standards.get(WCAG, ()):
                by_page.setdefault(finding.page, {}).setdefault(number, []).append(finding)
    for page in sample.pages:
        for number, findings in sorted(by_page.get(page.url, {}).items()):
            criterion = clauses.criterion_id(number)
            if not criterion:
                continue
            proved = [each for each in findings if not each.needs_review]
            outcome = "failed" if proved else "cantTell"
            told = _description(proved or findings, results, length)
            yield _assertion(page, (number, criterion), outcome, told, assertor)


def _assertion(
    page: SampledPage, criterion: tuple[str, str], outcome: str, told: str, assertor: Node
) -> Node:
    number, name = criterion
    return {
        "@type": "Assertion",
        "assertedBy": assertor,
        "mode": {"@id": "earl:automatic"},
        "subject": _subject(page),
        "test": {
            "@id": f"WCAG21:{_IDS_OF_TOOL.get(name, name)}",
            "@type": ["TestCriterion", "TestRequirement"],
            "title": number,
        },
        "result": {
            "@type": "TestResult",
            "outcome": {"@id": f"earl:{outcome}", "@type": ["OutcomeValue", _OUTCOMES[outcome]]},
            "description": told,
        },
    }


def _description(findings: list[Finding], results: Results, length: int) -> str:
    rules = ", ".join(dict.fromkeys(each.rule for each in findings))
    places = [each.selector for each in findings if each.selector][:MAX_SELECTORS]
    shown = f" First: {' | '.join(places)}." if places else ""
    count = f"{len(findings)} places" if len(findings) != 1 else "1 place"
    whole = (
        f"Automatic, {results.tool.name} {results.tool.version}: {count} ({rules}). "
        f"{findings[0].message}{shown}"
    )
    return plain(whole, length)
