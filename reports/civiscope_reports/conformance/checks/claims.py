"""Rules about the claims: missing, doubled, without a level or a remark, against their remark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from civiscope_reports.conformance.catalogues import WCAG_CHAPTERS, is_wcag
from civiscope_reports.conformance.checks.mistake import AcrMistake, CheckContext, Weight, about
from civiscope_reports.conformance.values import LEVELS, Claim
from civiscope_reports.conformance.words import older_words, plain_words, template_words

MAX_NAMED = 12
UNIFORM = 5
"""Times that the same remark may stand before it looks copied."""
_FAILURES = frozenset({"partially-supports", "does-not-support"})
# What every web product has: pages, titles, languages, controls.
_ALWAYS_APPLIES = frozenset({"1.3.1", "1.3.2", "2.1.1", "2.4.2", "3.1.1", "4.1.2"})
_DEFECT = re.compile(
    r"\bknown (?:issues?|defects?|bugs?|problems?)\b|\bwith the exception of\b|"
    r"\bnot yet (?:\w+ )?(?:accessible|supported|available|implemented|fixed)\b|"
    r"\bsome \w+(?: \w+)? (?:do|does|are|is) not\b|\bexcept (?:for|that|in|on)\b|"
    r"\bwill be (?:fixed|corrected|addressed|resolved) in\b|\bare missing\b|\bis missing\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:no|without(?: any)?|none)\s+$", re.I)
_SUPPORTED = re.compile(
    r"^\W*(?:fully supports|all [\w\s-]{1,40} (?:conform|comply|are accessible))\b", re.I
)
_LEFTOVER = re.compile(
    r"\[\?\]|\bTODO\b|\bTBD\b|\bFIXME\b|\bXXX\b|!INSERT|\blorem ipsum\b|\[insert\b[^\]]*\]|"
    r"<insert\b[^>]*>|\beg:|\[(?:company|product|date|name)[^\]]*\]|"
    r"\bneeds? (?:review|input) from\b|@\w+ (?:please|can you)\b",
    re.I,
)


def check_duplicates(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield criteria, and components of them, that the report tells twice."""
    seen: dict[tuple[str, str], Claim] = {}
    for claim in context.report.claims:
        before = seen.setdefault((claim.number, claim.component), claim)
        if before is claim:
            continue
        if before.level != claim.level:
            said = f"{_said(before)} and {_said(claim)}"
            message = f"It is told twice, with different levels: {said}."
        else:
            message = "It is told twice."
        yield about(claim, "acr/duplicate", "error", message)


def _said(claim: Claim) -> str:
    return LEVELS[claim.level] if claim.level else "no level"


