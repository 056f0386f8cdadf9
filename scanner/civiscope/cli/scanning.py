"""What commands that scan have in common: the request, the progress, and an interruption."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from rich.console import Console

from civiscope.audit.gather import ScanRequest, Watch
from civiscope.audit.nothing_seen import nothing_seen
from civiscope.audit.output_folder import folder_to_resume
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.cli.options import output_folder
from civiscope.cli.progress import ScanProgress
from civiscope.cli.scan_options import ScanWords
from civiscope.config import Loaded
from civiscope.errors import Interrupted
from civiscope.evidence import EvidenceReader
from civiscope.scan import Listener
from civiscope_reports.text.plain import plain


class ScanningOptions(Protocol):
    """The options that every command that scans has."""

    @property
    def targets(self) -> list[str] | None:
        """What to scan."""
        ...

    @property
    def out(self) -> Path | None:
        """Output folder."""
        ...

    @property
    def scan(self) -> ScanWords:
        """How."""
        ...

    @property
    def resume(self) -> bool:
        """Whether to go on with a scan."""
        ...

    @property
    def force(self) -> bool:
        """Whether to replace a scan."""
        ...

    @property
    def quiet(self) -> bool:
        """Whether to say nothing."""
        ...

    @property
    def verbose(self) -> bool:
        """Whether to name every page."""
        ...


@dataclass(frozen=True, slots=True)
class ScanTask:
    """A scan that a command has been asked for."""

    request: ScanRequest
    folder: Path
    quiet: bool
    verbose: bool

    @classmethod
    def of(cls, given: ScanningOptions, choice: RuleChoice, loaded: Loaded) -> ScanTask:
        """Return the scan that options and configuration ask for. Raises UsageError."""
        settings = loaded.scan_settings(given.scan.values(resume=given.resume))
        rules = read_rules(loaded.config, choice)
        folder = output_folder(given.out, loaded)
        targets = given.targets or loaded.config.scan.targets
        if given.resume:
            folder = folder_to_resume(given.targets, given.out, folder)
            targets = []
        request = ScanRequest(
            targets=tuple(targets),
            rules=rules,
            settings=settings,
            force=given.force,
            resume=given.resume,
        )
        return cls(request, folder, given.quiet, given.verbose)

    def watch(self, command: str) -> Watch:
        """Return what shows on stderr how a scan of *command* goes, and how to go on with it."""

        @contextlib.contextmanager
        def watching() -> Generator[Listener]:
            begun: list[str] = []
            progress = ScanProgress(Console(stderr=True), quiet=self.quiet, verbose=self.verbose)
            listener = replace(progress.listener, begun=lambda: begun.append("begun"))
            try:
                with progress:
                    yield listener
            except KeyboardInterrupt:
                if not (begun or self.request.resume):
                    raise
                raise Interrupted(
                    f"Interrupted; what was seen is kept in {self.folder}. "
                    f"Go on with `civiscope {command} --resume {self.folder}`."
                ) from None

        return watching


def tell_nothing_seen(evidence: EvidenceReader) -> bool:
    """Say on stderr why no page was fully scanned; return False when one was."""
    sentence = nothing_seen(evidence)
    if sentence:
        print(f"civiscope: {plain(sentence, 1000)}", file=sys.stderr)
    return bool(sentence)
