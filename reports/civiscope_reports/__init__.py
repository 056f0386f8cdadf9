"""Write results for people and for other programs, one module a format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from civiscope.results import Results
from civiscope_reports import (
    azure,
    badge,
    csv_tables,
    earl,
    github,
    gitlab_accessibility,
    gitlab_quality,
    html,
    jenkins,
    junit,
    markdown,
    openmetrics,
    pdf,
    results_json,
    sarif,
)
from civiscope_reports.context import Context, Source, Waived

__all__ = ["FORMATS", "Context", "Format", "Source", "Waived"]


class Writer(Protocol):
    """A function that writes one form."""

    def __call__(self, results: Results, path: Path, context: Context = ..., /) -> None:
        """Write *results* to *path*, whole or not at all. Raises CannotWriteError."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A form that results can be written in."""

    name: str
    """What `--format` calls it."""
    file_name: str
    """The file below the output folder."""
    about: str
    """One line for the help."""
    write: Writer


_ALL = (
    Format("html", html.NAME, "report for people, one file", html.write),
    Format("html-folder", html.FOLDER_NAME, "the same as a folder", html.write_folder),
    Format("json", results_json.NAME, "everything, for programs", results_json.write),
    Format("markdown", markdown.NAME, "summary for jobs and merge requests", markdown.write),
    Format("pdf", pdf.NAME, "summary for paper, tagged", pdf.write),
    Format("csv", csv_tables.FINDINGS_NAME, "one row an occurrence", csv_tables.write_findings),
    Format("csv-issues", csv_tables.ISSUES_NAME, "one row an issue", csv_tables.write_issues),
    Format("sarif", sarif.NAME, "code scanning, every issue", sarif.write),
    Format("sarif-github", sarif.GITHUB_NAME, "code scanning at GitHub", sarif.write_github),
    Format("junit", junit.NAME, "test results, one test an issue", junit.write),
    Format("gitlab", gitlab_quality.NAME, "Code Quality of GitLab", gitlab_quality.write),
    Format(
        "gitlab-accessibility",
        gitlab_accessibility.NAME,
        "accessibility report of GitLab",
        gitlab_accessibility.write,
    ),
    Format("github", github.NAME, "annotations for GitHub Actions", github.write),
    Format("azure", azure.NAME, "commands for Azure Pipelines", azure.write),
    Format("jenkins", jenkins.NAME, "issues for warnings-ng of Jenkins", jenkins.write),
    Format("badge", badge.JSON_NAME, "badge, for a badge server", badge.write_json),
    Format("badge-svg", badge.SVG_NAME, "badge, as a picture", badge.write_svg),
    Format("openmetrics", openmetrics.NAME, "numbers for Prometheus", openmetrics.write),
    Format("earl", earl.NAME, "EARL, for comparing test tools", earl.write),
)

FORMATS = {each.name: each for each in _ALL}
"""Every format by name, in the order they are shown."""
