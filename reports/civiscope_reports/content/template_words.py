"""The words that templates may use, in one language."""

from __future__ import annotations

from civiscope.results import RuleFacts
from civiscope_reports.content import inventory
from civiscope_reports.content.frameworks import STATUS
from civiscope_reports.text import wording
from civiscope_reports.text.language import Language


def template_words(words: Language) -> dict[str, object]:
    """Return the functions and tables that templates say things with."""

    def affected(group: str) -> str:
        return wording.affected(group, words)

    def area(name: str) -> str:
        return wording.area(name, words)

    def people_of(rule: RuleFacts) -> str:
        return words.listed([wording.affected(group, words) for group in rule.affects])

    def purpose(word: str) -> str:
        return inventory.purpose(word, words)

    def lasts(seconds: int | None) -> str:
        return inventory.lasts(seconds, words)

    return {
        "lang": words.code,
        "_": words.text,
        "plural": words.plural,
        "count": words.count,
        "number": words.number,
        "affected": affected,
        "area": area,
        "people_of": people_of,
        "purpose": purpose,
        "lasts": lasts,
        "cookie_flags": inventory.cookie_flags,
        "CONFIDENCE": wording.CONFIDENCE,
        "CONSENT_LIST": wording.CONSENT_LIST,
        "CONSENT_MODE": wording.CONSENT_MODE,
        "OUTCOME": wording.OUTCOME,
        "PAGE_STATE": wording.PAGE_STATE,
        "SEVERITY": wording.SEVERITY,
        "SEVERITY_MEANS": wording.SEVERITY_MEANS,
        "STATE": wording.STATE,
        "STATUS": STATUS,
    }
