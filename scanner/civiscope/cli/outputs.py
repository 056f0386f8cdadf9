"""Write what an audit comes to: results, the gate's decision, and the reports asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from civiscope.results import Results
from civiscope.results_file import NAME as RESULTS_NAME
from civiscope.results_file import write as write_results
from civiscope_ci import gate_file
from civiscope_ci.decision import GateDecision
from civiscope_reports import FORMATS


def write_outputs(
    results: Results, decision: GateDecision, folder: Path, formats: Sequence[str]
) -> list[Path]:
    """Write everything to *folder* and return where the reports of *formats* are."""
    write_results(results, folder / RESULTS_NAME)
    gate_file.write(decision, folder / gate_file.NAME)
    files: list[Path] = []
    for name in formats:
        path = folder / FORMATS[name].file_name
        # results.json is there already.
        if name != "json":
            FORMATS[name].write(results, path)
        files.append(path)
    return files
