"""Say which status an accessibility statement claims, and by which sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.detectors.statement.clauses import (
    ClauseClaim,
    Sentence,
    Status,
    lists_options,
    read_clause,
)
from civiscope.detectors.statement.folding import (
    folded,
    language_of,
    language_told,
    likely_language,
    sentences,
)
from civiscope.detectors.statement.vocabulary import Vocabulary, languages, vocabulary
from civiscope.model.statement import StatementBlock, StatementText

__all__ = ["Status", "StatusClaim", "StatusReading", "language_of_statement", "read_status"]

_STRONG = 3.0
_SAME_STRENGTH = 1.5
_PART_WISE = 0.6
"""A denial that is hardly stronger than a claim in part is about the part."""
_MIN_TELLING_WORDS = 40
"""Words of a text whose language shows in it, at least."""
_MIN_FOREIGN_WORDS = 7
"""Words that a sentence in another language than its page has, at least."""
ALIKE = (
    {"da", "no", "sv"},
    {"es", "gl", "pt", "ca", "it"},
    {"cs", "sk", "pl", "sl", "hr"},
    {"lv", "lt"},
    {"de", "nl", "da"},
)
_CHECKED = re.compile(r"^\s*(?:[☒☑✓✔✅●◉⦿■🗹]|\[ ?[xX✓] ?\]|\( ?[xX•] ?\))\s*")
_UNCHECKED = re.compile(r"^\s*(?:[☐○◯□⬜❏]|\[ ?\]|\( ?\))\s*")
_LETTER = re.compile(
    r"\b(?:nalevings|toegankelijkheids|conformiteits)?status\b\W{1,4}([a-e])(?![\w'])"
)
_LETTERS: dict[str, Status] = {"a": "full", "b": "partial", "c": "other", "d": "non", "e": "none"}
_LABEL_END = re.compile(r"^.{0,20}?[:|>=-]")
_MAX_DEGREE_WORDS = 3
"""Of a status that is no more than its degree."""
_STATUS_HOOKS = ("a11y-status", "mr-conformance-status", "conformance-output")


@dataclass(frozen=True, slots=True)
class StatusClaim:
    """A sentence that claims a status."""

    status: Status
    sentence: str
    strength: float
    in_section: bool
    """Whether it stands below the heading that is there for it."""


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a statement claims as a whole."""

    status: Status
    sentence: str
    """The sentence that the status rests on; empty for `none`."""
    lang: str
    claims: tuple[StatusClaim, ...] = ()
    """Everything that was read as a claim, in order."""
    rival: str = ""
    """A sentence that claims another status as strongly; empty when there is none."""
    options_left: str = ""
    """A sentence that still offers several statuses to choose from."""


def read_status(text: StatementText) -> StatusReading:
    """Return the status that *text* claims."""
    lang = language_of_statement(text)
    if not lang:
        return StatusReading("none", "", "")
    options = ""
    claims: list[StatusClaim] = []
    in_section = False
    for block in text.blocks:
        if block.kind == "heading":
            in_section = _is_status_heading(block.text, lang)
        for claim in _claims_of(block, lang, in_section=in_section):
            claims.append(claim)
        options = options or _options_in(block, lang)
    return _decided(claims, lang, options)


def language_of_statement(text: StatementText) -> str:
    """Return the language that most of the statement is in; empty when its words are not known."""
    main = text.beginning
    letters = [letter for letter in main if letter.isalpha()]
    if 2 * sum(map(_is_of_known_script, letters)) < len(letters):
        return ""
    declared = text.language_declared
    found = language_told(main, declared)
    if found in languages():
        return found
    if declared in languages():
        return declared
    likely = likely_language(main)
    if likely in languages():
        return likely
    # A few words may be of any language that is known; many words without one of its own are not.
    return "en" if len(main.split()) < _MIN_TELLING_WORDS else ""


def _is_of_known_script(letter: str) -> bool:
    """Say whether *letter* is Latin, Greek, Cyrillic or Devanagari."""
    return letter < "\u0530" or "\u1e00" <= letter < "\u2000" or "\u0900" <= letter < "\u0980"


def _claims_of(block: StatementBlock, lang: str, *, in_section: bool) -> Iterator[StatusClaim]:
    text = block.text
    if _UNCHECKED.match(text):
        return
    checked = bool(_CHECKED.match(text))
    text = _CHECKED.sub("", text)
    hooked = any(hook in block.hook for hook in _STATUS_HOOKS)
    for sentence in sentences(text):
        if sentence.endswith("?"):
            # A question claims nothing.
            continue
        words = vocabulary(_language_of_sentence(sentence, lang))
        plain = folded(sentence)
        for status, reading in _readings(sentence, plain, words):
            strength = _strength(reading, block, in_section=in_section)
            strength += 10 * hooked + 3 * checked
            if strength > 0:
                yield StatusClaim(status, sentence, strength, in_section or hooked)


