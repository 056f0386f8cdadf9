"""Judge documents and other single files: every rule of their scope on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from civiscope.judge.apply import apply_rule
from civiscope.judge.coverage import Judged
from civiscope.judge.findings import RawFinding
from civiscope.lists import Lists
from civiscope.model import Document, Missing, Site, Source
from civiscope.model.document_facts import DocumentFacts
from civiscope.results import CollectorFailure, DocumentResult, RuleOutcome
from civiscope.rulebook import Rule
from civiscope.web.urls import canonical_url, redact_url

_MAX_LINKING = 10


def judge_documents(
    site: Site, rules: Sequence[Rule], judged: Judged, lists: Lists
) -> tuple[DocumentResult, ...]:
    """Return the outcome of every rule on each document that was looked into, most linked first."""
    documents = [each for each in site.documents if each.looked_into]
    if not rules or not documents:
        return ()
    linking = _linking_pages(site)
    found = [
        _result(each, linking.get(_key(each.url), ()), rules, judged, lists) for each in documents
    ]
    return tuple(sorted(found, key=lambda each: (-each.links, each.url)))


def _result(
    document: Document,
    linking: Sequence[str],
    rules: Sequence[Rule],
    judged: Judged,
    lists: Lists,
) -> DocumentResult:
    facts = document.facts
    if isinstance(facts, Missing):
        reason = document.error or facts.reason
        outcomes = {rule.id: _not_read(facts, reason) for rule in rules}
        return DocumentResult(
            document.url,
            document.found_on,
            outcomes,
            state="unreadable" if facts.missing == "failed" else "not-looked-at",
            detail=reason,
            linked_from=tuple(linking[:_MAX_LINKING]),
            links=len(linking),
        )
    unseen = " ".join(facts.gaps)
    return DocumentResult(
        document.url,
        document.found_on,
        judge_file(document, document.url, document.error, rules, judged, lists, unseen),
        detail=unseen,
        format=facts.format,
        title=facts.title,
        pages=facts.pages,
        size=facts.size,
        date=facts.modified or facts.created,
        claims=tuple(facts.claims),
        linked_from=tuple(linking[:_MAX_LINKING]),
        links=len(linking),
    )


def _not_read(missing: Missing, reason: str) -> RuleOutcome:
    return RuleOutcome("cantTell" if missing.missing == "failed" else "untested", reason=reason)


def _linking_pages(site: Site) -> Mapping[str, list[str]]:
    """Return the pages that link to each document, by its address."""
    wanted = {_key(each.url) for each in site.documents}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in site.visited:
        dom = page.evidence.dom
        if isinstance(dom, Missing):
            continue
        for key in {_key(link.url) for link in dom.links} & wanted:
            found[key].append(page.url)
    for each in site.documents:
        if each.found_on and not found[_key(each.url)]:
            found[_key(each.url)].append(each.found_on)
    return found


def _key(url: str) -> str:
    # Links in evidence are redacted.
    return canonical_url(redact_url(url))


def judge_file(
    file: Document | Source,
    name: str,
    error: str,
    rules: Sequence[Rule],
    judged: Judged,
    lists: Lists,
    unseen: str = "",
) -> dict[str, RuleOutcome]:
    """Return the outcome of every rule on a file; *unseen* says what of it was not seen."""
    outcomes: dict[str, RuleOutcome] = {}
    facts = file.facts if isinstance(file, Document) else None
    pictures: Mapping[int, str] = facts.pictures if isinstance(facts, DocumentFacts) else {}
    for rule in rules:
        if error:
            outcomes[rule.id] = RuleOutcome("untested", reason=error)
            continue
        run = apply_rule(rule, file, lists)
        if run.crash:
            judged.crashed.append(CollectorFailure(name, rule.id, run.crash))
        outcomes[rule.id] = run.summary(unseen=unseen)
        for outcome in run.findings():
            place = replace(outcome.place, url=outcome.place.url or name)
            judged.found.append(
                RawFinding(
                    rule,
                    replace(outcome, place=place),
                    "",
                    screenshot=pictures.get(place.document_page or 0, ""),
                )
            )
    return outcomes
