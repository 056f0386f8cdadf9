"""Evidence in a folder, as a scan writes it, and what rules say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from civiscope.evidence import EVIDENCE_VERSION, EvidenceReader, EvidenceStore, IndexEntry, PageFile
from civiscope.evidence.schema import EndFile, ScanFile
from civiscope.judge.engine import judge
from civiscope.model import Page
from civiscope.results import Results
from civiscope.rulebook import Rule
from civiscope.testing.pages import HOME


def write_evidence(folder: Path, pages: Sequence[Page]) -> EvidenceReader:
    """Write *pages* to *folder* as a scan would, and open what was written."""
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


def judge_pages(folder: Path, pages: Sequence[Page], *rules: Rule) -> Results:
    """Return what *rules* say of *pages*, by way of evidence in *folder*."""
    return judge(write_evidence(folder, pages), rules)
