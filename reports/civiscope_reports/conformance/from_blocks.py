"""Make a report of conformance of the paragraphs and tables of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from civiscope.errors import InconclusiveError
from civiscope_reports.conformance.catalogues import every_criterion, fitting_catalogue
from civiscope_reports.conformance.claims_reader import ClaimsReader
from civiscope_reports.conformance.facts_reader import FactsReader
from civiscope_reports.conformance.layouts import legend_in, legend_of, names_criterion, settled
from civiscope_reports.conformance.levels import flow
from civiscope_reports.conformance.parts import may_name_product
from civiscope_reports.conformance.tables import SourceBlock, SourceTable
from civiscope_reports.conformance.values import Claim, ConformanceReport, Contact

ASK_FOR = (
    "Ask the vendor for the report as OpenACR (YAML), as a Word file, or as a PDF with tagged "
    "tables"
)
_OUTDATED = re.compile(r"(?<![\d.])1194\.(?:2[1-6]|31|41)(?!\d)")
FormRead = Literal["pdf", "docx", "html", "markdown"]


def report_of(
    blocks: Iterable[SourceBlock], form: FormRead, title: str = "", language: str = ""
) -> ConformanceReport:
    """Return the report that *blocks* hold. Raises InconclusiveError when no level can be read."""
    facts, claims = FactsReader(), ClaimsReader()
    tables = 0
    outdated = False
    name = ""
    for block in blocks:
        outdated = outdated or _is_outdated(block)
        if isinstance(block, SourceTable):
            tables += 1
            if claims.read_table(settled(block, name)):
                facts.pass_claims()
            else:
                claims.legend |= legend_of(block)
                facts.read_table(block)
            name = ""
        else:
            named = facts.read(block)
            claims.legend |= legend_in(block.text)
            name = block.text if names_criterion(block.text) else "" if block.heading else name
            claims.pass_paragraph(block.heading)
            if block.heading and may_name_product(block.text):
                claims.part = " ".join(block.text.split())
            if named and facts.products:
                claims.product = facts.products[-1]
    claims.finish()
    _refuse_unreadable(claims, tables, outdated=outdated)
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
        elsewhere=tuple(dict.fromkeys(claims.elsewhere)),
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


def _is_outdated(block: SourceBlock) -> bool:
    """Say whether *block* names a clause of Section 508 as it was until January 2018."""
    if isinstance(block, SourceTable):
        texts = [cell.text for row in block.rows for cell in row]
    else:
        texts = [block.text]
    return any(_OUTDATED.search(text) for text in texts)


def _refuse_unreadable(claims: ClaimsReader, tables: int, *, outdated: bool) -> None:
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
    if outdated and tables:
        raise InconclusiveError(
            "The report goes by Section 508 as it was until January 2018 (clauses 1194.21 to "
            f"1194.41), which tells nothing of today's criteria. {ASK_FOR}, by VPAT 2.4 or later."
        )
    tables_held = "1 table, not" if tables == 1 else f"{tables} tables, none"
    what = f"{tables_held} with criteria and their levels" if tables else "no tables"
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
