"""The command that proposes a Content Security Policy from the evidence of a scan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli import options as o
from civiscope.cli.commands import Commands
from civiscope.errors import InconclusiveError
from civiscope.evidence import EvidenceReader
from civiscope.headers.csp_proposal import NONCE, Proposal, propose
from civiscope_reports.text.plain import plain

csp_app = Commands(help="Content Security Policy.", no_args_is_help=True)


@csp_app.callback()
def _group() -> None:
    """Content Security Policy."""


@csp_app.command("propose")
def propose_policy(
    evidence: Annotated[
        Path,
        typer.Argument(
            metavar="EVIDENCE",
            help="Evidence folder of a scan, its output folder, or its results.json.",
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the proposal as JSON.")] = False,
    debug: o.Debug = False,
) -> int:
    """Propose a strict policy for each origin, from what a scan saw, and what it would stop."""
    reader = EvidenceReader(evidence.parent if evidence.is_file() else evidence)
    found = propose(page for page in reader.pages() if page.kind == "page")
    if not found:
        raise InconclusiveError(f"No page in {reader.folder} was seen; there is nothing to go by.")
    if as_json:
        print(json.dumps([_facts(each) for each in found], indent=2))
    else:
        print("\n\n".join("\n".join(_lines(each)) for each in found))
    return 0


def _facts(found: Proposal) -> dict[str, object]:
    return {
        "origin": found.origin,
        "pages": found.pages,
        "policy": {name: list(sources) for name, sources in found.policy.items()},
        "report_only": {"name": "Content-Security-Policy-Report-Only", "value": found.text},
        "enforced": {"name": "Content-Security-Policy", "value": found.text},
        "nonce": NONCE,
        "inline_scripts": found.inline_scripts,
        "unseen": found.unseen,
        "stopped": [asdict(each) for each in found.stopped],
        "sources": [asdict(each) for each in found.sources],
    }


def _lines(found: Proposal) -> Iterator[str]:
    pages = _pages(found.pages)
    yield f"{plain(found.origin)} ({pages} seen)"
    if found.unseen:
        yield f"  Of {_pages(found.unseen)} not all was seen; what they need may be missing here."
    yield ""
    yield "1. Watch first: browsers tell, and stop nothing."
    yield f"   Content-Security-Policy-Report-Only: {plain(found.text, 8000)}"
    yield ""
    yield "2. When nothing is told any more, enforce it."
    yield f"   Content-Security-Policy: {plain(found.text, 8000)}"
    yield ""
    yield (
        "Put a new random value into {random} for each response, and the same into the nonce "
        "attribute of every script element."
    )
    if found.inline_scripts:
        yield f"  Scripts within the page: {_pages(found.inline_scripts)}."
    yield (
        "Styles in attributes cannot be told from evidence; take 'unsafe-inline' out of style-src "
        "when reports show that there are none."
    )
    yield "What it would stop:" if found.stopped else "Nothing was seen that it would stop."
    for each in found.stopped:
        yield f"  {plain(each.what)}: {_pages(each.pages)}, first {plain(each.first)}"
    others = [each for each in found.sources if each.source != "'self'"]
    if others:
        yield "What it lets in from elsewhere:"
    for other in others:
        told = f"{other.directive} {plain(other.source)}"
        yield f"  {told}: {_pages(other.pages)}, first {plain(other.first)}"


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
