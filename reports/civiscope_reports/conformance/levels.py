"""Read the cell of a level: which level it states for which component, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from civiscope_reports.conformance.values import Level
from civiscope_reports.conformance.words import (
    component_pattern,
    component_words,
    heads_others,
    level_words,
    longest_level,
    plain_words,
    squeezed_level_words,
)

_HYPHENATED = re.compile(r"(?<=\w)-\n(?=[a-zäöüéèàçñ])")
_JOINED = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b)\s*", re.I)
_CHECKED = re.compile("[☒☑✓✔✅🗹■]\\s*")
_UNCHECKED = re.compile("[☐□▢]\\s*")
_AFTER_LABEL = re.compile(r"\s*[:\-–—=]\s*")  # noqa: RUF001 - dashes themselves
_FOOTNOTE = re.compile(
    r"(?:\s*[\[(]\s*(?:\d{1,2}|[a-z]|\*|see (?:note|remark)[^)\]]*)\s*[\])]|[\s*†‡¹²³]+|\s+\d"
    r"|(?<=[^\W\d])\d{1,2})$",
    re.I,
)
_OWN_LABEL = re.compile(r"^\s*([^:\n]{1,50}?)\s*:\s*(.+)$")
_SENTENCE = re.compile(r"[.;:,(\-–—*\n]")  # noqa: RUF001 - dashes themselves
_QUALIFIED = re.compile(
    r"\W*(?:with|when|where|if|through|via|except|excluding|but|some|most|mostly|partial\w*|partly|"
    r"limited|only|unless|however|in|for|mit|wenn|auss?er|außer|teilweise|nur|avec|sauf|partiel\w*|con|"
    r"salvo|excepto|parcial\w*|parzial\w*|eccetto|met|behalve|gedeeltelijk|med|delvis)\b",
    re.I,
)
_BULLET = re.compile(r"^[\s•·▪◦‣o\-–\uf0b7\uf0a7*]+(?=\S)")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class StatedLevel:
    """A level and what it is stated for."""

    component: str
    """Component of the catalogues, the report's own label, or empty for the whole row."""
    level: Level | None
    words: str


@dataclass(frozen=True, slots=True)
class LevelCell:
    """What the cell of a level says."""

    levels: tuple[StatedLevel, ...] = ()
    rest: str = ""
    """What stands in the cell after the level."""
    heading: bool = False
    """Whether the row only heads others or points elsewhere."""
    reason: str = ""
    """Why no level could be read; empty when one was, or the row is a heading."""


def level_of(text: str) -> Level | None:
    """Return the level that *text* says and nothing else; None for anything else."""
    words = level_words()
    for form in (text, _FOOTNOTE.sub("", text.strip()), _HYPHENATED.sub("", text)):
        if found := words.get(plain_words(_BULLET.sub("", form))):
            return found
    # Narrow columns break words anywhere: `Applicabl` and `e` on the next line.
    return squeezed_level_words().get("".join(plain_words(text).split())) if "\n" in text else None


def read_level_cell(text: str) -> LevelCell:
    """Return what *text*, the cell of a level, says."""
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    if not text:
        return LevelCell(reason="there is no level in it")
    if found := level_of(text):
        return LevelCell((StatedLevel("", found, " ".join(text.split())),))
    if heads_others(text):
        return LevelCell(heading=True)
    for way in (
        _ticked,
        _by_component,
        _level_first,
        _in_brackets,
        _by_line,
        _by_label_lines,
        _repeated,
        _first_words,
        _own_labels,
    ):
        if read := way(text):
            return read
    said = " ".join(text.split())[:80]
    return LevelCell(reason=f"it says '{said}', which is none of the levels")


def _ticked(text: str) -> LevelCell | None:
    """Read boxes, of which one is ticked."""
    if not _CHECKED.search(text) or not _UNCHECKED.search(text):
        return None
    parts = re.split("(?=[☒☑✓✔✅🗹■☐□▢])", text)
    ticked = [_CHECKED.sub("", part) for part in parts if _CHECKED.match(part)]
    if len(ticked) != 1:
        return LevelCell(reason=f"{len(ticked)} of its boxes are ticked")
    found = level_of(ticked[0])
    return LevelCell((StatedLevel("", found, ticked[0].strip()),)) if found else None


