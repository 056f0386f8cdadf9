"""Write EARL, the form in which W3C compares test tools: one assertion a page and rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from civiscope.atomic_write import write_whole
from civiscope.model.rule_change import RuleChange
from civiscope.results import DocumentListed, PageResult, Results, RuleFacts, RuleOutcome
from civiscope_reports.content.context import NOTHING, Context
from civiscope_reports.content.outcomes import only_hints, outcomes_of
from civiscope_reports.content.standards import ACT, WCAG, Clauses, act_rule_url
from civiscope_reports.text.json_text import dump
from civiscope_reports.text.plain import plain

_MAX_URL_CHARACTERS = 8000
_XML = frozenset({"text/xml", "application/xml"})

# Written out, so that the file means the same without a network.
_CONTEXT = {
    "@vocab": "http://www.w3.org/ns/earl#",
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "WCAG2": "https://www.w3.org/TR/WCAG22/#",
    "assertions": {"@reverse": "earl:subject"},
    "assertedBy": {"@id": "earl:assertedBy", "@type": "@id"},
    "mode": {"@id": "earl:mode", "@type": "@id"},
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "title": "dct:title",
    "description": "dct:description",
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "conformsTo": {"@id": "dct:conformsTo", "@type": "@id"},
    "release": {"@id": "doap:release"},
    "revision": {"@id": "doap:revision"},
}


def write(results: Results, path: Path, context: Context = NOTHING) -> None:
    """Write what every rule said of every page. Raises CannotWriteError."""
    write_whole(path, _parts(results))


def _parts(results: Results) -> Iterator[bytes]:
    # Page by page: a large site has a million assertions, and each repeats its test, because the
    # readers of such reports look for success criteria there and nowhere else.
    tool = results.tool
    assertor = {
        "@id": f"urn:{tool.name}:{tool.version}",
        "@type": ["Assertor", "Software"],
        "title": tool.name,
        "release": {"revision": tool.version},
    }
    yield f'{{\n"@context": {dump(_CONTEXT)},\n"@graph": [\n{dump(assertor)}'.encode()
    clauses = Clauses(results)
    tests = {rule.id: dump(_test(rule, clauses)) for rule in results.rules}
    hints = only_hints(results)
    for page in results.pages:
        yield b",\n" + _subject(page, tests, hints, str(assertor["@id"])).encode()
    for document in results.coverage.documents:
        if _is_data(document):
            yield b",\n" + _not_a_page(document, tests, str(assertor["@id"])).encode()
    off = [change for change in results.rule_changes if change.change == "off"]
    if off and results.pages:
        not_applied = _not_applied(off, results.pages[0].url, str(assertor["@id"]), clauses)
        yield b",\n" + not_applied.encode()
    yield b"\n]\n}\n"


def _is_data(document: DocumentListed) -> bool:
    """Say whether an address that was asked as a page answered with XML that is not one."""
    media_type = document.media_type.lower()
    return not document.error and (media_type in _XML or media_type.endswith("+xml"))


def _not_a_page(document: DocumentListed, tests: Mapping[str, str], assertor: str) -> str:
    """Return that no rule applies to XML data: rules are about web pages."""
    by = f'"@type":"Assertion","assertedBy":{dump(assertor)},"mode":"earl:automatic"'
    result = dump({"@type": "TestResult", "outcome": "earl:inapplicable"})
    assertions = ",\n".join(f'{{{by},"test":{test},"result":{result}}}' for test in tests.values())
    source = dump(document.url[:_MAX_URL_CHARACTERS])
    return f'{{"@type":"TestSubject","source":{source},"assertions":[\n{assertions}]}}'


def _not_applied(changes: Sequence[RuleChange], url: str, assertor: str, clauses: Clauses) -> str:
    """Return that rules which were turned off say nothing, and why; once, of the first page."""
    assertions = [
        {
            "@type": "Assertion",
            "assertedBy": assertor,
            "mode": "earl:automatic",
            "test": _test_of(change.rule, change.standards, clauses),
            "result": {
                "@type": "TestResult",
                "outcome": "earl:untested",
                "description": plain(f"Turned off by the {change.by}: {change.reason}"),
            },
        }
        for change in changes
    ]
    return dump(
        {"@type": "TestSubject", "source": url[:_MAX_URL_CHARACTERS], "assertions": assertions}
    )


def _subject(
    page: PageResult,
    tests: dict[str, str],
    hints: frozenset[tuple[str, str]],
    assertor: str,
) -> str:
    by = f'"@type":"Assertion","assertedBy":{dump(assertor)},"mode":"earl:automatic"'
    assertions = ",\n".join(
        f'{{{by},"test":{tests[rule]},"result":{_result(outcome, said)}}}'
        for rule, outcome, said in outcomes_of(page, hints)
        if rule in tests
    )
    source = dump(page.url[:_MAX_URL_CHARACTERS])
    return f'{{"@type":"TestSubject","source":{source},"assertions":[\n{assertions}]}}'


def _result(outcome: str, said: RuleOutcome) -> str:
    result = {"@type": "TestResult", "outcome": f"earl:{outcome}"}
    if said.reason:
        result["description"] = plain(said.reason)
    return dump(result)


def _test(rule: RuleFacts, clauses: Clauses) -> dict[str, object]:
    return _test_of(rule.id, rule.standards, clauses)


def _test_of(
    rule: str, standards: Mapping[str, tuple[str, ...]], clauses: Clauses
) -> dict[str, object]:
    criteria = [clauses.criterion_id(number) for number in standards.get(WCAG, ())]
    test: dict[str, object] = {
        "@id": f"urn:civiscope:rule:{rule}",
        "@type": "TestCase",
        "title": rule,
        "isPartOf": [f"WCAG2:{each}" for each in criteria if each],
        "conformsTo": [act_rule_url(each) for each in standards.get(ACT, ())],
    }
    return {name: value for name, value in test.items() if value}