def check_missing(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield criteria at A and AA, and whole chapters, that the report says nothing of."""
    report, chosen = context.report, context.catalogue
    told = {claim.number for claim in report.claims} | {each.number for each in report.unread}
    told.update(report.elsewhere)
    for chapter in chosen.chapters.values():
        missing = [number for number in chapter.criteria if number not in told]
        required = chapter.id in WCAG_CHAPTERS[:2]
        if not missing or (chapter.id in report.disabled and not required):
            continue
        if chapter.id in report.disabled:
            message = f"The report leaves out {chapter.label}, which no report may."
        elif len(missing) == len(chapter.criteria):
            message = f"The report says nothing of {chapter.label}."
        else:
            named = ", ".join(missing[:MAX_NAMED]) + (", …" if len(missing) > MAX_NAMED else "")
            message = f"{len(missing)} criteria of {chapter.label} are missing: {named}."
        yield AcrMistake("acr/missing-criterion", "error" if required else "note", message)


def check_levels(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield claims without a level, or with words that are no term of the template."""
    report = context.report
    for row in report.unread:
        quote = " ".join(row.cell.split())[:160]
        yield AcrMistake(
            "acr/term-unknown" if quote else "acr/level-missing",
            "error",
            f"No level can be read: {row.reason}.",
            row.number,
            page=row.page,
            quote=quote,
        )
    open_rows = {each.number for each in report.unread}
    for claim in report.claims:
        words = plain_words(claim.stated)
        if claim.level is None:
            if claim.number in open_rows or claim.stated or claim.chapter in report.disabled:
                continue
            required = claim.chapter != WCAG_CHAPTERS[2]
            weight: Weight = "error" if required else "note"
            yield about(claim, "acr/level-missing", weight, "It has no level.")
        elif report.form != "openacr" and words not in template_words():
            older = words in older_words() and report.edition in {"", "2.0", "2.1", "2.2", "2.3"}
            yield about(
                claim,
                "acr/term-unknown",
                "note" if older else "ask",
                f"'{claim.stated[:60]}' is not a term of the template; it was read as "
                f"'{LEVELS[claim.level]}'.",
                claim.stated,
            )


def check_remarks(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield failures and exceptions that are not explained, and remarks against their level."""
    for claim in context.report.claims:
        if claim.level in _FAILURES and not claim.remarks.strip():
            yield about(
                claim,
                "acr/failure-without-remark",
                "error",
                f"It says '{LEVELS[claim.level]}' and not what fails.",
            )
        elif claim.level == "not-applicable" and not claim.remarks.strip():
            yield about(
                claim,
                "acr/na-without-remark",
                "note",
                "It says 'Not Applicable' and not why.",
            )
        elif claim.level in {"supports", "not-applicable"}:
            yield from _contradiction(claim)
        elif claim.level in _FAILURES and _SUPPORTED.search(claim.remarks):
            yield about(
                claim,
                "acr/remark-contradicts-level",
                "ask",
                f"It says '{LEVELS[claim.level]}', and the remark that all is well.",
            )


def _contradiction(claim: Claim) -> Iterator[AcrMistake]:
    # A few narrow phrases: "does not" and "however" describe what conforms as often as what fails.
    found = _DEFECT.search(claim.remarks)
    if found and not _DENIED.search(claim.remarks[: found.start()]):
        level = LEVELS[claim.level] if claim.level else ""
        start = max(0, found.start() - 40)
        yield about(
            claim,
            "acr/remark-contradicts-level",
            "ask",
            f"It says '{level}', and the remark tells of a failure.",
            claim.remarks[start : found.end() + 80],
        )


def check_not_evaluated(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield criteria at A and AA that were not evaluated: the term is for AAA only."""
    for claim in context.report.claims:
        if claim.level == "not-evaluated" and claim.chapter in WCAG_CHAPTERS[:2]:
            yield about(
                claim,
                "acr/not-evaluated-a-aa",
                "error",
                "It is not evaluated; the template allows that at level AAA only.",
            )


def check_implausible(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield criteria that are said not to apply, though every web page has what they are about."""
    report = context.report
    for claim in report.claims:
        named = claim.component == "web" or (
            not claim.component and _is_web(report.product_description + report.methods)
        )
        if claim.level == "not-applicable" and claim.number in _ALWAYS_APPLIES and named:
            yield about(
                claim,
                "acr/na-implausible",
                "ask",
                "It says 'Not Applicable', and applies to every web page.",
            )


def _is_web(text: str) -> bool:
    return bool(re.search(r"\b(?:web|site|browser|portal|online)", text, re.I))


def check_uniform(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield levels that are all the same, and remarks that stand again and again."""
    claims = [
        each
        for each in context.report.claims
        if each.level and is_wcag(each.number) and each.chapter in WCAG_CHAPTERS[:2]
    ]
    if len(claims) >= 20 and all(each.level in {"supports", "not-applicable"} for each in claims):
        yield AcrMistake(
            "acr/uniform",
            "ask",
            f"All {len(claims)} claims say 'Supports' or 'Not Applicable'; ask how each was "
            "tested.",
        )
    remarks = Counter(
        " ".join(each.remarks.casefold().split())
        for each in claims
        if len(each.remarks) > 20 and each.level != "not-evaluated"
    )
    for remark, count in remarks.most_common(5):
        if count >= UNIFORM:
            yield AcrMistake(
                "acr/uniform",
                "ask",
                f"The same remark stands {count} times; ask what each of them means.",
                quote=remark[:160],
            )


def check_leftover(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield words of the template, of editors and of reviewers that were left in."""
    report = context.report
    texts = {
        "title": report.title, "notes": report.notes, "methods": report.methods,
        "product": report.product, "description": report.product_description,
    }  # fmt: skip
    for name, text in texts.items():
        if found := _LEFTOVER.search(text):
            message = f"The {name} has words that were meant to be replaced: '{found[0]}'."
            yield AcrMistake("acr/leftover", "error", message, quote=_around(text, found))
    for claim in report.claims:
        if found := _LEFTOVER.search(claim.remarks):
            message = f"The remark has words that were meant to be replaced: '{found[0]}'."
            yield about(claim, "acr/leftover", "error", message, _around(claim.remarks, found))


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - 40) : found.end() + 60].split())
