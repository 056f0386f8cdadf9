"""Write what an audit comes to: results, the gate's decision, and the reports asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from civiscope.audit.gating import Gating
from civiscope.audit.reporting import Reporting
from civiscope.results import Results
from civiscope.results.file import NAME as RESULTS_NAME
from civiscope.results.file import write as write_results
from civiscope_ci.gate import file as gate_file
from civiscope_ci.gate.decision import GateDecision
from civiscope_reports import FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedAudit:
    """What an audit came to."""

    results: Results
    decision: GateDecision
    files: tuple[Path, ...]
    """The reports."""
    exit_code: int


def finish_audit(
    results: Results,
    folder: Path,
    *,
    gating: Gating,
    reporting: Reporting,
    exit_zero: bool = False,
) -> FinishedAudit:
    """Decide on *results*, write everything to *folder*, and return what the audit came to."""
    decision = gating.decide(results)
    files = write_outputs(results, decision, folder, reporting=reporting, exit_zero=exit_zero)
    gating.write_suggested(results, decision, folder)
    return FinishedAudit(
        results=results,
        decision=decision,
        files=tuple(files),
        exit_code=0 if exit_zero else decision.exit_code,
    )


def write_outputs(
    results: Results,
    decision: GateDecision,
    folder: Path,
    *,
    reporting: Reporting,
    exit_zero: bool = False,
) -> list[Path]:
    """Write everything to *folder* and return where the reports are.

    With *exit_zero* the command ends with 0 whatever was decided, and gate.json says so.
    """
    write_results(results, folder / RESULTS_NAME)
    gate_file.write(decision, folder / gate_file.NAME, exit_zero=exit_zero)
    return write_reports(results, folder, reporting)


def write_reports(results: Results, folder: Path, reporting: Reporting) -> list[Path]:
    """Write the reports asked for beside results.json in *folder*; return where they are."""
    context = reporting.context(folder)
    files: list[Path] = []
    for name in reporting.formats:
        path = folder / FORMATS[name].file_name
        # results.json is there already.
        if name != "json":
            FORMATS[name].write(results, path, context)
        files.append(path)
    return files
