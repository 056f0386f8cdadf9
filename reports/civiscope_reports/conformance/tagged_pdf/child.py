"""Print the blocks of a PDF as JSON: run as a process of its own, with limits."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

import pikepdf

from .roles import string_of
from .structure import StructureReader

MAX_MEMORY_BYTES = 2 << 30
MAX_CPU_SECONDS = 60


def main(path: str) -> None:
    """Print what the file at *path* holds, or why it cannot be read."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1))
    json.dump(read(path), sys.stdout)


def read(path: str) -> dict[str, Any]:
    """Return the blocks of the PDF at *path*, or `{"error": …}`."""
    try:
        with pikepdf.open(path) as pdf:
            return _facts(pdf)
    except pikepdf.PasswordError:
        return {"error": "encrypted"}
    except pikepdf.PdfError as error:
        return {"error": "damaged", "detail": str(error)[:200]}
    except (AttributeError, TypeError, ValueError) as error:
        # Objects of other kinds than the format asks for: no part of it can be trusted.
        return {"error": "damaged", "detail": f"an object is not what it should be: {error}"[:200]}
    except RecursionError:
        return {"error": "damaged", "detail": "its structure has no end"}


def _facts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or root.get("/K") is None:
        return {"error": "untagged", "pages": len(pdf.pages), "pictures": _only_pictures(pdf)}
    facts = StructureReader(pdf).read()
    info = pdf.trailer.get("/Info")
    facts.title = string_of(info, "/Title") if info is not None else ""
    facts.language = string_of(pdf.Root, "/Lang")
    return asdict(facts)


def _only_pictures(pdf: pikepdf.Pdf) -> bool:
    """Say whether the first pages have no font: a scan."""
    for page in list(pdf.pages)[:10]:
        resources = page.obj.get("/Resources")
        if resources is not None and len(resources.get("/Font", {})):
            return False
    return True


if __name__ == "__main__":
    main(sys.argv[1])
