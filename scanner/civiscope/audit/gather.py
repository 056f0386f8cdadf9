"""The first step of an audit: scan what is asked for, with the scripts and probes of its rules."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from civiscope.audit.output_folder import EVIDENCE, check_room, remove_reports
from civiscope.config.scan_options import ScanSettings
from civiscope.evidence import EvidenceReader
from civiscope.judge.page_tree import ELEMENTS
from civiscope.lists import Lists
from civiscope.model import Page
from civiscope.model.page_script import PageScript
from civiscope.rulebook import Rule
from civiscope.rulebook.select import RuleSet, page_scripts
from civiscope.scan import Listener, scan

Watch = Callable[[], AbstractContextManager[Listener]]
"""Gives somebody who is told how a scan goes, for as long as it lasts."""


def silent_listener() -> AbstractContextManager[Listener]:
    """Return a listener that tells nobody."""
    return contextlib.nullcontext(Listener())


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """What is to be scanned, and how."""

    targets: tuple[str, ...] = ()
    """URLs, `@file`, sitemaps, folders; a resumed scan has those that it began with."""
    rules: RuleSet
    settings: ScanSettings = field(default_factory=ScanSettings)
    force: bool = False
    """Replace an earlier scan in the folder."""
    resume: bool = False
    """Go on with the scan in the folder."""
    elements: bool = False
    """Keep the elements of each page, lean, to be held against the templates of the source."""


async def gather(
    request: ScanRequest, evidence: Path, listener: Listener | None = None
) -> EvidenceReader:
    """Return the evidence of a scan, kept in the folder *evidence*."""
    rules = request.rules.rules
    if request.settings.reuse is not None:
        listener = replace(listener or Listener(), findings_of=_findings_of(rules))
    return await scan(
        request.targets,
        request.settings,
        evidence,
        scripts=(
            *page_scripts(rules),
            *([page_elements_script()] if request.elements else []),
        ),
        probes=probes_of(rules),
        force=request.force,
        resume=request.resume,
        listener=listener,
    )


def _findings_of(rules: Sequence[Rule]) -> Callable[[Page], str]:
    # Most scans reuse nothing, and load the judge while the browser works.
    from civiscope.judge.page_findings import findings_digest

    return findings_digest(rules, Lists.in_use())


def scan_into(folder: Path, request: ScanRequest, watch: Watch = silent_listener) -> EvidenceReader:
    """Return the evidence of a scan, kept in an output folder instead of what was made before."""
    if not request.resume:
        check_room(folder, force=request.force)
    with watch() as listener:

        def begin() -> None:
            listener.begun()
            remove_reports(folder)

        return asyncio.run(gather(request, folder / EVIDENCE, replace(listener, begun=begin)))


def page_elements_script() -> PageScript:
    """Return the script that tells the elements of a page, for the join with its templates."""
    source = files("civiscope.source").joinpath("page_elements.js").read_text(encoding="utf-8")
    return PageScript(ELEMENTS, source, {})


def probes_of(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return the names of the probes whose evidence *rules* read, for the scan to run them."""
    names = {name for rule in rules for name in rule.facts.probes}
    # What these say of a page, they say of the parts that have to be opened as well.
    if any(rule.facts.axe or rule.script for rule in rules):
        names.add("opened")
    return tuple(sorted(names))
