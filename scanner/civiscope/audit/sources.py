"""Audit the source behind a site: read a folder, judge, decide, report. No browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from civiscope.audit.file_audit import FileAuditRequest, begin_evidence, conclude
from civiscope.audit.output_folder import EVIDENCE, check_room, remove_reports
from civiscope.audit.outputs import FinishedAudit
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.evidence.schema import EndFile
from civiscope.evidence.store import write_sources
from civiscope.rulebook import Rule
from civiscope.scan.preparation import now
from civiscope.source.read import OnSource, ReadOptions, read_tree
from civiscope.source.walk import SourceWalk


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRequest(FileAuditRequest):
    """Which source is to be audited, and what is made of it."""

    source: Path
    """The folder of the site's repository."""
    on_file: OnSource = lambda _name, _seen: None


def audit_source(request: SourceRequest) -> FinishedAudit:
    """Return what the audit came to. Raises CiviscopeError with a sentence that says what to do."""
    rules = _source_rules(request.rules.rules)
    check_source(request.source)
    check_room(request.folder, force=request.force)
    remove_reports(request.folder)
    return conclude(_read_into(request), rules, request)


def check_source(folder: Path) -> None:
    """Raise UsageError when *folder* is not a folder."""
    SourceWalk.of(folder)


def with_source(evidence: EvidenceReader, source: Path) -> EvidenceReader:
    """Return *evidence* with what is read in the folder *source*, kept beside it."""
    write_sources(evidence.folder, read_tree(source))
    return EvidenceReader(evidence.folder)


def _source_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    chosen = tuple(rule for rule in rules if rule.scope == "source")
    if not chosen:
        raise UsageError("None of the rules chosen is about source; loosen --rule or --framework.")
    return chosen


def _read_into(request: SourceRequest) -> EvidenceReader:
    """Return evidence that holds what was read, and no page."""
    folder = request.folder / EVIDENCE
    name = request.source.resolve().name or "source"
    store = begin_evidence(request, (name,))
    try:
        tree = read_tree(request.source, ReadOptions(on_file=request.on_file))
        write_sources(folder, tree)
        store.finish(EndFile(now(), "", len(tree.files), (), (), 0, {}))
    finally:
        store.close()
    return EvidenceReader(folder)
