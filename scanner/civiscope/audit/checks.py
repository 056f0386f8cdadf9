"""Pages that were checked as they stood open: judged, held against a baseline, reported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit

from civiscope.audit.gating import GateChoice, Gating, read_gating, rule_names
from civiscope.audit.judging import judge_by
from civiscope.audit.output_folder import EVIDENCE, remove_reports
from civiscope.audit.outputs import FinishedAudit, finish_audit
from civiscope.audit.reporting import ReportChoice, Reporting, read_reporting
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.config import load_config
from civiscope.config.file import Loaded
from civiscope.engines import engine_versions
from civiscope.errors import UsageError
from civiscope.evidence import EVIDENCE_VERSION, EvidenceReader, EvidenceStore, IndexEntry, PageFile
from civiscope.evidence.schema import EndFile, ScanFile
from civiscope.model import AxeResults, Page
from civiscope.model.page_script import PageScript
from civiscope.model.states import merge_results, with_more
from civiscope.results import Results
from civiscope.rulebook import all_rules
from civiscope.rulebook.select import RuleSet, page_scripts
from civiscope.web.urls import canonical_url, host_of, redact_url
from civiscope_reports.text.wording import AFFECTED

__all__ = [
    "AFFECTED",
    "DEPTH",
    "CheckFacts",
    "CheckSetup",
    "GivenEvidence",
    "SetupChoice",
    "check_own_folder",
    "judge_states",
    "keep_and_judge",
    "merge_states",
    "read_setup",
    "report_checks",
    "setup_of",
    "state_url",
]

DEPTH = "as-it-stands"
"""Stands for the depth of a scan in evidence of pages that were checked as they stood."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@dataclass(frozen=True, slots=True)
class CheckSetup:
    """By which rules pages are checked, and what is made of it."""

    rules: RuleSet
    gating: Gating
    reporting: Reporting = field(default_factory=Reporting)
    folder: Path = Path("civiscope-out")

    @property
    def scripts(self) -> tuple[PageScript, ...]:
        """The scripts of the rules, to run in the page."""
        return page_scripts(self.rules.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupChoice:
    """What is asked for beside the configuration."""

    config: Path | None = None
    root: Path = Path()
    """Folder in which a configuration is looked for, when none is named."""
    rules: RuleChoice = field(default_factory=RuleChoice)
    gate: GateChoice = field(default_factory=GateChoice)
    reports: ReportChoice = field(default_factory=ReportChoice)
    out: Path | None = None


def read_setup(choice: SetupChoice) -> CheckSetup:
    """Return how pages are to be checked. Raises UsageError for what cannot be."""
    loaded = load_config(choice.config, choice.root)
    return setup_of(loaded, choice)


def setup_of(loaded: Loaded, choice: SetupChoice) -> CheckSetup:
    """Return what `read_setup` does, from a configuration that was read."""
    chosen = read_rules(loaded.config, choice.rules)
    known = all_rules(chosen.books)
    # A rule over the site compares pages; states of a few pages are no site.
    rules = tuple(rule for rule in chosen.rules if rule.scope == "page")
    if not rules:
        raise UsageError("None of the rules chosen is about a page; name others.")
    out = loaded.config.out
    return CheckSetup(
        replace(chosen, rules=rules),
        read_gating(loaded, choice.gate, known=lambda: rule_names(rules=known)),
        read_reporting(loaded.config, choice.reports),
        choice.out or (loaded.folder / out if out else choice.root / "civiscope-out"),
    )


def state_url(url: str, *names: str) -> str:
    """Return the address under which a state of the page at *url* is known.

    Servers of tests get a new port at each run: on this machine, it is left out.
    """
    parts = urlsplit(redact_url(url))
    if parts.scheme not in {"http", "https"}:
        # The whole of a page may stand in its address.
        base = url if parts.scheme == "file" else f"{parts.scheme}:{_short(url)}"
        return "#/".join(
            (base.partition("#")[0], *(quote(name, safe="") for name in names if name))
        )
    if host_of(url) in _LOOPBACK:
        parts = parts._replace(netloc=parts.hostname or "")
        parts = parts._replace(netloc=f"[{parts.netloc}]") if ":" in parts.netloc else parts
    head, _, route = canonical_url(parts.geturl()).partition("#")
    told = [route.lstrip("!/"), *(quote(name.strip("/"), safe="/") for name in names)]
    named = "/".join(each for each in told if each)
    return f"{head}#/{named}" if named else head


def _short(url: str) -> str:
    if url.startswith("about:"):
        return url.partition(":")[2]
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def merge_states(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Return *pages* by address, with what several checks of one state saw put together."""
    merged: dict[str, Page] = {}
    for page in pages:
        known = merged.get(page.url)
        merged[page.url] = page if known is None else _together(known, page)
    ordered = (merged[url] for url in sorted(merged))
    return tuple(replace(page, order=number, target=True) for number, page in enumerate(ordered))


def _together(one: Page, other: Page) -> Page:
    if other.visit.state == "failed" or one.visit.state == "failed":
        # What was not seen once is not seen, whatever was seen another time.
        return one if one.visit.state == "failed" else other
    first, second = one.evidence, other.evidence
    axe = first.axe
    if isinstance(axe, AxeResults) and isinstance(second.axe, AxeResults):
        axe = with_more(axe, second.axe)
    parts = dict.fromkeys((*first.parts, *second.parts))
    answers = merge_results(first.script_results, second.script_results)
    return replace(
        other, evidence=replace(second, axe=axe, script_results=answers, parts=tuple(parts))
    )


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """When pages were checked, and with what."""

    started: str
    finished: str
    browser: str
    engines: dict[str, str] = field(default_factory=engine_versions)


class GivenEvidence(EvidenceReader):
    """Pages that are at hand, as evidence."""

    def __init__(self, pages: Sequence[Page], facts: CheckFacts) -> None:
        self._given = tuple(pages)
        # No source is beside pages that were only looked at.
        self.source = None
        self.scan = _head(self._given, facts)
        self.end = _end(self._given, facts)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._given)

    def pages(self, first: int = 0, stop: int | None = None) -> Iterator[Page]:
        """Yield every page, or those of a slice."""
        return iter(self._given[first:stop])


def judge_states(pages: Iterable[Page], setup: CheckSetup, facts: CheckFacts) -> Results:
    """Return what the rules say of *pages*, one for each state."""
    return judge_by(setup.rules, GivenEvidence(merge_states(pages), facts))


def report_checks(
    pages: Iterable[Page],
    setup: CheckSetup,
    facts: CheckFacts,
    *,
    exit_zero: bool = False,
    force: bool = False,
) -> FinishedAudit:
    """Keep the evidence of *pages*, and write results, the gate's decision and reports.

    Raises UsageError when the folder holds a site's scan and not *force*, or cannot be written.
    """
    return finish_audit(
        keep_and_judge(pages, setup, facts, force=force),
        setup.folder,
        gating=setup.gating,
        reporting=setup.reporting,
        exit_zero=exit_zero,
    )


def keep_and_judge(
    pages: Iterable[Page], setup: CheckSetup, facts: CheckFacts, *, force: bool = False
) -> Results:
    """Keep the evidence of *pages* in place of what was there, and return what the rules say."""
    if not force:
        check_own_folder(setup.folder)
    remove_reports(setup.folder)
    evidence = _write(merge_states(pages), setup.folder / EVIDENCE, facts)
    return judge_by(setup.rules, evidence)


def check_own_folder(folder: Path) -> None:
    """Raise UsageError when *folder* holds something else than earlier checks."""
    if not (folder / EVIDENCE / "scan.json").exists():
        return
    if EvidenceReader(folder / EVIDENCE).scan.depth != DEPTH:
        raise UsageError(
            f"{folder} holds the scan of a site, which checks of open pages do not replace; name "
            "another folder (--out, and --civiscope-out for pytest)."
        )


def _head(pages: Sequence[Page], facts: CheckFacts) -> ScanFile:
    urls = tuple(page.url for page in pages)
    return ScanFile(
        evidence_version=EVIDENCE_VERSION,
        id=hashlib.sha256("\n".join(urls).encode()).hexdigest()[:16],
        targets=urls,
        pages=urls,
        follow=False,
        started=facts.started,
        settings={},
        civiscope=version("civiscope"),
        browser=facts.browser,
        engines=facts.engines,
        seed=1,
        depth=DEPTH,
    )


def _end(pages: Sequence[Page], facts: CheckFacts) -> EndFile:
    return EndFile(facts.finished, "", len(pages), (), (), 0, {}, entries=len(pages))


def _write(pages: Sequence[Page], folder: Path, facts: CheckFacts) -> EvidenceReader:
    store = EvidenceStore.create(folder, _head(pages, facts), force=True)
    try:
        for number, page in enumerate(pages):
            store.write_page(number, PageFile(page))
            store.note(IndexEntry(number, page.url, "page"))
        store.finish(_end(pages, facts))
    finally:
        store.close()
    return EvidenceReader(folder)
