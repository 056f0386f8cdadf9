"""Make pages, rules and evidence folders for tests of judging."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from civiscope.evidence import EVIDENCE_VERSION, EvidenceReader, EvidenceStore, IndexEntry, PageFile
from civiscope.evidence.schema import EndFile, ScanFile
from civiscope.examples import build_evidence
from civiscope.judge.engine import judge
from civiscope.model import Missing, Outcome, Page
from civiscope.results import Results
from civiscope.rulebook import Example, Facts, Fence, Rule

HOME = "https://www.example.gov/"
BROKEN = Missing("failed", "The collector broke.")
NOT_GATHERED = Missing("not-gathered", "It was not asked for.")

Check = Callable[..., Iterator[Outcome]]


def page_of(**data: Any) -> Page:  # noqa: ANN401 - JSON
    """Return the page that *data* describes, in the form that examples on rule pages have."""
    fence = Fence("json", "", json.dumps({"url": HOME, **data}))
    page = build_evidence(Example("test/page", "passed", (fence,), 1), "page")
    assert isinstance(page, Page)
    return page


def without(page: Page, **missing: Missing) -> Page:
    """Return *page* without some of its evidence."""
    changes: dict[str, Any] = dict(missing)
    return replace(page, evidence=replace(page.evidence, **changes))


def rule_of(check: Check | None = None, **facts: Any) -> Rule:  # noqa: ANN401 - front matter
    """Return a rule with *check*; its id is the function's name unless `id` is given."""
    name = facts.pop("id", f"test/{check.__name__.replace('_', '-')}" if check else "test/rule")
    script = facts.pop("script", None)
    front: dict[str, Any] = {"title": "Pages are right", "severity": "serious", "since": "0.1"}
    read = Facts.model_validate({**front, "standards": {}, **facts})
    return Rule(
        id=name,
        facts=read,
        text="",
        check=check,
        script=script,
        options=read.options,
        severity=read.severity,
    )


def evidence_of(folder: Path, pages: Sequence[Page]) -> EvidenceReader:
    """Write *pages* as a scan would, and open what was written."""
    head = ScanFile(
        evidence_version=EVIDENCE_VERSION,
        id="0123456789abcdef",
        targets=(HOME,),
        pages=(HOME,),
        follow=True,
        started="2026-11-23T08:00:00Z",
        settings={},
        civiscope="0.1.0",
        browser="Chromium/156",
        engines={"axe-core": "4.14.1"},
        seed=1,
        depth="quick",
    )
    store = EvidenceStore.create(folder, head, force=True)
    for number, page in enumerate(pages):
        store.write_page(number, PageFile(page))
        store.note(IndexEntry(number, page.url, "page"))
    store.finish(EndFile("2026-11-23T08:01:00Z", "", len(pages), (), (), 0, {}))
    return EvidenceReader(folder)


def judged(folder: Path, pages: Sequence[Page], *rules: Rule) -> Results:
    """Return what *rules* say of *pages*, by way of evidence on disk."""
    return judge(evidence_of(folder, pages), rules)