def _by_component(text: str) -> LevelCell | None:
    """Read `Web: Supports`, in one line or many."""
    labels = [
        (found, after)
        for found in component_pattern().finditer(text)
        if (after := _AFTER_LABEL.match(text, found.end()))
        and (found.start() == 0 or text[found.start() - 1] in " \n;,.•|(\t/-–\uf0b7")  # noqa: RUF001
    ]
    if not labels:
        return None
    before = text[: labels[0][0].start()].strip(" •\n\uf0b7-")
    ends = [found.start() for found, _ in labels[1:]] + [len(text)]
    levels: list[StatedLevel] = []
    rest: list[str] = []
    if before:
        if not (found := level_of(before)):
            return None
        levels.append(StatedLevel("", found, before))
    for (label, after), end in zip(labels, ends, strict=True):
        said = text[after.end() : end].strip(" \n;,•|\uf0b7")
        level = level_of(said)
        if level is None and said:
            started = _first_words(said)
            if started is None:
                # What it says is shown; the others of the row can be read all the same.
                level, said = None, said
            else:
                level, said = started.levels[0].level, started.levels[0].words
                rest.append(f"{label[1]}: {started.rest}")
        words = " ".join(said.split())
        levels += [StatedLevel(name, level, words) for name in _components(label[1])]
    return LevelCell(tuple(levels), "\n".join(rest))


def _level_first(text: str) -> LevelCell | None:
    """Read `Supports: Web`, a level with what it is stated for behind it."""
    levels: list[StatedLevel] = []
    for part in _parts(text):
        said, colon, label = _BULLET.sub("", part).partition(":")
        level, names = level_of(said), tuple(_components(label.strip(" .,")))
        if not colon or level is None or not names:
            return None
        levels += [StatedLevel(name, level, said.strip()) for name in names]
    return LevelCell(tuple(levels)) if levels else None


def _parts(text: str) -> list[str]:
    """Return the parts of a cell: between semicolons, as lines are broken anywhere, or lines."""
    parts = text.replace("\n", " ").split(";") if ";" in text else text.split("\n")
    return [part.strip() for part in parts if part.strip()]


def _components(label: str) -> Iterator[str]:
    for part in _JOINED.split(label):
        if name := component_words().get(plain_words(part)):
            yield "" if name == "all" else name


def _in_brackets(text: str) -> LevelCell | None:
    """Read `Supports (Web), Not Applicable (Software)`."""
    levels: list[StatedLevel] = []
    at = 0
    for found in re.finditer(r"\(\s*([^()]+?)\s*\)", text):
        level = level_of(text[at : found.start()].strip(" ,;\n/|"))
        names = tuple(_components(found[1]))
        if level is None or not names:
            return None
        levels += [
            StatedLevel(name, level, " ".join(text[at : found.start()].split())) for name in names
        ]
        at = found.end()
    return LevelCell(tuple(levels)) if levels and not text[at:].strip(" .,;\n") else None


def _by_line(text: str) -> LevelCell | None:
    """Read a label on one line and its level on the next, or the level after a blank."""
    lines = [_BULLET.sub("", line) for line in text.split("\n")]
    if len(lines) % 2 == 0:
        pairs = list(zip(lines[::2], lines[1::2], strict=True))
        names = [tuple(_components(label)) for label, _ in pairs]
        levels: list[Level | None] = [level_of(said) for _, said in pairs]
        if all(names) and all(levels):
            return LevelCell(
                tuple(
                    StatedLevel(name, level, said)
                    for of, level, (_, said) in zip(names, levels, pairs, strict=True)
                    for name in of
                )
            )
    found: list[StatedLevel] = []
    for line in lines:
        label = component_pattern().match(line)
        level = level_of(line[label.end() :]) if label else None
        if label is None or level is None:
            return None
        said = line[label.end() :].strip()
        found += [StatedLevel(name, level, said) for name in _components(label[1])]
    return LevelCell(tuple(found)) if found else None


