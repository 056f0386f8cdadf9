"""Build the page or site that the `http` and `json` blocks of an example describe."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from civiscope.examples.blocks import ExampleError
from civiscope.examples.http_block import build_page
from civiscope.examples.json_block import site_of_data, source_of_data
from civiscope.model import Document, Page, Site, Source
from civiscope.model.source import SourceKind
from civiscope.rulebook import Example, Scope
from civiscope.source.read import read_file


def build_evidence(example: Example, scope: Scope) -> Page | Site | Document | Source:
    """Return what the blocks of *example* describe, as a rule of *scope* looks at it.

    For `http`, `json` and `file` blocks. Raises ExampleError.
    """
    if scope == "source":
        return _source_of(example)
    languages = {fence.language for fence in example.fences}
    if languages == {"json"} and len(example.fences) == 1:
        site = site_of_data(example.fences[0])
    elif languages == {"http"} and scope == "page":
        site = Site((build_page(example.fences),))
    elif languages == {"http"}:
        pages = [build_page([fence]) for fence in example.fences]
        site = Site(tuple(replace(page, order=number) for number, page in enumerate(pages)))
    else:
        raise ExampleError(
            "It needs one json block, or http blocks, or html blocks, and no mixture."
        )
    if scope == "document":
        if len(site.documents) != 1 or site.pages:
            raise ExampleError("The rule looks at one document; give a json block with just that.")
        return site.documents[0]
    if scope == "site":
        return site_of(site)
    if len(site.pages) != 1 or site.documents or site.skipped:
        raise ExampleError("The rule looks at one page, but the example describes a site.")
    return site.pages[0]


def _source_of(example: Example) -> Source:
    """Return the file that an example shows, with what is read in it.

    A `file` block holds a path behind the word file, then its kind; a `json` block what was read.
    """
    if [fence.language for fence in example.fences] == ["json"]:
        return source_of_data(example.fences[0])
    if [fence.language for fence in example.fences] != ["file"]:
        raise ExampleError("The rule looks at one file of source; give one file or json block.")
    (fence,) = example.fences
    path, _, kind = fence.info.strip().partition(" ")
    kinds = get_args(SourceKind)
    if not path or (kind or "other") not in kinds:
        raise ExampleError(
            f"A file block begins with `file PATH KIND`; KIND is one of {', '.join(kinds)}."
        )
    source = read_file(path, fence.text.encode())
    if source is None:
        return Source(path, cast("SourceKind", kind or "other"), fence.text)
    if source.error:
        raise ExampleError(f"The file block cannot be read: {source.error}")
    return replace(source, kind=cast("SourceKind", kind or "other"), text=fence.text)


def site_of(site: Site) -> Site:
    """Return *site* as the engine hands it to rules: with what they need of each page."""
    return replace(site, pages=tuple(page.lean() for page in site.pages))
