"""Have documents read in processes of their own, with limits on memory and time."""

from __future__ import annotations

import base64
import importlib.util
import json
import subprocess  # nosec B404 # our own module, no shell
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from pydantic import ValidationError

from civiscope.collectors.documents.child import NO_EXTRA
from civiscope.collectors.documents.measured import (
    ContrastResult,
    pages_to_measure,
    with_contrast,
)
from civiscope.collectors.documents.pdf.drawing import PagePicture
from civiscope.model import Missing
from civiscope.model.adapters import adapter_of
from civiscope.model.document_facts import DocumentFacts

_COMMAND = (sys.executable, "-m", "civiscope.collectors.documents.child")
_BROKE = Missing("failed", "It could not be read: the process that reads documents broke.")


def has_extra() -> bool:
    """Say whether the libraries that read PDF files are installed."""
    return all(importlib.util.find_spec(each) is not None for each in ("pikepdf", "fontTools"))


def can_draw() -> bool:
    """Say whether the library that draws pages of PDF files is installed."""
    return importlib.util.find_spec("pypdfium2") is not None


class DocumentReader:
    """Reads one document after another; a context manager, since a process waits behind it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Return it; the process starts with the first document."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    def read(self, path: Path) -> DocumentFacts | Missing:
        """Return the facts of the file at *path*, or why there are none."""
        line = self._ask({"path": str(path.absolute())})
        facts = _facts_of(line) if line else _BROKE
        if isinstance(facts, DocumentFacts) and facts.format == "pdf" and can_draw():
            return self._measured(path, facts)
        return facts

    def _measured(self, path: Path, facts: DocumentFacts) -> DocumentFacts:
        """Return *facts* with the contrast of text where colours leave it open."""
        pages = pages_to_measure(facts)
        if not pages:
            return facts
        line = self._ask({"path": str(path.absolute()), "measure": pages})
        try:
            found = adapter_of(ContrastResult).validate_python(
                json.loads(line or b"{}").get("contrast")
            )
        except (ValueError, ValidationError, AttributeError):
            # Nothing was measured; the facts say of these pages that they are open.
            return facts
        return with_contrast(facts, found)

    def draw(self, path: Path, pages: Sequence[int]) -> list[PagePicture]:
        """Return pictures of *pages* (from 1) of a PDF file, of as many as can be drawn."""
        line = self._ask({"path": str(path.absolute()), "draw": list(pages)})
        try:
            found = json.loads(line or b"{}").get("pictures", [])
            return [
                PagePicture(
                    page=int(one["page"]),
                    width=int(one["width"]),
                    height=int(one["height"]),
                    content=base64.b64decode(one["content"]),
                )
                for one in found
            ]
        except (ValueError, KeyError, TypeError):
            return []

    def _ask(self, question: dict[str, object]) -> bytes:
        """Return the line that the process answers; nothing when it ended."""
        process = self._started()
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            return b""
        try:
            stdin.write(json.dumps(question).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
        except OSError:
            line = b""
        if not line:
            self.close()
        return line

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.kill()
        process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 # nosec B603 # our own module
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def _facts_of(line: bytes) -> DocumentFacts | Missing:
    try:
        answer = cast("dict[str, Any]", json.loads(line))
        if "facts" in answer:
            return adapter_of(DocumentFacts).validate_python(answer["facts"])
        reason = str(answer["reason"])
        if answer["missing"] == "not-gathered":
            return Missing("not-gathered", reason)
        return Missing("failed", reason)
    except (ValueError, KeyError, TypeError, ValidationError):
        return _BROKE


__all__ = ["NO_EXTRA", "DocumentReader", "has_extra"]
