"""The commands that judge reports of conformance: check, compare, diff, and the draft."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from civiscope.atomic_write import write_whole
from civiscope.cli.acr import CatalogueOption, DebugFlag, JsonFlag, ProductOption, ReportFile, load
from civiscope.errors import UsageError
from civiscope.results import Results
from civiscope_reports.conformance.catalogues import catalogue
from civiscope_reports.conformance.checks.formats import (
    mistakes_json,
    mistakes_junit,
    mistakes_sarif,
)
from civiscope_reports.conformance.checks.mistake import AcrMistake, Weight
from civiscope_reports.conformance.checks.run import RULES, check_report
from civiscope_reports.conformance.compare import (
    VERDICTS,
    ClaimsComparison,
    ComparedClaim,
    compare_claims,
)
from civiscope_reports.conformance.counting import count_of
from civiscope_reports.conformance.differences import CHANGES, changes_between
from civiscope_reports.conformance.draft import DraftFacts, draft_report
from civiscope_reports.conformance.letter import letter_of
from civiscope_reports.conformance.write_file import check_suffix, write_report
from civiscope_reports.text.plain import plain

MISTAKES = 1
MAX_SHOWN = 8
MAX_CHARACTERS = 300
_WEIGHTS: dict[Weight, str] = {"error": "Mistakes", "ask": "Ask the vendor", "note": "Notes"}
CheckFormat = Literal["text", "json", "junit", "sarif"]

Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DAY", help="Day to count from, as 2026-11-29 (today)."),
]
WcagOption = Annotated[
    str | None,
    typer.Option("--wcag", metavar="VERSION", help="Version of WCAG that your law asks for: 2.1."),
]
FormatOption = Annotated[
    CheckFormat, typer.Option("--format", help="How to print what is wrong (text).")
]


def draft(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="results.json, or the folder that holds it.")
    ],
    product: Annotated[str, typer.Option("--product", metavar="NAME", help="Name of the product.")],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Write this (acr-draft.yaml)."),
    ] = Path("acr-draft.yaml"),
    catalog: CatalogueOption = None,
    version: Annotated[
        str, typer.Option("--version", metavar="VERSION", help="Version of the product.")
    ] = "",
    email: Annotated[
        str, typer.Option("--email", metavar="ADDRESS", help="Contact for the report.")
    ] = "",
    company: Annotated[str, typer.Option("--company", metavar="NAME", help="Who makes it.")] = "",
    debug: DebugFlag = False,
) -> int:
    """Draft a report from results: only what is proved, for people to finish."""
    check_suffix(out)
    facts = DraftFacts(product, version, email, company, catalog or "")
    report = draft_report(_read_results(results), facts)
    write_report(report, out)
    proposed = sum(1 for each in report.claims if each.level != "not-evaluated")
    print(
        f"{out}: {count_of(proposed, 'level')} proposed from proved failures, "
        f"{len(report.claims) - proposed} not evaluated. A person has to test and to "
        "decide; a draft is no report.",
        file=sys.stderr,
    )
    return 0


def check(
    file: ReportFile,
    catalog: CatalogueOption = None,
    wcag: WcagOption = None,
    product: ProductOption = None,
    today: Today = None,
    format: FormatOption = "text",
    as_json: JsonFlag = False,
    debug: DebugFlag = False,
) -> int:
    """Check a report of conformance: form, date, methods, and every claim."""
    if catalog is not None:
        catalogue(catalog)
    day = _day(today)
    report = load(file, product)
    mistakes = check_report(report, day, asked_catalogue=catalog or "", asked_wcag=wcag or "")
    match "json" if as_json else format:
        case "json":
            print(mistakes_json(str(file), mistakes), end="")
        case "junit":
            print(mistakes_junit(str(file), mistakes), end="")
        case "sarif":
            print(mistakes_sarif(file.as_posix(), mistakes), end="")
        case _:
            print("\n".join(_mistake_lines(file, mistakes)))
    return MISTAKES if any(each.weight == "error" for each in mistakes) else 0


def _mistake_lines(file: Path, mistakes: tuple[AcrMistake, ...]) -> Iterator[str]:
    counts = {
        name: sum(1 for m in mistakes if m.weight == weight) for weight, name in _WEIGHTS.items()
    }
    yield f"{file}: " + ", ".join(f"{count} {name.lower()}" for name, count in counts.items())
    for weight, name in _WEIGHTS.items():
        found = [each for each in mistakes if each.weight == weight]
        if found:
            yield f"\n{name}"
        for rule in dict.fromkeys(each.rule for each in found):
            same = [each for each in found if each.rule == rule]
            yield f"  {rule}: {RULES[rule]} ({len(same)})"
            for each in same[:MAX_SHOWN]:
                place = f"{plain(each.place)}: " if each.place else ""
                quote = f" “{plain(each.quote)}”" if each.quote else ""
                yield f"    {place}{plain(each.message, MAX_CHARACTERS)}{quote}"
            if len(same) > MAX_SHOWN:
                yield f"    … and {len(same) - MAX_SHOWN} more (--json)"


def compare(
    file: ReportFile,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="PATH", help="Results of a scan of the product."),
    ] = None,
    scan: Annotated[
        str | None,
        typer.Option("--scan", metavar="URL", help="Scan this now, with the usual settings."),
    ] = None,
    product: ProductOption = None,
    letter: Annotated[
        Path | None,
        typer.Option("--letter", metavar="FILE", help="Write a letter to the vendor, in Markdown."),
    ] = None,
    as_json: JsonFlag = False,
    debug: DebugFlag = False,
) -> int:
    """Compare a report of conformance with what a scan proves."""
    if (results is None) == (scan is None):
        raise UsageError("Say what to compare with: --results PATH, or --scan URL, and not both.")
    report = load(file, product)
    compared = compare_claims(report, _results(results, scan))
    if letter is not None:
        write_whole(letter, [letter_of(compared).encode()])
        print(f"{letter}: to be checked and signed by a person.", file=sys.stderr)
    if as_json:
        print(json.dumps(_comparison_facts(file, compared), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_comparison_lines(file, compared)))
    return MISTAKES if compared.contradicts else 0


def _read_results(path: Path) -> Results:
    # Its models take longer to build than a report of conformance takes to check.
    from civiscope.results.file import read

    return read(path)


def _results(stored: Path | None, scan: str | None) -> Results:
    if stored is not None:
        return _read_results(stored)
    # What drives a browser is loaded by those who scan only.
    from civiscope.audit.api import audit

    return audit(scan or "")


def _comparison_lines(file: Path, compared: ClaimsComparison) -> Iterator[str]:
    yield "Not comparable"
    yield from (f"  {plain(each, 500)}" for each in compared.not_comparable)
    for verdict, title in VERDICTS.items():
        found = compared.of(verdict)
        if not found:
            continue
        yield f"\n{title} ({len(found)})"
        if verdict in {"not-tested", "not-contradicted"}:
            yield f"  {', '.join(dict.fromkeys(each.number for each in found))}"
            continue
        for each in found:
            yield f"  {each.number} {_of(each)}{each.stated}. {plain(each.proof, MAX_CHARACTERS)}"
            if each.seen and each.seen.proofs and verdict != "agrees":
                proof = each.seen.proofs[0]
                where = f"{plain(proof.page or proof.url)} {plain(proof.selector)}"
                yield f"    first: {where}".rstrip()


def _of(each: ComparedClaim) -> str:
    page = f"page {each.claim.page}, " if each.claim and each.claim.page else ""
    return f"({page}{each.component}) " if each.component != "web" or page else ""


def _comparison_facts(file: Path, compared: ClaimsComparison) -> dict[str, Any]:
    return {
        "file": str(file),
        "product": compared.report.product,
        "product_version": compared.report.product_version,
        "report_date": compared.report.report_date,
        "scan": {"day": compared.evidence.day, "targets": list(compared.evidence.targets)},
        "not_comparable": list(compared.not_comparable),
        "claims": [
            {
                "number": each.number,
                "component": each.component,
                "verdict": each.verdict,
                "claimed": each.claim.level if each.claim else None,
                "remarks": each.claim.remarks if each.claim else "",
                "page": each.claim.page if each.claim else 0,
                "proof": each.proof,
                "rules": list(each.seen.failing_rules) if each.seen else [],
                "pages": list(each.seen.places)[:10] if each.seen else [],
            }
            for each in compared.claims
        ],
    }


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier edition.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later edition.")],
    product: ProductOption = None,
    as_json: JsonFlag = False,
    debug: DebugFlag = False,
) -> int:
    """Show what changed between two editions, and what got better without a word of why."""
    found = changes_between(load(old, product), load(new, product))
    if as_json:
        facts = [
            {
                "change": each.change,
                "number": each.number,
                "component": each.component,
                "before": each.before.level if each.before else None,
                "after": each.after.level if each.after else None,
                "remarks_before": each.before.remarks if each.before else "",
                "remarks_after": each.after.remarks if each.after else "",
            }
            for each in found
        ]
        print(json.dumps({"changes": facts}, ensure_ascii=False, indent=2))
    else:
        for change, title in CHANGES.items():
            same = [each for each in found if each.change == change]
            if same:
                print(f"{title} ({len(same)})")
            for each in same:
                remark = plain(each.after.remarks, 120) if each.after and change == "better" else ""
                print(f"  {each.number} ({each.component}): {each.levels}. {remark}".rstrip(" ."))
        if not found:
            print("Both say the same.")
    return MISTAKES if any(each.change == "better-unexplained" for each in found) else 0


def _day(given: str | None) -> date:
    if given is None:
        return date.today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--today takes a day such as 2026-11-29, not {given!r:.40}.") from None
