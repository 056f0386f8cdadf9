"""Rules about the report as a whole: form, catalogue, date, product, methods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from civiscope_reports.conformance.catalogues import catalogues, every_criterion
from civiscope_reports.conformance.checks.mistake import AcrMistake, CheckContext, about
from civiscope_reports.conformance.dates import read_date
from civiscope_reports.conformance.values import ConformanceReport
from civiscope_reports.conformance.words import plain_words

MAX_AGE = timedelta(days=365)
_PEOPLE = re.compile(
    r"\b(?:manual\w*|by hand|nvda|jaws|voice\s?over|talkback|narrator|screen[\s-]?reader\w*|"
    r"assistive tech\w*|keyboard|users? with|people with|persons with|usability|expert|"
    r"human|tester\w*|auditor\w*|manuell\w*|von hand|händisch|screenreader\w*|manuel\w*|"
    r"lecteurs? d.écran|lector\w* de pantalla|screenlezer\w*|trusted tester)\b",
    re.I,
)
_TOOLS = re.compile(
    r"\b(?:axe|wave|lighthouse|automat\w*|scanner|civiscope|pa11y|siteimprove|accessibility "
    r"insights|ace|tenon|sortsite|achecker|arc toolkit)\b",
    re.I,
)
_SIMILAR = re.compile(
    r"similar(?:ity)? to (?:an)?other|general product knowledge|product knowledge|"
    r"based on (?:an)?other product|previous version|vendor information|ähnlichkeit",
    re.I,
)
_GENERIC = frozenset(
    {"accessibility", "conformance", "report", "vpat", "acr", "edition", "international", "openacr"}
    | {"draft", "wcag", "revised", "section", "eu", "template", "voluntary", "product", "version"}
    | {"for", "the", "of", "and", "a", "based", "on"}
)
"""Words that titles have besides the product's name."""
_COMPANY = frozenset({"inc", "ltd", "llc", "gmbh", "ag", "corp", "corporation", "plc", "limited"})
"""Words in the names of companies: such a title names who made the product."""
_APPLIES = re.compile(
    r"\b(?:document|report|template|vpat|acr|evaluation) (?:only )?(?:applies|refers|relates) "
    r"(?:only |solely )?to (?:the )?((?:[A-Z][\w-]*(?: (?:of|for|and|the|&))* ?)+)"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def check_schema(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield what the form of OpenACR does not allow, and an address that is none."""
    for each in context.report.mistakes:
        yield AcrMistake("acr/schema", "error", f"{each.place} {each.what}.")
    email = context.report.author.email
    if email and not _EMAIL.fullmatch(email):
        yield AcrMistake(
            "acr/schema", "error", f"The contact's address '{email[:60]}' is not an e-mail address."
        )
    if context.report.form == "openacr":
        yield from _misplaced(context)
    elif not email:
        yield AcrMistake("acr/schema", "ask", "No e-mail address of a contact was found.")


def _misplaced(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield criteria in a chapter that does not have them, and components that nobody asks for."""
    for claim in context.report.claims:
        chapter = context.catalogue.chapters.get(claim.chapter)
        if chapter is None or claim.number not in every_criterion():
            continue
        if claim.number not in chapter.criteria:
            right = context.catalogue.chapter_of(claim.number)
            chosen = context.catalogue.id
            where = f"it belongs to {right}" if right else f"{chosen} does not have it"
            message = f"It stands in {claim.chapter}; {where}."
            yield about(claim, "acr/schema", "error", message, claim.stated)
        elif claim.component not in chapter.components:
            message = f"'{claim.component[:40]}' is not a component of it."
            yield about(claim, "acr/schema", "error", message, claim.stated)


def check_catalogue(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield a catalogue that is missing, unknown, another one, or older than the law asks."""
    report = context.report
    named = report.catalogue if report.named_catalogue else ""
    if report.form == "openacr" and not named:
        yield AcrMistake(
            "acr/catalog",
            "ask",
            "The report names no catalog, so nobody can tell which criteria it has to hold.",
        )
    if named and named not in catalogues():
        yield AcrMistake("acr/catalog", "error", f"There is no catalog '{named[:60]}'.")
    asked = context.asked_catalogue
    if asked and named and named != asked:
        yield AcrMistake(
            "acr/catalog", "error", f"The report is made for {named}; {asked} was asked for."
        )
    used = context.catalogue.wcag if named in catalogues() or not named else ""
    own = catalogues()[report.catalogue].wcag if report.catalogue in catalogues() else used
    if context.asked_wcag and own and own < context.asked_wcag:
        yield AcrMistake(
            "acr/catalog",
            "error",
            f"The report goes by WCAG {own}; WCAG {context.asked_wcag} was asked for.",
        )


def check_draft(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield that the report is still a draft."""
    report = context.report
    texts = (report.title, report.notes, *(each.remarks for each in report.claims))
    if re.search(r"\bDRAFT\b", report.title) or any("PROPOSED from" in each for each in texts):
        yield AcrMistake(
            "acr/draft-left",
            "error",
            "The report says that it is a draft; nobody has confirmed the levels that it proposes.",
        )


def check_date(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield a date that is missing, unreadable, in the future, or older than a year."""
    report = context.report
    if not report.report_date:
        yield AcrMistake("acr/date", "error", "The report has no date.")
    for name, stated in (
        ("date", report.report_date),
        ("date of change", report.last_modified_date),
    ):
        if not stated:
            continue
        read = read_date(stated)
        if read.day is None:
            yield AcrMistake("acr/date", "error", f"Its {name} {read.problem}.", quote=stated[:80])
        elif read.day > context.today:
            yield AcrMistake(
                "acr/date", "error", f"Its {name} is in the future.", quote=stated[:80]
            )
        elif name == "date" and read.last < context.today - MAX_AGE:
            yield _old(report, read.last, context.today)
        if read.ambiguous:
            yield AcrMistake(
                "acr/date", "note", f"Its {name} can be read in two ways.", quote=stated[:80]
            )


def _old(report: ConformanceReport, day: date, today: date) -> AcrMistake:
    months = (today.year - day.year) * 12 + today.month - day.month
    return AcrMistake(
        "acr/date",
        "ask",
        f"The report is {months} months old; ask for one about the version that is sold now.",
        quote=report.report_date[:80],
    )


def check_product(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield a product without a name or version, or named otherwise elsewhere in the report."""
    report = context.report
    if not report.product:
        yield AcrMistake("acr/product-version", "error", "The report does not name its product.")
    elif not report.product_version:
        yield AcrMistake(
            "acr/product-version", "ask", "The report does not say which version it is about."
        )
    name = plain_words(report.product)
    title = plain_words(report.title)
    titled = [word for word in title.split() if word not in _GENERIC and not word.isdecimal()]
    company = set(plain_words(report.author.company + " " + report.vendor.company).split())
    unknown = not set(titled) & (set(name.split()) | company | _COMPANY)
    if name and titled and unknown and len(titled) <= 6:
        yield AcrMistake(
            "acr/product-named-differently",
            "ask",
            f"The title names '{report.title[:80]}', the product is '{report.product[:80]}'.",
        )
    known = {*name.split(), *title.split(), *company} | _GENERIC
    for found in _APPLIES.finditer(report.notes):
        if name and not set(plain_words(found[1]).split()) <= known:
            yield AcrMistake(
                "acr/product-named-differently",
                "ask",
                f"The notes say that it is about '{found[1].strip()[:80]}', the product is "
                f"'{report.product[:80]}'.",
                quote=found[0].strip()[:160],
            )


def check_methods(context: CheckContext) -> Iterator[AcrMistake]:
    """Yield methods that are missing, automated only, or no test of this product."""
    methods = context.report.methods
    if not methods.strip():
        yield AcrMistake("acr/methods", "ask", "The report does not say how it was evaluated.")
        return
    if _TOOLS.search(methods) and not _PEOPLE.search(_without_denials(methods)):
        yield AcrMistake(
            "acr/methods",
            "ask",
            "Only automated tools are named; they decide a part of the criteria at most.",
            quote=methods[:160],
        )
    if found := _SIMILAR.search(methods):
        yield AcrMistake(
            "acr/methods-by-similarity",
            "ask",
            "The methods name another product, or knowledge of this one, in place of a test.",
            quote=found[0],
        )


def _without_denials(methods: str) -> str:
    return re.sub(r"(?:\bno\b|\bnot\b|\bwithout\b|\bnone\b)[^.;]*", "", methods, flags=re.I)
