"""Make a report of conformance of the paragraphs and tables of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from civiscope.errors import InconclusiveError
from civiscope_reports.conformance.catalogues import every_criterion, fitting_catalogue
from civiscope_reports.conformance.claims_reader import ClaimsReader
from civiscope_reports.conformance.facts_reader import FactsReader
from civiscope_reports.conformance.levels import flow
from civiscope_reports.conformance.parts import may_name_product
from civiscope_reports.conformance.tables import SourceBlock, SourceTable
from civiscope_reports.conformance.values import Claim, ConformanceReport, Contact

ASK_FOR = (
    "Ask the vendor for the report as OpenACR (YAML), as a Word file, or as a PDF with tagged "
    "tables"
)
FormRead = Literal["pdf", "docx", "html", "markdown"]


def report_of(
    blocks: Iterable[SourceBlock], form: FormRead, title: str = "", language: str = ""
) -> ConformanceReport:
    """Return the report that *blocks* hold. Raises InconclusiveError when no level can be read."""
    facts, claims = FactsReader(), ClaimsReader()
    tables = 0
    for block in blocks:
        if isinstance(block, SourceTable):
            tables += 1
            if not claims.read_table(block):
                facts.read_table(block)
        else:
            named = facts.read(block)
            claims.pass_paragraph(block.heading)
            if block.heading and may_name_product(block.text):
                claims.part = " ".join(block.text.split())
            if named and facts.products:
                claims.product = facts.products[-1]
    claims.finish()
    _refuse_unreadable(claims, tables)
    read = _one_product(claims.claims)
    products = tuple(dict.fromkeys(each.product for each in read if each.product))
    name, version = facts.facts.product
    values = facts.facts.values
    edition = facts.facts.edition
    return ConformanceReport(
        form=form,
        title=facts.facts.title or title,
        product=name,
        product_version=version,
        product_description=flow(values.get("description", "")),
        author=Contact(
            name=flow(values.get("author", ""))[:200],
            company=flow(values.get("company", ""))[:200],
            email=facts.facts.email,
        ),
        report_date=flow(values.get("date", ""))[:100],
        notes=flow(values.get("notes", "")),
        methods=flow(values.get("methods", "")),
        disclaimer=flow(values.get("disclaimer", "")),
        catalogue=fitting_catalogue((each.number for each in read), edition),
        edition=edition,
        language=language,
        claims=tuple(read),
        unread=tuple(claims.unread),
        products=products,
        named_catalogue=False,
        warnings=tuple(_warnings(claims, read)),
    )


def _one_product(claims: list[Claim]) -> list[Claim]:
    """Return *claims*, without the product's name where all are about one."""
    if len({each.product for each in claims}) > 1:
        return claims
    return [_without_product(each) for each in claims]


def _without_product(claim: Claim) -> Claim:
    return replace(claim, product="") if claim.product else claim


def _refuse_unreadable(claims: ClaimsReader, tables: int) -> None:
    if any(each.level for each in claims.claims):
        return
    if claims.unread:
        said = Counter(" ".join(each.cell.split())[:40] for each in claims.unread if each.cell)
        words = ", ".join(f"'{word}' ({count})" for word, count in said.most_common(3))
        raise InconclusiveError(
            f"{len(claims.unread)} rows with criteria were found, and the level of none can be "
            f"read: {words or 'their cells are empty'}. It is in no language and in no words "
            f"that this reader knows. {ASK_FOR}."
        )
    if claims.not_understood:
        raise InconclusiveError(
            f"{claims.not_understood} rows with criteria were found, but no column of levels: "
            f"headings and levels are in no language and in no words that this reader knows "
            f"(first row: {claims.example}). {ASK_FOR}."
        )
    what = f"{tables} tables, none with criteria and their levels" if tables else "no tables"
    raise InconclusiveError(f"The file holds {what}. {ASK_FOR}.")


def _warnings(claims: ClaimsReader, read: list[Claim]) -> Iterable[str]:
    if claims.unread:
        yield (
            f"{len(claims.unread)} levels could not be read and are left open; the reading "
            "(--json) names each with its page and cell."
        )
    strange = sorted({each.number for each in read} - set(every_criterion()))
    if strange:
        yield (
            f"{len(strange)} criteria are in no catalogue of OpenACR ({', '.join(strange[:5])}); "
            "they are in the reading (--json) and not in OpenACR."
        )
