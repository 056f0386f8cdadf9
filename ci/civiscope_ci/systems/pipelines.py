"""Ready pipelines for CI systems, kept as files that can be read and checked on their own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that can be printed."""

    name: str
    """What `civiscope ci` calls it."""
    file: str
    """Where its owner puts it."""
    about: str
    source: str
    """The file in this package."""


_ALL = (
    Pipeline(
        "github", ".github/workflows/civiscope.yml", "a workflow for GitHub", "github/pipeline.yml"
    ),
    Pipeline(
        "github-comment",
        ".github/workflows/civiscope-comment.yml",
        "a workflow that comments on pull requests from forks",
        "github/comment.yml",
    ),
    Pipeline("gitlab", ".gitlab-ci.yml", "a job for GitLab", "gitlab/pipeline.yml"),
    Pipeline("azure", "azure-pipelines.yml", "a pipeline for Azure", "azure/pipeline.yml"),
    Pipeline("jenkins", "Jenkinsfile", "a pipeline for Jenkins", "jenkins/pipeline.groovy"),
    Pipeline("circleci", ".circleci/config.yml", "a job for CircleCI", "circleci/pipeline.yml"),
    Pipeline("shell", "audit.sh", "a script for cron or any other CI system", "shell/pipeline.sh"),
)

PIPELINES = {each.name: each for each in _ALL}
"""Every pipeline by name."""


def pipeline(name: str) -> str:
    """Return the text of the pipeline called *name*."""
    folder = files("civiscope_ci.systems")
    return (folder / PIPELINES[name].source).read_text(encoding="utf-8")
