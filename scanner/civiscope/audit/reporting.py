"""The reports that a configuration asks for, and what they are told besides the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from civiscope.audit.output_folder import EVIDENCE
from civiscope.audit.planning import read_planning
from civiscope.config import Config
from civiscope.suggestions import unknown
from civiscope_ci.gate import file as gate_file
from civiscope_reports import FORMATS, Context, ReportSource
from civiscope_reports.content.earlier import Earlier
from civiscope_reports.content.gate_file import read_context
from civiscope_reports.content.plan_settings import PlanSettings
from civiscope_reports.content.read_earlier import read_earlier
from civiscope_reports.text.language import language

DEFAULT_FORMATS = ("html",)
_DEFAULT_LANGUAGE = "en"


class Layout(StrEnum):
    """How the report for people is laid out."""

    FILE = "file"
    DIR = "dir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Which reports are to be written, and how; the report in English when nothing is said."""

    names: tuple[str, ...] = DEFAULT_FORMATS
    """Formats as they were asked for."""
    language: str = _DEFAULT_LANGUAGE
    layout: Layout = Layout.FILE
    sources: tuple[ReportSource, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    planning: PlanSettings = field(default_factory=PlanSettings)

    def context(self, folder: Path) -> Context:
        """Return what reports are told, with gate.json and pictures in *folder*."""
        told = read_context(folder / gate_file.NAME, self.sources)
        pictures = folder / EVIDENCE / "screenshots"
        return replace(
            told,
            language=self.language,
            pictures=pictures if pictures.is_dir() else None,
            earlier=self.earlier,
            planning=self.planning,
        )

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to write, with the report in the layout asked for."""
        folder = self.layout is Layout.DIR
        return tuple("html-folder" if name == "html" and folder else name for name in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoice:
    """What is asked for beside the configuration."""

    formats: tuple[str, ...] = ()
    language: str | None = None
    layout: Layout | None = None
    earlier: tuple[Path, ...] = ()


def read_reporting(config: Config, choice: ReportChoice) -> Reporting:
    """Return the reports that *choice* and *config* ask for.

    Raises UsageError for a strange format or language, and for earlier results that cannot be read.
    """
    return Reporting(
        names=_known_formats(choice.formats or config.formats or DEFAULT_FORMATS),
        language=language(choice.language or config.language or _DEFAULT_LANGUAGE).code,
        layout=choice.layout or Layout(config.layout or "file"),
        sources=tuple(ReportSource(each.url, each.file, each.line) for each in config.source_map),
        earlier=read_earlier(choice.earlier),
        planning=read_planning(config),
    )


def check_reporting(config: Config) -> None:
    """Raise UsageError when *config* names a strange format or language."""
    read_reporting(config, ReportChoice())


def _known_formats(names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in FORMATS:
            raise unknown("report format", name, FORMATS, "civiscope report --help")
    return tuple(dict.fromkeys(names))