def _by_label_lines(text: str) -> LevelCell | None:
    """Read labels that each have a line of their own, above a level that may be broken."""
    parts: list[tuple[tuple[str, ...], list[str]]] = []
    for line in (_BULLET.sub("", each) for each in text.split("\n")):
        if component_pattern().fullmatch(line) and (names := tuple(_components(line))):
            parts.append((names, []))
        elif parts:
            parts[-1][1].append(line)
        else:
            return None
    found: list[StatedLevel] = []
    for names, lines in parts:
        level = level_of("\n".join(lines)) or level_of(" ".join(lines))
        if level is None:
            return None
        found += [StatedLevel(name, level, " ".join(lines)) for name in names]
    return LevelCell(tuple(found)) if found else None


def _repeated(text: str) -> LevelCell | None:
    """Read a level that stands there more than once: text of a cell that goes on is repeated."""
    lines = text.split("\n")
    found = {level_of(line) for line in lines}
    if len(found) == 1 and None not in found:
        return LevelCell((StatedLevel("", level_of(lines[0]), lines[0]),))
    if len(found - {None}) > 1 and None not in found:
        return LevelCell(reason=f"it states {len(found)} levels and does not say what each is for")
    return None


def _first_words(text: str) -> LevelCell | None:
    """Read a level that the cell begins with, when what follows is clearly something else."""
    words = [*re.finditer(r"[^\s.;:,()–—*]+", text)]  # noqa: RUF001
    for count in range(min(longest_level(), len(words)), 0, -1):
        end = words[count - 1].end()
        level = level_of(text[:end])
        if level is None:
            continue
        rest = text[end:]
        following = rest.lstrip(" ")
        if not _stands_apart(following, count) or _other_level(rest):
            return None
        return LevelCell((StatedLevel("", level, text[:end]),), rest.strip(" .;:,-–—\n"))  # noqa: RUF001
    return None


def _stands_apart(following: str, count: int) -> bool:
    """Say whether *following* cannot be a part of the level of *count* words before it."""
    if following.startswith("\n"):
        # Lines are broken anywhere; a new sentence begins with a capital.
        return not following.lstrip()[:1].islower()
    if following.startswith("."):
        return True
    if _SENTENCE.match(following):
        return not _QUALIFIED.match(following)
    return count > 1 and following[:1].isupper()


def _other_level(rest: str) -> bool:
    lines = re.split(r"[\n.;,/]", rest)
    # "Partially Supports: Software" has its level before what it is stated for.
    return any(level_of(line.partition(":")[0]) for line in lines if line.strip())


def _own_labels(text: str) -> LevelCell | None:
    """Read labels of the report's own: `iOS: Supports`."""
    levels: list[StatedLevel] = []
    for line in _parts(text):
        found = _OWN_LABEL.match(_BULLET.sub("", line))
        level = level_of(found[2].strip(" .,")) if found else None
        if found is None or level is None:
            return None
        levels.append(StatedLevel(found[1], level, found[2].strip()))
    return LevelCell(tuple(levels)) if levels else None


def split_remarks(text: str) -> dict[str, str]:
    """Return component → what *text* remarks of it, with an empty key for the whole row."""
    labels = [
        (found, after)
        for found in component_pattern().finditer(text)
        if (after := re.compile(r"\s*:\s*").match(text, found.end()))
        and (found.start() == 0 or text[: found.start()].rstrip(" •\uf0b7-").endswith("\n"))
    ]
    if not labels:
        return {"": flow(text)}
    parts = {"": flow(text[: labels[0][0].start()])}
    for (label, after), (start, _) in zip(
        labels, [(found.start(), 0) for found, _ in labels[1:]] + [(len(text), 0)], strict=True
    ):
        said = flow(text[after.end() : start])
        for name in _components(label[1]):
            parts[name] = " ".join(filter(None, (parts.get(name, ""), said)))
    return parts


def flow(text: str) -> str:
    """Return *text* with the lines of a paragraph joined."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return ""
    pieces = [lines[0]]
    for before, line in pairwise(lines):
        hyphen = before.endswith("-") and line[:1].islower()
        pieces.append(("" if hyphen else " ") + line)
    return "".join(pieces)
