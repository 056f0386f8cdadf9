"""Make the results of a scan that saw nothing new from those of the scan it reused.

Rules over the site are asked all the same: hosts were asked anew, and the day is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from civiscope.crawl.reuse.state import read_state, write_state
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.judge.coverage import listed_documents, not_seen_of_skipped, scan_of, tool_of
from civiscope.judge.lists_used import lists_used
from civiscope.judge.parts import with_opened, with_state
from civiscope.judge.proved import failures_in_results
from civiscope.judge.site_digest import site_digest, site_of
from civiscope.lists import Lists
from civiscope.lists.registry import ListError, all_lists
from civiscope.model import Page
from civiscope.results import PageResult, Results
from civiscope.results.file import NAME, read
from civiscope.rulebook import Rulebook
from civiscope.rulebook.select import RuleSet

_OF_THE_END = ("found", "stopped", "skipped_total", "templates")


def reused_results(
    evidence: EvidenceReader, named: Path, rules: RuleSet, lists: Lists
) -> Results | None:
    """Return the results of *evidence*, all of which is reused from the scan in *named*.

    None when they have to be judged: a page was visited, the rules or lists are others, or rules
    over the site would say something else today.
    """
    earlier = _earlier_of(named)
    state = read_state(earlier.folder) if earlier is not None else None
    with_what = judging_digest(rules, lists)
    if earlier is None or state is None or not with_what or state.judged_with != with_what:
        return None
    if not _asks_the_same(evidence, earlier):
        return None
    results = _results_beside(earlier.folder, state.results_sha256)
    if results is None or results.scan.id != earlier.scan.id:
        return None
    pages = [with_state(with_opened(each)).lean() for each in evidence.pages()]
    if [_place_of(page) for page in pages] != [_place_of(page) for page in results.pages]:
        return None
    if not all(page.reused_from for page in pages) or _probed_anew(evidence, earlier):
        return None
    failures = failures_in_results(results.findings, rules.rules, rules.books)
    if site_digest(site_of(earlier, pages, failures), rules.rules, lists) != site_digest(
        site_of(evidence, pages, failures), rules.rules, lists
    ):
        return None
    return _with_new_head(results, evidence, pages, rules.books, lists)


def _place_of(page: Page | PageResult) -> tuple[object, ...]:
    return page.url, page.kind, page.template, page.depth, page.found_on


def _with_new_head(
    results: Results,
    evidence: EvidenceReader,
    pages: Sequence[Page],
    books: Sequence[Rulebook],
    lists: Lists,
) -> Results:
    coverage, end = results.coverage, evidence.end
    return replace(
        results,
        tool=tool_of(evidence, books),
        scan=scan_of(evidence),
        coverage=replace(
            coverage,
            visited=0,
            reused=coverage.complete,
            documents=listed_documents(end),
            skipped=not_seen_of_skipped(end),
            notes=end.notes,
        ),
        pages=tuple(
            replace(result, reused_from=page.reused_from)
            for result, page in zip(results.pages, pages, strict=True)
        ),
        lists=lists_used(lists, evidence.scan.started),
    )


def note_judged(folder: Path, evidence: EvidenceReader, rules: RuleSet, lists: Lists) -> None:
    """Note beside *evidence* what its results in *folder* were judged with, for the next scan."""
    state = read_state(evidence.folder)
    if state is None:
        return
    found = hashlib.sha256((folder / NAME).read_bytes()).hexdigest()
    write_state(
        evidence.folder,
        replace(state, judged_with=judging_digest(rules, lists), results_sha256=found),
    )


def judging_digest(rules: RuleSet, lists: Lists) -> str:
    """Return what decides what is found in evidence, in a word that two scans can be compared by.

    Empty when nobody can tell: Python of a folder may read anything.
    """
    digest = hashlib.sha256()
    for package in sorted({"civiscope", *(book.name for book in rules.books if book.version)}):
        for path in _files_of(package):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for book in rules.books:
        if not book.version and any(rule.check is not None for rule in book.rules):
            return ""
        digest.update(repr((book.name, book.version, book.frameworks, book.standards)).encode())
    for rule in rules.rules:
        facts = (rule.id, rule.text, rule.script, sorted(rule.options.items()), rule.severity)
        digest.update(repr((facts, rule.facts)).encode())
    digest.update(repr(rules.changes).encode())
    try:
        known = all_lists(lists.folder)
    except ListError:
        return ""
    digest.update(repr([(one.name, one.version, one.sha256) for one in known]).encode())
    return digest.hexdigest()


def _files_of(package: str) -> list[Path]:
    spec = find_spec(package)
    roots = list(spec.submodule_search_locations or ()) if spec is not None else []
    return [
        path
        for root in roots
        for path in sorted(Path(root).rglob("*"))
        if path.suffix in {".py", ".toml", ".yaml", ".json", ".md"} and path.is_file()
    ]


def _earlier_of(named: Path) -> EvidenceReader | None:
    try:
        return EvidenceReader(named)
    except UsageError:
        return None


def _asks_the_same(evidence: EvidenceReader, earlier: EvidenceReader) -> bool:
    one, other = evidence.scan, earlier.scan
    if (one.settings, one.pages, one.depth, one.seed) != (
        other.settings,
        other.pages,
        other.depth,
        other.seed,
    ):
        return False
    if not evidence.end.finished or one.civiscope != other.civiscope:
        return False
    return all(getattr(evidence.end, name) == getattr(earlier.end, name) for name in _OF_THE_END)


def _probed_anew(evidence: EvidenceReader, earlier: EvidenceReader) -> bool:
    """Say whether files beside pages are not those of the earlier scan."""
    numbers = {entry.url: entry.number for entry in earlier.entries}
    for kind in ("probes", "privacy"):
        for entry in evidence.entries:
            own = evidence.folder / kind / f"{entry.number:06d}.json.gz"
            old = earlier.folder / kind / f"{numbers.get(entry.url, -1):06d}.json.gz"
            if own.is_file() != old.is_file():
                return True
            if own.is_file() and own.read_bytes() != old.read_bytes():
                return True
    return False


def _results_beside(evidence: Path, sha256: str) -> Results | None:
    """Return the results judged of *evidence*; None when they are not there as written."""
    for folder in (evidence.parent, evidence):
        path = folder / NAME
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if sha256 and hashlib.sha256(content).hexdigest() == sha256:
            try:
                return read(path)
            except UsageError:
                return None
    return None