def _readings(sentence: str, plain: str, words: Vocabulary) -> Iterator[tuple[Status, ClauseClaim]]:
    letter = _LETTER.search(plain) if words.lang == "nl" else None
    if letter and _LETTERS[letter[1]] != "none":
        status = _LETTERS[letter[1]]
        yield status, ClauseClaim(status, "site", True, True, False, False)
        return
    if words.other_claims.search(plain) and not words.aim.search(plain):
        yield "other", ClauseClaim("other", "site", True, True, False, False)
    for clause in words.split.split(plain):
        for reading in read_clause(clause, Sentence(sentence, plain), words):
            yield reading.status, reading
    labelled = _labelled_degree(plain, words)
    if labelled is not None:
        yield labelled.status, labelled


def _labelled_degree(text: str, words: Vocabulary) -> ClauseClaim | None:
    """Return the claim of "State of conformity: partial", which has its word in the label."""
    for label in words.label.finditer(text):
        if words.noun.search(label[0]) is None and words.comply.search(label[0]) is None:
            continue
        degree = text[label.end() :].rpartition(":")[2].strip(" .!")
        if not _LABEL_END.match(text[label.end() :]) or len(degree.split()) > _MAX_DEGREE_WORDS:
            continue
        statuses: tuple[tuple[Status, re.Pattern[str]], ...] = (
            ("partial", words.part),
            ("full", words.full),
        )
        for status, pattern in statuses:
            if pattern.fullmatch(degree):
                return ClauseClaim(status, "site", True, True, False, True)
    return None


def _strength(reading: ClauseClaim, block: StatementBlock, *, in_section: bool) -> float:
    strength = 0.4
    strength += 3 * (reading.head == "site")
    strength += 1 * reading.standard
    strength += 2 * reading.label
    strength += 2 * in_section
    strength += 0.5 * reading.fragment
    strength -= 1.5 * reading.past
    # How much is met is what a status rests on, and no status beside one.
    strength -= 2 * reading.share
    strength -= 2 * (block.kind == "row" and not reading.label and reading.head != "site")
    if block.footer:
        # A word in the footer is a claim only where its label stands beside it.
        strength = 0.4 if reading.label or reading.head == "site" else 0
    return strength


def _decided(claims: Sequence[StatusClaim], lang: str, options: str) -> StatusReading:
    if not claims:
        return StatusReading("none", "", lang, (), "", options)
    strong = [claim for claim in claims if claim.strength >= _STRONG]
    taken = strong or list(claims)
    best = max(taken, key=lambda claim: claim.strength)
    near = [claim for claim in taken if claim.strength >= best.strength - _SAME_STRENGTH]
    if best.strength < _STRONG:
        near = taken
    found: set[Status] = {claim.status for claim in near}
    if found & {"partial", "non"} and "other" in found and "full" not in found:
        # "Not all pages are fully compliant" explains what partial means.
        found.discard("other")
    if found == {"partial", "non"}:
        found = _of_the_whole(near)
    if len(found) == 1:
        [status] = found
        chosen = max((c for c in near if c.status == status), key=lambda claim: claim.strength)
        rival = _rival(status, strong)
        return StatusReading(status, chosen.sentence, lang, tuple(claims), rival, options)
    second = next(claim for claim in near if claim.status != best.status)
    return StatusReading("other", best.sentence, lang, tuple(claims), second.sentence, options)


def _rival(status: Status, strong: Sequence[StatusClaim]) -> str:
    """Return a sentence that speaks of the site as a whole and says the opposite of *status*."""
    opposite = {"partial", "non"} if status == "full" else {"full"}
    return next((claim.sentence for claim in strong if claim.status in opposite), "")


def _of_the_whole(near: Sequence[StatusClaim]) -> set[Status]:
    """Return which of partial and non the site as a whole has: sections may fail by themselves."""
    best: dict[Status, float] = {}
    for claim in near:
        best[claim.status] = max(best.get(claim.status, 0), claim.strength)
    if best["partial"] >= best["non"] - _PART_WISE and best["partial"] != best["non"]:
        return {"partial"}
    if best["non"] > best["partial"]:
        return {"non"}
    return {"partial", "non"}


def _language_of_sentence(sentence: str, lang: str) -> str:
    found = language_of(sentence)
    if not found or found == lang or found not in languages():
        return lang
    if len(sentence.split()) < _MIN_FOREIGN_WORDS:
        return lang
    return lang if any({found, lang} <= alike for alike in ALIKE) else found


def _is_status_heading(heading: str, lang: str) -> bool:
    return bool(vocabulary(lang).label.search(folded(heading))) and len(heading.split()) <= 12


def _options_in(block: StatementBlock, lang: str) -> str:
    if block.footer or _UNCHECKED.match(block.text):
        return ""
    words = vocabulary(lang)
    return next((each for each in sentences(block.text) if lists_options(folded(each), words)), "")
