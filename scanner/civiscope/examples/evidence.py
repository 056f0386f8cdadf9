"""Build the page or site that the `http` and `json` blocks of an example describe."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from civiscope.examples.blocks import ExampleError
from civiscope.examples.http_block import page_of_answers
from civiscope.examples.json_block import site_of_data
from civiscope.model import Page, Site
from civiscope.rulebook import Example


def seen_of(example: Example, scope: Literal["page", "site"]) -> Page | Site:
    """Return what the blocks of *example* describe, as a rule of *scope* looks at it.

    For `http` and `json` blocks. Raises ExampleError.
    """
    languages = {fence.language for fence in example.fences}
    if languages == {"json"} and len(example.fences) == 1:
        site = site_of_data(example.fences[0])
    elif languages == {"http"} and scope == "page":
        site = Site((page_of_answers(example.fences),))
    elif languages == {"http"}:
        pages = [page_of_answers([fence]) for fence in example.fences]
        site = Site(tuple(replace(page, order=number) for number, page in enumerate(pages)))
    else:
        raise ExampleError(
            "It needs one json block, or http blocks, or html blocks, and no mixture."
        )
    if scope == "site":
        return site_of(site)
    if len(site.pages) != 1 or site.documents or site.skipped:
        raise ExampleError("The rule looks at one page, but the example describes a site.")
    return site.pages[0]


def site_of(site: Site) -> Site:
    """Return *site* as the engine hands it to rules: with what they need of each page."""
    return Site(
        pages=tuple(page.lean() for page in site.pages),
        documents=site.documents,
        skipped=site.skipped,
        targets=site.targets,
        hosts=site.hosts,
        aliases=site.aliases,
        endpoints=site.endpoints,
    )
