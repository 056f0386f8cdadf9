"""Write a report of conformance as OpenACR, valid for GSA's validator and its editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from civiscope_reports.conformance.catalogues import Catalogue, catalogue, is_wcag
from civiscope_reports.conformance.values import COMPONENTS, Claim, ConformanceReport, Contact

_WHOLE_PRODUCT = ""
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that OpenACR has no place for."""

    number: str
    component: str
    why: str


class _Quoted(str):
    """Text that is always written with quotes: numbers of criteria look like numbers."""

    __slots__ = ()


class _BlockText(str):
    """Long text, written over lines."""

    __slots__ = ()


_BASE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_BASE):  # type: ignore[misc] # libyaml's dumper has no static type
    """Writes without aliases, which readers need not follow."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - yaml's own
        """Say that nothing is written as an alias."""
        return True


def _represent_quoted(dumper: Any, text: _Quoted) -> yaml.ScalarNode:  # noqa: ANN401 - its own
    made: yaml.ScalarNode = dumper.represent_scalar(_TEXT, str(text), style='"')
    return made


def _represent_block(dumper: Any, text: _BlockText) -> yaml.ScalarNode:  # noqa: ANN401 - its own
    style = ">" if len(text) > 70 and "\n" not in text else None
    made: yaml.ScalarNode = dumper.represent_scalar(_TEXT, str(text), style=style)
    return made


_Dumper.add_representer(_Quoted, _represent_quoted)
_Dumper.add_representer(_BlockText, _represent_block)


def openacr_text(
    report: ConformanceReport, catalogue_id: str = "", component: str = "web"
) -> tuple[str, tuple[LeftOut, ...]]:
    """Return *report* as YAML, and the claims that it has no place for.

    A level that stands for a whole row of WCAG is written for *component*. Raises UsageError.
    """
    chosen = catalogue(catalogue_id or report.catalogue)
    left_out: list[LeftOut] = []
    stored = _facts(report, chosen)
    stored["chapters"] = _chapters(report, chosen, component, left_out)
    text = yaml.dump(stored, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text, tuple(left_out)


def _facts(report: ConformanceReport, chosen: Catalogue) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "title": report.title or f"{report.product} Accessibility Conformance Report".strip(),
        "product": _filled(
            {
                "name": report.product,
                "version": _Quoted(report.product_version) if report.product_version else "",
                "description": _BlockText(report.product_description),
            },
            "name",
        ),
        "author": _contact(report.author),
    }
    if report.vendor != Contact():
        stored["vendor"] = _contact(report.vendor)
    texts = {
        "report_date": _Quoted(report.report_date) if report.report_date else "",
        "last_modified_date": _Quoted(report.last_modified_date)
        if report.last_modified_date
        else "",
        "version": report.version,
        "notes": _BlockText(report.notes),
        "evaluation_methods_used": _BlockText(report.methods),
        "legal_disclaimer": _BlockText(report.disclaimer),
        "license": report.license,
        "repository": report.repository,
        "feedback": report.feedback,
    }
    stored.update({key: value for key, value in texts.items() if value})
    stored["catalog"] = chosen.id
    return stored


def _contact(contact: Contact) -> dict[str, str]:
    return _filled(
        {
            "name": contact.name,
            "company_name": contact.company,
            "address": contact.address,
            "email": contact.email,
            "phone": contact.phone,
            "website": contact.website,
        },
        "email",
    )


def _filled(values: dict[str, str], always: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value or key == always}


def _chapters(
    report: ConformanceReport, chosen: Catalogue, component: str, left_out: list[LeftOut]
) -> dict[str, Any]:
    by_number: dict[str, list[Claim]] = {}
    for claim in report.claims:
        if chosen.chapter_of(claim.number):
            by_number.setdefault(claim.number, []).append(claim)
        else:
            left_out.append(LeftOut(claim.number, claim.component, f"{chosen.id} does not have it"))
    unread = {each.number: each for each in report.unread}
    chapters: dict[str, Any] = {}
    for chapter in chosen.chapters.values():
        stored: dict[str, Any] = {}
        if notes := report.chapter_notes.get(chapter.id):
            stored["notes"] = _BlockText(notes)
        if chapter.id in report.disabled:
            stored["disabled"] = True
        criteria = [
            {"num": _Quoted(number), "components": components}
            for number in chapter.criteria
            if (components := list(_components(by_number.get(number, ()), component, left_out)))
            or (
                number in unread
                and (components := [_not_read(number, unread[number].cell, component)])
            )
        ]
        if criteria:
            stored["criteria"] = criteria
        elif not stored and chapter.criteria:
            # Left out of the report: said so, as the form has it.
            stored["disabled"] = True
        if stored:
            chapters[chapter.id] = stored
    return chapters


def _components(
    claims: Iterable[Claim], component: str, left_out: list[LeftOut]
) -> Iterable[dict[str, Any]]:
    for claim in claims:
        name = claim.component
        if not is_wcag(claim.number):
            name = "none"
        elif name == _WHOLE_PRODUCT:
            name = component
        if name not in COMPONENTS:
            left_out.append(LeftOut(claim.number, name, f"OpenACR knows no component '{name}'"))
            continue
        adherence: dict[str, str] = {"level": claim.level} if claim.level else {}
        notes = claim.remarks
        if claim.level is None:
            said = f"the cell says '{claim.stated}'" if claim.stated else "the cell is empty"
            notes = f"No level could be read: {said}. {notes}".strip()
        if notes:
            adherence["notes"] = _BlockText(notes)
        yield {"name": name, "adherence": adherence}


def _not_read(number: str, cell: str, component: str) -> dict[str, Any]:
    said = " ".join(cell.split())[:200]
    note = f"No level could be read: the cell says '{said}'." if said else "There is no level."
    name = component if is_wcag(number) else "none"
    return {"name": name, "adherence": {"notes": _BlockText(note)}}
