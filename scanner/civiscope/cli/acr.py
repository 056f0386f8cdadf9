"""The commands for reports of conformance: read, draft, check, compare, diff."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from civiscope.cli.commands import Commands
from civiscope.errors import UsageError
from civiscope.suggestions import unknown
from civiscope_reports.conformance.catalogues import catalogue
from civiscope_reports.conformance.facts_reader import name_and_version
from civiscope_reports.conformance.read_file import read_report
from civiscope_reports.conformance.to_openacr import LeftOut, openacr_text
from civiscope_reports.conformance.values import ConformanceReport
from civiscope_reports.conformance.write_file import check_suffix, reading_json, write_report
from civiscope_reports.text.plain import plain

acr_app = Commands(help="Reports of conformance (ACR, VPAT, OpenACR).", no_args_is_help=True)

ReportFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A report of conformance: OpenACR, tagged PDF, Word, HTML or Markdown.",
        show_default=False,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FILE", help="Write this: .yaml, .json, .html, .md, .docx or .pdf."
    ),
]
CatalogueOption = Annotated[
    str | None,
    typer.Option(
        "--catalog", metavar="ID", help="Catalogue of OpenACR, e.g. 2.5-edition-wcag-2.2-en."
    ),
]
ProductOption = Annotated[
    str | None,
    typer.Option(
        "--product", metavar="NAME", help="Which product, when the file is about several."
    ),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
DebugFlag = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
ComponentOption = Annotated[
    str,
    typer.Option(
        "--component",
        metavar="NAME",
        help="Component that levels for whole rows are written for (web).",
    ),
]


@acr_app.callback()
def _group() -> None:
    """Reports of conformance (ACR, VPAT, OpenACR)."""


@acr_app.command("read")
def read_file(
    file: ReportFile,
    out: OutFile = None,
    catalog: CatalogueOption = None,
    product: ProductOption = None,
    component: ComponentOption = "web",
    as_json: JsonFlag = False,
    debug: DebugFlag = False,
) -> int:
    """Read a report of conformance and write it as OpenACR, or in another form."""
    if out is not None:
        check_suffix(out)
    if catalog is not None:
        catalogue(catalog)
    report = load(file, product)
    if as_json:
        print(reading_json(report), end="")
    elif out is None:
        text, left_out = openacr_text(report, catalog or "", component)
        print(text, end="")
        _tell_left_out(left_out)
    if out is not None:
        _tell_left_out(write_report(report, out, catalog or "", component))
        print(f"{out}: {len(report.claims)} levels read.", file=sys.stderr)
    for warning in report.warnings:
        print(f"civiscope: {plain(warning, 500)}", file=sys.stderr)
    return 0


def load(file: Path, product: str | None) -> ConformanceReport:
    """Return the report in *file*, of one product. Raises UsageError, InconclusiveError."""
    report = read_report(file)
    if not report.products:
        return report
    if product is None:
        names = ", ".join(f"'{plain(each, 60)}'" for each in report.products)
        raise UsageError(
            f"{file} holds levels for {len(report.products)} products ({names}); say which one "
            "with --product NAME."
        )
    close = [each for each in report.products if each.casefold().startswith(product.casefold())]
    if product not in report.products and len(close) == 1:
        [product] = close
    if product not in report.products:
        raise unknown("product", product, report.products, str(file))
    claims = tuple(
        replace(each, product="") for each in report.claims if each.product in {"", product}
    )
    name, version = name_and_version(product)
    return replace(report, product=name, product_version=version, claims=claims, products=())


def _tell_left_out(left_out: tuple[LeftOut, ...]) -> None:
    for why in sorted({each.why for each in left_out}):
        numbers = sorted({each.number for each in left_out if each.why == why})
        shown = ", ".join(numbers[:8]) + (", …" if len(numbers) > 8 else "")
        print(f"civiscope: Left out of OpenACR, because {plain(why)}: {shown}.", file=sys.stderr)
