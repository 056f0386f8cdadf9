"""Begin and end an audit of files here: its evidence, its judgement, its reports."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from civiscope.audit.gating import Gating
from civiscope.audit.judging import judge_by
from civiscope.audit.output_folder import EVIDENCE
from civiscope.audit.outputs import FinishedAudit, finish_audit
from civiscope.audit.reporting import Reporting
from civiscope.evidence import EvidenceReader, EvidenceStore
from civiscope.evidence.schema import EVIDENCE_VERSION, ScanFile
from civiscope.rulebook import Rule
from civiscope.rulebook.select import RuleSet
from civiscope.scan.preparation import now


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAuditRequest:
    """What every audit of files is asked: by which rules, where to, and what is made of it."""

    rules: RuleSet
    folder: Path
    gating: Gating = field(default_factory=Gating)
    reporting: Reporting = field(default_factory=Reporting)
    force: bool = False
    exit_zero: bool = False


def begin_evidence(request: FileAuditRequest, targets: Sequence[str]) -> EvidenceStore:
    """Return a store for the evidence of files, called *targets*, in the output folder."""
    head = ScanFile(
        evidence_version=EVIDENCE_VERSION,
        id=secrets.token_hex(8),
        targets=tuple(targets),
        pages=(),
        follow=False,
        started=now(),
        settings={},
        civiscope=version("civiscope"),
        browser="",
        engines={},
        seed=1,
        depth="quick",
    )
    return EvidenceStore.create(request.folder / EVIDENCE, head, force=request.force)


def conclude(
    evidence: EvidenceReader, rules: Sequence[Rule], request: FileAuditRequest
) -> FinishedAudit:
    """Return what the audit came to by *rules*; its results and reports are written.

    Raises CiviscopeError with a sentence that says what to do.
    """
    return finish_audit(
        judge_by(replace(request.rules, rules=tuple(rules)), evidence),
        request.folder,
        gating=request.gating,
        reporting=request.reporting,
        exit_zero=request.exit_zero,
    )
