"""Find labels that do not tell what belongs into their field. Why: field_label.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from civiscope.model import Outcome, Page, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import content_words, is_placeholder

# What a field is for, as its type and its autocomplete attribute say; and the words of which its
# label needs one.
_PURPOSES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "a first name": (
        frozenset({"given-name"}),
        frozenset({"first", "given", "forename", "forenames", "name", "names", "christian"}),
    ),
    "a surname": (
        frozenset({"family-name"}),
        frozenset({"last", "family", "surname", "name", "names"}),
    ),
    "an e-mail address": (
        frozenset({"email"}),
        frozenset(
            {"email", "mail", "emails", "address", "username", "user", "login", "account"}
            | {"contact", "subscribe", "newsletter", "updates", "id", "sign"}
        ),
    ),
    "a telephone number": (
        frozenset({"tel", "tel-national"}),
        frozenset(
            {"tel", "phone", "telephone", "mobile", "cell", "cellphone", "landline", "number"}
            | {"contact", "call", "daytime", "evening", "home", "work", "fax", "ring"}
        ),
    ),
}
_WIDGETS = frozenset(
    {"menu", "navigation", "nav", "button", "toggle", "dropdown", "drop-down", "sidebar", "form"}
)
"""Parts of a page: what such a word alone stands beside, it is no question to answer in words."""
_IN_WORDS = frozenset({"text", "textbox", "textarea", "email", "tel", "url", "password", "number"})
"""Kinds of fields that are filled in with words."""
_CALLED = re.compile(r"(?<![a-z])(?:tel|cell)(?![a-z])|phone|mobile", re.IGNORECASE)
"""Names in code of fields for a telephone number: "tel", "telephone", "home_phone"."""
_SHORT = 2
"""Words of a label that is held against the purpose; a question may put it in any words."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to form fields with a label."""
    results = page.script_results("accessibility/field-label")
    twins = Counter(_standing(result) for result in results)
    for result in results:
        place, name = place_of(result), str(result["name"])
        plain = " ".join(name.split()).strip(" :.…?!")
        purpose = _missed_purpose(result, plain)
        if is_placeholder("label", name) or _names_a_widget(result, plain):
            yield failed(place, "nothing", name=name[:120])
        elif purpose:
            yield failed(place, "other", name=name[:120], purpose=purpose)
        elif twins[_standing(result)] > 1 and not _is_told_apart(result):
            yield failed(place, "same", name=name[:120], count=twins[_standing(result)])
        else:
            yield passed(place)


def _names_a_widget(result: Mapping[str, Any], label: str) -> bool:
    # What nobody sees was given to the field in code, and may be all that a script needs.
    shown = bool(result.get("shown", True))
    return shown and str(result["kind"]) in _IN_WORDS and label.casefold() in _WIDGETS


def _is_told_apart(result: Mapping[str, Any]) -> bool:
    return bool(result["described"]) or str(result["kind"]) in {"radio", "checkbox"}


def _standing(result: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells a field apart for somebody who hears its name and what it stands in."""
    name = " ".join(str(result["name"]).split()).casefold()
    keys = ("kind", "group", "heading", "form")
    return (name, *(str(result[key]) for key in keys))


def _missed_purpose(result: Mapping[str, Any], label: str) -> str:
    words = content_words(label)
    if not str(result["lang"]).startswith("en") or not 1 <= len(words) <= _SHORT:
        return ""
    if str(result["kind"]) not in {"text", "email", "tel", "textbox"}:
        return ""
    said = set(str(result["autocomplete"]).lower().split()[-1:])
    # A field of the kind "tel" often only brings up the figures on a telephone's keyboard; one that
    # is sent as a number to call at is more.
    if str(result["kind"]) != "tel" or _CALLED.search(str(result.get("key", ""))):
        said.add(str(result["kind"]))
    for purpose, (kinds, needed) in _PURPOSES.items():
        if said & kinds and not needed & set(words):
            return purpose
    return ""
