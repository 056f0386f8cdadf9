"""Audit documents that are files here: read, judge, decide, report. No site, no browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from civiscope.audit.file_audit import FileAuditRequest, begin_evidence, conclude
from civiscope.audit.output_folder import EVIDENCE, check_room, remove_reports
from civiscope.audit.outputs import FinishedAudit
from civiscope.collectors.documents.reader import DocumentReader
from civiscope.errors import UsageError
from civiscope.evidence import EvidenceReader
from civiscope.evidence.schema import DocumentFile, EndFile
from civiscope.model import Document
from civiscope.model.document_facts import DocumentFacts
from civiscope.rulebook import Rule
from civiscope.scan.preparation import now

ENDINGS = frozenset(
    f".{each}" for each in ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub")
)
"""Names of files that are looked for in a folder."""
OLD_ENDINGS = frozenset({".doc", ".xls", ".ppt", ".rtf"})
"""Names of files in a folder that are told as not looked at."""
MAX_FILES = 10_000
MAX_PICTURES = 20
"""Pages of one document that are drawn."""

OnRead = Callable[[str, int], None]
"""Told of each file that was read, and how many are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest(FileAuditRequest):
    """Which documents are to be audited, and what is made of it."""

    files: tuple[str, ...]
    """Files, and folders that hold them."""
    pictures: bool = False
    """Whether pages with findings are drawn."""
    on_read: OnRead = lambda _name, _left: None


def audit_documents(request: DocumentRequest) -> FinishedAudit:
    """Return what the audit came to. Raises CiviscopeError with a sentence that says what to do."""
    paths = list(find_documents(request.files))
    check_room(request.folder, force=request.force)
    remove_reports(request.folder)
    evidence = _read_all(paths, request)
    return conclude(evidence, _document_rules(request.rules.rules), request)


def are_documents(words: Sequence[str]) -> bool:
    """Say whether all *words* name files that are documents, or folders with nothing else."""
    return bool(words) and all(_is_document(Path(word)) for word in words)


def _is_document(path: Path) -> bool:
    try:
        if path.is_file():
            return path.suffix.lower() in ENDINGS | OLD_ENDINGS
        return path.is_dir() and _holds_documents_only(path)
    except (OSError, ValueError):
        # Too long for a file name, or with characters that none has.
        return False


def _holds_documents_only(folder: Path) -> bool:
    found = False
    for path in _files_below(folder):
        if path.suffix.lower() in {".html", ".htm", ".xhtml"}:
            return False
        found = found or path.suffix.lower() in ENDINGS
    return found


def find_documents(words: Sequence[str]) -> Iterator[Path]:
    """Yield the files that *words* name; of a folder, its documents. Raises UsageError."""
    given = 0
    for word in words:
        path = Path(word)
        if path.is_dir():
            for each in _files_below(path):
                if each.suffix.lower() in ENDINGS | OLD_ENDINGS:
                    given += 1
                    yield each
        elif path.exists():
            given += 1
            yield path
        else:
            raise UsageError(f"There is no file {word[:200]!r}; name a document or a folder.")
    if not given:
        raise UsageError(
            "No document was found; files of these kinds are looked at: "
            + ", ".join(sorted(each[1:] for each in ENDINGS))
            + "."
        )


def _files_below(folder: Path) -> Iterator[Path]:
    given = 0
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            given += 1
            if given > MAX_FILES:
                return
            yield Path(base) / name


def _document_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    chosen = tuple(rule for rule in rules if rule.scope == "document")
    if not chosen:
        raise UsageError(
            "None of the rules chosen is about documents; loosen --rule or --framework."
        )
    return chosen


def _pages_to_draw(facts: DocumentFacts) -> list[int]:
    """Return the pages where something was seen, those first of which it is known where."""
    places = [place for each in facts.seen for place in each.places if place.page]
    places.sort(key=lambda place: place.box is None)
    pages = dict.fromkeys(place.page for place in places if place.page)
    return list(pages)[:MAX_PICTURES]


def _read_all(paths: Sequence[Path], request: DocumentRequest) -> EvidenceReader:
    """Return evidence that holds the facts of the documents, and no page."""
    folder = request.folder / EVIDENCE
    store = begin_evidence(request, request.files)
    try:
        documents: list[Document] = []
        with DocumentReader() as reader:
            for number, path in enumerate(paths):
                name = path.as_posix()
                facts = reader.read(path)
                if request.pictures and isinstance(facts, DocumentFacts) and facts.format == "pdf":
                    drawn = reader.draw(path, _pages_to_draw(facts))
                    names = {
                        one.page: store.write_page_picture(
                            number, one.page, (one.width, one.height), one.content
                        )
                        for one in drawn
                    }
                    facts = replace(facts, pictures=names)
                store.write_document(number, DocumentFile.of(name, facts))
                documents.append(Document(name, ""))
                request.on_read(name, len(paths) - number - 1)
        end = EndFile(now(), "", len(paths), tuple(documents), (), 0, {})
        store.finish(end)
    finally:
        store.close()
    return EvidenceReader(folder)
