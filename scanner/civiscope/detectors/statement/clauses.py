"""Read what one clause of a sentence claims about the site, if anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from civiscope.detectors.statement.folding import common
from civiscope.detectors.statement.vocabulary import Vocabulary

Status = Literal["full", "partial", "non", "other", "none"]
_Degree = Literal["full", "part", "most", ""]
_Kind = Literal["comply", "noun", "meets", "opposite"]

_FAR_LEFT = 170
"""Characters between a degree and the word that it belongs to, at most."""
_FAR_RIGHT = 75
_NOUN_REACH = 32
"""The same for nouns, which have their degree beside them."""
_NEG_LEFT = 110
_NEG_RIGHT = 26
_AIM_RIGHT = 45
_FRAGMENT_WORDS = 7
_SHARE = re.compile(
    rf"(?<![\d,.])(?:\d{{1,2}}(?:[.,]\d+)?|100[.,]0*[1-9]\d*) ?(?:{common('share_words')})"
)
_COUNT = re.compile(
    rf"\b\d{{1,3}} (?:{common('count_words')}) (?:the |den |les |los |i |as |os )?\d{{1,3}}\b"
)
_CRITERION = re.compile(r"\b\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\b")
_VERSION = re.compile(r"(?:wcag|bitv|rgaa|raweb|emag|version|v) ?\d\.\d(?:\.\d)?")
_OR = re.compile(rf"(?<!\w)(?:{common('choice')})(?!\w)|[/|]")
_PREPOSITIONS = re.compile(
    rf"(?:^|\s)(?:{common('prepositions')})(?: (?:{common('determiners')}))?\s*$"
)
_DENIED_AT_END = re.compile(rf"(?!.* (?:{common('some')}) ).* (?:nicht|niet)[ .!]*$")
_CONTRAST = re.compile(rf"(?<!\w)(?:{common('contrast')})(?!\w)")
_CHOICE = re.compile(rf"[/|]|^\s?(?:{common('choice')})\s?$")
_CHOICE_REACH = 30
"""Characters between two degrees of which one is to be chosen."""
_LABEL_END = re.compile(r"^.{0,14}?[:|>=-]")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_PARTICIPLES = frozenset({"erfullt"})
_PASSIVE = re.compile(r"(?<!\w)(?:wird|werden)(?!\w)")
"""German has one word for the passive and the future."""
_STOP = re.compile(r"[:;(]|[.,] ")
_NOT_ALL = re.compile(rf"(?<!\w)(?:{common('not_all')})(?!\w)")
_ATTRIBUTED = re.compile(rf"(?<!\w)(?:{common('attributed')})(?!\w)")
_PAUSE = re.compile(r"[,:)(\-\"]")


@dataclass(frozen=True, slots=True)
class ClauseClaim:
    """What a clause claims."""

    status: Status
    head: Literal["site", "other", ""]
    """What the claim is about, where that stands before it."""
    label: bool
    """Whether a label like "Status:" stands before it."""
    standard: bool
    """Whether what it is measured by is named."""
    past: bool
    fragment: bool
    """Whether the clause says hardly anything else."""
    bare: bool = False
    """Whether no degree is named."""
    share: bool = False
    """Whether it only says how much is met, such as 92 %."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence that a clause belongs to."""

    text: str
    """As it is written."""
    plain: str
    """Folded."""

    def is_name(self, word: str) -> bool:
        """Say whether folded *word* stands in it as a part of a name: with a capital inside."""
        name = re.escape(word.capitalize())
        inside = rf"(?<=[^\s.:!?] )(?<!\w){name}(?!\w)"
        capital = re.compile(rf"{inside}|^{name} [A-Z]")
        return capital.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Word:
    kind: _Kind
    start: int
    end: int


def read_clause(clause: str, sentence: Sentence, words: Vocabulary) -> list[ClauseClaim]:
    """Return what *clause*, a part of folded *sentence*, claims."""
    text = words.ignore.sub(lambda found: "_" * len(found[0]), clause)
    if words.means.search(text) or lists_options(clause, words):
        return []
    found = list(_words_of(text, words))
    readings: list[tuple[_Word, ClauseClaim]] = []
    said = 0
    for index, word in enumerate(found):
        before = found[index - 1].end if index else 0
        after = found[index + 1].start if index + 1 < len(found) else len(text)
        reading = _Zone(text, sentence, words, word, before, after, said).read()
        if reading is not None:
            readings.append((word, reading))
            said = word.end
    if _is_choice(text, readings):
        return []
    return [reading for _, reading in readings]


def lists_options(clause: str, words: Vocabulary) -> bool:
    """Say whether *clause* offers several statuses to choose from."""
    text = words.ignore.sub(lambda found: "_" * len(found[0]), clause)
    degrees = sorted(
        (found.start(), found.end(), name)
        for name, pattern in (("full", words.full), ("part", words.part), ("neg", words.neg))
        for found in pattern.finditer(text)
    )
    for (_, end, one), (start, _, two) in pairwise(degrees):
        between = text[end:start]
        if one != two and len(between) < _CHOICE_REACH and _CHOICE.search(between):
            return any(True for _ in _words_of(text, words))
    return False


