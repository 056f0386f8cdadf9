"""A letter to a vendor about claims that a scan contradicts: neutral, for a person to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civiscope_reports.conformance.catalogues import every_criterion
from civiscope_reports.conformance.compare import ClaimsComparison, ComparedClaim, Verdict
from civiscope_reports.conformance.counting import count_of
from civiscope_reports.text.markdown_text import code, inline
from civiscope_reports.text.plain import is_web_link

MAX_ADDRESSES = 3
MAX_CHARACTERS = 2000
_TOLD: tuple[Verdict, ...] = ("contradicted", "probably", "understated")


def letter_of(comparison: ClaimsComparison) -> str:
    """Return the letter as Markdown, with blanks for who signs it."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: ClaimsComparison) -> Iterator[str]:
    report, seen = comparison.report, comparison.evidence
    product = inline(f"{report.product} {report.product_version}".strip() or "your product")
    dated = f" of {inline(report.report_date)}" if report.report_date else ""
    told = [each for verdict in _TOLD for each in comparison.of(verdict)]
    yield f"Subject: Your accessibility conformance report on {product}"
    yield ""
    yield "Dear Sir or Madam,"
    yield ""
    yield (
        f"we have read your accessibility conformance report{dated} on {product}. On "
        f"{inline(seen.day)} we looked at {count_of(seen.page_count, 'page')} of "
        f"{', '.join(map(_address, seen.targets))} with automated checks "
        f"({inline(seen.tool)})."
    )
    yield ""
    if not told:
        yield (
            "They found nothing that contradicts the report. Automated checks decide a part of the "
            "criteria at most, so this is no confirmation of it either."
        )
    else:
        yield "On the following criteria, what we saw differs from what the report says:"
        yield ""
        for each in told:
            yield from _claim(comparison, each)
        yield "Please tell us for each of them by [DATE]:"
        yield ""
        yield "1. whether this is known to you, and whether it is in the version that you offer;"
        yield "2. whether you will correct the report, or fix the product, and by when."
    yield ""
    yield from _limits(comparison.not_comparable)
    yield "Yours faithfully,"
    yield ""
    yield "[NAME, OFFICE: a person has to check this letter and to sign it]"


def _claim(comparison: ClaimsComparison, each: ComparedClaim) -> Iterator[str]:
    name = every_criterion().get(each.number, "")
    yield f"## {each.number} {inline(name)}".rstrip()
    yield ""
    place = ""
    if each.claim is not None and each.claim.page:
        place = f", page {each.claim.page}"
    component = " for documents" if each.component == "electronic-docs" else ""
    yield f"* The report says{component}: “{each.stated}”{place}."
    if each.claim is not None and each.claim.remarks:
        yield f"* Its remark: “{inline(each.claim.remarks, MAX_CHARACTERS)}”"
    sure = "" if each.verdict != "probably" else " (found by a check that is right as a rule)"
    yield f"* We found {inline(each.proof, MAX_CHARACTERS)}{sure}."
    if each.seen is not None:
        for proof in each.seen.proofs[:MAX_ADDRESSES]:
            where = proof.page or proof.url
            element = f", {code(proof.selector)}" if proof.selector else ""
            yield f"* Evidence: {_address(where)}{element}"
    yield ""


def _address(url: str) -> str:
    return f"<{url}>" if is_web_link(url) and not set("<>") & set(url) else inline(url)


def _limits(sentences: Sequence[str]) -> Iterator[str]:
    yield "What our checks cannot say:"
    yield ""
    yield from (f"* {inline(each, MAX_CHARACTERS)}" for each in sentences)
    yield ""
