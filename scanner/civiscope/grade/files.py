"""Read saved responses from a file: what `curl -D` wrote, a HAR, or JSON lines."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from civiscope.errors import UsageError
from civiscope.grade.curl_dump import read_curl_dump
from civiscope.grade.har import read_har
from civiscope.grade.json_lines import read_json_lines
from civiscope.grade.saved import SavedResponse

Kind = Literal["curl", "har", "json-lines"]
_LARGEST = 512 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The responses in one file."""

    name: str
    kind: Kind
    responses: tuple[SavedResponse, ...]


def read_saved(path: Path, url: str | None = None) -> SavedFile:
    """Return the saved responses in *path*; `-` is standard input.

    *url* is the address that was asked for, which `curl -D` does not write down. Raises UsageError
    when the file cannot be read or holds something else.
    """
    name = "standard input" if str(path) == "-" else str(path)
    data = _bytes(path, name).removeprefix(_BYTE_ORDER_MARK)
    start = data[:4096].lstrip()
    if not start:
        raise UsageError(f"{name} is empty; save a response first, for example with curl -si URL.")
    if start.startswith(b"HTTP/"):
        return SavedFile(name, "curl", (read_curl_dump(data.lstrip(), name, url),))
    if not start.startswith((b"{", b"[")):
        raise UsageError(
            f"{name} is not a saved response: it begins neither with HTTP/ (as curl -D writes) nor "
            "with { (a HAR, or JSON lines)."
        )
    if (found := read_har(data, name)) is not None:
        return SavedFile(name, "har", found)
    return SavedFile(name, "json-lines", read_json_lines(data, name))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.") from None
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder; name the files in it.") from None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}.") from error
    if len(data) > _LARGEST:
        raise UsageError(f"{name} is larger than 512 MB; split it.")
    return data
