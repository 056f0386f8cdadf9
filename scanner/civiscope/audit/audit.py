"""The flow of an audit: scan, judge, decide, look again at what is new, report.

Nothing here knows a command line: whoever has an AuditRequest, a command or a schedule, gets an
AuditOutcome, and files in the output folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from civiscope.audit.ahead import loading_ahead
from civiscope.audit.gather import ScanRequest, Watch, scan_into, silent_listener
from civiscope.audit.gating import Gating
from civiscope.audit.judging import judge_by
from civiscope.audit.outputs import FinishedAudit, write_outputs
from civiscope.audit.reporting import Reporting
from civiscope.audit.served_site import ServedSite, served_while
from civiscope.evidence import EvidenceReader
from civiscope.lists import Lists
from civiscope.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRequest:
    """What is to be audited, how, and what is made of it."""

    scan: ScanRequest
    folder: Path
    """Output folder, for evidence, results, gate.json and reports."""
    gating: Gating = field(default_factory=Gating)
    reporting: Reporting = field(default_factory=Reporting)
    site: ServedSite | None = None
    """A site that has to be started first, and ended afterwards."""
    source: Path | None = None
    """The folder of the site's repository, to be read as well."""
    exit_zero: bool = False
    """End with 0 whatever the gate says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOutcome(FinishedAudit):
    """What an audit of a site came to."""

    evidence: EvidenceReader


def run_audit(request: AuditRequest, watch: Watch = silent_listener) -> AuditOutcome:
    """Return what the audit came to. Raises CiviscopeError with a sentence that says what to do."""
    rules, gating = request.scan.rules, request.gating
    if request.source is not None:
        from civiscope.audit.sources import check_source

        check_source(request.source)
    with served_while(request.site):
        with loading_ahead(rules.rules, request.reporting.formats):
            asked = replace(request.scan, elements=request.source is not None)
            evidence = scan_into(request.folder, asked, watch)
        if request.source is not None:
            from civiscope.audit.sources import with_source

            evidence = with_source(evidence, request.source)
        results = _results_of(evidence, request.scan)
        decision = gating.decide(results)
        if gating.baseline is not None and decision.against:
            from civiscope.audit.recheck import not_seen_again

            with watch() as listener:
                flaky = not_seen_again(results, decision, request.scan, evidence.folder, listener)
            decision = gating.decide(results, flaky)
    files = write_outputs(
        results,
        decision,
        request.folder,
        reporting=request.reporting,
        exit_zero=request.exit_zero,
    )
    if request.scan.settings.reuse is not None:
        from civiscope.audit.reused_results import note_judged

        note_judged(request.folder, evidence, rules, Lists.in_use())
    gating.write_suggested(results, decision, request.folder)
    return AuditOutcome(
        evidence=evidence,
        results=results,
        decision=decision,
        files=tuple(files),
        exit_code=0 if request.exit_zero else decision.exit_code,
    )


def _results_of(evidence: EvidenceReader, request: ScanRequest) -> Results:
    """Return the results of *evidence*: judged, or those of the scan that all of it is from."""
    rules, lists = request.rules, Lists.in_use()
    # Files of source are looked at anew each time.
    if request.settings.reuse is not None and not evidence.end.sources:
        from civiscope.audit.reused_results import reused_results

        results = reused_results(evidence, request.settings.reuse, rules, lists)
        if results is not None:
            return results
    return judge_by(rules, evidence, lists)