def _words_of(text: str, words: Vocabulary) -> Iterator[_Word]:
    """Yield the words of a claim in order; of two in one place, the longer."""
    found: list[_Word] = []
    kinds: tuple[tuple[_Kind, re.Pattern[str]], ...] = (
        ("opposite", words.opposite),
        ("comply", words.comply),
        ("meets", words.meets),
        ("noun", words.noun),
    )
    for kind, pattern in kinds:
        found += [_Word(kind, each.start(), each.end()) for each in pattern.finditer(text)]
    labels = [
        (label.start(), label.end())
        for label in words.label.finditer(text)
        if _LABEL_END.match(text[label.end() :])
    ]
    end = 0
    for word in sorted(found, key=lambda each: (each.start, -each.end)):
        if word.kind == "noun" and any(a <= word.start and word.end <= b for a, b in labels):
            continue
        if word.start >= end:
            yield word
            end = word.end


def _is_choice(text: str, readings: list[tuple[_Word, ClauseClaim]]) -> bool:
    for (first, one), (second, two) in pairwise(readings):
        if one.status != two.status and _OR.search(text[first.end : second.start]):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Zone:
    """The surroundings of one word that may claim something."""

    text: str
    sentence: Sentence
    words: Vocabulary
    word: _Word
    before: int
    """Where the zone begins: behind the word before."""
    after: int
    said: int
    """Where the claim before ends: a wish or a doubt before that is not about this one."""

    @property
    def left(self) -> str:
        return self.text[self.before : self.word.start]

    @property
    def right(self) -> str:
        return self.text[self.word.end : self.after]

    def read(self) -> ClauseClaim | None:
        words, left, right = self.words, self.left, self.right
        degree = self._degree()
        standard = bool(words.standard.search(_COUNT.sub(" ", self.text)))
        if self.word.kind == "meets" and not (standard or (degree and self._is_germanic())):
            return None
        if self.word.kind == "meets" and _COUNT.search(right[:30]) and not degree:
            return None
        bare_left = _without_exceptions(left, words)
        doubt = words.unsure.search(
            _without_exceptions(self.text[self.said : self.word.start], words)
        )
        if self._is_wish() or doubt or self._is_defined() or words.past.search(bare_left):
            return None
        if _ATTRIBUTED.search(self.text):
            return None
        if words.tool.search(right[:90]) and not words.standard.search(right[:40]):
            return None
        head = self._head()
        if head == "other":
            return None
        status = self._status(degree)
        if status is None:
            return None
        label = self._has_label()
        bare = not degree and status in {"full", "other"}
        if self.word.kind == "noun" and not (head == "site" or (degree and (label or standard))):
            return None
        if bare and not (head == "site" or label):
            excepted = bool(words.exception.search(self.sentence.plain))
            if not (standard and (excepted or (words.bare and not left.strip()))):
                return None
        if _is_criterion(self.text) and not (head == "site" or label):
            return None
        return ClauseClaim(
            status=status,
            head=head,
            label=label,
            standard=standard,
            past=bool(words.past_verb.search(left)),
            fragment=len(self.text.split()) <= _FRAGMENT_WORDS,
            bare=bare,
            share=status == "other" and self._is_share(),
        )

    def _is_defined(self) -> bool:
        """Say whether the word is quoted, and the rest says when it may be used."""
        quoted = self.right.startswith('"') and '"' in self.left[-20:]
        return quoted and self.words.unsure.search(self.right) is not None

    def _has_label(self) -> bool:
        before = self.text[: self.word.start]
        return any(
            _LABEL_END.match(before[label.end() :]) or "status" in label[0]
            for label in self.words.label.finditer(before)
        )

    def _is_germanic(self) -> bool:
        return self.words.lang in {"nl", "de", "sv", "da", "no", "fi"}

    def _is_wish(self) -> bool:
        before = self.text[self.said : self.word.start]
        if self.text[self.word.start : self.word.end] in _PARTICIPLES:
            before = _PASSIVE.sub(" ", before)
        if self.words.aim.search(before):
            return True
        reach = len(self.right) if self.word.kind == "noun" else _AIM_RIGHT
        return bool(self.words.aim_after.search(self.right[:reach]))

    def _degree(self) -> _Degree:
        """Return the degree nearest to the word."""
        reach_left, reach_right = _FAR_LEFT, _FAR_RIGHT
        if self.word.kind == "noun":
            reach_left = reach_right = _NOUN_REACH
        if self.word.kind == "opposite":
            reach_right = 0
        if self.word.kind == "meets":
            # "erfüllt die Anforderungen der Verordnung … teilweise": verbs have it at the end.
            reach_right = 2 * _FAR_RIGHT
        right = _STOP.split(_BRACKETS.sub(" ", self.right), maxsplit=1)[0]
        best: tuple[int, _Degree] = (10_000, "")
        names: tuple[tuple[_Degree, re.Pattern[str]], ...] = (
            ("most", self.words.most),
            ("part", self.words.part),
            ("full", self.words.full),
        )
        for name, pattern in names:
            if pattern.search(self.text[self.word.start : self.word.end]):
                return name
            for found in pattern.finditer(self.left):
                away = len(self.left) - found.end()
                if away <= reach_left and away < best[0]:
                    best = (away, name)
            for found in pattern.finditer(right):
                if found.start() <= reach_right and found.start() < best[0]:
                    best = (found.start(), name)
        if best[1] == "full" and self._is_nearly():
            return "most"
        return best[1]

    def _is_nearly(self) -> bool:
        return any(
            self.words.full.search(side[found.end() : found.end() + 28])
            for side in (self.left, self.right)
            for found in self.words.most.finditer(side)
        )

    def _is_negated(self) -> bool:
        if self.words.neg.search(self.left[-_NEG_LEFT:]):
            return True
        degree = self.words.full.search(_STOP.split(self.right, maxsplit=1)[0])
        if degree and self.words.neg.search(self.right[: degree.start()]):
            return True
        if self.word.kind not in {"meets", "comply"}:
            return False
        follows = {"de", "nl", "sv", "da", "no", "fr", "en"}
        if self.words.lang in follows and self.words.neg.search(self.right[:_NEG_RIGHT]):
            return True
        # "erfüllt die Anforderungen derzeit nicht"
        return self.words.lang in {"de", "nl"} and bool(_DENIED_AT_END.match(self.right))

    def _status(self, degree: _Degree) -> Status | None:
        words = self.words
        if self.word.kind == "opposite":
            return {"part": "partial", "most": "other"}.get(degree, "non")  # type: ignore[return-value]
        if words.neither.search(self.left):
            return "other" if degree == "full" else "non"
        negated = self._is_negated()
        if degree == "part":
            return "partial"
        if degree == "most" or _NOT_ALL.search(self.left + " | " + self.right[:_FAR_RIGHT]):
            return "other"
        excepted = bool(words.exception.search(self.sentence.plain))
        if degree == "full":
            if negated:
                return "other"
            if excepted:
                return "partial" if words.except_is_part else "other"
            return "other" if self._is_contradicted() or self._is_share() else "full"
        if negated:
            return "non"
        if self.word.kind == "noun":
            return None
        if excepted:
            return "partial" if words.except_is_part else "other"
        if self._is_share() or self._is_contradicted():
            return "other"
        return "full" if words.bare and not self._is_qualified() else "other"

    def _is_qualified(self) -> bool:
        """Say whether any word of the clause may take something from a claim without degree."""
        patterns = (self.words.part, self.words.most, self.words.neg)
        return any(pattern.search(self.text) for pattern in patterns)

    def _is_contradicted(self) -> bool:
        """Say whether the rest of the sentence takes a full claim back."""
        at = self.sentence.plain.find(self.text[self.word.start : self.word.end])
        rest = self.sentence.plain[max(0, at) :]
        contrast = _CONTRAST.search(rest)
        return contrast is not None and bool(self.words.neg.search(rest[contrast.end() :]))

    def _is_share(self) -> bool:
        return bool(_SHARE.search(self.left[-60:] + " " + self.right[:40]))

    def _is_name(self, word: str) -> bool:
        # German writes every noun with a capital.
        return self.words.lang != "de" and self.sentence.is_name(word)

    def _head(self) -> Literal["site", "other", ""]:
        """Return what the claim is about, by the first noun before it."""
        left = _without_exceptions(self.left, self.words)
        left = left[left.rfind(": ") + 1 :] if ": " in left[:-2] else left
        sites = [
            found
            for found in self.words.site.finditer(left)
            if not _PREPOSITIONS.search(left[: found.start()])
        ]
        others = [o for o in self.words.others.finditer(left) if not self._is_name(o[0])]
        # "Our content management system" begins with a word for what sites hold.
        inside = [o.span() for o in others]
        sites = [s for s in sites if not any(a <= s.start() and s.end() < b for a, b in inside)]
        if sites and (
            not others
            or sites[0].start() <= others[0].start()
            or _is_last(sites[-1], others[-1], left)
        ):
            return "site"
        if others:
            return "other"
        return "site" if self.words.site.search(left) else ""


def _is_last(site: re.Match[str], other: re.Match[str], left: str) -> bool:
    """Say whether *site* comes after *other*, with a pause between them that ends the other."""
    between = left[other.end() : site.start()]
    return site.start() > other.end() and bool(_PAUSE.search(between))


def _without_exceptions(left: str, words: Vocabulary) -> str:
    found = words.exception.search(left)
    if found is None:
        return left
    commas = [place.start() for place in re.finditer(",", left) if place.start() >= found.end()]
    # "Except for maps, films and old files, the site is …": the list ends where the site begins.
    last = [comma for comma in commas if words.site.search(left[comma:])][-1:]
    end = (last or commas or [found.end()])[0]
    return left[: found.start()] + " " * (end - found.start()) + left[end:]


def _is_criterion(text: str) -> bool:
    return bool(_CRITERION.search(_VERSION.sub(" ", text)))
