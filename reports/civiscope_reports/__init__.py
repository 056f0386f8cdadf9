"""Write results for people and for other programs, one module a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from civiscope.results import Results
from civiscope_reports.content.context import Context, ReportSource, Waived

__all__ = ["FORMATS", "Context", "Format", "ReportSource", "Waived"]


Writer = Callable[[Results, Path, Context], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A form that results can be written in."""

    name: str
    """What `--format` calls it."""
    file_name: str
    """The file below the output folder."""
    about: str
    """One line for the help."""
    place: str
    """Module and function that write it, loaded when asked for: most runs want two of them."""

    def write(self, results: Results, path: Path, context: Context | None = None) -> None:
        """Write *results* to *path*, whole or not at all. Raises CannotWriteError."""
        writer = self.load()
        context = context or Context()
        # results.json says what was found, whatever a gate counts.
        whole = self.name in {"json", "json-packed"}
        writer(results if whole else context.counted(results), path, context)

    def load(self) -> Writer:
        """Return what writes the format."""
        module, function = self._loaded()
        found: Writer = getattr(module, function)
        return found

    def prepare(self) -> None:
        """Load what writes the format, and have it make ready what it needs for any results."""
        module, _ = self._loaded()
        getattr(module, "prepare", _nothing)()

    def _loaded(self) -> tuple[ModuleType, str]:
        module, _, function = self.place.partition(":")
        return import_module(f"{__name__}.formats.{module}"), function


def _nothing() -> None:
    """Make nothing ready, as most formats do."""


_ALL = (
    Format("html", "report.html", "report for people, one file", "html:write"),
    Format("html-folder", "report/index.html", "the same as a folder", "html:write_folder"),
    Format("json", "results.json", "everything, for programs", "results_json:write"),
    Format("json-packed", "packed-results.json", "the same, small", "results_json:write_packed"),
    Format("markdown", "summary.md", "summary for jobs and merge requests", "markdown:write"),
    Format("pdf", "summary.pdf", "summary for paper, tagged", "pdf:write"),
    Format("csv", "findings.csv", "one row an occurrence", "csv_tables:write_findings"),
    Format("csv-issues", "issues.csv", "one row an issue", "csv_tables:write_issues"),
    Format("sarif", "results.sarif", "code scanning, every issue", "sarif:write"),
    Format("sarif-github", "results.github.sarif", "code scanning at GitHub", "sarif:write_github"),
    Format("junit", "junit.xml", "test results, one test an issue", "junit:write"),
    Format("gitlab", "gl-code-quality.json", "Code Quality of GitLab", "ci.gitlab_quality:write"),
    Format(
        "gitlab-accessibility",
        "gl-accessibility.json",
        "accessibility report of GitLab",
        "ci.gitlab_accessibility:write",
    ),
    Format("github", "github-annotations.txt", "annotations for GitHub Actions", "ci.github:write"),
    Format("azure", "azure-commands.txt", "commands for Azure Pipelines", "ci.azure:write"),
    Format(
        "jenkins", "jenkins-issues.json", "issues for warnings-ng of Jenkins", "ci.jenkins:write"
    ),
    Format("badge", "badge.json", "badge, for a badge server", "badge:write_json"),
    Format("badge-svg", "badge.svg", "badge, as a picture", "badge:write_svg"),
    Format("openmetrics", "metrics.txt", "numbers for Prometheus", "openmetrics:write"),
    Format("earl", "earl.json", "EARL, for comparing test tools", "earl:write"),
    Format("wcag-em", "wcag-em.json", "evaluation for W3C's WCAG-EM tool", "wcag_em:write"),
    Format(
        "wcag-em-data", "wcag-em-data.json", "data to import into that tool", "wcag_em:write_data"
    ),
    Format("frameworks", "frameworks.json", "laws, clause by clause", "clauses_json:write"),
)

FORMATS = {each.name: each for each in _ALL}
"""Every format by name, in the order they are shown."""
