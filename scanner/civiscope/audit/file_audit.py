"""Judge what was read of files here, decide, and report: the end of every audit without a site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from civiscope.audit.gating import Gating
from civiscope.audit.outputs import write_outputs
from civiscope.audit.reporting import Reporting
from civiscope.evidence import EvidenceReader
from civiscope.judge.engine import judge
from civiscope.lists import Lists
from civiscope.results import Results
from civiscope.rulebook import Rule
from civiscope.rulebook.select import RuleSet
from civiscope_ci.gate.decision import GateDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAuditRequest:
    """What every audit of files is asked: by which rules, where to, and what is made of it."""

    rules: RuleSet
    folder: Path
    gating: Gating = field(default_factory=Gating)
    reporting: Reporting = field(default_factory=Reporting)
    force: bool = False
    exit_zero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAuditOutcome:
    """What an audit of files came to."""

    results: Results
    decision: GateDecision
    files: tuple[Path, ...]
    """The reports."""
    exit_code: int


def conclude(
    evidence: EvidenceReader, rules: Sequence[Rule], request: FileAuditRequest
) -> FileAuditOutcome:
    """Return what the audit came to by *rules*; its results and reports are written.

    Raises CiviscopeError with a sentence that says what to do.
    """
    results = judge(
        evidence, rules, request.rules.books, Lists.in_use(), changes=request.rules.changes
    )
    decision = request.gating.decide(results)
    files = write_outputs(
        results,
        decision,
        request.folder,
        reporting=request.reporting,
        exit_zero=request.exit_zero,
    )
    request.gating.write_suggested(results, decision, request.folder)
    return FileAuditOutcome(
        results=results,
        decision=decision,
        files=tuple(files),
        exit_code=0 if request.exit_zero else decision.exit_code,
    )
