"""Type made-up words into fields, as a visitor who thinks better of it and sends nothing."""

from __future__ import annotations

import secrets
from typing import Any

from civiscope.browser.cdp import CdpError
from civiscope.browser.tab import Tab
from civiscope.browser.worlds import PageLeft
from civiscope.collectors.consent.closed_roots import roots_script
from civiscope.collectors.consent.making import Making
from civiscope.collectors.consent.outgoing import Canary

MAX_FIELDS = 20
"""Of a page; what is typed takes seconds."""
_LETTERS = "bcdfghjkmpqrtvwxz"
_FIELDS = """(() => {
  const kinds = /^(text|email|tel|search|url|password)$/;
  const named = /^(q|s|query|search|keys|keywords?|searchterm)$/i;
  const searches = (field) => field.getAttribute("role") === "searchbox"
    || !!field.closest("[role=search i],search") || named.test(field.name || field.id);
  const kindOf = (field) => {
    if (field.localName === "textarea") return "text";
    return field.type === "text" && searches(field) ? "search" : field.type;
  };
  const fields = civiscopeRoots.inside(document, "input,textarea").filter((field) =>
    (field.localName === "textarea" || kinds.test(field.type))
    && !field.matches(":disabled") && !field.readOnly
    && field.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  globalThis.civiscopeFields = fields.slice(0, MAX_FIELDS);
  return civiscopeFields.map((field) => ({
    kind: kindOf(field),
    length: field.maxLength > 0 ? field.maxLength : 100,
    what: civiscope.cut(field.getAttribute("aria-label")
      || [...(field.labels || [])].map((label) => label.textContent).join(" ")
      || field.placeholder || field.name || field.id || field.type, 80),
  }));
})()"""
_FOCUS = """(() => {
  const field = civiscopeFields[INDEX];
  field.focus({ preventScroll: true });
  return field.getRootNode().activeElement === field;
})()"""


async def type_canaries(making: Making, tab: Tab) -> tuple[int, int]:
    """Type into the fields of the page's own document; return into how many, and of how many.

    What leaves the browser meanwhile is in `making.outgoing`; nothing but questions is let out, so
    that the site's owner gets nothing made up. Raises TabLost.
    """
    try:
        fields: list[dict[str, Any]] = await tab.evaluate(
            f"{roots_script()};{_FIELDS.replace('MAX_FIELDS', str(MAX_FIELDS))}"
        )
        if not fields:
            return 0, 0
        await tab.guard(on=True)
        typed = 0
        for index, field in enumerate(fields):
            if not await tab.evaluate(_FOCUS.replace("INDEX", str(index))):
                continue
            canary = _canary(field)
            if canary is None:
                continue
            making.outgoing.expect(canary)
            await _type(tab, canary.word)
            typed += 1
        if not typed:
            making.problems.append(
                f"None of {len(fields)} fields could be typed into; something lies over the page."
            )
        # Leaving the last field is when many scripts send what is in it.
        await tab.evaluate("civiscopeFields.forEach((field) => field.blur())")
        await making.quiet(after_choice=True)
    except (CdpError, PageLeft) as error:
        making.problems.append(f"Not every field could be typed into ({error}).")
        return 0, 0
    return typed, len(fields)


def make_word() -> str:
    """Return a word that nobody uses."""
    return "".join(secrets.choice(_LETTERS) for _ in range(14))


def _canary(field: dict[str, Any]) -> Canary | None:
    kind, length = str(field["kind"]), int(field["length"])
    if kind == "email":
        word = f"{make_word()}@example.org"
    elif kind == "tel":
        word = "".join(secrets.choice("23456789") for _ in range(12))
    elif kind == "url":
        word = f"https://{make_word()}.example.org/"
    else:
        word = make_word()
    return Canary(word, str(field["what"]), kind) if length >= len(word) else None


async def _type(tab: Tab, word: str) -> None:
    for letter in word:
        key = {"key": letter, "text": letter, "unmodifiedText": letter}
        tab.session.post("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        tab.session.post("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter})
    # An answer to one more event says that those before it were dealt with.
    await tab.session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Shift"}, timeout=10)
