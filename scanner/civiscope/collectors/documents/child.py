"""Read documents, each in a process of its own: started by `reader`, never by people.

One process loads what reading needs, and forks for each document that it is told of. So a document
that ends its reader, or takes too much, takes nothing else with it, and the start costs once.

Asked by a line of JSON `{"path": "…"}`, it answers with one: `{"facts": {…}}` or
`{"missing": "failed", "reason": "…"}`. With `"draw": [1, 2]` it answers with pictures of pages:
`{"pictures": [{"page": 1, "width": 595, "height": 842, "content": "…"}]}`. With `"measure": [1, 2]`
it answers with the contrast of text on those: `{"contrast": {"pages": [1], "places": [{…}], …}}`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from civiscope.collectors.documents.kinds import (
    UnknownFormat,
    UnreadableDocument,
    format_of,
)
from civiscope.collectors.documents.limits import (
    CPU_TIMEOUT_S,
    MAX_MEMORY_BYTES,
    READ_TIMEOUT_S,
)
from civiscope.model.document_facts import DocumentFacts

NO_EXTRA = "To look into PDF files, civiscope needs its extra: pip install 'civiscope[documents]'."
_MAX_ANSWER_BYTES = 50_000_000
_DIED = "It could not be read: the process that read it {how}."


def read_document(path: Path) -> DocumentFacts:
    """Return the facts of the file at *path*, in this very process.

    Raises UnreadableDocument; other errors are those of the libraries that read.
    """
    kind = format_of(path)
    if kind == "pdf":
        try:
            from civiscope.collectors.documents.pdf.read import read_pdf
        except ImportError:
            raise UnknownFormat(NO_EXTRA) from None
        facts = read_pdf(path)
    else:
        from civiscope.collectors.documents.office.read import read_office

        facts = read_office(path, kind)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return replace(facts, sha256=digest, size=path.stat().st_size)


def serve() -> None:
    """Answer until there is nothing more to read."""
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    # Libraries in C write where they like; what they say is no answer.
    os.dup2(nowhere, 1)
    _load()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "draw" in asked or "measure" in asked:
            _load_drawing()
        answers.write(_read_apart(Path(asked["path"]), _work_of(asked)) + b"\n")


def _work_of(asked: Mapping[str, Any]) -> Callable[[Path], bytes]:
    """Return what is to be done with the file."""
    if "draw" in asked:
        return lambda path: _drawn(path, asked["draw"])
    if "measure" in asked:
        return lambda path: _measured(path, asked["measure"])
    return _answer


def _load() -> None:
    """Load what reading needs, so that no document has to wait for it."""
    import_module("civiscope.collectors.documents.office.read")
    with suppress(ImportError):
        import_module("civiscope.collectors.documents.pdf.read")


def _load_drawing() -> None:
    """Load what draws pages, once for all documents."""
    with suppress(ImportError):
        import_module("civiscope.collectors.documents.pdf.contrast")
        import_module("pypdfium2")


def _read_apart(path: Path, work: Callable[[Path], bytes] | None = None) -> bytes:
    """Return the answer of a process that reads the file and nothing else."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inward)
        _be_child(path, work or _answer, outward)
    os.close(outward)
    try:
        answer, late = _take(inward)
    finally:
        os.close(inward)
    if late:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if answer and not late and os.waitstatus_to_exitcode(status) == 0:
        return answer
    return _missing("failed", _DIED.format(how=_how(status, late=late)))


def _how(status: int, *, late: bool) -> str:
    code = os.waitstatus_to_exitcode(status)
    if late or code == -signal.SIGXCPU:
        return "took too long"
    if code == _NO_MEMORY:
        return "needed too much memory"
    return f"was ended by signal {-code}" if code < 0 else "broke"


_NO_MEMORY = 77


def _take(inward: int) -> tuple[bytes, bool]:
    """Return what comes, and whether it did not come in time."""
    end = time.monotonic() + READ_TIMEOUT_S
    parts: list[bytes] = []
    size = 0
    while True:
        left = end - time.monotonic()
        if left <= 0 or size > _MAX_ANSWER_BYTES:
            return b"", True
        ready, _, _ = select.select([inward], [], [], left)
        if not ready:
            continue
        part = os.read(inward, 1 << 16)
        if not part:
            return b"".join(parts), False
        parts.append(part)
        size += len(part)


def _be_child(path: Path, work: Callable[[Path], bytes], outward: int) -> None:
    """Read, answer and end; never returns."""
    code = 1
    try:
        _limit()
        answer = work(path)
        with os.fdopen(outward, "wb") as file:
            file.write(answer)
        code = 0
    except MemoryError:
        code = _NO_MEMORY
    finally:
        os._exit(code)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_TIMEOUT_S, CPU_TIMEOUT_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(path: Path) -> bytes:
    try:
        facts: dict[str, Any] = asdict(read_document(path))
    except UnknownFormat as error:
        return _missing("not-gathered", str(error))
    except UnreadableDocument as error:
        return _missing("failed", str(error))
    except (MemoryError, RecursionError):
        raise MemoryError from None
    except Exception as error:
        # Whatever a hostile file makes a library raise: it was not read, and that is told.
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return _missing("failed", f"It could not be read ({said}).")
    return json.dumps({"facts": facts}).encode()


def _drawn(path: Path, pages: Sequence[int]) -> bytes:
    try:
        from civiscope.collectors.documents.pdf.drawing import draw_pages

        found = [
            {**asdict(one), "content": base64.b64encode(one.content).decode()}
            for one in draw_pages(path, pages)
        ]
    except Exception:
        # A finding without a picture is a finding.
        found = []
    return json.dumps({"pictures": found}).encode()


def _measured(path: Path, pages: Sequence[int]) -> bytes:
    try:
        from civiscope.collectors.documents.pdf.contrast import measure_contrast

        found = asdict(measure_contrast(path, pages))
    except Exception:
        # That these pages were not looked at stays in the facts.
        found = {}
    return json.dumps({"contrast": found}).encode()


def _missing(kind: str, reason: str) -> bytes:
    return json.dumps({"missing": kind, "reason": reason}).encode()


if __name__ == "__main__":
    serve()
