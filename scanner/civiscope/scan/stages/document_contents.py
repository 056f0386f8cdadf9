"""The stage that looks into the documents that a site links, when it is asked to."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from civiscope.collectors.documents.reader import NO_EXTRA, DocumentReader, has_extra
from civiscope.evidence.schema import DocumentFile
from civiscope.model import Document, Missing
from civiscope.model.document_facts import DocumentFacts
from civiscope.scan.context import ScanContext
from civiscope.scan.stages.runner import Stage, run_stage
from civiscope.web.urls import host_of

MAX_DOCUMENT_BYTES = 20_000_000
"""A larger document is not fetched."""
_AT_ONCE = 2
_OLD = Missing(
    "not-gathered", "It is a file of the Office formats before 2007, which are not looked at."
)
_TOO_LATE = Missing("not-gathered", "The time allowed was up before it was looked into.")
_OLD_ENDINGS = frozenset({".doc", ".xls", ".ppt"})
_ENDINGS = frozenset({".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub"})
_MEDIA_TYPES = (
    "application/pdf",
    "application/epub+zip",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
)

Found = DocumentFacts | Missing


async def read_documents(
    context: ScanContext, documents: Mapping[str, Document]
) -> tuple[dict[str, Found], list[str]]:
    """Return what is in the documents that are looked at, by address, and sentences on the rest.

    What an earlier run kept is not fetched again.
    """
    store, crawler = context.store, context.crawler
    kept = {each.url: each.found for each in store.documents()}
    wanted = [each for each in documents.values() if _is_looked_at(each)]
    chosen = wanted[: context.settings.max_documents]
    numbers = {each.url: len(kept) + at for at, each in enumerate(chosen)}

    async def refuse(document: Document) -> Found | None:
        if document.url in kept:
            return kept[document.url]
        refusal = (await context.robots.rules(document.url)).refusal(document.url)
        why = Missing("not-gathered", refusal) if refusal else _why_not(document)
        if why is not None:
            keep(document, why)
        return why

    def keep(document: Document, found: Found) -> None:
        store.write_document(numbers[document.url], DocumentFile.of(document.url, found))

    with DocumentReader() as reader, tempfile.TemporaryDirectory() as folder:
        desk = _Desk(context, reader, Path(folder))
        stage = Stage(
            items=chosen,
            at_once=_AT_ONCE,
            host=lambda document: host_of(document.url),
            run_one=desk.read,
            too_late=lambda _document: _TOO_LATE,
            skip=refuse,
            keep=keep,
        )
        found = await run_stage(stage, crawler.limiter, crawler.time_is_up)
    notes: list[str] = []
    if len(wanted) > len(chosen):
        notes.append(
            f"{len(chosen)} documents were looked into; {len(wanted) - len(chosen)} more were "
            "only listed. --max-documents allows more."
        )
    if chosen and not has_extra():
        notes.append(NO_EXTRA)
    return {each.url: one for each, one in zip(chosen, found, strict=True)}, notes


class _Desk:
    """Fetches a document, has it read, and throws it away."""

    def __init__(self, context: ScanContext, reader: DocumentReader, folder: Path) -> None:
        self._context = context
        self._reader = reader
        self._folder = folder
        self._one_reads = asyncio.Lock()
        self._count = 0

    async def read(self, document: Document) -> Found:
        """Return what is in *document*."""
        response = await self._context.fetcher.get(document.url, limit=MAX_DOCUMENT_BYTES)
        if response.truncated:
            return _too_large(None)
        if not response.ok:
            why = response.error or f"The server answered with status {response.status}."
            return Missing("failed", f"It could not be fetched: {why}")
        self._count += 1
        path = self._folder / str(self._count)
        path.write_bytes(response.body)
        try:
            async with self._one_reads:
                return await asyncio.to_thread(self._reader.read, path)
        finally:
            path.unlink()


def _is_looked_at(document: Document) -> bool:
    """Say whether a document is, by its name or its type, of a format that is looked at or old."""
    media_type = (document.headers.get("content-type") or "").partition(";")[0].strip().lower()
    return _ending(document) in _ENDINGS | _OLD_ENDINGS or media_type.startswith(_MEDIA_TYPES)


def _ending(document: Document) -> str:
    return PurePosixPath(unquote(urlsplit(document.url).path)).suffix.lower()


def _why_not(document: Document) -> Missing | None:
    """Return why a document need not be asked for; None when it is to be."""
    if document.error:
        return Missing("failed", document.error)
    if document.status is not None and not 200 <= document.status < 300:
        return Missing("failed", f"The server answered with status {document.status}.")
    if _ending(document) in _OLD_ENDINGS:
        return _OLD
    size = document.headers.get("content-length")
    if size and size.isdecimal() and int(size) > MAX_DOCUMENT_BYTES:
        return _too_large(int(size))
    return None


def _too_large(size: int | None) -> Missing:
    told = f"It has {size / 1e6:.0f} MB" if size else "It is too large"
    return Missing(
        "not-gathered", f"{told}; documents of up to {MAX_DOCUMENT_BYTES // 1_000_000} MB are read."
    )
